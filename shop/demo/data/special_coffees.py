"""Coffees in small amounts, without caffeine, to try and for the office."""

from shop.demo.data.coffees import STORAGE
from shop.demo.data.offer import BAG_GRAMS, Item, Offer, bags

MICRO_LOT = Offer(
    slug="mikrolot-cutervo",
    provinces="cutervo",
    kind="coffee",
    name="Mikrolot Cutervo",
    tagline="Eine kleine Ernte: schwarzer Tee, Pfirsich und viel Ruhe.",
    description=(
        "Von diesem Kaffee gibt es nur wenige Säcke. Er trinkt sich fast wie ein schwarzer Tee: "
        "leicht und aromatisch, mit Pfirsich und einer feinen Blütennote.\n\n"
        "Wir geben ihn nur als ganze Bohne ab, denn gemahlen verlöre er zu schnell. Nehmen Sie "
        "weiches Wasser, brühen Sie von Hand und lassen Sie ihn ein paar Minuten abkühlen.\n\n"
        "Die Asociación Demo Tres Quebradas aus der Provinz Cutervo, die als Lieferantin "
        "genannt ist, haben wir für diese Vorführung erfunden."
    ),
    drawing="bag",
    bag_colour="#7a2436",
    label_colour="#f6ecda",
    accent_colour="#e0a24a",
    legal_name="Röstkaffee",
    flavour_notes="schwarzer Tee, Pfirsich, Blüten",
    taste="fruity",
    roast_level=1,
    acidity=4,
    body=2,
    suits_filter=True,
    storage=STORAGE,
    brew_method="Handfilter",
    brew_grams=16,
    brew_water_ml=250,
    brew_celsius=92,
    brew_seconds=180,
    items=bags("D-MIKR", {250: 990}, ("bean",)),
)

DECAF = Offer(
    slug="entkoffeiniert",
    kind="coffee",
    name="Entkoffeiniert",
    tagline="Der Kaffee für den Abend: Nougat und Mandel, ohne das Koffein.",
    description=(
        "Für die Tasse nach dem Essen und für alle, die Kaffee mögen und Koffein nicht. Er "
        "schmeckt nach Nougat und Mandel, ist voll genug für Milch und ausgewogen genug für die "
        "Kanne.\n\n"
        "Das Koffein wird dem Rohkaffee vor dem Rösten entzogen; deshalb wird die Bohne dunkler "
        "als andere auf gleicher Stufe. Beim Brühen braucht er nichts Besonderes, nur etwas "
        "heißeres Wasser.\n\n"
        "Als Lieferant ist die Cooperativa Demo Valle Claro aus der Provinz Jaén genannt, eine "
        "Erfindung für diese Vorführung."
    ),
    drawing="bag",
    bag_colour="#3b5568",
    label_colour="#f3ead8",
    accent_colour="#c9763f",
    legal_name="Entkoffeinierter Röstkaffee",
    flavour_notes="Nougat, Mandel, Malz",
    taste="nutty",
    roast_level=3,
    acidity=2,
    body=3,
    suits_filter=True,
    suits_espresso=True,
    suits_machine=True,
    decaf=True,
    storage=STORAGE,
    brew_method="Stempelkanne",
    brew_grams=32,
    brew_water_ml=500,
    brew_celsius=95,
    brew_seconds=240,
    items=bags("D-DECA", {250: 850, 500: 1640}),
)


def _three_bags(letter: str, grind: str) -> Item:
    return Item(
        sku=f"D-PROB-{letter}",
        size="3 × 80 g",
        grind=grind,
        net_grams=240,
        coffee_grams=240,
        shipping_grams=240 + 3 * BAG_GRAMS,
        price_cents=890,
    )


TASTING_SET = Offer(
    slug="probierset",
    kind="set",
    name="Probierset",
    tagline="Dreimal 80 Gramm: Hausmischung, Filter Jaén, Espresso San Ignacio.",
    description=(
        "Drei kleine Tüten zum Vergleichen, jede reicht für etwa fünf große Tassen. Am meisten "
        "lernt man, wenn man zwei davon nebeneinander brüht: Der Filter Jaén zeigt, was eine "
        "helle Röstung ist, der Espresso San Ignacio, was eine dunkle daraus macht, und die "
        "Hausmischung steht dazwischen.\n\n"
        "Das Set ist auch ein gutes Mitbringsel. Welche Lieferanten dahinterstehen, lesen Sie bei "
        "den drei Kaffees; sie tragen „Demo“ im Namen, weil wir sie für diese Vorführung "
        "erfunden haben: Cooperativa Demo Flor de Niebla und Cooperativa Demo Valle Claro."
    ),
    drawing="set",
    bag_colour="#b5612f",
    label_colour="#f7eddb",
    accent_colour="#2f5d4a",
    legal_name="Röstkaffee",
    flavour_notes="Kakao, Haselnuss, Zartbitterschokolade",
    taste="chocolate",
    suits_filter=True,
    suits_machine=True,
    storage=STORAGE,
    brew_method="Handfilter",
    brew_grams=15,
    brew_water_ml=250,
    brew_celsius=94,
    brew_seconds=180,
    items=(_three_bags("B", "bean"), _three_bags("F", "filter")),
)

OFFICE_CRATE = Offer(
    slug="buerokiste",
    kind="coffee",
    name="Bürokiste",
    tagline="Fünf Kilogramm Hausmischung für Teeküche, Verein und Fest.",
    description=(
        "Fünf Beutel zu je einem Kilogramm, immer ganze Bohnen, in einer Kiste. Das reicht für "
        "gut achthundert Tassen und kostet je Kilogramm weniger als der einzelne Beutel.\n\n"
        "Jeder Beutel ist für sich verschlossen: Öffnen Sie immer nur einen. Darin ist unsere "
        "Hausmischung, mittel geröstet, mit Kakao und Rohrzucker; sie passt zum Vollautomaten "
        "ebenso wie zur großen Filtermaschine.\n\n"
        "Zu den Lieferanten gilt, was bei der Hausmischung steht: Die Cooperativa Demo Flor de "
        "Niebla und die Cooperativa Demo Valle Claro sind erfunden."
    ),
    drawing="crate",
    bag_colour="#b08a5b",
    label_colour="#f4ead6",
    accent_colour="#3a241a",
    legal_name="Röstkaffee",
    flavour_notes="Kakao, Rohrzucker, geröstete Mandel",
    taste="chocolate",
    roast_level=3,
    acidity=2,
    body=4,
    suits_filter=True,
    suits_machine=True,
    storage=STORAGE,
    brew_method="Filtermaschine",
    brew_grams=60,
    brew_water_ml=1000,
    brew_celsius=94,
    brew_seconds=360,
    handling_days=4,
    items=(
        Item(
            sku="D-BUER-B",
            size="5 × 1 kg",
            grind="bean",
            net_grams=5000,
            coffee_grams=5000,
            shipping_grams=5000 + 20 * BAG_GRAMS,
            price_cents=12900,
        ),
    ),
)
