"""Why a file was not taken, in a sentence."""

from flask_babel import gettext as _

from shop.origin.evidence_files import (
    BadFile,
    BrokenFile,
    EmptyFile,
    FileTooLarge,
    NotAMark,
    ScriptInFile,
    TooManyPixels,
)


def evidence_words(refused: BadFile) -> str:
    if isinstance(refused, FileTooLarge):
        told: str = _(
            "Die Datei hat %(size)s MB, möglich sind höchstens 10 MB. Bitte verkleinern Sie sie.",
            # Rounded up: it never has the size that is allowed.
            size=f"{-(-refused.size // 100_000) / 10:.1f}".replace(".", ","),
        )
        return told
    sentences: dict[type[BadFile], str] = {
        EmptyFile: _("Die Datei ist leer. Bitte wählen Sie eine andere."),
        TooManyPixels: _("Das Bild ist zu groß: höchstens 25 Millionen Bildpunkte."),
        ScriptInFile: _(
            "SVG- und HTML-Dateien werden nicht angenommen, weil sie Programme (Skripte) enthalten "
            "können, die der Browser dann ausführt. Bitte speichern Sie sie als PDF oder PNG."
        ),
        BrokenFile: _("Die Datei ist beschädigt oder unvollständig. Bitte laden Sie sie neu."),
        NotAMark: _("Ein Zeichen muss ein Bild sein: PNG, JPEG oder WebP."),
    }
    unknown: str = _(
        "Das ist weder PDF noch PNG, JPEG oder WebP. Auf den Inhalt kommt es an, nicht auf den "
        "Namen der Datei."
    )
    return sentences.get(type(refused), unknown)
