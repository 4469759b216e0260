"""What often goes wrong in an address, as kind questions. Pure.

A Packstation without Postnummer cannot be delivered to. A missing house number or a mistyped mail
provider is only asked about once: there are streets without numbers.
"""

import re

_PACKSTATION = re.compile(r"(?i)\b(pack\s*station|postfiliale)\b")
_POSTNUMMER = re.compile(r"(?<!\d)\d{6,10}(?!\d)")

#: Mistyped mail provider → what was probably meant.
_MISTYPED = {
    wrong: right
    for right, wrongs in {
        "gmail.com": "gmial.com gmai.com gmail.de gmail.co gnail.com gmal.com googlemail.de",
        "gmx.de": "gxm.de gmx.d gmx.ded gmy.de gmx.dee",
        "gmx.net": "gxm.net gmx.nt gmx.ner",
        "web.de": "wed.de web.d wbe.de web.dee",
        "t-online.de": "tonline.de t-onlin.de t-online.d t-onine.de",
        "outlook.com": "outlok.com outlook.co outllok.com",
        "outlook.de": "outlok.de outlook.d",
        "hotmail.com": "hotmial.com hotmai.com hotmal.com hotmail.co",
        "icloud.com": "iclod.com icloud.co icoud.com icloud.de",
        "posteo.de": "postoe.de posteo.d",
        "yahoo.de": "yaho.de yahoo.d yhaoo.de",
    }.items()
    for wrong in wrongs.split()
}


def is_packstation(street: str) -> bool:
    return bool(_PACKSTATION.search(street))


def lacks_postnummer(street: str, extra: str) -> bool:
    """A Packstation, and nowhere a Postnummer: six to ten digits, unlike any station's number."""
    return is_packstation(street) and not _POSTNUMMER.search(f"{street} {extra}")


def lacks_house_number(street: str) -> bool:
    return not any(sign.isdigit() for sign in street)


def probably_meant(email: str) -> str | None:
    """The address with the provider that was probably meant; None if nothing looks mistyped."""
    name, _, provider = email.rpartition("@")
    meant = _MISTYPED.get(provider.lower())
    return f"{name}@{meant}" if meant else None
