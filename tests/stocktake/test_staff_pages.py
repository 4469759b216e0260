import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cart.test_pages import text_of
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import make_person, sign_in, signed_in
from tests.make.stock import by_batch, level_of

PAGE = "/lager/inventur/1"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def batch_id(app: Flask) -> int:
    return make_batch(app, code="26-118")


@pytest.fixture
def bag(app: Flask, batch_id: int) -> MadeVariant:
    return make_product(
        app,
        "Filter Jaén",
        variants=[{"shelf": {batch_id: 17}, "sku": "D-JAEN-250-B", "gtin": "04012345678901"}],
    ).variant


@pytest.fixture
def stocktake(bag: MadeVariant, staff: FlaskClient) -> str:
    answer = staff.post("/lager/inventur/beginnen", data={"ort": "1"})
    assert answer.location == PAGE
    return PAGE


def hidden(page: str) -> dict[str, str]:
    return dict(
        re.findall(r'name="(seen|key|sealed|way_back)" type="hidden" value="([^"]*)"', page)
    )


def put(
    client: FlaskClient,
    units: str,
    way: str = "",
    goods: str = "artikel=D-JAEN-250-B&charge=26-118",
) -> tuple[int, str]:
    address = f"{PAGE}/zaehlen?{goods}"
    data = hidden(client.get(address).text) | {"units": units} | ({"way": way} if way else {})
    answer = client.post(address, data=data, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "code",
    [
        "http://localhost/01/04012345678901/10/26-118",
        "https://laden.example/charge/26-118",
        "(01)04012345678901(10)26-118",
        "26-118",
        "Charge 26 118",
        "d-jaen-250-b",
        "04012345678901",
        "4012345678901",
        "jaén",
    ],
)
def test_whatever_is_scanned_or_typed_leads_to_the_number(
    staff: FlaskClient, stocktake: str, code: str
) -> None:
    answer = staff.get(stocktake, query_string={"q": code})
    assert answer.status_code == 302
    assert "artikel=D-JAEN-250-B&charge=26-118" in answer.location
    page = staff.get(answer.location).text
    assert 'inputmode="numeric"' in page and "Filter Jaén, 250 g, ganze Bohne" in page


def test_counting_never_shows_what_is_expected(staff: FlaskClient, stocktake: str) -> None:
    for address in ("", "/liste", "/zaehlen?artikel=D-JAEN-250-B&charge=26-118", "/pruefen"):
        assert not re.search(r"\b17\b", text_of(staff.get(stocktake + address).text)), address


def test_only_the_page_with_the_scanner_may_use_the_camera(
    staff: FlaskClient, stocktake: str
) -> None:
    assert "camera=(self)" in staff.get(stocktake).headers["Permissions-Policy"]
    assert "camera=()" in staff.get(stocktake + "/liste").headers["Permissions-Policy"]


def test_a_batch_in_two_sizes_asks_which_one(
    app: Flask, staff: FlaskClient, stocktake: str, batch_id: int
) -> None:
    make_product(app, "Espresso", variants=[{"shelf": {batch_id: 2}, "sku": "D-ESPR-250-B"}])
    page = text_of(staff.get(stocktake, query_string={"q": "26-118"}).text)
    assert "Was haben Sie in der Hand?" in page
    assert "D-ESPR-250-B" in page and "D-JAEN-250-B" in page


def test_counted_looked_through_and_booked(
    app: Flask, staff: FlaskClient, stocktake: str, bag: MadeVariant
) -> None:
    status, page = put(staff, "15")
    assert status == 200 and "15 × Filter Jaén, 250 g, ganze Bohne (26-118) gespeichert." in page
    review = staff.get(stocktake + "/pruefen").text
    assert "−2" in text_of(review) and "−15,00 €" in text_of(review)
    seen = re.findall(r'name="seen" value="(\d+)"', review)[-1]
    report = staff.post(stocktake + "/buchen", data={"seen": seen}, follow_redirects=True).text
    assert "Die Inventur ist gebucht." in report and "Testperson 007" in report
    assert level_of(app, bag.id) == (15, 0)
    again = staff.post(stocktake + "/buchen", data={"seen": seen}, follow_redirects=True).text
    assert "schon beendet" in again
    assert level_of(app, bag.id) == (15, 0)
    file = staff.get(stocktake + "/bericht.csv")
    assert file.data.startswith(b"\xef\xbb\xbf") and ";15;17;-2;-2;7,50;-15,00;" in file.text


def test_the_second_person_is_told_who_counted_and_chooses(
    app: Flask, staff: FlaskClient, stocktake: str
) -> None:
    address = f"{PAGE}/zaehlen?artikel=D-JAEN-250-B&charge=26-118"
    before = hidden(staff.get(address).text)
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    put(second, "14")
    answer = staff.post(address, data=before | {"units": "3"})
    assert answer.status_code == 409 and 'value="3"' in answer.text
    assert "Testperson 007 hat 14 gezählt um" in text_of(answer.text)
    status, page = put(staff, "3")
    assert status == 409 and "welche Zahl gelten soll" in page
    status, _page = put(staff, "3", "add")
    assert status == 200
    assert "17" not in text_of(staff.get(stocktake + "/pruefen").text).split("Unterschiede (0)")[1]


