"""The goods side of the ledger: what was sold is what was ordered and paid."""

from shop.books.law import Law

LAWS = (
    Law(
        "entry-adds-up",
        "Netto und Steuer ergeben jede Buchung",
        """
        select id, source, gross_cents, net_cents, vat_cents from ledger_entries
        where net_cents + vat_cents <> gross_cents order by id
        """,
        "Buchung {id} ({source}): {gross_cents}, aber netto {net_cents} und Steuer {vat_cents}",
    ),
    Law(
        "sale-booked",
        "Jede verkaufte Bestellung ist gebucht, Position für Position und Satz für Satz",
        """
        select o.number, l.position, v.rate_bp, v.gross_cents, e.gross_cents as booked_cents,
            e.business_date
        from orders o
        join order_lines l on l.order_id = o.id
        join order_line_vat v on v.line_id = l.id
        left join ledger_entries e
            on e.kind = 'sale' and e.source = 'sale:' || v.line_id || ':' || v.rate_bp
        where o.paid_at is not null and (
            e.id is null or e.gross_cents <> v.gross_cents or e.net_cents <> v.net_cents
            or e.vat_cents <> v.vat_cents or e.rate_bp <> v.rate_bp or e.line_id <> v.line_id
            or e.order_id <> o.id or e.business_date <> o.business_date
            or e.channel <> o.delivery or e.sku <> l.sku
        )
        order by l.id, v.rate_bp
        """,
        "{number}, Position {position}, Satz {rate_bp}: {gross_cents}, "
        "gebucht {booked_cents} am {business_date}",
    ),
    Law(
        "sale-known",
        "Jede Verkaufsbuchung gehört zu einer verkauften Position",
        """
        select e.id, e.source, e.gross_cents, o.number
        from ledger_entries e
        left join orders o on o.id = e.order_id
        left join order_lines l on l.id = e.line_id
        left join order_line_vat v on v.line_id = e.line_id and v.rate_bp = e.rate_bp
        where e.kind = 'sale' and (
            v.line_id is null or l.order_id <> e.order_id or o.paid_at is null
            or e.source <> 'sale:' || e.line_id || ':' || e.rate_bp
        )
        order by e.id
        """,
        "Buchung {id} ({source}) über {gross_cents} gehört zu keiner verkauften Position "
        "(Bestellung {number})",
    ),
    Law(
        "units-booked",
        "Gebuchte Stück und Gramm sind die verkauften, bei Sets nur einmal",
        """
        select o.number, l.position, l.quantity, e.units, e.grams
        from orders o
        join order_lines l on l.order_id = o.id
        join (
            select line_id, sum(units) as units, sum(coffee_grams) as grams
            from ledger_entries where kind = 'sale' group by line_id
        ) e on e.line_id = l.id
        where o.paid_at is not null and (
            e.units <> case l.kind when 'goods' then l.quantity else 0 end
            or e.grams <> case l.kind when 'goods' then l.quantity * l.coffee_grams else 0 end
        )
        order by l.id
        """,
        "{number}, Position {position}: {quantity} Stück, gebucht {units} Stück und {grams} g",
    ),
)
