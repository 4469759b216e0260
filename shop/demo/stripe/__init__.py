"""Demo-Stripe: a small server on loopback that answers as Stripe does, without any money.

It is foreign software from the shop's point of view: own process, own port, own store file, no
import of a shop package. What it accepts is read from the parameter types of the installed Stripe
library (`parameters.py`); what it answers is checked against the library's resource types by the
tests. Known parameters that it does not carry out are refused, never ignored.

Reading order: `api.py` and `money_api.py` (the /v1 routes), `sessions.py` and `payments.py` (what
happens to a session), `balance.py`, `refunds.py`, `disputes.py` and `payouts.py` (what becomes of
the money), `overdue.py` (what happens by itself), `events.py` and `deliveries.py` (what the shop
hears of it), `hosted_page.py` and `dashboard.py` (what a person sees), `control.py` and its
neighbours (how a test or a button steers it), `faults.py` and `event_modes.py` (what goes wrong on
order), `server.py` (how it is put together).
"""
