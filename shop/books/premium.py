"""The premium: what is sold is owed, bag by bag, and no more than that is transferred."""

from shop.books.law import Law

#: Units of each line and batch: sold, and still sold. Booked once, whatever the batch is made of.
_BAGS = """
    select line_id, batch_id, sum(case kind when 'sale' then units else 0 end) as sold,
        sum(units) as kept
    from ledger_premium where purpose = 'project' and line_id is not null
    group by line_id, batch_id
"""
_BAGS_BY_LOT = """
    select line_id, batch_id, green_lot_id,
        sum(case kind when 'sale' then units else 0 end) as sold, sum(units) as kept
    from ledger_premium where purpose = 'premium' and line_id is not null
    group by line_id, batch_id, green_lot_id
"""
#: Sold units of each line, from which batch.
_SOLD = """
    select l.id as line_id, l.order_id, l.position, s.batch_id, r.units
    from stock_reservations r
    join stock_levels s on s.id = r.level_id
    join order_lines l on l.order_id = r.order_id and l.variant_id = r.variant_id
    where r.state = 'sold' and s.batch_id is not null
"""

LAWS = (
    Law(
        "premium-units",
        "Prämie schulden genau die Stück, die nach den Büchern verkauft sind",
        f"""
        select o.number, l.position, coalesce(e.units, 0) as sold, coalesce(p.units, 0) as owing
        from order_lines l
        join orders o on o.id = l.order_id
        left join (
            select line_id, sum(units) as units from ledger_entries group by line_id
        ) e on e.line_id = l.id
        left join (select line_id, sum(kept) as units from ({_BAGS}) b group by line_id) p
            on p.line_id = l.id
        where coalesce(p.units, 0) <> case
            when exists (select 1 from ({_SOLD}) s where s.line_id = l.id)
            then coalesce(e.units, 0) else 0 end
        order by l.id
        """,
        "{number}, Position {position}: verkauft {sold} Stück, Prämie für {owing}",
    ),
    Law(
        "premium-every-lot",
        "Jede Rohkaffeepartie in einer verkauften Charge ist gebucht, auch wenn etwas zurückkommt",
        f"""
        select o.number, s.position, b.code as batch, g.code as lot, s.units,
            coalesce(x.sold, 0) as sold, coalesce(x.kept, 0) as kept,
            coalesce(p.sold, 0) as project_sold, coalesce(p.kept, 0) as project_kept
        from ({_SOLD}) s
        join orders o on o.id = s.order_id
        join batches b on b.id = s.batch_id
        join batch_sources c on c.batch_id = s.batch_id
        join green_lots g on g.id = c.green_lot_id
        left join ({_BAGS_BY_LOT}) x on x.line_id = s.line_id and x.batch_id = s.batch_id
            and x.green_lot_id = c.green_lot_id
        left join ({_BAGS}) p on p.line_id = s.line_id and p.batch_id = s.batch_id
        where coalesce(x.sold, 0) <> s.units or coalesce(p.sold, 0) <> s.units
            or coalesce(x.kept, 0) <> coalesce(p.kept, 0)
        order by s.line_id, b.code, g.code
        """,
        "{number}, Position {position}, Charge {batch}, Partie {lot}: {units} Stück verkauft; "
        "Prämie gebucht {sold}, es bleiben {kept}; Projekte {project_sold} und {project_kept}",
    ),
    Law(
        "premium-rate",
        "Jede Prämie ist Stück mal dem Satz ihrer Charge",
        """
        select p.id, p.source, p.units, p.micro, b.code as batch
        from ledger_premium p
        left join order_lines l on l.id = p.line_id
        left join batches b on b.id = p.batch_id
        left join batch_sources c
            on c.batch_id = p.batch_id and c.green_lot_id = p.green_lot_id
        where p.kind <> 'transfer' and (
            b.id is null or (p.purpose = 'premium' and c.batch_id is null)
            or p.coffee_grams <> p.units * l.coffee_grams
            or p.micro <> p.units * ((
                cast(case p.purpose when 'premium' then c.premium_micro_per_kg
                    else b.project_micro_per_kg end as bigint) * l.coffee_grams + 500
            ) / 1000)
        )
        order by p.id
        """,
        "Buchung {id} ({source}), Charge {batch}: {units} Stück, {micro} Millionstel Euro",
    ),
    Law(
        # A refund after a transfer may leave less owed than was paid: that is paid ahead, and no
        # fault. Each quarter is rounded to a cent once, so so much may be more.
        "premium-transfers",
        "Nie wird mehr überwiesen, als Verkäufe je geschuldet haben",
        """
        select coalesce(g.code, 'Projekte') as account, x.sold / 10000 as sold_cents,
            x.paid / 10000 as paid_cents
        from (
            select green_lot_id, sum(case kind when 'sale' then micro else 0 end) as sold,
                sum(case kind when 'transfer' then -micro else 0 end) as paid,
                count(distinct substr(cast(business_date as varchar(10)), 1, 7)) as months
            from ledger_premium group by green_lot_id
        ) x
        left join green_lots g on g.id = x.green_lot_id
        where x.paid > x.sold + 5000 * x.months
        order by g.code
        """,
        "{account}: überwiesen {paid_cents}, geschuldet {sold_cents}",
    ),
)
