"""Changes that want a proof not older than a quarter of an hour."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import redirect, request, session, url_for

from shop.accounts.rules import PROOF
from shop.clock import now

P = ParamSpec("P")
T = TypeVar("T")


def freshly_proved(view: Callable[P, T]) -> Callable[P, T]:
    """Asks for the password again first. Stands below `needs` or its kin."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if is_fresh():
            return view(*args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("security.prove", next=request.full_path.rstrip("?")))
        # What was typed is gone; the page says so.
        start = "/verwaltung/personen" if request.path.startswith("/verwaltung/") else _OWN
        return redirect(url_for("security.prove", next=start, verfallen=1), 303)

    return cast(Callable[P, T], guarded)


_OWN = "/konto/sicherheit"


def is_fresh() -> bool:
    return bool(session.get("proved_at", 0) > (now() - PROOF).timestamp())
