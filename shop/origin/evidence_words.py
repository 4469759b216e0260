"""Why a file was not taken, in a sentence."""

from flask_babel import gettext as _

from shop.origin.evidence_files import (
    BadFile,
    BrokenFile,
    EmptyFile,
    FileTooLarge,
    NotAMark,
    ScriptInFile,
)


def evidence_words(refused: BadFile) -> str:
    sentences: dict[type[BadFile], str] = {
        EmptyFile: _("Die Datei ist leer. Bitte wählen Sie eine andere."),
        FileTooLarge: _("Die Datei ist zu groß: höchstens 10 MB und 60 Millionen Bildpunkte."),
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