def test_a_number_saved_twice_by_the_same_form_counts_once(
    staff: FlaskClient, stocktake: str
) -> None:
    address = f"{PAGE}/zaehlen?artikel=D-JAEN-250-B&charge=26-118"
    data = hidden(staff.get(address).text) | {"units": "15"}
    staff.post(address, data=data)
    page = staff.post(address, data=data, follow_redirects=True).text
    assert "Das war schon gespeichert" in page


@pytest.mark.parametrize("units", ["", "-1", "1_0", "1e3", "٣", "9" * 30, "1,5", "10000"])
def test_bad_numbers_are_answered_in_words(staff: FlaskClient, stocktake: str, units: str) -> None:
    status, page = put(staff, units)
    assert status == 422 and "Bitte " in page and "field-bad" in page


def test_nothing_is_a_count_too(staff: FlaskClient, stocktake: str) -> None:
    assert put(staff, "0")[0] == 200


def test_found_goods_of_an_unknown_batch_are_counted_and_impossible_ones_refused(
    app: Flask, staff: FlaskClient, stocktake: str, bag: MadeVariant
) -> None:
    other = make_batch(app, code="26-119")
    make_product(app, "Becher", kind="goods", variants=[MUG | {"sku": "D-MUG", "units": 0}])
    assert put(staff, "2", goods="artikel=D-JAEN-250-B&charge=26-119")[0] == 200
    assert by_batch(app, bag.id)[other] == (0, 0)
    status, page = put(staff, "2", goods="artikel=D-JAEN-250-B&charge=")
    assert status == 409 and "nach Chargen gezählt" in page
    status, page = put(staff, "2", goods="artikel=D-MUG&charge=26-119")
    assert status == 409 and "stammt aus keiner Charge" in page
    unknown = staff.get(f"{PAGE}/zaehlen?artikel=D-NIX&charge=26-118")
    assert unknown.status_code == 404


def test_from_the_list_one_row_leads_to_the_next(
    app: Flask, staff: FlaskClient, stocktake: str, batch_id: int
) -> None:
    make_product(app, "Espresso", variants=[{"shelf": {batch_id: 2}, "sku": "D-ESPR-250-B"}])
    rows = re.findall(r'href="([^"]*von=liste)"', staff.get(stocktake + "/liste").text)
    assert len(rows) == 2
    address = rows[0].replace("&amp;", "&")
    data = hidden(staff.get(address).text) | {"units": "17"}
    following = staff.post(address, data=data).location
    assert "artikel=D-ESPR-250-B" in following and "von=liste" in following
    data = hidden(staff.get(following).text) | {"units": "2"}
    assert staff.post(following, data=data).location == stocktake + "/liste"


def test_a_recount_is_blind_too(staff: FlaskClient, stocktake: str) -> None:
    put(staff, "3")
    level = re.findall(r'name="level" value="(\d+)"', staff.get(stocktake + "/pruefen").text)[0]
    staff.post(stocktake + "/nachzaehlen", data={"level": level, "seen": "1"})
    page = staff.get(f"{PAGE}/zaehlen?artikel=D-JAEN-250-B&charge=26-118").text
    assert "Bitte noch einmal zählen" in page and "gezählt um" not in page
    assert put(staff, "17", "replace")[0] == 200
    assert "stimmt alles Gezählte" in staff.get(stocktake + "/pruefen").text


def test_orders_that_wait_are_named_and_the_rest_is_booked(
    app: Flask, staff: FlaskClient, stocktake: str, bag: MadeVariant
) -> None:
    order = make_order(app, {bag.id: 5})
    put(staff, "4")
    seen = re.findall(r'name="seen" value="(\d+)"', staff.get(stocktake + "/pruefen").text)[-1]
    answer = staff.post(stocktake + "/buchen", data={"seen": seen})
    assert answer.status_code == 409 and order.number in answer.text
    without = re.findall(r'name="ohne" value="(\d+)"', answer.text)
    report = staff.post(
        stocktake + "/buchen", data={"seen": seen, "ohne": without}, follow_redirects=True
    ).text
    assert "Unterschied −13 nicht gebucht" in text_of(report)
    assert level_of(app, bag.id) == (17, 5)


def test_the_uncounted_is_decided_on_the_page(
    app: Flask, staff: FlaskClient, stocktake: str, bag: MadeVariant
) -> None:
    page = staff.get(stocktake + "/pruefen").text
    assert "Nicht gezählt (1)" in page and "Unterschiede buchen und" not in page
    name = re.findall(r'<select name="(level-\d+)"', page)[0]
    staff.post(stocktake + "/entscheiden", data={name: "missing", "rest": "left"})
    page = staff.get(stocktake + "/pruefen").text
    assert "−17" in text_of(page) and "Unterschiede buchen und" in page


def test_discarding_is_confirmed(app: Flask, staff: FlaskClient, stocktake: str) -> None:
    assert staff.post(stocktake + "/verwerfen").status_code == 422
    page = staff.post(stocktake + "/verwerfen", data={"sicher": "ja"}, follow_redirects=True).text
    assert "verworfen" in page
    assert staff.get(stocktake).status_code == 302
