"""What the shop of `everything` sells at a stall, and what it orders from suppliers."""

from shop.refunds.rules import Goods
from tests.faults.history_shop import HistoryShop
from tests.make.catalogue import MUG, make_product
from tests.make.counter import bring, lines_of, make_stall, sell_there, take_back
from tests.make.purchases import coffee, cups, make_purchase, receive


def sell_at_the_stall(shop: HistoryShop) -> None:
    """One sale that stays, one of which something came back, one that never was."""
    stall = make_stall(shop.app)
    bring(shop.app, stall, {shop.plain: 12, shop.gift: 3})
    sell_there(shop.app, stall, {shop.plain: 2})
    some = sell_there(shop.app, stall, {shop.plain: 4, shop.gift: 2})
    plain, gift = lines_of(shop.app, some)
    take_back(shop.app, some, {plain: (1, Goods.WRITTEN_OFF), gift: (1, Goods.BACK)})
    take_back(shop.app, sell_there(shop.app, stall, {shop.plain: 3}), None)


def order_from_suppliers(shop: HistoryShop) -> None:
    """Goods that came in part, and coffee that did not come."""
    mug = make_product(shop.app, "Becher", kind="goods", variants=[MUG]).variant
    bought = make_purchase(shop.app, cups(mug.id), coffee())
    receive(shop.app, bought, 10)
