from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.lot_rules import FactWithoutSource, Told
from shop.origin.models import Cooperative, FactSource, Revision
from shop.origin.rules import CodeTaken
from shop.origin.save_cooperative import save_cooperative
from tests.make.people import make_person

SOURCE = Told("Jahresbericht 2025", date(2026, 1, 31), "https://example.org/bericht")
PLACE = {"place": SOURCE}


def values(**given: Any) -> dict[str, Any]:
    return {"name": "Cooperativa Demo Flor de Niebla", "province": "san_ignacio"} | given


def stored(cooperative_id: int) -> Cooperative:
    db.session.expire_all()
    return db.session.get_one(Cooperative, cooperative_id)


def test_a_cooperative_is_kept_with_the_source_of_each_fact(app: Flask) -> None:
    with app.app_context():
        saved = save_cooperative(values(members=412), PLACE | {"members": SOURCE}, None)
        assert stored(saved).slug == "cooperativa-demo-flor-de-niebla"
        rows = db.session.scalars(select(FactSource).order_by(FactSource.fact)).all()
        assert [(row.fact, row.source, row.stated_on) for row in rows] == [
            ("members", SOURCE.source, SOURCE.stated_on),
            ("place", SOURCE.source, SOURCE.stated_on),
        ]


def test_a_fact_without_a_source_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(FactWithoutSource) as refused:
        save_cooperative(values(founded=2008), PLACE, None)
    assert refused.value.fact == "founded"


def test_what_is_not_known_any_more_takes_its_source_along(app: Flask) -> None:
    with app.app_context():
        saved = save_cooperative(values(members=412), PLACE | {"members": SOURCE}, None)
        save_cooperative(values(members=None), PLACE | {"members": SOURCE}, None, saved)
        assert stored(saved).members is None
        assert db.session.scalars(select(FactSource.fact)).all() == ["place"]


def test_another_name_keeps_the_address_and_the_history(app: Flask) -> None:
    person = make_person(app)
    with app.app_context():
        saved = save_cooperative(values(), PLACE, None)
        save_cooperative(values(name="Flor de Niebla"), PLACE, person, saved)
        assert stored(saved).slug == "cooperativa-demo-flor-de-niebla"
        newest, first = history("cooperative", saved)
        assert first.is_first and not newest.is_first
        assert newest.person == "Testperson 007"
        assert [(one.what, one.before, one.after) for one in newest.values] == [
            ("Name", "Cooperativa Demo Flor de Niebla", "Flor de Niebla")
        ]


def test_another_source_alone_is_a_change_too(app: Flask) -> None:
    with app.app_context():
        saved = save_cooperative(values(), PLACE, None)
        save_cooperative(values(), {"place": Told("Mail", date(2026, 2, 1))}, None, saved)
        newest = history("cooperative", saved)[0]
        assert [one.what for one in newest.values] == ["Quelle zu Ort und Provinz"]
        assert newest.values[0].after == "Mail, 01.02.2026"


def test_a_name_belongs_to_one(app: Flask) -> None:
    with app.app_context():
        save_cooperative(values(name="Cooperativa Café Ñandú"), PLACE, None)
        with pytest.raises(CodeTaken):
            save_cooperative(values(name="COOPERATIVA CAFÉ ÑANDÚ"), PLACE, None)


def test_names_that_sound_alike_get_addresses_of_their_own(app: Flask) -> None:
    with app.app_context():
        names = ["Café Ñandú", "Cafe Nandu!", "Cafe-Nandu", "咖啡"]
        saved = [save_cooperative(values(name=name), PLACE, None) for name in names]
        slugs = [stored(one).slug for one in saved]
        assert slugs == ["cafe-nandu", "cafe-nandu-2", "cafe-nandu-3", "genossenschaft"]


def test_who_did_not_see_the_newest_change_is_refused(app: Flask) -> None:
    with app.app_context():
        saved = save_cooperative(values(), PLACE, None)
        seen = newest_change("cooperative", saved)
        save_cooperative(values(place="Jaén"), PLACE, None, saved, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            save_cooperative(values(place="Cutervo"), PLACE, None, saved, seen=seen)
        assert stored(saved).place == "Jaén"


def test_saving_what_is_stored_already_changes_nothing(app: Flask) -> None:
    with app.app_context():
        saved = save_cooperative(values(), PLACE, None)
        save_cooperative(values(), PLACE, None, saved, seen=0)
        assert len(history("cooperative", saved)) == 1
        assert db.session.scalars(select(Revision.number)).one() == 2
