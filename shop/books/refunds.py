"""Money that went back: never more than came, once, and for goods that were ordered."""

from shop.books.law import Law

#: Of these the money went back, or is on its way.
_ALIVE = "r.state not in ('failed', 'replaced')"

LAWS = (
    Law(
        "refunds-add-up",
        "Die Erstattungen jeder Zahlung ergeben, was von ihr zurückgegeben ist",
        f"""
        select o.number, a.payment_intent_id, a.refunded_cents, coalesce(r.cents, 0) as sum_cents
        from payment_attempts a
        join orders o on o.id = a.order_id
        left join (
            select r.attempt_id, sum(r.amount_cents) as cents from refunds r
            where {_ALIVE} group by r.attempt_id
        ) r on r.attempt_id = a.id
        where a.refunded_cents <> coalesce(r.cents, 0)
        order by a.id
        """,
        "{number}: von Zahlung {payment_intent_id} zurückgegeben {refunded_cents}, "
        "nach den Erstattungen {sum_cents}",
    ),
    Law(
        "refunds-within-payment",
        "Nie wird mehr erstattet, als eingegangen ist",
        f"""
        select o.number, a.payment_intent_id, a.received_cents, sum(r.amount_cents) as sum_cents
        from refunds r
        join payment_attempts a on a.id = r.attempt_id
        join orders o on o.id = a.order_id
        where {_ALIVE}
        group by o.number, a.id, a.payment_intent_id, a.received_cents
        having sum(r.amount_cents) > a.received_cents
        order by a.id
        """,
        "{number}: von Zahlung {payment_intent_id} über {received_cents} erstattet {sum_cents}",
    ),
    Law(
        "refunds-within-lines",
        "Nie wird für mehr Stück oder Geld erstattet, als bestellt wurde",
        f"""
        select o.number, l.position, l.quantity, l.total_cents, sum(x.units) as units,
            sum(x.gross_cents) as sum_cents
        from refund_lines x
        join refunds r on r.id = x.refund_id
        join order_lines l on l.id = x.line_id
        join orders o on o.id = l.order_id
        where {_ALIVE}
        group by o.number, l.id, l.position, l.quantity, l.total_cents
        having sum(x.units) > l.quantity or sum(x.gross_cents) > l.total_cents
        order by l.id
        """,
        "{number}, Position {position} ({quantity} Stück, {total_cents}): "
        "erstattet {units} Stück, {sum_cents}",
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
            or a.purpose <> case r.gives_back when 'goods' then 'sale' else 'surplus' end
        order by r.id
        """,
        "{number}, Erstattung {id} ({gives_back}): {amount_cents}, auf Positionen {lines_cents}",
    ),
    Law(
        "refund-booked",
        "Jede angenommene Erstattung steht einmal im Geldbuch, keine andere",
        """
        select o.number, r.id, r.state, r.amount_cents, m.amount_cents as booked_cents
        from refunds r
        join orders o on o.id = r.order_id
        left join ledger_money m on m.source = 'refund:' || r.stripe_id
        where (r.accepted_at is not null) <> (m.id is not null)
            or m.amount_cents <> -r.amount_cents or coalesce(m.order_id, r.order_id) <> r.order_id
            or (r.accepted_at is null and r.state in ('pending', 'succeeded'))
            or (r.accepted_at is not null and r.state = 'requested')
        order by r.id
        """,
        "{number}, Erstattung {id} („{state}“) über {amount_cents}: im Geldbuch {booked_cents}",
    ),
    Law(
        "refund-failed-booked",
        "Jede gescheiterte Erstattung, die gebucht war, ist einmal zurückgebucht",
        """
        select o.number, r.id, r.state, r.amount_cents, m.amount_cents as booked_cents
        from refunds r
        join orders o on o.id = r.order_id
        left join ledger_money m on m.source = 'refund_failed:' || r.stripe_id
        where (r.accepted_at is not null and r.state in ('failed', 'replaced', 'settled'))
                <> (m.id is not null)
            or m.amount_cents <> r.amount_cents or coalesce(m.order_id, r.order_id) <> r.order_id
        order by r.id
        """,
        "{number}, Erstattung {id} („{state}“) über {amount_cents}: zurückgebucht {booked_cents}",
    ),
    Law(
        "refund-known",
        "Jede Erstattung in den Büchern gehört zu einer Erstattung einer Bestellung",
        """
        select 'Geldbuchung' as book, m.id, m.source, m.amount_cents
        from ledger_money m
        left join refunds r on r.stripe_id = m.stripe_id
        where m.kind in ('refund', 'refund_failed')
            and (r.id is null or r.order_id <> coalesce(m.order_id, 0))
        union all
        select 'Warenbuchung', e.id, e.source, e.gross_cents
        from ledger_entries e
        left join refunds r on r.stripe_id = e.stripe_id
        where e.kind = 'refund'
            and (r.id is null or r.order_id <> e.order_id or r.gives_back <> 'goods')
        """,
        "{book} {id} ({source}) über {amount_cents} gehört zu keiner Erstattung",
    ),
    Law(
        "refund-goods-booked",
        "Jede angenommene Erstattung nimmt Ware und Steuer einmal zurück, eine gescheiterte nichts",
        """
        select o.number, r.id, r.state, l.position, x.gross_cents, x.units,
            coalesce(sum(e.gross_cents), 0) as booked_cents,
            coalesce(sum(f.gross_cents), 0) as reversed_cents
        from refund_lines x
        join refunds r on r.id = x.refund_id
        join orders o on o.id = r.order_id
        join order_lines l on l.id = x.line_id
        join order_line_vat v on v.line_id = x.line_id
        left join ledger_entries e on e.source = 'refund:' || x.id || ':' || v.rate_bp
        left join ledger_entries f on f.source = 'refund_failed:' || x.id || ':' || v.rate_bp
        group by o.number, r.id, r.state, r.accepted_at, l.position, l.quantity, x.id,
            x.gross_cents, x.units
        having coalesce(sum(e.gross_cents), 0)
                <> case when r.accepted_at is null then 0 else -x.gross_cents end
            or coalesce(sum(f.gross_cents), 0)
                <> case when r.accepted_at is not null and r.state in
                    ('failed', 'replaced', 'settled') then x.gross_cents else 0 end
            or coalesce(sum(e.units), 0) <> case when r.accepted_at is null then 0 else -x.units end
        order by x.id
        """,
        "{number}, Erstattung {id} („{state}“), Position {position}: {units} Stück, {gross_cents}; "
        "gebucht {booked_cents}, zurückgebucht {reversed_cents}",
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
