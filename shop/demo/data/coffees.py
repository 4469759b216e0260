"""The three coffees of every day. The cooperatives are invented, and say so by their names."""

from dataclasses import replace

from shop.demo.data.offer import Offer, bags

STORAGE = "Kühl, trocken und lichtgeschützt lagern; nach dem Öffnen gut verschließen."

HOUSE = Offer(
    slug="hausmischung",
    kind="coffee",
    name="Hausmischung",
    tagline="Der Kaffee für die große Kanne: rund, mild und verlässlich.",
    description=(
        "Eine Mischung für jeden Tag und jede Runde. Kakao kommt zuerst, dahinter eine Süße, die "
        "an Rohrzucker erinnert; Säure gibt es gerade so viel, dass die Tasse nicht langweilig "
        "wird. Mit Milch bleibt sie deutlich, ohne Milch wird sie nicht streng.\n\n"
        "Wir rösten sie auf eine mittlere Stufe, damit sie im Handfilter ebenso gelingt wie in "
        "der Filtermaschine und im Vollautomaten. Wer nicht weiß, welcher Kaffee der richtige "
        "ist, fängt hier an.\n\n"
        "Zwei erfundene Lieferanten stehen hinter dieser Mischung: die Cooperativa Demo Flor de "
        "Niebla in der Provinz San Ignacio und die Cooperativa Demo Valle Claro in der Provinz "
        "Jaén. Beide gibt es nur in dieser Vorführung."
    ),
    drawing="bag",
    bag_colour="#5b3423",
    label_colour="#f4ead6",
    accent_colour="#c8963e",
    legal_name="Röstkaffee",
    flavour_notes="Kakao, Rohrzucker, geröstete Mandel",
    taste="chocolate",
    roast_level=3,
    acidity=2,
    body=4,
    suits_filter=True,
    suits_machine=True,
    storage=STORAGE,
    brew_method="Handfilter",
    brew_grams=30,
    brew_water_ml=500,
    brew_celsius=94,
    brew_seconds=210,
    items=bags("D-HAUS", {250: 750, 500: 1440, 1000: 2750}),
)
#: As it was when the demo shop opened; its price has risen since.
HOUSE_AT_OPENING = replace(HOUSE, items=bags("D-HAUS", {250: 690, 500: 1320, 1000: 2520}))

FILTER = Offer(
    slug="filter-jaen",
    provinces="jaen",
    kind="coffee",
    name="Filter Jaén",
    tagline="Hell und klar, mit Apfel und Haselnuss: gemacht für den Filter.",
    description=(
        "Ein Kaffee, bei dem man genauer hinschmeckt. Frisch aufgebrüht erinnert er an einen "
        "reifen Apfel; wenn die Tasse etwas abkühlt, tritt die Haselnuss hervor, und am Ende "
        "bleibt eine leise Honigsüße.\n\n"
        "Die Röstung endet früh, damit die Frucht erhalten bleibt. Im Handfilter, in der "
        "Karaffe und in der Filtermaschine zeigt er am meisten. Für den Siebträger haben wir "
        "einen anderen.\n\n"
        "Als Lieferant steht die Cooperativa Demo Valle Claro aus der Provinz Jaén im Regal. Sie "
        "ist für diese Vorführung erfunden; die Provinz gibt es wirklich, sie liegt in der "
        "Region Cajamarca."
    ),
    drawing="bag",
    bag_colour="#2f5d4a",
    label_colour="#f4ead6",
    accent_colour="#d9a441",
    legal_name="Röstkaffee",
    flavour_notes="Apfel, Haselnuss, Honig",
    taste="nutty",
    roast_level=2,
    acidity=4,
    body=2,
    suits_filter=True,
    storage=STORAGE,
    brew_method="Handfilter",
    brew_grams=30,
    brew_water_ml=500,
    brew_celsius=93,
    brew_seconds=195,
    items=bags("D-FILT", {250: 790, 500: 1520, 1000: 2900}),
)

ESPRESSO = Offer(
    slug="espresso-san-ignacio",
    provinces="san_ignacio",
    kind="coffee",
    name="Espresso San Ignacio",
    tagline="Dicht und dunkel, mit Zartbitterschokolade und langem Nachhall.",
    description=(
        "Ein Espresso für die kleine Tasse, der auch im Cappuccino nicht verschwindet. Er "
        "schmeckt nach Zartbitterschokolade und gebranntem Zucker; eine Spur Kirsche hält ihn "
        "lebendig.\n\n"
        "Wir rösten ihn länger als den Filterkaffee, aber nicht schwarz: Bitter soll er nicht "
        "sein, sondern dicht. Er läuft im Siebträger, im Vollautomaten und in der Herdkanne.\n\n"
        "Im Regal steht er als Lieferung der Cooperativa Demo Flor de Niebla aus der Provinz San "
        "Ignacio. Diese Genossenschaft ist für die Vorführung erfunden."
    ),
    drawing="bag",
    bag_colour="#2a1a14",
    label_colour="#f1e4cc",
    accent_colour="#b23a2e",
    legal_name="Röstkaffee",
    flavour_notes="Zartbitterschokolade, Karamell, Kirsche",
    taste="chocolate",
    roast_level=4,
    acidity=2,
    body=5,
    suits_espresso=True,
    suits_machine=True,
    storage=STORAGE,
    brew_method="Siebträger",
    brew_grams=18,
    brew_water_ml=40,
    brew_celsius=93,
    brew_seconds=28,
    items=bags("D-ESPR", {250: 790, 500: 1520, 1000: 2900}),
)
