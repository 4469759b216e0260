"""The whole assortment, in the order of the catalogue."""

from shop.demo.data.coffees import ESPRESSO, FILTER, HOUSE, HOUSE_AT_OPENING
from shop.demo.data.goods import CHOCOLATE, CLOTH_FILTER, GIFT_BOX, MUG
from shop.demo.data.special_coffees import DECAF, MICRO_LOT, OFFICE_CRATE, TASTING_SET
from shop.demo.data.unlisted import RETIRED

ON_SALE = (
    HOUSE,
    FILTER,
    ESPRESSO,
    MICRO_LOT,
    DECAF,
    TASTING_SET,
    GIFT_BOX,
    CHOCOLATE,
    MUG,
    CLOTH_FILTER,
    OFFICE_CRATE,
)
#: What was offered when the demo shop opened.
AT_OPENING = (HOUSE_AT_OPENING, *ON_SALE[1:], RETIRED)
