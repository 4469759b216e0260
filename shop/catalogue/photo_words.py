"""Why a photograph was refused, in words for the page and the command line."""

from flask_babel import gettext as _

from shop.catalogue.add_photo import BadPhoto, NoWords, TooLarge, TooSmall
from shop.catalogue.photo_files import WIDTHS


def photo_words(refused: BadPhoto) -> str:
    if isinstance(refused, TooLarge):
        return str(_("Das Foto ist zu groß: höchstens 10 MB und 60 Millionen Bildpunkte."))
    if isinstance(refused, TooSmall):
        return str(_("Das Foto ist zu klein: mindestens %(n)s Bildpunkte breit.", n=WIDTHS[-1]))
    if isinstance(refused, NoWords):
        return str(
            _(
                "Bitte beschreiben Sie in einer Zeile von höchstens 200 Zeichen, was auf dem Foto "
                "zu sehen ist."
            )
        )
    return str(_("Das ist kein Foto, das wir lesen können. Bitte JPEG, PNG, WebP oder AVIF."))
