"""What money went back for: goods that were ordered, and no tax on what is sold no more."""

from shop.books.law import Law

LAWS = (
    Law(
        "refunds-within-lines",
        "Nie wird für mehr Stück oder Geld erstattet, als bestellt wurde",
        """
        select o.number, l.position, l.quantity, l.refunded_units, l.total_cents,
            coalesce(x.units, 0) as units, coalesce(x.cents, 0) as sum_cents
        from order_lines l
        join orders o on o.id = l.order_id
        left join (
            select line_id, sum(units) as units, sum(cents) as cents
            from (
                select x.line_id, x.units,
                    case r.state when 'replaced' then 0 else x.gross_cents end as cents
                from refund_lines x join refunds r on r.id = x.refund_id
                union all
                select line_id, units, gross_cents from counter_return_lines
            ) given
            group by line_id
        ) x on x.line_id = l.id
        where l.refunded_units <> coalesce(x.units, 0) or l.refunded_units > l.quantity
            or x.cents > l.total_cents
        order by l.id
        """,
        "{number}, Position {position} ({quantity} Stück, {total_cents}): erstattet {units} Stück "
        "(vermerkt {refunded_units}), {sum_cents}",
    ),
    Law(
        "refund-lines-add-up",
        "Jede Erstattung ist auf Positionen ihrer Bestellung verteilt, außer von Überzahltem",
        """
        select o.number, r.id, r.gives_back, r.amount_cents, coalesce(x.cents, 0) as lines_cents
        from refunds r
        join orders o on o.id = r.order_id
        join payment_attempts a on a.id = r.attempt_id
        left join (
            select x.refund_id, sum(x.gross_cents) as cents, min(l.order_id) as first_order,
                max(l.order_id) as last_order
            from refund_lines x join order_lines l on l.id = x.line_id group by x.refund_id
        ) x on x.refund_id = r.id
        where coalesce(x.cents, 0) <> case r.gives_back when 'goods' then r.amount_cents else 0 end
            or x.first_order <> r.order_id or x.last_order <> r.order_id
            or a.order_id <> r.order_id
            or (r.gives_back = 'goods' and a.purpose <> 'sale')
            or (r.gives_back = 'surplus' and a.purpose = 'sale')
        order by r.id
        """,
        "{number}, Erstattung {id} ({gives_back}): {amount_cents}, auf Positionen {lines_cents}",
    ),
    Law(
        "refund-goods-booked",
        "Jede Erstattung nimmt Ware und Steuer einmal zurück, eine gescheiterte nichts",
        """
        select o.number, r.id, r.state, l.position, x.gross_cents, x.units,
            coalesce(sum(e.gross_cents), 0) as booked_cents,
            coalesce(sum(f.gross_cents), 0) as reversed_cents,
            coalesce(sum(h.gross_cents), 0) as by_hand_cents
        from refund_lines x
        join refunds r on r.id = x.refund_id
        join orders o on o.id = r.order_id
        join order_lines l on l.id = x.line_id
        join order_line_vat v on v.line_id = x.line_id
        left join ledger_entries e on e.source = 'refund:' || x.id || ':' || v.rate_bp
        left join ledger_entries f on f.source = 'refund_failed:' || x.id || ':' || v.rate_bp
        left join ledger_entries h on h.source = 'refund_by_hand:' || x.id || ':' || v.rate_bp
        group by o.number, r.id, r.state, r.accepted_at, l.position, x.id, x.gross_cents, x.units
        having coalesce(sum(e.gross_cents), 0)
                <> case when r.accepted_at is null then 0 else -x.gross_cents end
            or coalesce(sum(f.gross_cents), 0)
                <> case when r.accepted_at is not null
                    and r.state in ('failed', 'replaced', 'settled') then x.gross_cents else 0 end
            or coalesce(sum(h.gross_cents), 0)
                <> case when r.state in ('settled', 'undone') then -x.gross_cents else 0 end
            or coalesce(sum(e.units), 0) + coalesce(sum(h.units), 0)
                <> case when r.accepted_at is null and r.state not in ('settled', 'undone') then 0
                    else -x.units end
            or coalesce(sum(f.units), 0) <> 0
        order by x.id
        """,
        "{number}, Erstattung {id} („{state}“), Position {position}: {units} Stück, {gross_cents}; "
        "gebucht {booked_cents}, zurückgebucht {reversed_cents}, von Hand {by_hand_cents}",
    ),
    Law(
        "nothing-left-no-tax",
        "Was von einer Position bleibt, ist nie negativ; wo nichts bleibt, bleibt keine Steuer",
        """
        select o.number, l.position, e.rate_bp, e.gross as gross_cents, e.net as net_cents,
            e.vat as vat_cents, e.units
        from (
            select line_id, rate_bp, sum(gross_cents) as gross, sum(net_cents) as net,
                sum(vat_cents) as vat, sum(units) as units
            from ledger_entries group by line_id, rate_bp
        ) e
        join order_lines l on l.id = e.line_id
        join orders o on o.id = l.order_id
        where e.gross < 0 or e.net < 0 or e.vat < 0 or e.units < 0
            or (e.gross = 0 and (e.net <> 0 or e.vat <> 0))
        order by l.id, e.rate_bp
        """,
        "{number}, Position {position}, Satz {rate_bp}: es bleiben {gross_cents}, "
        "netto {net_cents}, Steuer {vat_cents}, {units} Stück",
    ),
)
