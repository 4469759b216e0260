"""Who carries parcels, and where one sees how far a parcel has got."""

from urllib.parse import quote

#: Kept with the parcel, so a key never changes. In the order the staff choose from.
CARRIERS: dict[str, str] = {
    "dhl": "DHL",
    "dpd": "DPD",
    "hermes": "Hermes",
    "gls": "GLS",
    "post": "Deutsche Post",
    "other": "anderer Paketdienst",
}
_PAGES = {
    "dhl": "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=",
    "dpd": "https://tracking.dpd.de/status/de_DE/parcel/",
    "hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#",
    "gls": "https://www.gls-pakete.de/sendungsverfolgung?trackingNumber=",
    "post": "https://www.deutschepost.de/de/s/sendungsverfolgung/verfolgen.html?piececode=",
}


def tracking_page(carrier: str, tracking: str) -> str:
    """The carrier's page about a parcel; empty where there is none to lead to."""
    page = _PAGES.get(carrier, "")
    return page + quote(tracking, safe="") if page and tracking else ""


def tracking_kept(typed: str) -> str:
    """A tracking number as it is kept and searched for: „0034 0434 1a“ → „003404341A“."""
    return "".join(typed.upper().split())
