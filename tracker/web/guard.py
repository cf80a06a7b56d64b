"""Permission to open a page. A page without a declared permission is always refused.

@bp.get("/people/<int:number>")
@requires(Permission.SEE_PEOPLE)
def person(number: int): ...

See decision 0032.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import store
from tracker.access import Permission, Scope
from tracker.domain.casework.contact import Visibility
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.store.casework.contacts import Contact, LastContact
from tracker.store.casework.kept_documents.moved_documents import Listed
from tracker.store.institutions.register import Directory
from tracker.store.people.records import Person

View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")

#: The attribute by which a view declares its permission, or that it needs no sign-in.
_NEEDS = "_needs"
_FRESH = "_needs_a_fresh_proof"
_OFFERED_ON = "_is_a_file_offered_on"
_FOR_SET_UP = "_is_for_set_up"
PUBLIC = "public"


def requires(
    permission: Permission,
    *,
    fresh: bool = False,
    offered_on: str | None = None,
    for_set_up: bool = False,
) -> Callable[[View], View]:
    """Opens a page to every user who has the permission.

    With ``fresh`` its form asks for a new proof of who the user is, unless there was
    one a short while ago (web/account/factors/proving.py). With ``offered_on``, the
    endpoint of the page that links to it, it is a file whose download asks for one too.
    With ``for_set_up`` it is open to a user who has to set up a second factor before
    anything else.
    """

    def declare(view: View) -> View:
        setattr(view, _NEEDS, permission)
        setattr(view, _FRESH, fresh or offered_on is not None)
        setattr(view, _OFFERED_ON, offered_on)
        setattr(view, _FOR_SET_UP, for_set_up)
        return view

    return declare


def public(view: View) -> View:
    """Opens a page without sign-in: for signing in, and for the monitoring system."""
    setattr(view, _NEEDS, PUBLIC)
    return view


def needs(app: Flask, endpoint: str) -> Permission | str | None:
    """The permission that a page needs, PUBLIC, or None if nothing is declared."""
    found: Permission | str | None = getattr(app.view_functions[endpoint], _NEEDS, None)
    return found


def needs_fresh_proof(app: Flask, endpoint: str) -> bool:
    """Whether the form of a page needs a new proof of who the user is."""
    return bool(getattr(app.view_functions[endpoint], _FRESH, False))


def offered_on(app: Flask, endpoint: str) -> str | None:
    """The page that offers a file whose download needs a new proof; None for a page,
    and for any other file.
    """
    found: str | None = getattr(app.view_functions[endpoint], _OFFERED_ON, None)
    return found


def must_set_up() -> bool:
    """Whether the signed-in user has to set up a second factor before anything else."""
    return _must_set_up(me())


def _must_set_up(user: User) -> bool:
    session = user.session
    return session is None or session.how == How.PASSWORD


def me() -> User:
    """The signed-in user."""
    user: User = current_user._get_current_object()
    return user


def scope() -> Scope:
    """The scope of the signed-in user."""
    return me().scope


def may(permission: Permission) -> bool:
    """Whether the signed-in user has the permission; others are shown no link."""
    # A page has a hundred calls of this; each look for the user takes a while.
    user = current_user._get_current_object()
    return bool(
        user.is_authenticated and not _must_set_up(user) and user.may(permission)
    )


def may_see_contact(contact: Contact | LastContact | Listed) -> bool:
    """Whether the signed-in user may see more of a contact than its day and its author,
    or anything of a document.

    Only its author and team leaders may see a restricted one.
    """
    return (
        contact.visibility != Visibility.RESTRICTED
        or _author(contact) == me().email
        or may(Permission.SEE_RESTRICTED_CONTACTS)
    )


def _author(contact: Contact | LastContact | Listed) -> str:
    return contact.by if isinstance(contact, LastContact) else contact.written_by


def found(thing: T | None) -> T:
    """What was looked up; "not found" if it does not exist or is outside the scope."""
    if thing is None:
        abort(404)
    return thing


def record_of(number: int) -> Person | None:
    """The record with that number in the user's scope, read once by each request."""
    return store.database.cached.once(
        ("record", number), lambda: store.people.records.get(number, within=scope())
    )


def standing_person(number: int) -> Person:
    """The young person that a page may write about; a merged record is not found."""
    person = found(record_of(number))
    return found(person if person.merged_into is None else None)


def _refuse() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    wanted = needs(current_app, request.endpoint)
    if wanted == PUBLIC:
        if request.blueprint == "account" and current_user.is_authenticated:
            # The link may be for another user, also one of another authority.
            shown = store.database.shown
            shown.show([shown.SIGN_IN, me().authority])
        return None
    if not current_user.is_authenticated:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("account.sign_in", next=back))
    if not isinstance(wanted, Permission) or not me().may(wanted):
        # A user who may not open the page does not learn whether it exists; the log
        # has their number, so that trying out pages is seen.
        current_app.logger.warning("a page was refused: %s", request.endpoint)
        abort(404)
    view = current_app.view_functions[request.endpoint]
    if must_set_up() and not getattr(view, _FOR_SET_UP, False):
        return redirect(url_for("account.set_up"))
    # Pages about one's own account use tables that only the application's role may read
    # and write.
    if me().does.of_institution and wanted != Permission.SEE_OWN_ACCOUNT:
        store.database.shown.show_institution(own_keys())
    return None


def own_keys() -> frozenset[str]:
    """The keys under which rows of the signed-in user's school or college are kept.

    They are the key stored with the user, and the institution's present one. Empty for
    a user of the council.
    """
    key = me().institution
    if key is None:
        return frozenset()
    return frozenset(
        (key, store.institutions.institution_keys.institution_of(key, register()).key)
    )


def register() -> Directory:
    """The register of institutions, read once by each page."""
    if "register" not in g:
        g.register = store.institutions.register.directory()
    found: Directory = g.register
    return found


def init_app(app: Flask) -> None:
    app.before_request(_refuse)
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["may_see_contact"] = may_see_contact
    app.jinja_env.globals["Permission"] = Permission
