"""A form that is sent after the session has ended: kept, shown again, saved once.

The page that shows it again is its own page, opened in the ordinary way, so every check
of permission and scope is the page's own. Only the values of its form are filled in.
See decision 0156.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError

from tracker import actions, store
from tracker.access import ROLES
from tracker.actions.accounts.kept_forms import Form, Kept, Place, Saving
from tracker.actions.act import Act
from tracker.encryption import Keys
from tracker.extensions import db
from tracker.store.accounts.users import User
from tracker.web import guard
from tracker.web.acting import now, today
from tracker.web.front import errors, incoming
from tracker.web.guard import me
from tracker.web.kept_forms import ended_sessions, kept_pages, sent_form
from tracker.web.kept_forms.ended_sessions import Known
from tracker.web.look import form_filling

#: The same words whether or not something is kept: another user may read them.
ENDED = (
    "You had been signed out, so nothing was saved. Sign in again: if you were filling "
    "in a form, it is shown to you with what you typed."
)
SAVED_ALREADY = "This form was saved by your first click. Nothing was saved twice."
#: Where a page gets the notice about its form.
_MARK = '<div id="kept-form"></div>'


def keys() -> Keys:
    found: Keys = current_app.config["TRACKER"].keys
    return found


def carry() -> str | None:
    """Keeps the form that the signed-in user has just sent, before it is acted upon.

    For a page that first wants a proof of who they are: the answer is the address that
    then shows the form again, filled in. None if the form is not to be kept, or if its
    token is not that of this session.
    """
    return _keep(lambda token: _own(ended_sessions.of_page(token)), True)


def keep_rest(fields: Sequence[tuple[str, str]]) -> int:
    """Keeps these fields of the signed-in user's form, which could not be saved yet.

    Returns the number by which the page that answers finds them (``of_mine``). They are
    kept as a form that was sent too late is, and saving them ends it.
    """
    page = kept_pages.of_endpoint(request.endpoint)
    assert page is not None
    form = Form(
        title=page.title,
        sent_to=request.path,
        address=kept_pages.address(page, fields),
        fields=tuple(fields),
        place=actions.accounts.kept_forms.place_of(me()),
    )
    act = Act(by=me().email, at=now(), on=today(), authority=me().authority)
    return actions.accounts.kept_forms.keep(
        form, digest=_digest(form.fields, form.place), user=me(), keys=keys(), act=act
    )


def of_mine(number: int | None) -> Kept | None:
    """A form that is kept for the signed-in user; None for every other number."""
    return _of(number)


def _own(known: Known | None) -> Known | None:
    """A session of the signed-in user; None for that of another."""
    user = known.user if known is not None else None
    return known if user is not None and user.id == me().id else None


def after_sign_in(user: User) -> str | None:
    """The address to which a user is led who left something typed, else None.

    A form is offered once; after that it is in the list of the user's account.
    """
    found = actions.accounts.kept_forms.offer(user, keys=keys(), at=now())
    if len(found) == 1:
        return shown_at(found[0])
    return url_for("kept_forms.mine") if found else None


def shown_at(kept: Kept) -> str:
    address = kept.form.address
    joint = "&" if urlsplit(address).query else "?"
    return f"{address}{joint}{kept_pages.NUMBER}={kept.number}"


# The institution's role writes nothing, so the application's keeps a school's form.
@store.database.shown.as_council()
def _keep(session_of: Callable[[str], Known | None], is_offered: bool) -> str | None:
    """Keeps the form of this request for the user of its token's session."""
    page = kept_pages.of_endpoint(request.endpoint)
    if page is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return None
    sent = sent_form.read(lambda token: session_of(token) is not None)
    opened_in = session_of(sent.token)
    user = opened_in.user if opened_in is not None else None
    if opened_in is None or user is None:
        return None
    fields = kept_pages.without_secrets(sent.fields)
    form = Form(
        title=page.title,
        sent_to=request.path,
        address=kept_pages.address(page, fields),
        fields=fields,
        files=tuple(sent.files),
        place=opened_in.place,
    )
    if not sent.is_whole or actions.accounts.kept_forms.is_too_long(
        (*fields, *((name, "") for name in sent.files))
    ):
        form = replace(form, fields=(), files=(), too_long=True)
    act = Act(by=user.email, at=now(), on=today(), authority=user.authority)
    number = actions.accounts.kept_forms.keep(
        form,
        digest=_digest(form.fields, form.place),
        user=user,
        keys=keys(),
        act=act,
    )
    if is_offered:
        actions.accounts.kept_forms.offer(user, keys=keys(), at=now())
    found = actions.accounts.kept_forms.get(number, user, keys=keys(), at=now())
    return None if found is None else shown_at(found)


def _digest(fields: Sequence[tuple[str, str]], place: Place | None) -> str:
    """What identifies the fields of this address, for who has the service's key."""
    text = json.dumps([request.path, place, *fields]).encode()
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(b"kept forms" + key, text, hashlib.sha256).hexdigest()


# --- A form that comes after the end ------------------------------------------------


def _keep_after_the_end() -> ResponseReturnValue | None:
    """Keeps a form whose session has ended, and leads to the sign-in page."""
    endpoint = request.endpoint
    if request.method != "POST" or endpoint is None:
        return None
    if guard.needs(current_app, endpoint) == guard.PUBLIC:
        return None
    if current_user.is_authenticated or not ended_sessions.known():
        return None
    _keep(ended_sessions.of_page, False)
    if ("refused", ENDED) not in map(tuple, session.get("_flashes", ())):
        flash(ENDED, "refused")
    return redirect(url_for("account.sign_in"), 303)


