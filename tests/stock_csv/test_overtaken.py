"""A file is looked through, and then something happens before it is applied or taken back."""

import re
import threading
from typing import Any

import pytest
from flask import Flask

from shop.db import db
from shop.fulfilment.fulfil import pack
from shop.origin.block_batch import block_batch
from shop.stock.close_location import close_location
from shop.stock.grind_to_order import grind_to_order
from shop.stock.write_off import write_off
from shop.stock_csv.rules import BadStockFile, Fault, Overtaken
from shop.stock_csv.undo_import import undo_import
from tests.cart.test_pages import text_of
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.counter import lying, make_stall
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.sales import sell
from tests.make.stock import level_of, only_level
from tests.make.stock_file import applied, checked, kept, stock_csv, stockroom


@pytest.fixture
def batch_id(app: Flask) -> int:
    return make_batch(app, code="26-118")


@pytest.fixture
def bag(app: Flask, batch_id: int) -> MadeVariant:
    shelf = {"shelf": {batch_id: 10}, "sku": "D-JAEN"}
    return make_product(app, "Filter Jaén", variants=[shelf]).variant


def counted(app: Flask, by: str) -> int:
    """Eight bags instead of ten, as somebody writes it into a file."""
    return kept(app, stock_csv(f"{stockroom(app)};D-JAEN;26-118;10;8;{by}"))


def problems(app: Flask, import_id: int) -> list[tuple[int, Fault, str]]:
    with pytest.raises(Overtaken) as refused:
        applied(app, import_id)
    return [(one.line, one.fault, one.found) for one in refused.value.problems]


def test_two_files_of_one_count_are_booked_once(app: Flask, bag: MadeVariant) -> None:
    anna, bert = counted(app, "Anna"), counted(app, "Bert")
    applied(app, anna)
    assert problems(app, bert) == [(2, Fault.CORRECTED, "D-JAEN")]
    assert level_of(app, bag.id) == (8, 0)


def test_a_file_taken_back_stands_in_nobodys_way(app: Flask, bag: MadeVariant) -> None:
    anna, bert = counted(app, "Anna"), counted(app, "Bert")
    applied(app, anna)
    with app.app_context():
        undo_import(anna, None)
        db.session.commit()
    applied(app, bert)
    assert level_of(app, bag.id) == (8, 0)


def test_the_page_tells_which_lines_and_books_nothing(app: Flask, bag: MadeVariant) -> None:
    staff = signed_in(app, "staff")
    anna, bert = counted(app, "Anna"), counted(app, "Bert")
    applied(app, anna)
    page = staff.get(f"/lager/dateien/{bert}").text
    seen = re.findall(r'name="seen" value="(\d+)"', page)
    answer = staff.post(f"/lager/dateien/{bert}/anwenden", data={"seen": seen})
    assert answer.status_code == 409 and "Es wurde nichts gebucht" in answer.text
    assert "Zeile 2: Seit die Datei eingelesen wurde, hat jemand" in text_of(answer.text)
    assert level_of(app, bag.id) == (8, 0)


def test_what_was_packed_while_somebody_looked_at_the_page_is_told(
    app: Flask, bag: MadeVariant
) -> None:
    staff, import_id = signed_in(app, "staff"), counted(app, "Anna")
    address = f"/lager/dateien/{import_id}"
    seen = re.findall(r'name="seen" value="(\d+)"', staff.get(address).text)
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        pack(order.id, None)
        db.session.commit()
    answer = staff.post(address + "/anwenden", data={"seen": seen})
    assert answer.status_code == 409 and "Während Sie die Seite ansahen" in answer.text
    assert level_of(app, bag.id) == (7, 0)
    seen = re.findall(r'name="seen" value="(\d+)"', answer.text)
    assert staff.post(address + "/anwenden", data={"seen": seen}).status_code == 303
    assert level_of(app, bag.id) == (5, 0)


def test_what_is_ground_to_order_meanwhile_comes_to_no_shelf(app: Flask, batch_id: int) -> None:
    shelves: list[dict[str, Any]] = [
        {"shelf": {batch_id: 5}},
        {"shelf": {batch_id: 3}, "grind": "filter", "sku": "D-GROUND"},
    ]
    beans, ground = make_product(app, "Filter", variants=shelves).variants
    room = stockroom(app)
    more = kept(app, stock_csv(f"{room};D-GROUND;26-118;3;4;gefunden"))
    less = kept(app, stock_csv(f"{room};D-GROUND;26-118;3;2;fehlt"))
    applied(app, less)
    with app.app_context():
        write_off(only_level(app, ground.id), 2, "weg", None)
        grind_to_order(ground.id, beans.id)
        db.session.commit()
    told = problems(app, more)
    assert (2, Fault.GROUND_TO_ORDER, "D-GROUND") in told
    with app.app_context(), pytest.raises(Overtaken) as refused:
        undo_import(less, None)
    assert [one.fault for one in refused.value.problems] == [Fault.GROUND_TO_ORDER]
    with app.app_context():
        assert broken_laws() == {}


def test_nothing_comes_to_a_location_closed_meanwhile(app: Flask, bag: MadeVariant) -> None:
    stall = make_stall(app)
    import_id = kept(app, stock_csv("Marktstand;D-JAEN;26-118;0;3;gefunden"))
    with app.app_context():
        close_location(stall)
        db.session.commit()
    assert problems(app, import_id) == [(2, Fault.CLOSED_LOCATION, "Marktstand")]
    assert lying(app, stall, bag.id) == 0


def test_a_blocked_batch_comes_to_no_stall(app: Flask, bag: MadeVariant, batch_id: int) -> None:
    stall, room = make_stall(app), stockroom(app)
    found = stock_csv("Marktstand;D-JAEN;26-118;0;3;gefunden")
    import_id = kept(app, found)
    with app.app_context():
        block_batch(batch_id, "Glas gefunden", None)
        db.session.commit()
    assert problems(app, import_id) == [(2, Fault.NOT_GOOD, "26-118")]
    with pytest.raises(BadStockFile) as refused:
        checked(app, found)
    assert [one.fault for one in refused.value.problems] == [Fault.NOT_GOOD]
    applied(app, kept(app, stock_csv(f"{room};D-JAEN;26-118;10;11;gefunden")))
    assert level_of(app, bag.id) == (11, 0) and lying(app, stall, bag.id) == 0


def test_two_files_that_make_the_same_levels_wait_for_each_other_in_one_order(
    app: Flask, batch_id: int
) -> None:
    made = make_product(app, "Filter", variants=[{"units": 0} for _ in range(40)])
    room = stockroom(app)
    lines = [f"{room};{one.sku};26-118;0;1;x" for one in made.variants]
    both = [kept(app, stock_csv(*order)) for order in (lines, lines[::-1])]
    go, failed = threading.Barrier(2), list[BaseException]()

    def run(import_id: int) -> None:
        go.wait()
        try:
            applied(app, import_id)
        except Overtaken:
            pass
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(import_id,)) for import_id in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {level_of(app, one.id) for one in made.variants} == {(1, 0)}
