"""Links by the standard of GS1 (Digital Link)."""

from urllib.parse import quote

from shop.catalogue.gtin import gtin14


def batch_link(base_url: str, code: str, gtin: str | None = None) -> str:
    """What the QR code of a bag says: its GS1 Digital Link, or without a GTIN its page.

    GTIN as application identifier 01 in 14 digits, the batch as 10 („lot“), both in the path.
    """
    batch = quote(code, safe="")
    found = gtin14(gtin) if gtin else None
    return f"{base_url}/01/{found}/10/{batch}" if found else f"{base_url}/charge/{batch}"
