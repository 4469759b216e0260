"""What green coffee the demo shop bought: two harvests, and one that is on its way.

Sized by what is sold: mostly whole bags of 69 kg, as they come from Peru.
"""

from dataclasses import dataclass

from shop.demo.data.cooperatives import FLOR_DE_NIEBLA, TRES_QUEBRADAS, VALLE_CLARO, Growers

SUPPLIER = {
    "supplier": "Demo-Import Hafenspeicher (erfunden)",
    "supplier_address": "Beispielkai 1, 20457 Hamburg",
    "supplier_mail": "import@stadtkaffee.example",
}
REFERENCE = "Börsenpreis für Arabica, erfundener Demo-Wert"
RATE_SOURCE = "Wechselkurs, erfundener Demo-Wert"


@dataclass(frozen=True, slots=True)
class Lot:
    """Green coffee of one contract. Prices are ten-thousandths of a dollar per pound."""

    #: „01“: of harvest 2025 its code is „G-25-01“.
    number: str
    #: What recipes ask for.
    kind: str
    growers: Growers
    kilograms: int
    varieties: str
    altitude: tuple[int, int]
    #: First and last month, in the year of the harvest.
    harvest: tuple[int, int]
    #: Month and day, and how many years after the harvest's.
    contracted: tuple[int, int, int]
    arrived: tuple[int, int, int]
    fob_usd_e4: int | None
    reference_usd_e4: int
    usd_per_eur_e4: int
    premium_usd_e4: int = 2_000
    organic_usd_e4: int = 4_000
    process: str = "washed"


#: Of the year before the shop opened.
FIRST_HARVEST = (
    Lot(
        number="01",
        kind="san_ignacio",
        growers=FLOR_DE_NIEBLA,
        kilograms=276,
        varieties="Caturra, Typica",
        altitude=(1650, 1850),
        harvest=(5, 9),
        contracted=(9, 20, 0),
        arrived=(11, 18, 0),
        fob_usd_e4=31_000,
        reference_usd_e4=24_500,
        usd_per_eur_e4=10_800,
    ),
    Lot(
        number="02",
        kind="jaen",
        growers=VALLE_CLARO,
        kilograms=414,
        varieties="Catimor, Bourbon",
        altitude=(1500, 1750),
        harvest=(4, 8),
        contracted=(9, 4, 0),
        arrived=(11, 18, 0),
        fob_usd_e4=29_500,
        reference_usd_e4=24_500,
        usd_per_eur_e4=10_800,
    ),
    # Nobody wrote down what was paid: the shop shows no price, and an unknown part.
    Lot(
        number="03",
        kind="cutervo",
        growers=TRES_QUEBRADAS,
        kilograms=20,
        varieties="Typica",
        altitude=(1900, 1900),
        harvest=(7, 10),
        contracted=(10, 28, 0),
        arrived=(12, 9, 0),
        fob_usd_e4=None,
        reference_usd_e4=24_500,
        usd_per_eur_e4=10_800,
        premium_usd_e4=0,
        organic_usd_e4=0,
    ),
    Lot(
        number="04",
        kind="decaf",
        growers=VALLE_CLARO,
        kilograms=60,
        varieties="Caturra",
        altitude=(1550, 1800),
        harvest=(4, 8),
        contracted=(9, 4, 0),
        arrived=(12, 16, 0),
        fob_usd_e4=36_000,
        reference_usd_e4=24_500,
        usd_per_eur_e4=10_800,
        process="washed_decaf",
    ),
)
#: Of the year the shop opened in.
SECOND_HARVEST = (
    Lot(
        number="01",
        kind="san_ignacio",
        growers=FLOR_DE_NIEBLA,
        kilograms=345,
        varieties="Bourbon, Pache",
        altitude=(1700, 1900),
        harvest=(5, 9),
        contracted=(9, 22, 0),
        arrived=(11, 17, 0),
        fob_usd_e4=39_500,
        reference_usd_e4=35_500,
        usd_per_eur_e4=11_600,
    ),
    Lot(
        number="02",
        kind="cutervo",
        growers=TRES_QUEBRADAS,
        kilograms=69,
        varieties="Typica",
        altitude=(1900, 1900),
        harvest=(7, 10),
        contracted=(10, 27, 0),
        arrived=(12, 10, 0),
        fob_usd_e4=52_000,
        reference_usd_e4=35_500,
        usd_per_eur_e4=11_600,
        premium_usd_e4=0,
        organic_usd_e4=0,
    ),
    Lot(
        number="03",
        kind="decaf",
        growers=VALLE_CLARO,
        kilograms=69,
        varieties="Caturra",
        altitude=(1550, 1800),
        harvest=(4, 8),
        contracted=(9, 8, 0),
        arrived=(12, 17, 0),
        fob_usd_e4=44_000,
        reference_usd_e4=35_500,
        usd_per_eur_e4=11_600,
        process="washed_decaf",
    ),
    Lot(
        number="04",
        kind="jaen",
        growers=VALLE_CLARO,
        kilograms=138,
        varieties="Caturra, Catimor",
        altitude=(1550, 1750),
        harvest=(5, 8),
        contracted=(9, 8, 0),
        arrived=(11, 17, 0),
        fob_usd_e4=38_000,
        reference_usd_e4=35_500,
        usd_per_eur_e4=11_600,
    ),
    # Bought later, before the other was used up.
    Lot(
        number="05",
        kind="jaen",
        growers=VALLE_CLARO,
        kilograms=138,
        varieties="Caturra, Catimor",
        altitude=(1550, 1750),
        harvest=(5, 8),
        contracted=(6, 9, 1),
        arrived=(8, 11, 1),
        fob_usd_e4=38_500,
        reference_usd_e4=34_000,
        usd_per_eur_e4=11_700,
    ),
)
#: Of the year after: bought, and not here before January.
THIRD_HARVEST = (
    Lot(
        number="01",
        kind="san_ignacio",
        growers=FLOR_DE_NIEBLA,
        kilograms=345,
        varieties="Bourbon, Pache",
        altitude=(1700, 1900),
        harvest=(5, 9),
        contracted=(9, 21, 0),
        arrived=(1, 14, 1),
        fob_usd_e4=37_000,
        reference_usd_e4=32_000,
        usd_per_eur_e4=11_700,
    ),
)
#: The n-th is of the year of the opening plus n − 1.
HARVESTS = (FIRST_HARVEST, SECOND_HARVEST, THIRD_HARVEST)