def _stale(error: CSRFError) -> ResponseReturnValue:
    """Keeps a form of an earlier session of the same user, who has signed in again."""
    if request.method == "POST" and current_user.is_authenticated:
        address = _keep(
            lambda token: _own(ended_sessions.of_page(token, earlier=True)), True
        )
        if address is not None:
            return redirect(address, 303)
    return errors.stale()


# --- The page that shows it again ----------------------------------------------------


def _find() -> ResponseReturnValue | None:
    """Finds the kept form that this page shows, or that this request saves."""
    if request.endpoint is None or not current_user.is_authenticated:
        return None
    if request.method == "GET" and kept_pages.NUMBER in request.args:
        number = incoming.number(request.args[kept_pages.NUMBER])
        kept = _of(number)
        here = request.script_root + request.path
        if kept is not None and urlsplit(kept.form.address).path == here:
            if not kept.form.is_for(me()):
                return _text_alone(kept)
            g.kept_form = kept
    elif request.method == "POST" and kept_pages.NUMBER in request.form:
        number = incoming.number(request.form[kept_pages.NUMBER])
        return _begin_saving(number) if number is not None else None
    return None


def _of(number: int | None) -> Kept | None:
    if number is None:
        return None
    return actions.accounts.kept_forms.get(number, me(), keys=keys(), at=now())


@store.database.shown.as_council()
def _begin_saving(number: int) -> ResponseReturnValue | None:
    kept, digest = _of(number), _digest_sent()
    if kept is not None and not kept.form.is_for(me()):
        return redirect(shown_at(kept), 303)
    if kept is not None and kept.form.sent_to == request.path:
        saving = actions.accounts.kept_forms.begin_saving(
            number, me(), digest=digest, at=now()
        )
        if saving is not None:
            g.kept_saving = saving
            return None
    if actions.accounts.kept_forms.is_saved_already(number, me(), digest=digest):
        page = kept_pages.of_endpoint(request.endpoint)
        flash(SAVED_ALREADY)
        return redirect(kept_pages.address(page, ()) if page else "/", 303)
    return None


def _digest_sent() -> str:
    sent = request.form.items(multi=True)
    fields = kept_pages.without_secrets(sent)
    return _digest(
        [each for each in fields if each[0] not in kept_pages.BUTTONS],
        actions.accounts.kept_forms.place_of(me()),
    )


def _finish(answer: Response) -> Response:
    """Fills in the page of a kept form, or ends the form that has been saved."""
    kept: Kept | None = g.get("kept_form")
    saving: Saving | None = g.get("kept_saving")
    if saving is not None:
        return _end_saving(saving, answer)
    if kept is not None:
        return _show(kept, answer)
    return answer


@store.database.shown.as_council()
def _end_saving(saving: Saving, answer: Response) -> Response:
    saved = answer.status_code in (302, 303) and not _is_refused()
    try:
        db.session.rollback()
        actions.accounts.kept_forms.end_saving(
            saving, digest=_digest_sent(), saved=saved, at=now()
        )
    except SQLAlchemyError:
        # Without a database nothing was saved, and the form is still there.
        db.session.rollback()
        return answer
    if not saved and _is_page(answer):
        answer.set_data(
            form_filling.carry(
                answer.get_data(as_text=True),
                request.path,
                kept_pages.NUMBER,
                str(saving.number),
            )
        )
    return answer


def _is_refused() -> bool:
    """Whether the next page will say that something was not done."""
    return any(category == "refused" for category, _ in session.get("_flashes", ()))


def _is_page(answer: Response) -> bool:
    return answer.mimetype == "text/html" and not answer.direct_passthrough


def _show(kept: Kept, answer: Response) -> Response:
    if answer.status_code in (302, 303):
        # The page is not as it was, but its reader may still see it.
        return _text_alone(kept)
    if answer.status_code != 200 or not _is_page(answer):
        return answer
    filled = form_filling.fill(
        answer.get_data(as_text=True),
        kept.form.sent_to,
        kept.form.fields,
        hidden=[(kept_pages.NUMBER, str(kept.number))],
    )
    left = _typed(filled.left)
    notice = render_template("kept_forms/notice.html", kept=kept, left=left)
    answer.set_data(filled.html.replace(_MARK, notice, 1))
    return answer


def _text_alone(kept: Kept) -> Response:
    """The page with what was typed, to copy: its form is not filled in."""
    is_for = kept.form.is_for(me())
    page = render_template(
        "kept_forms/only_text.html",
        kept=kept,
        left=_typed(kept.form.fields),
        is_for=is_for,
        was=None if is_for or kept.form.place is None else _in_words(kept.form.place),
        now=_in_words(actions.accounts.kept_forms.place_of(me())),
    )
    return current_app.make_response(page)


def _in_words(place: Place) -> str:
    """A role and an institution as a sentence has them."""
    role, key = place
    title = ROLES[role].title if role in ROLES else role
    if key is None:
        return title
    name = guard.register().name_of(key)
    return f"{title} at {name or 'another school or college'}"


def _typed(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields with what a person typed or chose, without the button pressed."""
    return [
        (name, value)
        for name, value in fields
        if value.strip() and name not in kept_pages.BUTTONS
    ]


def init_app(app: Flask) -> None:
    """To be called before the check of sign-in, which turns such a form away."""
    app.before_request(_keep_after_the_end)
    app.register_error_handler(CSRFError, _stale)
    app.after_request(_finish)
    app.context_processor(lambda: {"kept_form": g.get("kept_form")})


def read_forms(app: Flask) -> None:
    """To be called after the check of a form's token."""
    app.before_request(_find)
