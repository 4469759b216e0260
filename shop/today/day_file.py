"""The goods of a day as a table."""

from collections.abc import Iterator

from flask_babel import gettext as _

from shop.today.day_report import KINDS, DayReport
from shop.web import csv_file


def day_file(report: DayReport) -> bytes:
    """One row for each variant of which something moved; signed units."""
    head = (
        *(_("Tag"), _("Artikelnummer"), _("Sorte"), _("am Morgen")),
        *(_("eingegangen"), _("abgefüllt"), _("verkauft"), _("zurück"), _("abgeschrieben")),
        *(_("korrigiert"), _("am Abend")),
    )
    return csv_file.csv_file(head, _rows(report))


def _rows(report: DayReport) -> Iterator[list[str]]:
    for goods in report.goods:
        yield [
            csv_file.text(report.day.isoformat()),
            csv_file.text(goods.sku),
            csv_file.text(goods.name),
            csv_file.number(goods.before),
            *(csv_file.number(goods.changes[kind]) for kind in KINDS),
            csv_file.number(goods.after),
        ]
