"""Some of what is bought in the demo shop is for somebody else."""

from dataclasses import replace

from shop.checkout.rules import Answers

_EVERY = 6
_GREETINGS = (
    "Alles Gute zum Geburtstag!\nDeine Testperson",
    "Danke fürs Blumengießen.",
    "Frohe Weihnachten und einen ruhigen Morgen\nwünscht das ganze Demo-Büro",
    "",
)


def perhaps_a_gift(answers: Answers, number: int) -> Answers:
    """Every sixth order is packed as a gift, most of them with a greeting."""
    if number % _EVERY:
        return answers
    greeting = _GREETINGS[number // _EVERY % len(_GREETINGS)]
    return replace(answers, is_gift=True, greeting=greeting)
