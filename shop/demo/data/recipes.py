"""Which green coffee the demo shop roasts for which goods."""

from dataclasses import dataclass

ROASTER = "Demo-Rösterei Nebelwald (erfunden)"
SHOP = "Demo-Stadtkaffee"
#: For each kilogram sold, to the projects of the partnership: 0.76 €.
PROJECT_MICRO_PER_KG = 760_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """Kinds of green lots and how much of each goes into the drum; the loss in basis points."""

    name: str
    green_grams: dict[str, int]
    loss_bp: int = 1600


HOUSE = Recipe("Hausmischung", {"san_ignacio": 15_000, "jaen": 15_000})
FILTER = Recipe("Filter Jaén", {"jaen": 15_000})
ESPRESSO = Recipe("Espresso San Ignacio", {"san_ignacio": 15_000}, 1800)
MICRO = Recipe("Mikrolot Cutervo", {"cutervo": 5_000}, 1500)
DECAF = Recipe("Entkoffeiniert", {"decaf": 10_000})
WINTER = Recipe("Winterkaffee", {"san_ignacio": 6_000}, 1700)

#: What is in a bag, by the beginning of its SKU.
IN_A_BAG = {
    **{"D-HAUS": HOUSE, "D-BUER": HOUSE, "D-GESC": HOUSE},
    **{"D-FILT": FILTER, "D-ESPR": ESPRESSO, "D-MIKR": MICRO},
    **{"D-DECA": DECAF, "D-WINT": WINTER},
}
#: Bags put together of several roasts, as many grams of each, so many bags at once.
IN_A_SET = {"D-PROB": (HOUSE, FILTER, ESPRESSO)}
SET_PART_GRAMS = 80
SETS_AT_ONCE = 24
