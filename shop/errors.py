"""What the shop refuses. Each refusal is a named exception beside its rule."""


class Refused(Exception):
    """A wish the shop understood and turns down; changes nothing. Anything else raised is a bug.

    The wording a person reads is written where it is shown, never here.
    """

    status = 409


class NotThere(Refused):
    """What was asked for does not exist, or not for this person."""

    status = 404
