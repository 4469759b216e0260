"""What Stripe paid out, to the cent, and every line of its balance."""

from shop.books.law import Law

#: As the balance calls them → as the ledger of money does.
_OF_ORDERS = {
    "charge": "payment",
    "charge_failure": "payment_lost",
    "refund": "refund",
    "refund_failure": "refund_failed",
}
_KIND = " ".join(f"when '{category}' then '{kind}'" for category, kind in _OF_ORDERS.items())
_CATEGORIES = ", ".join(f"'{category}'" for category in _OF_ORDERS)
_KINDS = ", ".join(f"'{kind}'" for kind in _OF_ORDERS.values())
#: Lines appear late, and what was never booked as refunded may be booked as taken back: an order is
#: only looked at where each line has its booking and each booking its line.
_BALANCE_EQUALS_BOOKS = f"""
    select o.number, s.line_cents, s.booked_cents
    from (
        select order_id, sum(line_cents) as line_cents, sum(booked_cents) as booked_cents,
            sum(abs(lines - bookings)) as unequal
        from (
            select order_id, kind, source_id, sum(line_cents) as line_cents,
                sum(booked_cents) as booked_cents, sum(line) as lines, sum(booking) as bookings
            from (
                select order_id, case category {_KIND} end as kind,
                    case when category in ('refund', 'refund_failure') then source_id else '' end
                        as source_id,
                    amount_cents as line_cents, 0 as booked_cents, 1 as line, 0 as booking
                from balance_lines where category in ({_CATEGORIES}) and order_id is not null
                union all
                select order_id, kind,
                    case when kind in ('refund', 'refund_failed') then stripe_id else '' end,
                    0, amount_cents, 0, 1
                from ledger_money where kind in ({_KINDS}) and order_id is not null
            ) moved
            group by order_id, kind, source_id
        ) movements
        group by order_id
    ) s
    join orders o on o.id = s.order_id
    where s.unequal = 0 and s.line_cents <> s.booked_cents
    order by o.id
"""

LAWS = (
    Law(
        "payout-adds-up",
        "Die Zeilen jeder Auszahlung ergeben ihren Betrag",
        """
        select p.id, p.amount_cents, coalesce(l.cents, 0) as lines_cents
        from payouts p
        left join (
            select payout_id, sum(net_cents) as cents from balance_lines
            where not (category = 'payout' and source_id = payout_id) group by payout_id
        ) l on l.payout_id = p.id
        where p.itemised_at is not null and p.amount_cents <> coalesce(l.cents, 0)
        order by p.id
        """,
        "Auszahlung {id} über {amount_cents}: ihre Zeilen ergeben {lines_cents}",
    ),
    Law(
        "line-net",
        "Betrag weniger Gebühr ergibt jede Saldozeile",
        """
        select id, amount_cents, fee_cents, net_cents from balance_lines
        where net_cents <> amount_cents - fee_cents order by id
        """,
        "Saldozeile {id}: {amount_cents} weniger {fee_cents}, aber netto {net_cents}",
    ),
    Law(
        "line-booked",
        "Jede Gebühr, Rückbuchung, Berichtigung und Auszahlung steht einmal im Geldbuch",
        """
        select l.id, l.category, l.amount_cents, l.fee_cents, m.amount_cents as booked_cents,
            f.amount_cents as booked_fee_cents
        from balance_lines l
        left join ledger_money f on f.source = 'fee:' || l.id
        left join ledger_money m on m.source = case
            when l.category in ('dispute', 'dispute_reversal') then 'dispute:' || l.id
            when l.category = 'payout' then 'payout:' || l.source_id
            when l.category = 'payout_reversal' then 'payout_failed:' || l.source_id
            else 'adjustment:' || l.id end
        where coalesce(f.amount_cents, 0)
                <> case when l.category in ('fee', 'tax', 'network_cost') then l.net_cents
                    else -l.fee_cents end
            or coalesce(m.amount_cents, 0)
                <> case when l.category in ('charge', 'charge_failure', 'refund', 'refund_failure',
                    'fee', 'tax', 'network_cost') then 0 else l.amount_cents end
        order by l.id
        """,
        "Saldozeile {id} ({category}) über {amount_cents}, Gebühr {fee_cents}: "
        "gebucht {booked_cents}, Gebühr {booked_fee_cents}",
    ),
    Law(
        "balance-equals-books",
        "Wo jede Bewegung einer Bestellung ihre Saldozeile hat, "
        "ergeben Saldo und Geldbuch dasselbe",
        _BALANCE_EQUALS_BOOKS,
        "{number}: auf dem Saldo bei Stripe {line_cents}, im Geldbuch {booked_cents}",
    ),
)
