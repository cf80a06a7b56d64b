"""Signing in by an identity provider, confirming it, and signing out there.

See decision 0153.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import actions, sign_on
from tracker.access import Permission
from tracker.extensions import csrf
from tracker.sign_on.claims import SignedOn
from tracker.sign_on.connection import Attempt, Connection
from tracker.sign_on.provider import Provider
from tracker.sign_on.refusals import NotSignedOn
from tracker.store.accounts.sessions import How
from tracker.store.accounts.users import User
from tracker.web import navigation
from tracker.web.account import bp, signed_in
from tracker.web.acting import now
from tracker.web.front.incoming import sent_by_program
from tracker.web.guard import me, public, requires

#: What a user begins: a session, a new proof of who they are, or a link.
COME_IN, AGAIN, LINK = "come in", "again", "link"
#: A user has this long to sign in at the provider.
LASTS = timedelta(minutes=10)
#: Sign-ins that one browser may have begun, as in several tabs.
_MOST_BEGUN = 3
_LONGEST_BACK = 300
LARGEST_LOGOUT = 100_000
_BEGUN, _CONNECTIONS = "begun at a provider", "single sign-on"


def init_app(app: Flask) -> None:
    """Connects the declared providers. Raises SettingMissing."""
    connect(app, sign_on.configuration.providers(app.config["TRACKER"]))
    app.jinja_env.globals["provider_title"] = _title
    app.jinja_env.globals["providers_to_link"] = _to_link


def connect(app: Flask, providers: tuple[Provider, ...]) -> None:
    """Lets these providers sign users in."""
    app.extensions[_CONNECTIONS] = {each.key: Connection(each) for each in providers}


def connections() -> Mapping[str, Connection]:
    """The connections to the providers by their keys, in the declared order."""
    return cast(Mapping[str, Connection], current_app.extensions[_CONNECTIONS])


def _title(key: str) -> str:
    """The name of a provider on pages. An account may outlast its declaration."""
    found = connections().get(key)
    return found.provider.title if found else f"{key}, which is no longer set up"


def _to_link(user: User) -> list[Provider]:
    """The providers with which a user's account could be linked."""
    every = [each.provider for each in connections().values()]
    return [
        each
        for each in every
        if actions.accounts.provider.admitting.may_link(user, each)
    ]


def _connection(key: str) -> Connection:
    found = connections().get(key)
    return found if found is not None else abort(404)


# --- Beginning -----------------------------------------------------------------------


@bp.get("/sign-on/<key>")
@public
def sign_on_begin(key: str) -> ResponseReturnValue:
    """Leads a user to the provider.

    A session begins by a click of the user on a page of ours. Every other way here, as
    by a link of another website or of another service of the council, leads to the
    sign-in page and its button.
    """
    if current_user.is_authenticated:
        return redirect(signed_in.own_address(_back()) or navigation.home())
    connection = _connection(key)
    if not _is_from_our_page():
        return redirect(url_for("account.sign_in", next=_back() or None))
    return _begin(connection, url_for("account.sign_in"))


