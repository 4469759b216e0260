"""What the books expected when a form was opened, so that whoever counts cannot read it."""

from itsdangerous import Signer

from shop.web.cookies import signer


def seal(form_key: str, expected: int) -> str:
    """Another one for every form: two that expect the same do not look the same."""
    return _signer().get_signature(_words(form_key, expected)).decode("ascii")


def is_sealed(form_key: str, expected: int, sealed: str) -> bool:
    """Whether the form with this key was opened when the books expected so many."""
    told = sealed.encode("ascii", "replace")
    return _signer().verify_signature(_words(form_key, expected), told)


def _signer() -> Signer:
    return signer("stocktake-expected").make_signer()


def _words(form_key: str, expected: int) -> bytes:
    return f"{form_key}:{expected}".encode()
