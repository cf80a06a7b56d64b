"""Who may open a page. A page without a declared permission is refused to everybody.

@bp.get("/people/<int:number>")
@requires(Permission.SEE_PEOPLE)
def person(number: int): ...

See decision 0032.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import Permission, Scope
from tracker.store.accounts.users import User

View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")

#: What a page says of itself: a permission, or that nobody needs to be signed in.
_NEEDS = "_needs"
PUBLIC = "public"


def requires(permission: Permission) -> Callable[[View], View]:
    """Opens a page to whoever has the permission."""

    def declare(view: View) -> View:
        setattr(view, _NEEDS, permission)
        return view

    return declare


def public(view: View) -> View:
    """Opens a page to everybody: signing in, and the machine that watches."""
    setattr(view, _NEEDS, PUBLIC)
    return view


def needs(app: Flask, endpoint: str) -> Permission | str | None:
    """What a page asks for: a permission, PUBLIC, or None for nothing declared."""
    found: Permission | str | None = getattr(app.view_functions[endpoint], _NEEDS, None)
    return found


def me() -> User:
    """Who is signed in."""
    user: User = current_user._get_current_object()
    return user


def scope() -> Scope:
    """Whose young people whoever is signed in may see."""
    return me().scope


def may(permission: Permission) -> bool:
    """Whether whoever is signed in may do it; for links that others do not need."""
    user = current_user._get_current_object()
    return bool(user.is_authenticated and user.may(permission))


def found(thing: T | None) -> T:
    """What was looked for; "not found" for what is not there, or not in the scope."""
    if thing is None:
        abort(404)
    return thing


def _refuse() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    wanted = needs(current_app, request.endpoint)
    if wanted == PUBLIC:
        return None
    if not current_user.is_authenticated:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=back))
    if not isinstance(wanted, Permission) or not me().may(wanted):
        # Whether the page exists is nobody's business who may not open it.
        abort(404)
    return None


def init_app(app: Flask) -> None:
    app.before_request(_refuse)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["Permission"] = Permission
