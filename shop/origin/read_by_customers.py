"""Texts of the staff that customers read: without words that only a claim may say, or nobody."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, ValidationError

from shop.origin.wording import Why, findings


def read_by_customers(_form: Any, field: Field) -> None:
    """A validator: names the first such word."""
    found = findings(field.data or "")
    if not found:
        return
    if found[0].why is Why.NEEDS_CLAIM:
        sentence = _(
            "„%(word)s“ braucht einen Nachweis: Der Laden setzt es selbst dazu, solange ein "
            "Zertifikat gilt.",
            word=found[0].word,
        )
    else:
        sentence = _(
            "„%(word)s“ darf hier nicht stehen: Das kann der Laden nicht belegen.",
            word=found[0].word,
        )
    raise ValidationError(sentence)
