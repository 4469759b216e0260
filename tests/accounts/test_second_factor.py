"""Who works here shows two factors; each code counts once, and guessing is slow."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shop.accounts.add_passkey import add_passkey
from shop.accounts.factors import factors_of
from shop.accounts.models import Authenticator, Person, RecoveryCode
from shop.accounts.one_time_codes import kept_secret, present_code, step_of
from shop.accounts.passkeys import NewKey
from shop.accounts.recovery_rules import ALPHABET, LENGTH, grouped, plain
from shop.accounts.remove_factor import remove_factor
from shop.accounts.rules import DEVICE_LIMIT, SECOND_LIMIT, LastFactor, Tries, may_try_second
from shop.accounts.use_code import use_code
from shop.accounts.use_recovery_code import use_recovery_code
from shop.accounts.write_recovery_codes import write_recovery_codes
from shop.clock import now, stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from tests.make.people import PASSWORD, SECRET, make_person, next_code, sign_in, signed_in

WHERE = "/konto/zweiter-faktor"
HALF_MINUTE = timedelta(seconds=30)


def half_in(app: Flask, email: str = "lager@laden.example") -> FlaskClient:
    client = app.test_client()
    client.post("/konto/anmelden", data={"email": email, "password": PASSWORD})
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/konto/sicherheit").status_code == 200


def code_on(app: Flask, page: str) -> str:
    """What an app shows into which somebody typed the secret on this page."""
    spelled = page.split('<code class="secret">')[1].split("<")[0]
    with app.app_context():
        return present_code(kept_secret(spelled.replace(" ", "")))


@pytest.fixture
def owner(app: Flask) -> int:
    return make_person(app)


@pytest.fixture
def codes(app: Flask, owner: int) -> Iterator[list[str]]:
    with app.app_context():
        written = list(write_recovery_codes(owner))
        db.session.commit()
    yield written


def test_a_code_lets_in_once_also_with_blanks_in_it(app: Flask, owner: int) -> None:
    with stopped_at(now()):
        code = next_code(app)
        first, second = half_in(app), half_in(app)
        assert first.post(WHERE, data={"code": f" {code[:3]} {code[3:]}"}).status_code == 303
        assert is_in(first)
        for again in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]} "):
            page = second.post(WHERE, data={"code": again})
            assert page.status_code == 422 and "Dieser Code gilt nicht" in page.text
        assert not is_in(second)


def test_of_two_who_use_a_code_at_once_one_gets_in(app: Flask, owner: int) -> None:

    def use(code: str) -> bool:
        with app.app_context():
            met = use_code(owner, code)
            db.session.commit()
            return met

    with stopped_at(now()), ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, [next_code(app)] * 4)) == 1


def test_a_code_lives_half_a_minute_and_not_a_second_longer(app: Flask) -> None:
    start = now().replace(second=0, microsecond=0)
    with app.app_context():
        secret = kept_secret(SECRET)
        with stopped_at(start):
            code = present_code(secret)
        for seconds, good in {-1: False, 0: True, 29: True, 30: False}.items():
            with stopped_at(start + timedelta(seconds=seconds)):
                assert (step_of(code, secret) is not None) == good, seconds


def test_after_ten_wrong_codes_not_even_the_right_one_is_looked_at(app: Flask, owner: int) -> None:
    """From however many addresses; signing in anew or restarting gives no tries back."""
    for number in range(SECOND_LIMIT):
        place = {"REMOTE_ADDR": f"198.51.100.{number}"}
        page = half_in(app).post(WHERE, data={"code": "000000"}, environ_overrides=place)
        assert "gilt nicht" in page.text
    page = half_in(app).post(WHERE, data={"code": next_code(app)})
    assert "Zu viele Fehlversuche" in page.text
    with stopped_at(now() + timedelta(minutes=15, seconds=1)):
        client = half_in(app)
        client.post(WHERE, data={"code": next_code(app)})
        assert is_in(client)


def test_who_has_the_password_alone_does_not_lock_the_owner_out(app: Flask, owner: int) -> None:
    """The device that was in before has tries of its own, and one mail says what happens."""
    own = app.test_client()
    sign_in(own)
    own.post("/konto/abmelden")
    thief = half_in(app)
    for _ in range(SECOND_LIMIT + 3):
        page = thief.post(WHERE, data={"code": "000000"})
    assert "Zu viele Fehlversuche" in page.text
    # Signing in halfway once more makes no known device of it.
    thief.post("/konto/anmelden", data={"email": "lager@laden.example", "password": PASSWORD})
    assert "Zu viele" in thief.post(WHERE, data={"code": "000000"}).text
    sign_in(own)
    assert is_in(own)
    with app.app_context():
        texts = db.session.scalars(select(OutboxMail.text)).all()
    assert len([text for text in texts if "zu oft einen falschen Code" in (text or "")]) == 1


def test_a_known_device_guesses_no_more_than_others(app: Flask, owner: int) -> None:
    own = app.test_client()
    sign_in(own)
    own.post("/konto/abmelden")
    own.post("/konto/anmelden", data={"email": "lager@laden.example", "password": PASSWORD})
    said = ["Zu viele" in own.post(WHERE, data={"code": "000000"}).text for _ in range(11)]
    assert said == [False] * DEVICE_LIMIT + [True]


def test_the_secret_of_an_app_is_kept_encrypted(app: Flask, owner: int) -> None:
    with app.app_context():
        kept = db.session.get_one(Authenticator, owner).secret
    assert SECRET not in kept and '"enckey"' in kept


def test_a_changed_key_of_the_shop_still_reads_secrets_and_codes(
    app: Flask, owner: int, codes: list[str]
) -> None:
    before = app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"]
    app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = "n" * 40, [before[0]]
    try:
        with app.app_context():
            kept = db.session.get_one(Authenticator, owner).secret
            assert step_of(present_code(kept), kept) is not None
            assert use_recovery_code(owner, codes[0])
    finally:
        app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = before


def test_the_first_sign_in_leads_through_setting_up_an_app(app: Flask, owner: int) -> None:
    with app.app_context():
        db.session.delete(db.session.get_one(Authenticator, owner))
        db.session.commit()
    client = half_in(app)
    assert client.get("/lager/").location == "/konto/zweiter-faktor/einrichten"
    page = client.post("/konto/zweiter-faktor/app", follow_redirects=True).text
    confirm = "/konto/zweiter-faktor/app/bestaetigen"
    assert client.post(confirm, data={"code": "000000"}).status_code == 422
    page = client.post(confirm, data={"code": code_on(app, page)}).text
    assert "Diese Codes sehen Sie nur jetzt" in page and page.count("<li><code>") == 10
    assert is_in(client)
    with app.app_context():
        assert factors_of(owner).recovery_codes_left == 10
        assert "Änderung an Ihrem Konto" in db.session.scalars(select(OutboxMail.subject)).all()


def test_who_lacks_only_the_second_factor_is_asked_for_it_and_then_led_on(
    app: Flask, owner: int
) -> None:
    client = half_in(app)
    assert client.get("/lager/orte").location == WHERE
    assert client.post(WHERE, data={"code": next_code(app)}).location == "/lager/orte"


def test_a_password_alone_adds_no_second_factor_to_the_first(app: Flask, owner: int) -> None:
    client = half_in(app)
    for path in ("app", "app/bestaetigen", "passkey/neu"):
        answer = client.post(f"/konto/zweiter-faktor/{path}", data={"code": "1"})
        assert answer.location == WHERE
    assert client.post("/konto/zweiter-faktor/passkey/frage").status_code == 409


def test_a_recovery_code_lets_in_once_however_it_is_typed(
    app: Flask, owner: int, codes: list[str]
) -> None:
    where = "/konto/zweiter-faktor/ersatzcode"
    client = half_in(app)
    client.post(where, data={"code": codes[0].upper().replace("-", " ")})
    assert is_in(client)
    page = half_in(app).post(where, data={"code": codes[0]})
    assert "schon benutzt" in page.text
    with app.app_context():
        assert factors_of(owner).recovery_codes_left == 9
        kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
        assert not any(plain(code) in kept for code in codes)
        mails = db.session.scalars(select(OutboxMail.text)).all()
        assert any("mit einem Ersatzcode" in (text or "") for text in mails)


def test_somebody_elses_recovery_code_opens_nothing(app: Flask, codes: list[str]) -> None:
    other = make_person(app, "andere@laden.example")
    with app.app_context():
        assert not use_recovery_code(other, codes[0])


def test_new_recovery_codes_make_the_old_ones_worthless(
    app: Flask, owner: int, codes: list[str]
) -> None:
    client = app.test_client()
    sign_in(client)
    assert "Ihre Ersatzcodes" in client.post("/konto/zweiter-faktor/ersatzcodes").text
    with app.app_context():
        assert not use_recovery_code(owner, codes[0])


def test_the_last_factor_of_a_colleague_stays(app: Flask) -> None:
    client = signed_in(app)
    page = client.post("/konto/zweiter-faktor/entfernen", follow_redirects=True)
    assert "Das ist Ihr letzter zweiter Faktor" in page.text
    with app.app_context():
        assert db.session.scalars(select(Authenticator)).one()


def test_of_two_who_take_away_the_last_two_factors_at_once_one_is_told(
    app: Flask, owner: int
) -> None:
    key = NewKey(credential_id="AQ", public_key="AQ", sign_count=0)
    with app.app_context():
        assert add_passkey(owner, key, "Stick")
        db.session.commit()
        passkey_id = factors_of(owner).passkeys[0].id

    def remove(which: int | None) -> bool:
        with app.app_context():
            try:
                remove_factor(owner, which)
            except LastFactor:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, [None, passkey_id])) == [False, True]
    with app.app_context():
        assert factors_of(owner).count == 1


def test_a_customer_may_have_a_second_factor_and_is_asked_for_it_then(app: Flask) -> None:
    client = signed_in(app, "customer")
    page = client.post("/konto/zweiter-faktor/app", follow_redirects=True).text
    code = code_on(app, page)
    client.post("/konto/zweiter-faktor/app/bestaetigen", data={"code": code})
    assert is_in(client)
    assert not is_in(half_in(app, "customer@laden.example"))
    client.post("/konto/zweiter-faktor/entfernen")
    assert is_in(half_in(app, "customer@laden.example"))


def test_rubbish_instead_of_a_passkey_is_refused_in_words(app: Flask, owner: int) -> None:
    client = half_in(app)
    for rubbish in ("", "{}", "[]", "null", '{"id": 1}', '{"id": "a"}', "x" * 30_000, "[" * 5000):
        client.post("/konto/zweiter-faktor/frage")
        answer = client.post(
            "/konto/zweiter-faktor/passkey", data={"antwort": rubbish}, follow_redirects=True
        )
        assert "Der Passkey hat nicht gepasst" in answer.text, rubbish
    assert not is_in(client)


def test_who_was_disabled_on_the_way_is_not_let_in(app: Flask, owner: int) -> None:
    client, code = half_in(app), next_code(app)
    with app.app_context():
        db.session.get_one(Person, owner).active = False
        db.session.commit()
    assert client.post(WHERE, data={"code": code}).location.startswith("/konto/anmelden")
    assert not is_in(client)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_limit_of_second_factors_knows_no_address(pair: int, address: int) -> None:
    assert not may_try_second(Tries(pair, SECOND_LIMIT + 1, address))
    assert may_try_second(Tries(pair, SECOND_LIMIT, address))


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_what_is_read_off_the_paper_is_what_was_written(code: str) -> None:
    assert plain(grouped(code)) == code
    assert plain(grouped(code).upper().replace("0", "O").replace("1", "l")) == code
