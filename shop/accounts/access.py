"""Who may enter: `@needs("staff")` on every page that is not for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, cast

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user

from shop.accounts.factors import factors_of
from shop.accounts.models import Person
from shop.accounts.on_the_way import half_in
from shop.accounts.rules import RoleName, opened_by, works_here

P = ParamSpec("P")
T = TypeVar("T")


def needs(
    role: Literal["staff", "report", "admin", "customer"],
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Lets in who holds the role; an admin everywhere but on a customer's pages.

    Others are sent to the sign-in, or told that the page is not theirs. Stands directly above
    the function, below the route. A test walks all addresses and finds a page without it.
    """

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            roles = roles_of_visitor()
            if not roles:
                return _to_sign_in()
            if role not in roles:
                return _not_yours()
            return view(*args, **kwargs)

        guarded.__dict__["needed_role"] = role
        return cast(Callable[P, T], guarded)

    return decorate


def needs_person(view: Callable[P, T]) -> Callable[P, T]:
    """Lets in whoever is signed in, with all the factors their roles ask for."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        return view(*args, **kwargs) if roles_of_visitor() else _to_sign_in()

    guarded.__dict__["needed_role"] = "person"
    return cast(Callable[P, T], guarded)


def roles_of_visitor() -> tuple[str, ...]:
    """Roles whose pages the visitor may enter; empty, and without a query, for the public.

    Empty too for somebody who works here and has shown one factor only.
    """
    if not has_request_context() or _cookie_name() not in request.cookies:
        return ()
    if not current_user.is_authenticated:
        return ()
    held = [role.name for role in current_user.roles]
    if works_here(held) and session.get("factors") != 2:
        return ()
    return tuple(sorted(opened_by(held)))


def person_id() -> int:
    """Who is signed in, for the books. Only behind `needs`."""
    return cast(int, current_user.id)


def person() -> Person:
    """Who is signed in. Only behind `needs` and its kin."""
    return cast(Person, current_user._get_current_object())


def landing(roles: tuple[str, ...]) -> str:
    """The first page of somebody with these roles."""
    if RoleName.STAFF in roles:
        return "/heute"
    if RoleName.REPORT in roles:
        return "/berichte/"
    if RoleName.CUSTOMER in roles:
        return "/konto/uebersicht"
    return "/"


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"current_roles": roles_of_visitor()})


def _cookie_name() -> str:
    return cast(str, current_app.config["SESSION_COOKIE_NAME"])


def _to_sign_in() -> Response:
    if request.method in {"GET", "HEAD"}:
        if who := half_in():
            # Not thrown out, only not all the way in.
            session["next"] = request.full_path.rstrip("?")
            step = "second_factor.ask" if factors_of(who.id).count else "factors.choose"
            return cast(Response, redirect(url_for(step)))
        return cast(
            Response, redirect(url_for("security.login", next=request.full_path.rstrip("?")))
        )
    # What was typed is gone with the session; say so instead of sending it somewhere.
    return cast(Response, redirect(url_for("security.login", verfallen=1), 303))


def _not_yours() -> Response:
    page = render_template(
        "errors/error.html",
        status=403,
        title=_("Diese Seite gehört nicht zu Ihren Aufgaben"),
        sentence=_(
            "Ihr Konto ist dafür nicht freigeschaltet. Wenn Sie sie brauchen, wenden Sie sich "
            "bitte an die Verwaltung des Ladens."
        ),
        back_url=landing(roles_of_visitor()),
        back_label=_("Zu Ihren Seiten"),
    )
    return make_response(page, 403)
