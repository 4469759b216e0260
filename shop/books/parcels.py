"""What left the house by a carrier was in a parcel."""

from shop.books.law import Law

LAWS = (
    Law(
        "parcels-hold-what-left",
        "In den Sendungen einer Bestellung ist, was von ihr verschickt wurde oder zurückkam",
        """
        select o.number, h.id, h.units, h.sent, h.returned, coalesce(i.units, 0) as in_parcels
        from stock_reservations h
        join orders o on o.id = h.order_id
        left join (
            select reservation_id, sum(units) as units from parcel_items group by reservation_id
        ) i on i.reservation_id = h.id
        where o.delivery = 'shipping'
            and (coalesce(i.units, 0) < h.sent or coalesce(i.units, 0) > h.sent + h.returned)
        order by h.id
        """,
        "{number}, Reservierung {id} über {units}: verschickt {sent}, zurück {returned}, "
        "in Sendungen {in_parcels}",
    ),
    Law(
        "parcels-of-their-order",
        "Keine Sendung enthält Ware einer anderen Bestellung",
        """
        select o.number, p.number as parcel
        from parcel_items i
        join parcels p on p.id = i.parcel_id
        join stock_reservations h on h.id = i.reservation_id
        join orders o on o.id = p.order_id
        where h.order_id <> p.order_id
        order by p.id
        """,
        "{number}, Sendung {parcel}: enthält Ware einer anderen Bestellung",
    ),
)
