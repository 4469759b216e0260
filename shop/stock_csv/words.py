"""What is wrong with a stock file, in the words of whoever sent it."""

from flask_babel import gettext as _

from shop.stock_csv.rules import LONGEST_CELL, MOST_BYTES, MOST_ROWS, MOST_UNITS, Fault, Problem


def problem_words(problem: Problem) -> str:
    """One sentence, without the number of the line."""
    column, found = problem.column, problem.found
    words: dict[Fault, str] = {
        Fault.TOO_LARGE: _("Die Datei ist größer als %(mb)s MB.", mb=MOST_BYTES // 1_000_000),
        Fault.EMPTY: _("In der Datei steht nichts."),
        Fault.UTF16_WITHOUT_MARK: _(
            "Die Datei ist in UTF-16 geschrieben, sagt es aber nicht. Bitte speichern Sie sie als "
            "„CSV UTF-8“."
        ),
        Fault.WORKBOOK: _(
            "Das ist eine Mappe eines Tabellenprogramms (etwa .xlsx), keine CSV-Datei. Bitte "
            "speichern Sie die Tabelle als „CSV UTF-8“."
        ),
        Fault.NOT_TEXT: _(
            "Das ist keine CSV-Datei: Es stehen Nullzeichen darin. Bitte speichern Sie die Tabelle "
            "als „CSV UTF-8“."
        ),
        Fault.UNKNOWN_ENCODING: _(
            "Die Zeichen der Datei sind nicht zu lesen. Bitte speichern Sie sie als „CSV UTF-8“."
        ),
        Fault.BROKEN_QUOTES: _(
            "Hier hört ein Feld in Anführungszeichen nicht auf, oder es ist riesig. Was danach "
            "kommt, ist nicht zu lesen."
        ),
        Fault.NO_COLUMNS: _(
            "Die erste Zeile muss die Namen der Spalten enthalten; gefunden wurde „%(found)s“.",
            found=found,
        ),
        Fault.COLUMN_MISSING: _("Die Spalte „%(column)s“ fehlt.", column=column),
        Fault.COLUMN_UNKNOWN: _(
            "Die Spalte „%(column)s“ kennt der Laden nicht. Bitte löschen Sie sie.", column=column
        ),
        Fault.COLUMN_TWICE: _("Die Spalte „%(column)s“ gibt es zweimal.", column=column),
        Fault.TOO_MANY_ROWS: _(
            "Mehr als %(most)s Zeilen. Bitte teilen Sie die Datei.", most=f"{MOST_ROWS:,}"
        ).replace(",", "."),
        Fault.CELLS: _(
            "Diese Zeile hat %(found)s Felder, die erste hat mehr oder weniger.", found=found
        ),
        Fault.LONG_CELL: _(
            "„%(column)s“ ist länger als %(most)s Zeichen.", column=column, most=LONGEST_CELL
        ),
        Fault.UNSEEN_CHARACTER: _(
            "In „%(column)s“ stehen unsichtbare Zeichen: „%(found)s“.", column=column, found=found
        ),
        Fault.FORMULA: _(
            "In „%(column)s“ steht eine Formel: „%(found)s“. Bitte schreiben Sie den Wert hinein.",
            column=column,
            found=found,
        ),
        Fault.NO_NUMBER: _(
            "„%(column)s“ muss eine ganze Zahl sein, nicht „%(found)s“.",
            column=column,
            found=found,
        ),
        Fault.NEGATIVE: _("„%(column)s“ ist negativ: %(found)s.", column=column, found=found),
        Fault.TOO_MANY_UNITS: _(
            "„%(column)s“ ist größer als %(most)s.", column=column, most=MOST_UNITS
        ),
        Fault.NO_BEFORE: _(
            "Zu „Bestand neu“ fehlt „Bestand bisher“: Gebucht wird der Unterschied."
        ),
        Fault.UNKNOWN_LOCATION: _("Den Ort „%(found)s“ gibt es nicht.", found=found),
        Fault.CLOSED_LOCATION: _(
            "Der Ort „%(found)s“ ist geschlossen; dort kommt nichts hinzu.", found=found
        ),
        Fault.UNKNOWN_SKU: _("Die Artikelnummer „%(found)s“ gibt es nicht.", found=found),
        Fault.GROUND_TO_ORDER: _(
            "„%(found)s“ wird erst auf Bestellung gemahlen und hat keinen Bestand.", found=found
        ),
        Fault.UNKNOWN_BATCH: _(
            "Die Charge „%(found)s“ gibt es nicht. Tabellenprogramme machen aus Chargen manchmal "
            "ein Datum.",
            found=found,
        ),
        Fault.NEEDS_BATCH: _("Das ist Kaffee: Die Charge fehlt."),
        Fault.NO_BATCH: _(
            "Das stammt aus keiner Charge; „%(found)s“ gehört nicht hierher.", found=found
        ),
        Fault.DOES_NOT_FIT: _(
            "Aus der Charge „%(found)s“ kann diese Sorte nicht sein.", found=found
        ),
        Fault.TWICE: _("Dieselbe Ware am selben Ort steht schon in Zeile %(found)s.", found=found),
        Fault.NOT_GOOD: _(
            "Die Charge „%(found)s“ ist gesperrt oder zu alt; hinzu kommt sie nur im Lager.",
            found=found,
        ),
        Fault.CORRECTED: _(
            "Seit die Datei eingelesen wurde, hat jemand diesen Bestand von „%(found)s“ "
            "korrigiert; beides zusammen zählte doppelt.",
            found=found,
        ),
    }
    return words[problem.fault]
