"""What is not on the shelf: one being prepared, one that is no longer sold."""

from shop.demo.data.coffees import STORAGE
from shop.demo.data.offer import Offer, bags

DRAFT = Offer(
    slug="kaltbrueh-cutervo",
    kind="coffee",
    name="Kaltbrüh Cutervo",
    tagline="Grob gedacht, über Nacht gezogen: in Vorbereitung für den Sommer.",
    description=(
        "Entwurf. Soll zwölf Stunden kalt ziehen; Rezept und Röststufe werden noch verkostet. "
        "Lieferantin wäre die erfundene Asociación Demo Tres Quebradas."
    ),
    drawing="bag",
    bag_colour="#4c6a7a",
    label_colour="#f5ecdb",
    accent_colour="#d9863d",
    legal_name="Röstkaffee",
    taste="fruity",
    roast_level=2,
    suits_filter=True,
    storage=STORAGE,
    items=bags("D-KALT", {250: 890}, ("bean",)),
)

RETIRED = Offer(
    slug="winterkaffee",
    kind="coffee",
    name="Winterkaffee",
    tagline="Für kurze Tage: Pflaume, Zimtrinde und dunkle Schokolade.",
    description=(
        "Ein Kaffee, den es nur einen Winter lang gab: voll, würzig und etwas dunkler als die "
        "Hausmischung, mit Pflaume und einem Anklang von Zimtrinde. Gewürze sind keine darin, "
        "der Geschmack kommt allein aus Bohne und Röstung.\n\n"
        "Geliefert hätte ihn die Cooperativa Demo Flor de Niebla, die für diese Vorführung "
        "erfunden ist."
    ),
    drawing="bag",
    bag_colour="#49304f",
    label_colour="#f4e9d9",
    accent_colour="#c98a3b",
    legal_name="Röstkaffee",
    flavour_notes="Pflaume, Zimtrinde, dunkle Schokolade",
    taste="fruity",
    roast_level=4,
    acidity=3,
    body=4,
    suits_filter=True,
    suits_machine=True,
    storage=STORAGE,
    brew_method="Stempelkanne",
    brew_grams=32,
    brew_water_ml=500,
    brew_celsius=94,
    brew_seconds=240,
    items=bags("D-WINT", {250: 820}, ("bean", "filter")),
)
