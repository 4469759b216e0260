"""Who grew the coffee of the demo shop: cooperatives that exist nowhere else."""

from dataclasses import dataclass

#: Where every fact about them comes from.
INVENTED = "erfunden für die Vorführung"


@dataclass(frozen=True, slots=True)
class Growers:
    """A cooperative; the names are those of `cooperatives`."""

    name: str
    place: str
    province: str
    altitude_from: int
    altitude_to: int
    members: int
    founded: int
    partner_since: int
    description: str


FLOR_DE_NIEBLA = Growers(
    name="Cooperativa Demo Flor de Niebla",
    place="Demo-Dorf Alto Niebla",
    province="san_ignacio",
    altitude_from=1650,
    altitude_to=1900,
    members=214,
    founded=2003,
    partner_since=2021,
    description=(
        "Eine erfundene Genossenschaft in der Provinz San Ignacio. In dieser Vorführung pflücken "
        "ihre Mitglieder von Mai bis September, waschen und trocknen auf dem eigenen Hof und "
        "bringen den Pergamentkaffee zur gemeinsamen Annahmestelle."
    ),
)
VALLE_CLARO = Growers(
    name="Cooperativa Demo Valle Claro",
    place="Demo-Dorf Valle Claro",
    province="jaen",
    altitude_from=1500,
    altitude_to=1800,
    members=168,
    founded=1999,
    partner_since=2019,
    description=(
        "Eine erfundene Genossenschaft in der Provinz Jaén. In dieser Vorführung liefert sie den "
        "Filterkaffee, die Hälfte der Hausmischung und den Kaffee, dem vor dem Rösten das Koffein "
        "entzogen wird."
    ),
)
TRES_QUEBRADAS = Growers(
    name="Asociación Demo Tres Quebradas",
    place="Demo-Dorf Tres Quebradas",
    province="cutervo",
    altitude_from=1900,
    altitude_to=1900,
    members=23,
    founded=2016,
    partner_since=2024,
    description=(
        "Eine erfundene Vereinigung weniger Familien in der Provinz Cutervo. Ihre Ernte füllt in "
        "dieser Vorführung kaum mehr als einen Sack im Jahr: den Mikrolot."
    ),
)
COOPERATIVES = (FLOR_DE_NIEBLA, VALLE_CLARO, TRES_QUEBRADAS)
