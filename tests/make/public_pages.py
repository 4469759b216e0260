"""Every address that anybody may open, asked for by somebody without cookies and by a customer."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from shop.legal.current import current_texts
from tests.make.purchase import CUSTOMER


@dataclass(frozen=True)
class Known:
    """What stands in addresses: of one product, with an order that is paid."""

    slug: str
    variant_id: int
    gtin: str
    batch: str
    order_token: str
    withdrawal_token: str
    split_id: int
    #: Hashes of a certificate's file and of a mark.
    certificate: str
    mark: str


def public_rules(app: Flask) -> list[Rule]:
    """All that answers GET and asks nobody who they are."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not hasattr(app.view_functions[rule.endpoint], "needed_role")
    ]


def addresses(app: Flask, known: Known) -> Iterator[str]:
    """At least one of every such rule; raises `KeyError` for one that nobody thought of."""
    for rule in public_rules(app):
        paths = _PATHS[rule.rule] if "<" in rule.rule else _PATHS.get(rule.rule, [rule.rule])
        yield from (path.format(known=known, text=_text(app)) for path in paths)
    yield "/gibt-es-nicht"


def customer(app: Flask, known: Known) -> FlaskClient:
    """Somebody with the product in the cart and everything typed that the review page needs."""
    client = app.test_client()
    client.post("/warenkorb", data={"variante": str(known.variant_id), "menge": "1"})
    typed = CUSTOMER | {"email": "testperson-kundin@example.org"}
    assert client.post("/kasse", data=typed).status_code == 303
    return client


def look(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """The answer at the end of all redirects."""
    return client.get(path, headers=headers, follow_redirects=True)


def _text(app: Flask) -> str:
    with app.app_context():
        return current_texts()[0].sha256


_PATHS: dict[str, list[str]] = {
    "/konto/link/<purpose>/<word>": ["/konto/link/recovery/opens-nothing"],
    "/kaffee/": [
        "/kaffee/",
        "/kaffee/?q=kakao",
        "/kaffee/?zubereitung=filter&groesse=250",
        "/kaffee/?geschmack=schokoladig",
        "/kaffee/?q=findetnichts",
        "/kaffee/?seite=77",
    ],
    "/kaffee/<slug>": ["/kaffee/{known.slug}", "/kaffee/gibt-es-nicht"],
    "/kaffee/<slug>/vorschau.png": ["/kaffee/{known.slug}/vorschau.png"],
    "/charge/": ["/charge/", "/charge/?code=gibt-es-nicht"],
    "/charge/<path:typed>": ["/charge/{known.batch}", "/charge/gibt-es-nicht"],
    "/charge/<path:typed>.json": ["/charge/{known.batch}.json"],
    "/01/<gtin>/10/<path:typed>": ["/01/{known.gtin}/10/{known.batch}"],
    "/bestellung/<token>": ["/bestellung/{known.order_token}"],
    "/bestellung/<token>/zurueck": ["/bestellung/{known.order_token}/zurueck"],
    "/bestellung/<token>/konto": ["/bestellung/{known.order_token}/konto"],
    "/konto/bestaetigen/<code>": ["/konto/bestaetigen/gibt-es-nicht"],
    "/widerruf": ["/widerruf"],
    "/widerruf/eingang/<token>": ["/widerruf/eingang/{known.withdrawal_token}"],
    "/preis/<int:split_id>": ["/preis/{known.split_id}"],
    "/nachweise/<digest>": ["/nachweise/{known.certificate}"],
    "/zeichen/<digest>": ["/zeichen/{known.mark}"],
    "/bilder/<name>": ["/bilder/gibt-es-nicht.jpg"],
    "/recht/<sha256>": ["/recht/{text}"],
    "/static/<wanted>/<name>": ["/static/x/shop.css", "/static/x/bag.svg"],
}
