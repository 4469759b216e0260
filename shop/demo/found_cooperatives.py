"""Write down who grows the coffee of the demo shop."""

from shop.clock import today
from shop.demo.data.cooperatives import COOPERATIVES, INVENTED, Growers
from shop.origin.lot_rules import FACTS, Told
from shop.origin.save_cooperative import save_cooperative


def found_cooperatives(staff_id: int) -> dict[str, int]:
    """Their ids by their names; each fact names as its source that it is invented.

    Does not commit.
    """
    return {growers.name: _found(growers, staff_id) for growers in COOPERATIVES}


def _found(growers: Growers, staff_id: int) -> int:
    values = {name: getattr(growers, name) for name in Growers.__slots__}
    told = dict.fromkeys(FACTS, Told(INVENTED, today()))
    return save_cooperative(values, told, staff_id)
