"""What the shop keeps in a browser: under which names, and that the privacy notice tells it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from itsdangerous import BadData, Serializer

from shop.legal.current import current_text
from shop.web.cookies import CookieName, signer, timed_signer
from tests.checkout.test_forms import SHIPPING
from tests.make.catalogue import make_product
from tests.make.people import PASSWORD, make_person
from tests.make.shop import make_settings, make_shop


def set_by(app: Flask, base_url: str) -> dict[str, str]:
    """Name → attributes of all cookies that buying and signing in leave in one browser."""
    coffee, _person = make_product(app), make_person(app, roles=["customer"])
    sent = {
        "/warenkorb": {"variante": str(coffee.variant.id)},
        "/kasse": SHIPPING,
        "/konto/anmelden": {"email": "lager@laden.example", "password": PASSWORD},
    }
    client, found = app.test_client(), {}
    for path, data in sent.items():
        answer = client.post(path, data=data, base_url=base_url)
        assert answer.status_code in {302, 303}, path
        for header in answer.headers.getlist("Set-Cookie"):
            name, _, rest = header.partition("=")
            found[name] = rest.partition(";")[2]
    return found


def test_the_shop_sets_no_cookie_but_those_the_privacy_notice_names(app: Flask) -> None:
    with app.app_context():
        notice = current_text("datenschutz").text
    names = set_by(app, "http://localhost").keys()
    assert names == set(get_args(CookieName))
    assert [name for name in names if f"- {name}:" not in notice] == []


def test_over_https_browsers_hold_each_cookie_to_this_host(
    database_url: str, tmp_path: Path
) -> None:
    address = "https://laden.example"
    with make_shop(make_settings(database_url, tmp_path, base_url=address)) as app:
        found = set_by(app, address)
        with app.app_context():
            notice = " ".join(current_text("datenschutz").text.split())
    assert found.keys() == {
        "__Host-stadtkaffee_korb",
        "__Host-stadtkaffee_kasse",
        "__Host-stadtkaffee_sitzung",
        "__Secure-stadtkaffee_geraet",
    }
    for name, terms in found.items():
        assert "Secure" in terms and "HttpOnly" in terms and "SameSite=Lax" in terms
        assert "Domain" not in terms
        assert ("Path=/konto/" if "geraet" in name else "Path=/") in terms.split("; ")
    assert "beginnt der Name mit __Host-" in notice
    assert "der von stadtkaffee_geraet mit __Secure-" in notice


@pytest.mark.parametrize("make", [signer, timed_signer])
def test_what_a_former_key_signed_is_believed_and_what_a_foreign_one_signed_is_not(
    app: Flask, tmp_path: Path, make: Callable[[str], Serializer[str]]
) -> None:
    with app.app_context():
        signed = make("salz").dumps("x")
    old = app.config["SECRET_KEY"]
    changed = make_settings("sqlite://", tmp_path, secret_key="n" * 40, secret_key_fallbacks=(old,))
    with make_shop(changed) as later, later.app_context():
        assert make("salz").loads(signed) == "x"
    changed = replace(changed, secret_key_fallbacks=())
    with make_shop(changed) as foreign, foreign.app_context(), pytest.raises(BadData):
        make("salz").loads(signed)
