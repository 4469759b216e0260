"""The demo shop collects proofs, and says no more than they allow."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from shop.clock import BERLIN, business_date, today
from shop.db import db
from shop.demo.certificate_file import certificate_file
from shop.demo.data.cooperatives import FLOR_DE_NIEBLA, TRES_QUEBRADAS
from shop.demo.data.proofs import (
    CONTROL_BODY,
    DECAF,
    FLOR,
    SAYINGS,
    WASHED,
    Paper,
    Rules,
    Saying,
    papers,
)
from shop.demo.story import Step
from shop.origin.add_certificate import add_certificate
from shop.origin.add_claim import add_claim
from shop.origin.extend_claim import extend_claim
from shop.origin.models import Cooperative, GreenLot, GreenShare
from shop.origin.save_scheme import save_scheme


def prove(opening: datetime, until: datetime, staff_id: int) -> Iterator[Step]:
    """At the opening, and again when a harvest or a late lot has come."""
    first_year = business_date(opening).year
    proofs = Proofs(list(papers(first_year, business_date(until))), staff_id)
    yield Step(opening, proofs.renew)
    for day in (date(first_year, 12, 20), date(first_year + 1, 8, 12)):
        moment = datetime.combine(day, time(6, 20), BERLIN).astimezone(UTC)
        if moment > opening:
            yield Step(moment, proofs.renew)


class Proofs:
    """What was filed, and what is said of it."""

    def __init__(self, papers: list[Paper], staff_id: int) -> None:
        self._papers = papers
        self._staff_id = staff_id
        self._schemes: dict[str, int] = {}
        self._filed: dict[str, int] = {}
        self._said: dict[str, int] = {}

    def renew(self) -> None:
        """Files what is valid by now; claims rest on that too, and cover whatever lots are here.

        Does not commit.
        """
        growers = _cooperatives()
        for paper in self._papers:
            if paper.number not in self._filed and paper.valid_from <= today():
                self._filed[paper.number] = self._file(paper, growers.get(paper.holder))
        lots = _lots()
        for saying in SAYINGS:
            self._say(saying, lots[saying.about])

    def _say(self, saying: Saying, lots: list[int]) -> None:
        proofs = self._evidence(saying.about)
        if saying.about in self._said:
            extend_claim(self._said[saying.about], proofs, lots, self._staff_id)
            return
        self._said[saying.about] = add_claim(
            saying.rules.kind,
            saying.text,
            saying.specification,
            saying.origin_line,
            proofs,
            lots,
            self._staff_id,
        )

    def _evidence(self, about: str) -> list[int]:
        return [
            self._filed[paper.number]
            for paper in self._papers
            if about in paper.needed_for and paper.number in self._filed
        ]

    def _file(self, paper: Paper, cooperative_id: int | None) -> int:
        values = {
            "scheme_id": self._scheme(paper.rules),
            "holder_kind": paper.holder_kind,
            "holder": paper.holder,
            "cooperative_id": cooperative_id,
            "number": paper.number,
            "control_body_code": paper.code,
            "certifier": CONTROL_BODY,
            "valid_from": paper.valid_from,
            "valid_until": paper.valid_until,
            "scope": paper.scope,
            "verify_url": f"{paper.rules.criteria_url}pruefen/{paper.number}",
        }
        file = certificate_file(paper)
        return add_certificate(values, file, f"{paper.number}.pdf", self._staff_id)

    def _scheme(self, rules: Rules) -> int:
        if rules.name not in self._schemes:
            values = {name: getattr(rules, name) for name in Rules.__slots__}
            self._schemes[rules.name] = save_scheme(values, self._staff_id)
        return self._schemes[rules.name]


def _cooperatives() -> dict[str, int]:
    rows = db.session.execute(select(Cooperative.name, Cooperative.id))
    return {name: cooperative_id for name, cooperative_id in rows}


def _lots() -> dict[str, list[int]]:
    """Lots that have arrived, by what is said of them."""
    rows = db.session.execute(
        select(GreenLot.id, GreenLot.process, Cooperative.name)
        .join(GreenShare, GreenShare.green_lot_id == GreenLot.id)
        .join(Cooperative, Cooperative.id == GreenShare.cooperative_id)
        .where(GreenLot.arrived_on.is_not(None), Cooperative.name != TRES_QUEBRADAS.name)
        .order_by(GreenLot.id)
    ).all()
    washed = [lot for lot, process, _ in rows if process == "washed"]
    decaf = [lot for lot, process, _ in rows if process != "washed"]
    of_flor = [lot for lot, _, name in rows if name == FLOR_DE_NIEBLA.name]
    return {WASHED: washed, DECAF: decaf, FLOR: of_flor}
