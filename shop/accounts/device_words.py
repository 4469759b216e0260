"""A device in words its owner knows it by."""

#: What to look for in what a browser says of itself; the first that is there names it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung-Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_words(said: str) -> str:
    """„Firefox auf Windows“; an unknown browser is „Browser“. Versions are not kept."""
    browser = next((name for mark, name in _BROWSERS if mark in said), "Browser")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return f"{browser} auf {system}" if system else browser
