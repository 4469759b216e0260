"""What somebody sends with a stock file."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError

from shop.stock_csv.rules import MOST_BYTES
from shop.web.forms import AtMost, Form, Needed, TextLine
from shop.web.measures import Day


class StockFile(FileField):
    """`content` and `name` are what was sent, as far as it is read."""

    content: bytes = b""
    name_sent: str = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = valuelist[0] if valuelist else None
        if isinstance(sent, FileStorage) and sent.filename:
            # One byte more than allowed tells that it is too large.
            with sent.stream as stream:
                self.content = stream.read(MOST_BYTES + 1)
            self.name_sent = _visible(sent.filename.replace("\\", "/").rpartition("/")[2])
        self.data = self.name_sent


class UploadForm(Form):
    file = StockFile(_("CSV-Datei"), render_kw={"accept": ".csv,text/csv"})
    reason = TextLine(
        _("Grund"), validators=[Needed(_("Bitte geben Sie einen Grund an.")), AtMost(150)]
    )

    def validate_file(self, field: StockFile) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie eine Datei."))


class PeriodForm(Form):
    von = Day(_("von"), validators=[Needed(_("Bitte geben Sie den ersten Tag an."))])
    bis = Day(_("bis"), validators=[Needed(_("Bitte geben Sie den letzten Tag an."))])

    def validate_bis(self, field: Day) -> None:
        first, last = self.von.day, field.day
        if first and last and not 0 <= (last - first).days <= 366:
            raise ValidationError(_("Bitte wählen Sie höchstens ein Jahr, den ersten Tag zuerst."))


def _visible(name: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in name)[:120]
