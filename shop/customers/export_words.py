"""What the export is called in German, for the page that people read."""

import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from shop.web.filters import datetime_de

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
#: Names of tables and columns → words; a test finds one without.
WORDS = {
    "exported_at": __("Stand"),
    "email": __("E-Mail"),
    "people": __("Konto"),
    "name": __("Name"),
    "confirmed_at": __("bestätigt"),
    "sign_in_sessions": __("Angemeldete Geräte"),
    "authenticators": __("App für Einmalcodes"),
    "passkeys": __("Passkeys"),
    "recovery_codes": __("Ersatzcodes"),
    "account_links": __("Verweise in Mails"),
    "account_requests": __("Gewünschtes Konto"),
    "asked_at": __("gewünscht"),
    "saved_addresses": __("Adressen"),
    "checkout_drafts": __("Angaben an der Kasse"),
    "answers": __("Angaben"),
    "orders": __("Bestellungen"),
    "number": __("Nummer"),
    "state": __("Stand"),
    "placed_at": __("bestellt"),
    "paid_at": __("bezahlt"),
    "business_date": __("Buchungstag"),
    "delivery": __("Lieferart"),
    "phone": __("Telefon"),
    "place": __("Abholort"),
    "extra": __("Adresszusatz"),
    "street": __("Straße"),
    "postcode": __("Postleitzahl"),
    "city": __("Ort"),
    "country": __("Land"),
    "billing_name": __("Rechnung an"),
    "billing_street": __("Rechnung: Straße"),
    "billing_postcode": __("Rechnung: Postleitzahl"),
    "billing_city": __("Rechnung: Ort"),
    "billing_country": __("Rechnung: Land"),
    "is_gift": __("Geschenk"),
    "greeting": __("Grußkarte"),
    "pickup_code": __("Abholcode"),
    "total_cents": __("Summe in Cent"),
    "promised_on": __("zugesagt bis"),
    "order_lines": __("Positionen"),
    "product_name": __("Ware"),
    "variant_name": __("Sorte"),
    "quantity": __("Stück"),
    "unit_price_cents": __("Stückpreis in Cent"),
    "order_line_vat": __("Mehrwertsteuer"),
    "order_texts": __("Rechtstexte"),
    "order_events": __("Verlauf"),
    "happened_at": __("geschehen"),
    "order_notes": __("Notizen"),
    "noted_at": __("notiert"),
    "text": __("Wortlaut"),
    "order_erasures": __("Löschung"),
    "parcels": __("Sendungen"),
    "tracking": __("Sendungsnummer"),
    "sent_at": __("verschickt"),
    "payment_attempts": __("Zahlungen"),
    "amount_cents": __("Betrag in Cent"),
    "parameters": __("An Stripe übermittelt"),
    "refunds": __("Erstattungen"),
    "refund_lines": __("Erstattete Positionen"),
    "disputes": __("Rückbuchungen"),
    "payment_warnings": __("Warnungen zur Zahlung"),
    "withdrawals": __("Widerrufe"),
    "contract": __("Vertrag"),
    "goods": __("Ware"),
    "received_at": __("eingegangen"),
    "outbox": __("Mails an Sie"),
    "recipient": __("Empfänger"),
    "subject": __("Betreff"),
    "queued_at": __("geschrieben"),
    "device": __("Gerät"),
    "started_at": __("begonnen"),
    "seen_at": __("zuletzt benutzt"),
    "saved_at": __("gespeichert"),
    "added_at": __("hinzugefügt"),
    "used_at": __("benutzt"),
    "kind": __("Art"),
    "purpose": __("Zweck"),
    "made_at": __("erstellt"),
    "expires_at": __("gilt bis"),
    "answered_at": __("beantwortet"),
    "is_default": __("beginnt die Kasse damit"),
    "promise_days": __("zugesagte Werktage"),
    "wanted_at": __("Löschung gewünscht"),
    "contact_erased_at": __("Kontakt gelöscht"),
    "erased_at": __("Namen gelöscht"),
    "position": __("Zeile"),
    "sku": __("Artikelnummer"),
    "legal_name": __("Bezeichnung"),
    "net_grams": __("Füllmenge in Gramm"),
    "coffee_grams": __("Kaffee in Gramm"),
    "refunded_units": __("davon aufgehoben"),
    "rate_bp": __("Steuersatz in Hundertstel Prozent"),
    "gross_cents": __("brutto in Cent"),
    "net_cents": __("netto in Cent"),
    "vat_cents": __("Steuer in Cent"),
    "sha256": __("Prüfsumme"),
    "from_state": __("von"),
    "to_state": __("zu"),
    "note": __("Grund"),
    "carrier": __("Paketdienst"),
    "session_id": __("Bezahlseite bei Stripe"),
    "payment_intent_id": __("Zahlung bei Stripe"),
    "received_cents": __("erhalten in Cent"),
    "in_balance": __("beim Zahlungsdienst gebucht"),
    "refunded_cents": __("erstattet in Cent"),
    "disputed_cents": __("zurückgebucht in Cent"),
    "settled_at": __("gebucht"),
    "gives_back": __("erstattet für"),
    "origin": __("ausgelöst durch"),
    "stripe_id": __("Nummer bei Stripe"),
    "failure": __("gescheitert weil"),
    "reason": __("Anlass"),
    "goods_known": __("Verbleib der Ware bekannt"),
    "waits_for_customer": __("wartet auf Sie"),
    "requested_at": __("angefordert"),
    "accepted_at": __("angenommen"),
    "ended_at": __("abgeschlossen"),
    "units": __("Stück"),
    "withdrawn_cents": __("abgebucht in Cent"),
    "lines": __("Buchungen"),
    "taken_at": __("abgebucht"),
    "status": __("Stand"),
    "due_by": __("Frist"),
    "opened_at": __("eröffnet"),
    "closed_at": __("geschlossen"),
    "is_open": __("offen"),
    "warned_at": __("gewarnt"),
    "mail_queued": __("bestätigt per Mail"),
    "news": __("Anlass"),
    "html": __("Wortlaut als HTML"),
    "changed_at": __("geändert"),
}


def named(value: Any) -> Any:
    """The export with German names, as text; empty answers and HTML twins of mails left out."""
    if isinstance(value, dict):
        shown = {
            key: one for key, one in value.items() if one not in ("", None, []) and key != "html"
        }
        return {str(WORDS.get(key, key)): named(one) for key, one in shown.items()}
    if isinstance(value, list):
        return [named(one) for one in value]
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(text: str) -> str:
    return datetime_de(datetime.fromisoformat(text)) if _MOMENT.fullmatch(text) else text
