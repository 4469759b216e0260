"""All laws, in the order in which they are told."""

from shop.books import (
    counted,
    counter,
    disputes,
    lots,
    mails,
    numbers,
    orders,
    parcels,
    payments,
    payouts,
    premium,
    purchases,
    refund_goods,
    refunds,
    sales,
    sets,
    shelves,
    splits,
    stock,
)

#: By what they are about, in German.
GROUPS = (
    ("Bestellungen", (*orders.LAWS, *parcels.LAWS)),
    ("Verkäufe", sales.LAWS),
    ("Zahlungen", (*payments.LAWS, *disputes.LAWS)),
    ("Erstattungen", (*refunds.LAWS, *refund_goods.LAWS)),
    ("Vor Ort", counter.LAWS),
    ("Bestand", (*stock.LAWS, *shelves.LAWS, *counted.LAWS)),
    ("Einkauf", purchases.LAWS),
    ("Chargen", (*lots.LAWS, *sets.LAWS)),
    ("Preise", splits.LAWS),
    ("Prämie", premium.LAWS),
    ("Auszahlungen", payouts.LAWS),
    ("Mails", mails.LAWS),
    ("Nummern", numbers.LAWS),
)
LAWS = tuple(law for _about, laws in GROUPS for law in laws)
