"""What is to change about a product: only what differs, in the keys of a product file. Pure."""

import json
from dataclasses import dataclass, field
from typing import Any

from shop.assortment.as_file import Values, Written


@dataclass(frozen=True, slots=True)
class Patch:
    product: Values = field(default_factory=dict)
    #: By SKU; of a new variant all of it.
    variants: dict[str, Values] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.product or self.variants)

    def joined(self, other: "Patch", now: Written) -> "Patch":
        """This and the other one, which wins; without what the product says already."""
        skus = dict.fromkeys((*self.variants, *other.variants))
        merged = {
            sku: _differing(
                self.variants.get(sku, {}) | other.variants.get(sku, {}), now.variants.get(sku, {})
            )
            for sku in skus
        }
        return Patch(
            _differing(self.product | other.product, now.product),
            {sku: values for sku, values in merged.items() if values},
        )

    def as_text(self) -> str:
        return json.dumps(
            {"product": self.product, "variants": self.variants}, ensure_ascii=False, sort_keys=True
        )

    def flat(self) -> dict[str, Any]:
        """„size (BSP-250-B)“ → value, for the book of changes."""
        found = dict(self.product)
        for sku, values in self.variants.items():
            found |= {f"{name} ({sku})": _shown(value) for name, value in values.items()}
        return found


def from_text(text: str | None) -> Patch:
    """What `as_text` wrote; nothing of None."""
    found = json.loads(text) if text else {}
    return Patch(found.get("product", {}), found.get("variants", {}))


def document(now: Written, patch: Patch) -> dict[str, Any]:
    """The product file that makes it so: what must stand there, and what is to change.

    Prices of known variants are what they cost now: they change in another way.
    """
    needed = {name: now.product[name] for name in ("slug", "kind", "name", "tagline")}
    product = needed | {"description": now.product["description"]} | patch.product
    product["variants"] = [
        _kept(now.variants[sku]) | values | {"price": now.variants[sku]["price"]}
        if sku in now.variants
        else {"sku": sku} | values
        for sku, values in patch.variants.items()
    ]
    return {"products": [product]}


def _kept(variant: Values) -> Values:
    names = ("sku", "size", "vat_class", "coffee_grams")
    return {name: variant[name] for name in names}


def _differing(values: Values, now: Values) -> Values:
    return {name: value for name, value in values.items() if name not in now or now[name] != value}


def _shown(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return " + ".join(f"{one['name']} {one['single_price']} {one['vat_class']}" for one in value)
