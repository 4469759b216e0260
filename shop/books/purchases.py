"""What came of a purchase is what its receipts say, and what the shelf and the batches have."""

from shop.books.law import Law

#: What each receipt says that was not taken back.
_CAME = """
    select x.line_id, x.receipt_id, x.amount from purchase_receipt_lines x
    join purchase_receipts r on r.id = x.receipt_id where r.taken_back_at is null
"""

LAWS = (
    Law(
        "purchase-received",
        "Gekommen ist von jeder bestellten Position, was ihre Lieferungen sagen",
        f"""
        select o.number, l.position, l.received, coalesce(c.amount, 0) as came
        from purchase_lines l
        join purchase_orders o on o.id = l.order_id
        left join (select line_id, sum(amount) as amount from ({_CAME}) x group by line_id) c
            on c.line_id = l.id
        where l.received <> coalesce(c.amount, 0)
        order by o.id, l.position
        """,
        "{number}, Position {position}: gekommen {received}, nach den Lieferungen {came}",
    ),
    Law(
        "receipt-on-the-shelf",
        "Jede Lieferung Ware liegt als Bewegung vor, eine zurückgenommene hebt sich auf",
        f"""
        select x.source, x.variant_id, sum(x.came) as came, sum(x.moved) as moved
        from (
            select 'receipt:' || c.receipt_id as source, l.variant_id, c.amount as came, 0 as moved
            from ({_CAME}) c join purchase_lines l on l.id = c.line_id
            where l.kind = 'goods'
            union all
            select m.source, s.variant_id, 0, m.on_hand_change
            from stock_movements m join stock_levels s on s.id = m.level_id
            where m.kind = 'received' and substr(m.source, 1, 8) = 'receipt:'
        ) x
        group by x.source, x.variant_id having sum(x.came) <> sum(x.moved)
        order by x.source
        """,
        "{source}, Artikel {variant_id}: geliefert {came}, nach den Bewegungen {moved}",
    ),
    Law(
        "receipt-is-a-batch",
        "Aus geliefertem Röstkaffee wird eine Charge mit genau seinem Gewicht",
        f"""
        select o.number, coalesce(b.code, 'fehlt') as code,
            coalesce(b.made_grams, 0) as made_grams, c.amount
        from ({_CAME}) c
        join purchase_receipts r on r.id = c.receipt_id
        join purchase_lines l on l.id = c.line_id and l.kind = 'coffee'
        join purchase_orders o on o.id = r.order_id
        left join batches b on b.id = r.batch_id
        where coalesce(b.made_grams, 0) <> c.amount
        order by r.id
        """,
        "{number}: geliefert {amount} g, Charge {code} mit {made_grams} g",
    ),
)
