"""Which tables hold something about a customer, and which of it the export leaves out, and why.

A test walks the tables: whatever leads to a customer or an order stands here.
"""

from collections.abc import Mapping

#: Keys of rows, and what lets somebody in: they say nothing about the customer.
_KEYS = frozenset({"id", "key", "order_id", "line_id", "refund_id", "attempt_id", "person_id"})

#: Table → columns the export leaves out.
EXPORTED: Mapping[str, frozenset[str]] = {
    "people": _KEYS | {"password", "fs_uniquifier", "active"},
    "sign_in_sessions": _KEYS | {"id_hash", "content"},
    "authenticators": _KEYS | {"secret", "last_step"},
    "passkeys": _KEYS | {"credential_id", "public_key", "sign_count", "last_answer"},
    "recovery_codes": _KEYS | {"code_hash"},
    "account_links": _KEYS | {"nonce"},
    "account_requests": _KEYS | {"token_hash", "password"},
    "saved_addresses": _KEYS,
    # The token opens the order page to whoever holds it.
    "orders": _KEYS | {"token", "draft_key", "customer_id", "pickup_place_id"},
    "order_erasures": _KEYS,
    "order_lines": _KEYS | {"variant_id"},
    "order_line_vat": _KEYS,
    "order_texts": _KEYS,
    # Who of the staff did it is theirs.
    "order_events": _KEYS,
    "order_notes": _KEYS,
    "parcels": _KEYS,
    "payment_attempts": _KEYS | {"idempotency_key", "next_look_at"},
    "refunds": _KEYS | {"idempotency_key", "next_try_at", "tries", "told_before"},
    "refund_lines": _KEYS,
    "disputes": _KEYS,
    "payment_warnings": _KEYS,
    "withdrawals": _KEYS | {"token"},
    "outbox": _KEYS
    | {"dedupe_key", "message_id", "next_try_at", "tries", "last_error", "about", "detail"},
    "checkout_drafts": _KEYS,
}

#: Table → why the export has nothing of it.
LEFT_OUT: Mapping[str, str] = {
    "people_roles": "a customer's role is that of a customer",
    "order_words": "parts of the names and the address that the order itself has",
    "order_line_claims": "what was said of the coffee; on the order page, and the same for all",
    "stock_reservations": "which bags were held; of no person",
    "stock_movements": "moves of goods; of no person",
    "parcel_items": "which bags lay in a parcel; of no person",
    "ledger_entries": "the books: the figures of the lines and of the refunds once more",
    "ledger_money": "the books: the figures of payments and refunds once more",
    "ledger_premium": "the books: what growers are owed for a bag",
    "balance_lines": "the provider's account of payments and refunds; figures once more",
    "sign_in_tries": "a hash of the mailbox, for a quarter of an hour",
    "withdrawal_mails": "a hash of the mailbox, for two hours",
    "counter_sales": "sales over the counter name no customer",
    "counter_returns": "sales over the counter name no customer",
    "counter_return_lines": "sales over the counter name no customer",
}
