"""What is sold over a counter or at a stall: an order that is paid and handed over at once.

Not a cash register. What is booked here are the takings of an open cash drawer, counted and written
down by a person, and the settlements of counters that sell on commission; nothing here opens a
drawer, prints a receipt or is shown to the customer. § 146a AO and § 1 KassenSichV ask for a
certified security device (TSE), receipts and the DSFinV-K export of electronic recording systems
with the function of a cash register. What that costs: whoever books each sale at the stall while
the customer waits uses it like one, and then needs a till with a TSE; this shop is none. Book what
was sold at the end of the day, and keep the paper (§ 146 (1) AO: cash is written down daily).
"""
