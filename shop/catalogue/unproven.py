"""Words in the texts of products that only a claim may say, or nobody."""

from collections.abc import Iterator, Mapping

from shop.catalogue.product_keys import PRODUCT
from shop.origin.wording import Why, findings

_READ = tuple(name for name, key in PRODUCT.items() if key.is_read)
_BECAUSE = {
    Why.GENERIC: "eine allgemeine Umweltaussage, die niemand belegen kann",
    Why.CLIMATE: "eine Aussage über das Klima, die niemand belegen kann",
    Why.DUTY: "eine gesetzliche Pflicht und nichts Besonderes",
    Why.HEALTH: "eine gesundheitsbezogene Angabe, die nicht zugelassen ist",
    Why.ORIGIN: "so nicht wahr: Der Kaffee kommt aus der Region Cajamarca",
    Why.NEEDS_CLAIM: "eine Aussage, die einen Nachweis braucht; der Laden setzt sie selbst dazu, "
    "solange er gilt",
}


def unproven(texts: Mapping[str, object]) -> list[str]:
    """„description: „bio“ ist …“ for every such word that a text of a product has."""
    return [
        f"{column}: {sentence}"
        for column in _READ
        for sentence in unproven_words(texts.get(column))
    ]


def unproven_words(text: object) -> Iterator[str]:
    """A sentence for each, once."""
    if isinstance(text, str):
        found = {finding.word: finding.why for finding in findings(text)}
        for word, why in found.items():
            yield f"„{word}“ ist {_BECAUSE[why]}."
