"""The page between a new proof of who the user is and the file that needs it.

A browser that downloads a file stays on the page it has, so this page says that the
download has started, and leads back.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import (
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from tracker.access import Permission
from tracker.web import guard
from tracker.web.account import bp, signed_in
from tracker.web.account.factors import proving
from tracker.web.guard import found, me, requires

#: Where the cookie keeps the file whose download starts by itself, once.
_STARTS = "file that starts"


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file: its address, and that of the page on which it is offered."""

    address: str
    page: str


@bp.route("/account/download", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_ACCOUNT)
def download() -> ResponseReturnValue:
    """Asks for the proof, then starts the download of the file that ``file`` names.

    An identity provider leads back here with ``confirmed``.
    """
    wanted = found(_wanted())
    here = url_for("account.download", file=wanted.address)
    back = url_for("account.download", file=wanted.address, confirmed="yes")
    asked_for = proving.ask(back=back, page=wanted.page)
    if asked_for is not None:
        return asked_for
    if request.method == "POST" or "confirmed" in request.args:
        session[_STARTS] = wanted.address
        return redirect(here, 303)
    # Coming back to this page by the browser's button starts nothing.
    starts = session.pop(_STARTS, None) == wanted.address
    return render_template("account/download.html", wanted=wanted, starts=starts)


def _wanted() -> WantedFile | None:
    """The file that the address names; None for what is no such file of the user."""
    address = signed_in.own_address(request.args.get("file"))
    if address is None:
        return None
    parts = urlsplit(address)
    try:
        endpoint, given = current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return None
    page = guard.offered_on(current_app, endpoint)
    permission = guard.needs(current_app, endpoint)
    may = isinstance(permission, Permission) and me().may(permission)
    if page is None or not may or not proving.must_prove_for_file(endpoint):
        return None
    (rule,) = current_app.url_map.iter_rules(page)
    path = url_for(page, **{each: given[each] for each in rule.arguments})
    return WantedFile(address, f"{path}?{parts.query}" if parts.query else path)
