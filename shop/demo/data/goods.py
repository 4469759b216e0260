"""What goes with coffee: chocolate, a mug, a filter, and the box with two of them."""

from shop.demo.data.coffees import STORAGE
from shop.demo.data.offer import Item, Offer, Part

_POTTER = (
    "Demo-Töpferei Musterweg (erfunden), Musterweg 2, 12555 Berlin, toepferei@stadtkaffee.example"
)
_TAILOR = (
    "Demo-Näherei Musterweg (erfunden), Musterweg 3, 12555 Berlin, naeherei@stadtkaffee.example"
)
_PER_100_GRAMS = (
    ("Brennwert", "2290 kJ (549 kcal)", "2350 kJ (566 kcal)"),
    ("Fett", "33 g", "41 g"),
    ("davon gesättigte Fettsäuren", "20 g", "25 g"),
    ("Kohlenhydrate", "54 g", "36 g"),
    ("davon Zucker", "53 g", "33 g"),
    ("Eiweiß", "7,2 g", "8,0 g"),
    ("Salz", "0,21 g", "0,02 g"),
)


def _nutrition() -> str:
    return "\n".join(
        f"{name}: Vollmilch {_unbroken(milk)}, Zartbitter {_unbroken(dark)}"
        for name, milk, dark in _PER_100_GRAMS
    )


def _unbroken(figure: str) -> str:
    return figure.replace(" ", "\N{NO-BREAK SPACE}")


CHOCOLATE = Offer(
    slug="bezirksschokolade",
    kind="chocolate",
    name="Bezirksschokolade",
    tagline="Eine Tafel zum Kaffee, Vollmilch oder Zartbitter.",
    description=(
        "Eine schlichte Tafel von 100 Gramm, die neben dem Kaffee liegen soll und nicht davor: "
        "die Vollmilch weich und karamellig, die Zartbitter trocken und nicht zu süß.\n\n"
        "Zur Hausmischung passt die Vollmilch, zum Espresso San Ignacio die Zartbitter. "
        "Rezept und Hersteller sind für diese Vorführung ausgedacht."
    ),
    drawing="chocolate",
    bag_colour="#3a2018",
    label_colour="#f1e0c2",
    accent_colour="#a8642a",
    legal_name="Schokolade",
    flavour_notes="Kakao, Karamell, Vanille",
    taste="chocolate",
    ingredients=(
        "Vollmilchschokolade: Zucker, Kakaobutter, VOLLMILCHPULVER, Kakaomasse, Emulgator: "
        "Lecithine (SOJA), Vanilleextrakt. Kakao: 35 % mindestens.\n"
        "Zartbitterschokolade: Kakaomasse, Zucker, Kakaobutter, Emulgator: Lecithine (SOJA), "
        "Vanilleextrakt. Kakao: 65 % mindestens. Kann Spuren von MILCH enthalten.\n"
        "Beide können Spuren von HASELNÜSSEN und MANDELN enthalten."
    ),
    nutrition=_nutrition(),
    storage="Kühl (16 bis 18 °C) und trocken lagern, vor Licht und Wärme schützen.",
    items=(
        Item("D-SCHO-M", "100 g Vollmilch", 290, 115, net_grams=100),
        Item("D-SCHO-D", "100 g Zartbitter", 290, 115, net_grams=100),
    ),
)

MUG = Offer(
    slug="becher-rathausturm",
    kind="goods",
    name="Becher Rathausturm",
    tagline="Steinzeug mit dem Turm des Rathauses Köpenick, für 250 Milliliter.",
    description=(
        "Ein Becher aus cremefarben glasiertem Steinzeug, mit geradem Rand und einem Henkel, in "
        "den vier Finger passen. Aufgemalt ist der Umriss des Rathausturms von Köpenick.\n\n"
        "Er fasst 250 Milliliter, ist 9 Zentimeter hoch und darf in die Spülmaschine. Die "
        "Töpferei ist für diese Vorführung erfunden."
    ),
    drawing="mug",
    bag_colour="#f3ebdc",
    label_colour="#2f5d4a",
    accent_colour="#b23a2e",
    maker=_POTTER,
    handling_days=3,
    items=(Item("D-BECH", "Ein Stück", 1450, 420, vat_class="standard"),),
)

CLOTH_FILTER = Offer(
    slug="stofffilter",
    kind="goods",
    name="Stofffilter",
    tagline="Ein Filter aus Baumwolle, den man auswäscht statt wegwirft.",
    description=(
        "Gewebte Baumwolle mit einem Saum, passend für Handfilter der Größe 1×4. Der Kaffee "
        "wird darin klar und etwas voller als durch Papier, weil mehr von den Ölen in die Tasse "
        "kommt.\n\n"
        "Vor dem ersten Brühen auskochen, danach nur mit heißem Wasser ausspülen und an der Luft "
        "trocknen. Die Näherei ist für diese Vorführung erfunden."
    ),
    drawing="filter",
    bag_colour="#efe3cb",
    label_colour="#b08a5b",
    accent_colour="#2f5d4a",
    maker=_TAILOR,
    items=(Item("D-FILZ", "Ein Stück", 690, 60, vat_class="standard"),),
)


def _box(letter: str, grind: str) -> Item:
    """Coffee at 7 %, mug at 19 %; no Grundpreis: a set of different goods (§ 4 (3) PAngV)."""
    return Item(
        sku=f"D-GESC-{letter}",
        size="250 g und Becher",
        grind=grind,
        coffee_grams=250,
        shipping_grams=750,
        price_cents=2190,
        parts=(
            Part("Hausmischung, 250 g", "reduced", 750),
            Part("Becher Rathausturm", "standard", 1450),
        ),
    )


GIFT_BOX = Offer(
    slug="geschenkbox",
    kind="set",
    name="Geschenkbox",
    tagline="250 Gramm Hausmischung und ein Becher, fertig zum Verschenken.",
    description=(
        "In der Schachtel liegen ein Beutel Hausmischung zu 250 Gramm und ein Becher "
        "Rathausturm. Sie kommt mit einem roten Band; ein "
        "handgeschriebener Gruß passt noch hinein.\n\n"
        "Der Kaffee schmeckt nach Kakao und Rohrzucker, mittel geröstet. Seine Lieferanten, die "
        "Cooperativa Demo Flor de Niebla und die Cooperativa Demo Valle Claro, sind ebenso "
        "erfunden wie die Töpferei."
    ),
    drawing="gift",
    bag_colour="#2f5d4a",
    label_colour="#f4ead6",
    accent_colour="#b23a2e",
    legal_name="Röstkaffee; Becher aus Steinzeug",
    flavour_notes="Kakao, Rohrzucker, geröstete Mandel",
    taste="chocolate",
    suits_filter=True,
    suits_machine=True,
    ingredients="Röstkaffee; dazu ein Becher aus Steinzeug.",
    maker=_POTTER,
    storage=STORAGE,
    brew_method="Handfilter",
    brew_grams=15,
    brew_water_ml=250,
    brew_celsius=94,
    brew_seconds=180,
    handling_days=3,
    items=(_box("B", "bean"), _box("F", "filter")),
)
