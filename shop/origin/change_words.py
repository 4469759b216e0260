"""Columns of the records in the words of the staff, and their values as people read them."""

from typing import Any

from flask_babel import lazy_gettext as _

from shop.audit.words import Words, plain_value, speak_of
from shop.origin.named import NAMED
from shop.origin.rules import PROCESSES, PROVINCES
from shop.web.filters import percent_bp, weight
from shop.web.measures import measure_text

#: Roles of (EU) 2023/1115, as the staff choose them.
EUDR_ROLES = {
    "": _("noch nicht geklärt"),
    "operator": _("Marktteilnehmer"),
    "downstream_operator": _("nachgelagerter Marktteilnehmer"),
    "trader": _("Händler"),
}
COLUMNS = {
    # cooperatives
    "name": _("Name"),
    "slug": _("Adresse der Seite"),
    "place": _("Ort"),
    "province": _("Provinz"),
    "altitude_from": _("Höhe von"),
    "altitude_to": _("Höhe bis"),
    "members": _("Mitglieder"),
    "founded": _("gegründet"),
    "partner_since": _("Partner seit"),
    "description": _("Beschreibung"),
    "website": _("Website"),
    "source_place": _("Quelle zu Ort und Provinz"),
    "source_altitude": _("Quelle zur Höhe"),
    "source_members": _("Quelle zu den Mitgliedern"),
    "source_founded": _("Quelle zur Gründung"),
    "source_partner_since": _("Quelle zur Partnerschaft"),
    "source_description": _("Quelle zur Beschreibung"),
    # green lots
    "code": _("Kennung"),
    "contract": _("Vertrag"),
    "contracted_on": _("Vertrag vom"),
    "supplier": _("Lieferant"),
    "supplier_address": _("Lieferant: Postadresse"),
    "supplier_mail": _("Lieferant: E-Mail-Adresse"),
    "grams": _("Menge"),
    "harvested_from": _("Ernte von"),
    "harvested_until": _("Ernte bis"),
    "arrived_on": _("angekommen am"),
    "varieties": _("Varietäten"),
    "process": _("Aufbereitung"),
    "fob_usd_e4": _("FOB-Preis"),
    "fob_on": _("FOB-Preis vom"),
    "reference_usd_e4": _("Vergleichspreis"),
    "reference_name": _("Vergleichspreis: Name"),
    "reference_on": _("Vergleichspreis vom"),
    "premium_usd_e4": _("Prämie"),
    "organic_usd_e4": _("Aufschlag für zertifizierten Anbau"),
    "usd_per_eur_e4": _("Wechselkurs"),
    "rate_on": _("Wechselkurs vom"),
    "rate_source": _("Wechselkurs: Quelle"),
    "eudr_role": _("Rolle nach EUDR"),
    "eudr_reference": _("Referenznummer der Sorgfaltserklärung"),
    "eudr_verification": _("Prüfnummer"),
    "note": _("Notiz"),
    "shares": _("Anteile"),
    # batches
    "kind": _("Art"),
    "roaster": _("geröstet oder zusammengestellt von"),
    "made_on": _("geröstet oder zusammengestellt am"),
    "best_before": _("mindestens haltbar bis"),
    "green_grams": _("Rohkaffee"),
    "made_grams": _("Röstkaffee"),
    "written_off_grams": _("abgeschrieben"),
    "because": _("Grund"),
    "lab_note": _("Labornotiz"),
    "project_micro_per_kg": _("Beitrag zu den Projekten"),
    "blocked_because": _("gesperrt, weil"),
    "blocked_also": _("auch gesperrt, weil"),
    "blocked_as": _("gesperrt als"),
    "recall_mails": _("Mails über den Rückruf"),
    "sources": _("aus Rohkaffee"),
    "given_back": _("zurück aus Charge"),
    # schemes, certificates, claims
    "criteria_url": _("wo die Kriterien stehen"),
    "permitted_because": _("darf gezeigt werden, weil"),
    "mark_sha256": _("Zeichen: Prüfsumme"),
    "scheme": _("Zeichen"),
    "holder_kind": _("ausgestellt für"),
    "holder": _("Inhaber"),
    "cooperative_id": _("Genossenschaft: Nummer"),
    "number": _("Nummer"),
    "control_body_code": _("Code der Kontrollstelle"),
    "certifier": _("ausgestellt von"),
    "valid_from": _("gültig ab"),
    "valid_until": _("gültig bis"),
    "scope": _("wofür es gilt"),
    "verify_url": _("wo man es nachprüfen kann"),
    "file_sha256": _("Datei: Prüfsumme"),
    "revoked_on": _("widerrufen am"),
    "revoked_because": _("widerrufen, weil"),
    "text": _("Aussage"),
    "specification": _("was genau gemeint ist"),
    "origin_line": _("Herkunft der Zutaten"),
    "evidence": _("beruht auf"),
    "lots": _("gilt für Rohkaffee"),
    "withdrawn_at": _("zurückgezogen am"),
}
#: What a scheme or a claim is about, and who a certificate is for.
KINDS = {"organic": _("ökologischer Landbau"), "fair": _("fairer Handel")}
HOLDERS = {
    "shop": _("wir selbst"),
    "roaster": _("die Rösterei"),
    "importer": _("der Importeur"),
    "cooperative": _("eine Genossenschaft"),
}
#: How a batch is blocked.
BLOCKED_AS = {"precaution": _("Vorsorge"), "recall": _("Rückruf")}
_KINDS = {"roast": _("Röstung"), "set": _("Zusammenstellung")} | KINDS
_CHOICES: dict[str, dict[str, Any]] = {
    "province": dict(PROVINCES),
    "process": dict(PROCESSES),
    "eudr_role": EUDR_ROLES,
    "kind": _KINDS,
    "blocked_as": BLOCKED_AS,
    "holder_kind": HOLDERS,
}


def _value(column: str, text: str) -> str:
    if column in _CHOICES:
        return str(_CHOICES[column].get(text, text))
    return _number_words(column, int(text)) if text.isdigit() else plain_value(column, text)


def _number_words(column: str, number: int) -> str:
    if column.endswith("grams"):
        return weight(number)
    if column == "usd_per_eur_e4":
        return f"{measure_text(number, 4, 2)} USD/€"
    if column.endswith("_usd_e4"):
        return f"{measure_text(number, 4, 2)} USD/lb"
    if column.endswith("_bp"):
        return percent_bp(number)
    if column.endswith("_micro_per_kg"):
        return f"{measure_text(number, 6, 2)} €/kg"
    if column.startswith("altitude"):
        return f"{number} m"
    return str(number)


for _record, _name in {
    "cooperative": _("Genossenschaft"),
    "green_lot": _("Rohkaffee"),
    "batch": _("Charge"),
    "scheme": _("Zeichen"),
    "certificate": _("Nachweis"),
    "claim": _("Aussage"),
    "split": _("Preisaufschlüsselung"),
    "transfer": _("Überweisung einer Prämie"),
}.items():
    speak_of(_record, Words(_name, COLUMNS, _value, NAMED.get(_record)))
