"""Stadtkaffee: the shop for the coffee of the Cajamarca – Treptow-Köpenick partnership.

The map. Each package is one thing the shop does; `ls shop/checkout/` reads like what a
checkout does. File names mean one thing everywhere: `models.py` tables and constraints,
`rules.py` pure decisions, `<verb>.py` one change to the shop, `queries.py` reads shaped for
a page, `forms.py` WTForms, `pages.py` and `staff_pages.py` routes, `commands.py` the operator's
way in; any other name says the one thing that is in it.

The arrow. A package imports only packages that stand below it; a test holds this.

    app, serve    settings, blueprints, error pages; how gunicorn serves it
    cli           what an operator does
    worker        mail, payments nobody reported, tidying up
    demo          demo data, Demo-Stripe, demo post office
    today         what there is to do, on one page
    journal       who did what, read from all the books
    reports       figures for the district's staff
    books         whether the books hold, law by law
    reconcile     Stripe's events, and a daily look at all that Stripe knows
    customers     a customer's own account, and the way out of it
    counter       what is sold over a counter or at a stall
    returns       withdrawal (§ 356a BGB)
    payouts       payouts to the bank, and each line that makes them up
    disputes      disputes, fraud warnings and reviews: what stops a parcel
    checkout      place an order, start its payment, settle it, release what was not paid
    refunds       money given back, and what became of the goods
    trace         the page of each batch, labels, from batch to orders and back
    premium       what sold coffee owes to growers and projects, and what was paid
    fulfilment    what staff do with orders: find, pack, send, hand over; papers
    orders        order, lines, state table
    cart          what a customer wants, priced anew on each view
    split         where the price of a bag goes, part by part
    assortment    products as the staff edit them
    stocktake     counting what is on the shelves
    stock_csv     the stock as a file, out and in
    purchasing    what was ordered from suppliers and what came
    stock         locations, levels, reservations, movements
    catalogue     products, variants, prices and their history
    origin        cooperatives, green lots, batches, certificates, claims
    ledger        append-only books: goods sold and taken back, money moved
    accounts      people, roles, sign-in, second factor
    audit         the book of changes
    legal         versioned legal texts
    payment       what the shop may ask of a payment provider; Stripe behind `stripe_*.py`
    mail          outbox, SMTP
    web           base form, request-origin check, headers, filters
    db            the database, and what holds on SQLite and PostgreSQL alike
    environment   settings read from the environment, and checked
    config        what settings there are
    clock, errors
    money         cents, VAT, splitting without losing a cent

The glossary. One word per thing.

    product       what the catalogue shows: a coffee, a mug
    variant       one thing one can buy: a product in a weight and a grind (Sorte)
    Grundpreis    price per kilogram (§ 4 PAngV)
    green lot     green coffee bought under one contract (Rohkaffeepartie)
    batch         one roast, or roasts put together: the code on the bag (Charge)
    share         a cooperative's part of a green lot, in basis points
    set           a batch put together of others (Zusammenstellung)
    scheme        public rules that somebody certifies, with or without a mark (Zeichen)
    certificate   a document that a scheme's rules were found kept (Zertifikat)
    evidence      the certificates a claim rests on, and their files
    claim         something the shop may say while its certificates are valid (Aussage)
    split         where the price of a bag goes (Preisaufschlüsselung)
    premium       owed to growers beyond the price; the contribution goes to projects
    micro         a millionth of a euro, where a bag owes fractions of a cent
    location      where goods lie: stockroom, pickup place, consignment, market stall (Ort)
    level         units of a variant from one batch at one location, on hand and reserved
    movement      one change of a level, never altered afterwards
    reservation   units held for an order until it is paid or released; then its lot for good
    shelf         what lies at a location: on hand, and sold but not packed (Regal)
    reorder point below it a product runs out, all its sizes together (Meldebestand)
    ground from   sold ground, taken from the shelf of its whole beans
    purchase      goods or roasted coffee ordered from a supplier (Einkauf)
    receipt       what came of a purchase, perhaps a part of it (Wareneingang)
    stocktake     all the counts of one location, booked together (Inventur)
    count         how many somebody found, and how many the books expected just then
    stock import  a file of changes to the stock, checked, applied, undone
    cart          what a customer wants; holds nothing back
    planned price begins at midnight of a Berlin day to come
    reduction     a price shown beside the lowest of the thirty days before it (Ermäßigung)
    draft         of an order: what a customer typed at the checkout before ordering; of a
                  product: what staff changed and have not published (Entwurf)
    order         a binding order („zahlungspflichtig bestellen“)
    line          one position of an order; copies what it sold; shipping is a line too
    attempt       one try to have an order paid: one Stripe Checkout Session
    settle        book the payment of an attempt, once
    surplus       money of a payment no sale was made of: it goes back
    refund        money of a payment given back, for goods or as surplus (Erstattung)
    dispute       a customer's bank wants money back (Rückbuchung)
    warning       Stripe or a card issuer doubts a payment; a review is one of Stripe's own people
    loss claim    what a customer owes after a bank took a payment back and the parcel had left
    payout        money on its way from Stripe to the bank account (Auszahlung)
    balance line  one transaction of Stripe's balance, part of a payout
    task          something about money that a person must do; derived, never stored
    law           a sentence about the books that must hold at any moment
    fulfilment    packed, shipped, handed over
    parcel        what leaves the house at once, with its carrier and tracking number (Sendung)
    pickup code   what a customer shows where the order is collected (Abholcode)
    note          what staff write to an order, for each other
    paper         a PDF for hands: packing list (Packliste), packing slip (Packzettel), pickup list
                  (Abholliste), transport sheet (Übergabeschein), address labels
    gift          an order packed without prices, with a greeting (Gruß)
    counter sale  an order paid and handed over where its goods lie (Verkauf vor Ort)
    settlement    how a counter on commission pays (Abrechnung)
    takings       money of counter sales; never at Stripe (Einnahmen)
    pickup place  where an order can be collected in the district
    withdrawal    declaration of a customer to withdraw from the contract (Widerruf)
    entry         a row of the ledger
    business date the Berlin calendar day an entry counts for
    change        what somebody changed of a record, from which value to which
    person        somebody who can sign in: staff, report reader, admin or customer
    second factor what a person has beside the password: an app or a passkey
    recovery code stands in once for a second factor (Ersatzcode)
    link          opens one door of one account once: invitation, new password, new address
    proof         the password again, within a quarter of an hour (Nachweis)
    request       an account asked for, whose mail address nobody has confirmed
    audit         the book of changes; the journal reads all books by person or thing (Verlauf)
"""

from typing import Any


def __getattr__(name: str) -> Any:
    # `flask --app shop` finds the factory here, while `import shop.money` stays free of Flask.
    if name == "create_app":
        from shop.app import create_app

        return create_app
    raise AttributeError(name)
