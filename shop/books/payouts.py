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
            where category not in ('payout', 'payout_reversal') group by payout_id
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
)
