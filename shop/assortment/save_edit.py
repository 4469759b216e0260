"""Keep what staff wrote about a product."""

import re

from sqlalchemy import delete, insert, select

from shop import clock
from shop.assortment.as_file import Written, as_file
from shop.assortment.models import ProductDraft
from shop.assortment.newest_edit import refuse_unseen_edit
from shop.assortment.patch import Patch, document, from_text
from shop.assortment.rules import NotWritable
from shop.audit.note_change import note_change
from shop.catalogue.product_file import BadFile, GivenProduct, read_products
from shop.catalogue.product_problems import product_problems
from shop.catalogue.save_product import save_product
from shop.db import db

_WHERE = re.compile(r"^(Produkt 1 \([^)]*\)|[a-z0-9-]+)(, |: )")
_NEW_VARIANT = "Neue Sorte"


def save_edit(slug: str, edit: Patch, person_id: int, *, seen: int | None = None) -> None:
    """A product in the catalogue keeps it as its draft; of any other one it is so at once.

    By the rules of a product file. Refuses with `NotWritable`, `NoSuchArticle`, and with
    `ChangedMeanwhile` unless `seen`, if given, is its newest change. Does not commit.
    """
    now = as_file(slug, hold=True)
    refuse_unseen_edit(now.id, seen)
    if now.state == "published":
        _keep_draft(now, edit, person_id)
    elif changed := Patch().joined(edit, now):
        save_product(checked(now, changed), _NEW_VARIANT, person_id)


def checked(now: Written, patch: Patch) -> GivenProduct:
    """What a product file with this would write. Refuses with `NotWritable`."""
    try:
        (given,) = read_products(document(now, patch))
    except BadFile as refused:
        raise NotWritable([_WHERE.sub("", one) for one in refused.problems]) from None
    if problems := product_problems([given]):
        raise NotWritable([_WHERE.sub("", one) for one in problems])
    return given


def draft_of(product_id: int) -> Patch:
    content = select(ProductDraft.content).where(ProductDraft.product_id == product_id)
    return from_text(db.session.scalar(content))


def _keep_draft(now: Written, edit: Patch, person_id: int) -> None:
    before = draft_of(now.id)
    after = before.joined(edit, now)
    if after == before:
        return
    if after:
        checked(now, after)
    db.session.execute(delete(ProductDraft).where(ProductDraft.product_id == now.id))
    if after:
        row = {"content": after.as_text(), "person_id": person_id, "saved_at": clock.now()}
        db.session.execute(insert(ProductDraft).values(product_id=now.id, **row))
    was, is_now = before.flat(), after.flat()
    # What is not in the draft any more goes back to what the shop shows.
    gone = dict.fromkeys(was.keys() - is_now.keys())
    note_change("draft", now.id, was, is_now | gone, person_id)
