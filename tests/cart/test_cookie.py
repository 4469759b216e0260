"""The cart in the browser: whatever comes back from there, it is a cart of ours or an empty one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from shop.cart.cookie import set_wanted, wanted
from shop.cart.rules import MAX_LINES, MAX_QUANTITY, Wanted
from tests.make.shop import make_settings, make_shop

carts = st.dictionaries(
    st.integers(1, 2**31 - 1), st.integers(1, MAX_QUANTITY), min_size=1, max_size=MAX_LINES
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A shop that is never asked for its database."""
    folder: Path = tmp_path_factory.mktemp("shop")
    with make_shop(make_settings(f"sqlite:///{folder / 'none.sqlite'}", folder)) as app:
        yield app


def read(app: Flask, cookie: str | bytes, name: str = "stadtkaffee_korb") -> Wanted:
    value = cookie if isinstance(cookie, str) else cookie.decode("latin-1")
    with app.test_request_context(environ_overrides={"HTTP_COOKIE": f"{name}={value}"}):
        return wanted()


def written(app: Flask, cart: Wanted) -> str:
    with app.test_request_context():
        response = Response()
        set_wanted(response, cart)
    return response.headers["Set-Cookie"]


def value_of(set_cookie: str) -> str:
    return set_cookie.partition("=")[2].partition(";")[0]


@given(cart=carts)
def test_a_cart_comes_back_as_it_was_put_in(shop: Flask, cart: Wanted) -> None:
    found = read(shop, value_of(written(shop, cart)))
    assert list(found.items()) == list(cart.items())


def test_the_largest_cart_fits_into_a_cookie(shop: Flask) -> None:
    largest = {2**31 - 1 - n: MAX_QUANTITY for n in range(MAX_LINES)}
    assert len(written(shop, largest)) < 4000


@given(cookie=st.binary(max_size=300))
def test_garbage_is_an_empty_cart(shop: Flask, cookie: bytes) -> None:
    assert read(shop, cookie) == {}


@given(cart=carts, where=st.integers(0, 20), sign=st.sampled_from("abcXYZ019-_."))
def test_a_changed_cookie_is_an_empty_cart(
    shop: Flask, cart: Wanted, where: int, sign: str
) -> None:
    genuine = value_of(written(shop, cart))
    changed = genuine[:where] + sign + genuine[where + 1 :]
    assert read(shop, changed) == (cart if changed == genuine else {})


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(content=json)
def test_a_cookie_of_another_release_is_an_empty_cart_or_a_valid_one(
    shop: Flask, content: object
) -> None:
    signed = URLSafeSerializer(shop.config["SECRET_KEY"], salt="warenkorb").dumps(content)
    found = read(shop, str(signed))
    assert all(0 < units <= MAX_QUANTITY and 0 < id < 2**31 for id, units in found.items())


def test_a_cookie_signed_for_something_else_is_an_empty_cart(shop: Flask) -> None:
    foreign = URLSafeSerializer(shop.config["SECRET_KEY"], salt="sitzung").dumps([[1, 2]])
    assert read(shop, str(foreign)) == {}


def test_a_cart_survives_a_change_of_the_key(shop: Flask, tmp_path: Path) -> None:
    cookie = value_of(written(shop, {7: 3}))
    old = shop.config["SECRET_KEY"]
    changed = make_settings("sqlite://", tmp_path, secret_key="n" * 40, secret_key_fallbacks=(old,))
    with make_shop(changed) as later:
        assert read(later, cookie) == {7: 3}


def test_scripts_and_foreign_pages_do_not_get_it(shop: Flask) -> None:
    cookie = written(shop, {1: 1})
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=5184000" in cookie


def test_on_https_only_this_host_can_set_it(shop: Flask, tmp_path: Path) -> None:
    secure = replace(make_settings("sqlite://", tmp_path), base_url="https://laden.example")
    with make_shop(secure) as app:
        cookie = written(app, {1: 1})
    assert cookie.startswith("__Host-stadtkaffee_korb=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
