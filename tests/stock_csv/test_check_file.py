"""What is wrong with a file is told line by line, and nothing of it is taken in."""

import pytest
from flask import Flask

from shop.stock_csv.rules import BadStockFile, Fault, Nothing
from tests.make.catalogue import MUG, make_product
from tests.make.origin import make_batch
from tests.make.stock_file import HEAD, checked, stock_csv, stockroom

GOOD = "Lager;D-JAEN;26-118;10;8;"


@pytest.fixture
def goods(app: Flask) -> None:
    batch_id = make_batch(app, code="26-118")
    make_batch(app, code="26-119")
    make_product(app, "Filter Jaén", variants=[{"shelf": {batch_id: 10}, "sku": "D-JAEN"}])
    make_product(app, "Entkoffeiniert", decaf=True, variants=[{"units": 0, "sku": "D-DECA"}])
    make_product(app, "Becher", kind="goods", variants=[MUG | {"sku": "D-MUG"}])


def faults(app: Flask, content: bytes) -> list[tuple[int, Fault]]:
    with pytest.raises(BadStockFile) as refused:
        checked(app, content)
    return [(problem.line, problem.fault) for problem in refused.value.problems]


def lines(app: Flask, *given: str) -> bytes:
    """„Lager“ stands for the stockroom."""
    place = stockroom(app)
    return stock_csv(*(line.replace("Lager;", place + ";", 1) for line in given))


@pytest.mark.usefixtures("goods")
def test_only_what_differs_is_a_change(app: Flask) -> None:
    found = checked(app, lines(app, GOOD, "Lager;D-MUG;;10;;", "Lager;D-JAEN;26-119;0;0;"))
    assert found.rows == 3
    assert [(one.line, one.before, one.after) for one in found.changes] == [(2, 10, 8)]


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Keller;D-JAEN;26-118;10;8;", Fault.UNKNOWN_LOCATION),
        ("Lager;D-NIX;26-118;10;8;", Fault.UNKNOWN_SKU),
        ("Lager;D-JAEN;26-999;10;8;", Fault.UNKNOWN_BATCH),
        ("Lager;D-JAEN;;10;8;", Fault.NEEDS_BATCH),
        ("Lager;D-MUG;26-118;10;8;", Fault.NO_BATCH),
        ("Lager;D-DECA;26-118;0;8;", Fault.DOES_NOT_FIT),
        ("Lager;D-JAEN;26-118;10;-8;", Fault.NEGATIVE),
        ("Lager;D-JAEN;26-118;10;−8;", Fault.NEGATIVE),
        ("Lager;D-JAEN;26-118;-1;8;", Fault.NEGATIVE),
        ("Lager;D-JAEN;26-118;10;1_0;", Fault.NO_NUMBER),
        ("Lager;D-JAEN;26-118;10;1e3;", Fault.NO_NUMBER),
        ("Lager;D-JAEN;26-118;10;8,0;", Fault.NO_NUMBER),
        ("Lager;D-JAEN;26-118;10;٣;", Fault.NO_NUMBER),
        (f"Lager;D-JAEN;26-118;10;{'9' * 30};", Fault.TOO_MANY_UNITS),
        ("Lager;D-JAEN;26-118;10;1000000;", Fault.TOO_MANY_UNITS),
        ("Lager;D-JAEN;26-118;;8;", Fault.NO_BEFORE),
        ("Lager;D-JAEN;26-118;10;=4+4;", Fault.FORMULA),
        ("Lager;D-JAEN;26-118;10;-A1;", Fault.FORMULA),
        ('Lager;"=HYPERLINK(1)";26-118;10;8;', Fault.FORMULA),
        ("Lager;D-JAEN;26-118;10;8;@SUM(A1)", Fault.FORMULA),
        ("Lager;D-JAEN;26-118;10;8;＝1", Fault.FORMULA),
        ("Lager;D-JAEN;26-118;10;8;ein\u202ewort", Fault.UNSEEN_CHARACTER),
        ("Lager;D-JAEN;26-118;10;8;ein\u200bwort", Fault.UNSEEN_CHARACTER),
        (f"Lager;D-JAEN;26-118;10;8;{'x' * 301}", Fault.LONG_CELL),
        ("Lager;D-JAEN;26-118;10;8", Fault.CELLS),
        ("Lager;D-JAEN;26-118;10;8;;;", Fault.CELLS),
    ],
)
def test_a_wrong_line_is_told_with_its_number(app: Flask, line: str, fault: Fault) -> None:
    assert faults(app, lines(app, "Lager;D-MUG;;10;9;", line)) == [(3, fault)]


