"""What Stripe paid out, to the cent, and every line of its balance."""

from shop.books.law import Law

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
)