def _is_from_our_page() -> bool:
    """Whether a page of ours led here.

    A browser that does not say so itself (an old one, or a service without TLS) names
    the page, which no page elsewhere can make it do.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        return urlsplit(request.referrer or "").netloc == request.host
    return site == "same-origin"


@bp.get("/sign-on/<key>/again")
@requires(Permission.SEE_OWN_ACCOUNT)
def sign_on_again(key: str) -> ResponseReturnValue:
    """Leads a signed-in user to the provider, to sign in there once again."""
    if me().provider != key:
        abort(404)
    return _begin(_connection(key), url_for("account.mine"), AGAIN)


@bp.post("/sign-on/<key>/link")
@requires(Permission.SEE_OWN_ACCOUNT, fresh=True)
def sign_on_link(key: str) -> ResponseReturnValue:
    """Leads a signed-in user to the provider, to sign in with it from then on.

    A link may not lead here: another person's page could link the user's account to
    that person.
    """
    connection = _connection(key)
    if not actions.accounts.provider.admitting.may_link(me(), connection.provider):
        abort(404)
    return _begin(connection, url_for("account.mine"), LINK)


def again_address(user: User, back: str) -> str | None:
    """Where a user of a provider confirms who they are; None for others."""
    if user.provider is None or user.provider not in connections():
        return None
    return url_for("account.sign_on_again", key=user.provider, next=back)


def _begin(
    connection: Connection, otherwise: str, aim: str = COME_IN
) -> ResponseReturnValue:
    provider = connection.provider
    try:
        address, attempt = connection.begin(again=aim != COME_IN, at=now())
    except NotSignedOn as refused:
        actions.accounts.provider.admitting.note_refused(refused, provider, at=now())
        flash(str(refused), "refused")
        return redirect(otherwise)
    kept = asdict(attempt) | {"began": int(attempt.began.timestamp())}
    begun = {**kept, "provider": provider.key, "back": _back(), "aim": aim}
    session[_BEGUN] = [*_begun(), begun][-_MOST_BEGUN:]
    if aim != COME_IN:
        # A form leads here, and may lead no further than to a page of ours.
        return render_template(
            "account/leading_on.html", provider=provider, address=address
        )
    return redirect(address)


def _back() -> str:
    wanted = request.args.get("next", "")
    return wanted if len(wanted) <= _LONGEST_BACK else ""


def _begun() -> list[dict[str, Any]]:
    return list(session.get(_BEGUN, ()))


# --- Coming back ---------------------------------------------------------------------


@bp.get("/sign-on/<key>/back")
@public
def sign_on_back(key: str) -> ResponseReturnValue:
    """Where the provider leads a user back, with a code or without."""
    connection = _connection(key)
    provider, signed_on = connection.provider, None
    try:
        attempt, back, aim = _attempt(provider)
        code = _code(connection)
        signed_on = connection.finish(attempt, code, at=now())
        if aim == AGAIN:
            return _confirm(signed_on, provider, back)
        if aim == LINK:
            return _link(signed_on, provider)
        return _come_in(signed_on, provider, back)
    except NotSignedOn as refused:
        actions.accounts.provider.admitting.note_refused(
            refused,
            provider,
            at=now(),
            claimed=signed_on.claimed if signed_on is not None else None,
        )
        page = render_template(
            "account/not_signed_on.html", sentence=str(refused), provider=provider
        )
        return page, refused.status


def _attempt(provider: Provider) -> tuple[Attempt, str, str]:
    """The attempt of this browser to which the answer belongs, the page that the user
    wanted, and the aim. It is used up. Raises NotSignedOn.
    """
    state = request.args.get("state", "")
    found = None
    others = []
    for each in _begun():
        if each["state"] == state and each["provider"] == provider.key:
            found = each
        else:
            others.append(each)
    if found is None:
        raise NotSignedOn("no-state", provider)
    session[_BEGUN] = others
    began = datetime.fromtimestamp(found["began"], UTC)
    if not timedelta(seconds=-1) <= now() - began <= LASTS:
        raise NotSignedOn("no-state", provider)
    # A copy of the cookie could bring it back.
    actions.accounts.provider.admitting.use_state(state, provider, at=now())
    attempt = Attempt(
        state, found["nonce"], found["verifier"], began, bool(found["again"])
    )
    return attempt, str(found["back"]), str(found["aim"])


def _code(connection: Connection) -> str:
    """The code of the answer, which this provider has given. Raises NotSignedOn."""
    issuer, provider = request.args.get("iss"), connection.provider
    names_itself = connection.metadata(at=now()).names_itself
    if issuer != provider.issuer and (issuer is not None or names_itself):
        raise NotSignedOn("other-provider", provider)
    if "error" in request.args or not request.args.get("code"):
        raise NotSignedOn("cancelled", provider)
    return request.args["code"]


def _come_in(signed_on: SignedOn, provider: Provider, back: str) -> ResponseReturnValue:
    user = actions.accounts.provider.admitting.admit(
        signed_on.claimed, provider, at=now()
    )
    return _session_of(user, signed_on, provider, back)


def _link(signed_on: SignedOn, provider: Provider) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        raise NotSignedOn("no-state", provider)
    user = actions.accounts.provider.admitting.link_own(
        me(), signed_on.claimed, provider, at=now()
    )
    answer = _session_of(user, signed_on, provider, url_for("account.mine"))
    flash(f"You sign in with {provider.title} from now on.")
    return answer


def _session_of(
    user: User,
    signed_on: SignedOn,
    provider: Provider,
    back: str,
    *,
    confirms: bool = False,
) -> ResponseReturnValue:
    def remember() -> None:
        actions.accounts.provider.admitting.remember(
            user, signed_on, provider, keys=current_app.config["TRACKER"].keys
        )
        if confirms:
            actions.accounts.provider.admitting.note_confirmed(user, at=now())

    proved_at = actions.accounts.provider.admitting.proved_at(
        signed_on.claimed, at=now()
    )
    return signed_in.begin(
        user, how=How.PROVIDER, back=back, beside=remember, proved_at=proved_at
    )


def _confirm(signed_on: SignedOn, provider: Provider, back: str) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        raise NotSignedOn("no-state", provider)
    user = actions.accounts.provider.admitting.confirm(
        me(), signed_on.claimed, provider, at=now()
    )
    return _session_of(user, signed_on, provider, back, confirms=True)


# --- Signing out ---------------------------------------------------------------------


Stated = tuple[str, str] | None


def statement() -> Stated:
    """The provider of this session and the token that stated it, to be kept no longer;
    None for other sessions. To be called before the session ends.
    """
    own = me().session
    if own is None:
        return None
    found = actions.accounts.provider.logging_out.statement(
        own, keys=current_app.config["TRACKER"].keys
    )
    if found is not None:
        actions.accounts.provider.logging_out.forget_statement(own)
    return found


def leaving(stated: Stated) -> tuple[Provider, str] | None:
    """The provider of a session that has ended, and the address at which its user
    signs out there as well; None if there is none.
    """
    connection = connections().get(stated[0]) if stated is not None else None
    if stated is None or connection is None:
        return None
    address = connection.leaving(stated[1], at=now())
    return (connection.provider, address) if address is not None else None


@bp.post("/sign-on/<key>/log-out")
@public
@csrf.exempt  # type: ignore[untyped-decorator]
@sent_by_program
def sign_on_log_out(key: str) -> ResponseReturnValue:
    """Ends sessions that the provider reports as ended (Back-Channel Logout 1.0)."""
    connection = _connection(key)
    provider = connection.provider
    try:
        if (request.content_length or LARGEST_LOGOUT) >= LARGEST_LOGOUT:
            raise NotSignedOn("unsigned", provider)
        logout = connection.logout(request.form.get("logout_token", ""), at=now())
        actions.accounts.provider.logging_out.end_sessions(logout, provider, at=now())
    except NotSignedOn as refused:
        actions.accounts.provider.admitting.note_refused(refused, provider, at=now())
        # The specification has one status for all that is wrong with a token.
        status = refused.status if refused.status >= 500 else 400
        return jsonify(
            error="invalid_request", error_description=refused.reason
        ), status
    return jsonify({}), 200
