"""What the checkout form takes, and what it asks about."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from shop.cart.rules import Delivery
from shop.checkout.forms import CheckoutForm
from shop.checkout.rules import Answers
from tests.make.shop import make_settings, make_shop

PLACES = [(1, "Rathaus"), (2, "Kiezladen")]
SHIPPING = {
    "delivery": "shipping",
    "email": "testperson@example.org",
    "name": "Testperson 001",
    "street": "Musterweg 1",
    "postcode": "12555",
    "city": "Berlin",
}
PICKUP = {
    "delivery": "pickup",
    "email": "testperson@example.org",
    "name": "Testperson 001",
    "pickup_place_id": "2",
}
BILLING = {
    "billing_name": "Demo-Büro",
    "billing_street": "Rue Exemple 3",
    "billing_postcode": "L-1234",
    "billing_city": "Luxemburg",
    "billing_country": "LU",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("shop")
    with make_shop(make_settings("sqlite://", folder)) as app:
        yield app


@pytest.fixture(autouse=True)
def _in_a_request(shop: Flask) -> Iterator[None]:
    with shop.test_request_context():
        yield


def sent(base: dict[str, str], **changes: Any) -> CheckoutForm:
    return CheckoutForm(PLACES, sent=MultiDict(base | changes))


def errors(base: dict[str, str], **changes: Any) -> dict[str, str]:
    form = sent(base, **changes)
    form.validate()
    return {name: " ".join(map(str, found)) for name, found in form.errors.items()}


def doubts(base: dict[str, str], **changes: Any) -> list[str]:
    form = sent(base, **changes)
    assert form.validate(), form.errors
    return [question for _name, _typed, question in form.doubts()]


def test_a_parcel_needs_an_address() -> None:
    assert errors({"delivery": "shipping"}).keys() == {
        "email",
        "name",
        "street",
        "postcode",
        "city",
    }


def test_a_pickup_needs_a_place_and_no_address() -> None:
    assert errors({"delivery": "pickup"}).keys() == {"email", "name", "pickup_place_id"}
    assert errors(PICKUP) == {}


def test_what_is_not_asked_for_is_not_kept() -> None:
    form = sent(PICKUP | {"street": "Musterweg 1\n", "postcode": "x"})
    assert form.validate()
    assert form.answers() == Answers(
        delivery=Delivery.PICKUP,
        email="testperson@example.org",
        name="Testperson 001",
        pickup_place_id=2,
    )


@pytest.mark.parametrize("place", ["3", "0", "-1", "x", "99999999999999999999"])
def test_a_place_that_is_not_open_is_none(place: str) -> None:
    assert "pickup_place_id" in errors(PICKUP, pickup_place_id=place)


def test_without_a_place_there_is_only_delivery() -> None:
    form = CheckoutForm([], sent=MultiDict(PICKUP))
    assert not form.validate()


@pytest.mark.parametrize(
    "postcode", ["1255", "125555", "ABCDE", "00000", "99999", "١٢٥٥٥", "A-1010"]
)
def test_only_a_german_postcode_is_delivered_to(postcode: str) -> None:
    assert "fünf Ziffern" in errors(SHIPPING, postcode=postcode)["postcode"]


@pytest.mark.parametrize("postcode", ["D-12555", " 12555 ", "d 12555"])
def test_a_postcode_may_be_written_as_people_do(postcode: str) -> None:
    form = sent(SHIPPING, postcode=postcode)
    assert form.validate()
    assert form.answers().postcode == "12555"


@pytest.mark.parametrize("email", ["kundin", "a@b", "a b@example.org", "ü@example.org", "a@b@c.de"])
def test_an_address_without_a_mailbox_is_refused(email: str) -> None:
    assert errors(SHIPPING, email=email).keys() == {"email"}


def test_an_umlaut_domain_is_kept_as_mail_servers_know_it() -> None:
    form = sent(SHIPPING, email="laden@köpenick.de")
    assert form.validate()
    assert form.answers().email == "laden@xn--kpenick-90a.de"


def test_a_mistyped_provider_is_asked_about_once() -> None:
    assert doubts(SHIPPING, email="kundin@gmial.com") == ["Meinten Sie kundin@gmail.com?"]
    assert doubts(SHIPPING, email="kundin@gmial.com", stimmt="kundin@gmial.com") == []


def test_a_missing_house_number_is_asked_about_once() -> None:
    assert doubts(SHIPPING, street="Am Markt") == ["Fehlt bei „Am Markt“ die Hausnummer?"]
    assert doubts(SHIPPING, street="Am Markt", stimmt="Am Markt") == []
    assert doubts(SHIPPING, street="Am Platz", stimmt="Am Markt") != []


def test_a_pickup_is_not_asked_for_a_house_number() -> None:
    assert doubts(PICKUP, street="Am Markt") == []


@pytest.mark.parametrize("street", ["Packstation 123", "DHL-Packstation 9", "packstation 4711"])
def test_a_packstation_needs_the_postnummer(street: str) -> None:
    assert "Postnummer" in errors(SHIPPING, street=street)["extra"]
    assert errors(SHIPPING, street=street, extra="12345678") == {}
    assert errors(SHIPPING, street=street, extra="Postnummer 1234567") == {}


def test_a_packstation_without_its_number_is_asked_about() -> None:
    found = doubts(SHIPPING, street="Packstation", extra="12345678")
    assert found == ["Welche Nummer hat die Packstation?"]


def test_the_bill_goes_to_the_same_address_unless_another_is_begun() -> None:
    form = sent(SHIPPING, billing_country="AT")
    assert form.validate()
    assert (form.answers().billing_name, form.answers().billing_country) == ("", "")
    assert errors(SHIPPING, billing_name="Demo-Büro").keys() == {
        "billing_street",
        "billing_postcode",
        "billing_city",
    }


def test_a_bill_may_go_to_the_union_but_not_further() -> None:
    form = sent(SHIPPING | BILLING)
    assert form.validate()
    assert form.answers().billing_country == "LU"
    assert errors(SHIPPING | BILLING, billing_country="US").keys() == {"billing_country"}


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "محمد علي", "דנה לוי", "王小明", "Ñusta Q’ori"])
def test_names_of_every_script_are_welcome(name: str) -> None:
    form = sent(SHIPPING, name=name)
    assert form.validate(), form.errors
    assert form.answers().name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("field", ["name", "street", "city", "extra"])
def test_a_picture_cannot_be_printed_on_a_parcel(field: str) -> None:
    assert "„☕“" in errors(SHIPPING, **{field: "Weg 1 ☕"})[field]


@pytest.mark.parametrize("bad", ["\n", "\r\nBcc: x", "\x00", "\u202e", "\u2066", "\x1b[2J"])
@pytest.mark.parametrize("field", ["email", "name", "street", "city", "extra", "phone", "postcode"])
def test_line_breaks_and_characters_that_turn_the_text_are_refused(field: str, bad: str) -> None:
    assert field in errors(SHIPPING, **{field: f"12{bad}555"})


@pytest.mark.parametrize("field", ["email", "name", "street", "city", "extra", "phone", "postcode"])
def test_ten_thousand_characters_are_refused_and_not_lost(field: str) -> None:
    form = sent(SHIPPING, **{field: "1" * 10_000})
    assert not form.validate()
    assert form.errors.keys() == {field}
    assert len(next(found for found in form if found.name == field).data) == 10_000


@pytest.mark.parametrize("phone", ["rufen Sie an", "12", "+", "0049 30 1234567x"])
def test_a_telephone_number_has_digits(phone: str) -> None:
    assert errors(SHIPPING, phone=phone).keys() == {"phone"}


def test_a_telephone_number_may_be_written_as_people_do() -> None:
    assert errors(SHIPPING, phone="+49 (30) 123-45/67") == {}


anything = st.dictionaries(st.sampled_from(sorted(SHIPPING | PICKUP | BILLING)), st.text())


@given(fields=anything)
def test_whatever_is_typed_is_answered_and_what_is_taken_can_be_stored(
    fields: dict[str, str],
) -> None:
    form = CheckoutForm(PLACES, sent=MultiDict(SHIPPING | fields))
    if not form.validate():
        assert all(form.errors.values())
        return
    form.doubts()
    answers = form.answers()
    assert Answers.from_json(answers.to_json()) == answers
    for text in vars_of(answers):
        assert len(text) <= 254
        assert not any(unicodedata.category(sign).startswith("C") for sign in text)


def vars_of(answers: Answers) -> list[str]:
    return [value for value in answers.to_json().values() if isinstance(value, str)]


def test_a_gift_is_asked_for_by_nobody_and_kept_when_ticked() -> None:
    assert sent(SHIPPING).validate()
    form = sent(PICKUP, is_gift="y", greeting=" Alles Gute!\r\nDeine Testperson 001 ")
    assert form.validate(), form.errors
    answers = form.answers()
    assert (answers.is_gift, answers.greeting) == (True, "Alles Gute!\nDeine Testperson 001")
    assert Answers.from_json(answers.to_json()) == answers


def test_whoever_writes_a_greeting_means_a_gift() -> None:
    form = sent(SHIPPING, greeting="Alles Gute!")
    assert form.validate() and form.answers().is_gift
    assert not sent(SHIPPING, greeting="  ").answers().is_gift


@pytest.mark.parametrize("bad", ["\x00", "\u202e", "\u2066", "\x1b[2J", "\u2028", "☕", "🎁"])
def test_a_greeting_that_cannot_be_printed_is_refused(bad: str) -> None:
    assert "greeting" in errors(SHIPPING, greeting=f"Alles{bad}Gute")


@pytest.mark.parametrize("greeting", ["x" * 301, "x\n" * 10 + "x", "x" * 10_000])
def test_a_greeting_is_a_greeting_and_no_letter(greeting: str) -> None:
    assert errors(SHIPPING, greeting=greeting).keys() == {"greeting"}
    assert errors(SHIPPING, greeting=greeting[:300].replace("\n", " ")) == {}


def test_an_old_draft_without_the_question_is_no_gift() -> None:
    stored = sent(SHIPPING).answers().to_json()
    del stored["is_gift"], stored["greeting"]
    assert not Answers.from_json(stored).is_gift