@pytest.mark.usefixtures("goods")
def test_the_same_goods_twice_are_told_at_the_second_line(app: Flask) -> None:
    assert faults(app, lines(app, GOOD, "Lager;D-MUG;;10;9;", GOOD)) == [(4, Fault.TWICE)]


@pytest.mark.usefixtures("goods")
def test_every_wrong_line_is_told_at_once(app: Flask) -> None:
    wrong = [f"Lager;D-NIX-{n};26-118;1;2;" for n in range(1_200)]
    with pytest.raises(BadStockFile) as refused:
        checked(app, lines(app, GOOD, *wrong))
    assert [problem.line for problem in refused.value.problems] == [*range(3, 1_003)]
    assert refused.value.more == 200


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (HEAD.replace(";Charge", ""), [Fault.COLUMN_MISSING]),
        (HEAD + ";Farbe", [Fault.COLUMN_UNKNOWN]),
        (HEAD + ";Grund", [Fault.COLUMN_TWICE]),
        (HEAD.replace("Ort;", "Stelle;"), [Fault.COLUMN_MISSING, Fault.COLUMN_UNKNOWN]),
        ("Name;Preis", [Fault.NO_COLUMNS]),
    ],
)
def test_wrong_columns_are_named(app: Flask, head: str, wanted: list[Fault]) -> None:
    found = faults(app, stock_csv("a;b;c;d;e;f", head=head))
    assert found == [(1, fault) for fault in wanted]


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_of_any_german_program_is_read(
    app: Flask, encoding: str, name: str, separator: str
) -> None:
    text = lines(app, GOOD + "Zählung – geprüft").decode().replace(";", separator)
    found = checked(app, text.encode(encoding))
    assert found.encoding == name
    assert found.changes[0].reason == "Zählung – geprüft"


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n ", Fault.EMPTY),
        (HEAD.encode("utf-16-le"), Fault.UTF16_WITHOUT_MARK),
        (b"PK\x03\x04\x14\0" + bytes(200), Fault.WORKBOOK),
        (HEAD.encode() + b"\r\nLager;\0;;;;", Fault.NOT_TEXT),
        (HEAD.encode() + b"\r\n\x81\x8d;;;;;", Fault.UNKNOWN_ENCODING),
        (b"\xef\xbb\xbf" + "Zählung".encode("cp1252"), Fault.UNKNOWN_ENCODING),
        (b"x" * 20_000_001, Fault.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(
    app: Flask, content: bytes, fault: Fault
) -> None:
    assert faults(app, content) == [(0, fault)]


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize("cell", ['"ohne Ende', '"a"b', "x" * 200_000])
def test_a_cell_without_an_end_ends_the_reading(app: Flask, cell: str) -> None:
    found = faults(app, lines(app, f"Lager;{cell};26-118;10;8;", GOOD))
    assert found[0][1] is Fault.BROKEN_QUOTES


@pytest.mark.usefixtures("goods")
def test_too_many_lines_are_refused(app: Flask) -> None:
    assert faults(app, lines(app, *[GOOD] * 100_001))[-1][1] is Fault.TOO_MANY_ROWS


@pytest.mark.usefixtures("goods")
def test_a_file_that_changes_nothing_is_told_apart(app: Flask) -> None:
    with pytest.raises(Nothing):
        checked(app, lines(app, "Lager;D-MUG;;10;10;"))
