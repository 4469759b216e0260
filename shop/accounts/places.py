"""Pages somebody may be sent to."""


def is_ours(place: str) -> bool:
    """Whether it is a path of this shop, however a browser reads it."""
    return (
        place.startswith("/")
        and not place.startswith(("//", "/\\"))
        and len(place) <= 1000
        and place.isprintable()
        and "\\" not in place
    )
