"""For each law about the premium, changes that break it and no other."""

from tests.books.breaks import Break

_PREMIUM = "(select min(id) from ledger_premium where kind = 'sale' and purpose = 'premium')"
_COLUMNS = "kind, purpose, source, green_lot_id, batch_id, line_id, units, coffee_grams, micro"

PREMIUM_BREAKS = (
    Break(
        "premium-units",
        (),
        (
            # A unit of one line comes back, and the goods side knows nothing of it.
            f"insert into ledger_premium (id, {_COLUMNS}, business_date, booked_at, document)"
            " select (select max(id) from ledger_premium) + id, 'refund', purpose, 'x' || source,"
            " green_lot_id, batch_id, line_id, -1, -coffee_grams / units, -micro / units,"
            " business_date, booked_at, '' from ledger_premium where kind = 'sale' and line_id ="
            f" (select line_id from ledger_premium where id = {_PREMIUM})",
        ),
    ),
    Break(
        "premium-every-lot",
        ("ledger_premium",),
        (
            "update ledger_premium set units = 0, coffee_grams = 0, micro = 0"
            f" where id = {_PREMIUM}",
        ),
    ),
    Break(
        "premium-rate",
        ("ledger_premium",),
        (f"update ledger_premium set micro = micro + 1 where id = {_PREMIUM}",),
    ),
    Break(
        "premium-transfers",
        (),
        (
            "insert into ledger_premium (id, kind, purpose, source, units, coffee_grams, micro,"
            " business_date, booked_at, document) select max(id) + 1, 'transfer', 'project', 'x',"
            " 0, 0, -1000000000, max(business_date), max(booked_at), '' from ledger_premium",
        ),
    ),
)
