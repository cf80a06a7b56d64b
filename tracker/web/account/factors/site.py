"""What the factors' pages need of this installation: its address, keys and kind."""

import ipaddress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, request, session

from tracker import actions, store
from tracker.actions.accounts.factors.passkeys import Challenge, Site
from tracker.encryption import Keys
from tracker.web.acting import now
from tracker.web.guard import me

_CHALLENGE = "challenge"


def keys() -> Keys:
    """The keys of this installation."""
    found: Keys = current_app.config["TRACKER"].keys
    return found


def place() -> str:
    """The network address of this request."""
    return request.remote_addr or ""


def here() -> Site:
    """Where passkeys are valid: the address of the pages."""
    settings = current_app.config["TRACKER"]
    parts = urlsplit(settings.address or request.host_url)
    return Site(
        host=parts.hostname or "",
        origin=f"{parts.scheme}://{parts.netloc}",
        name=settings.organisation,
    )


def takes_passkeys() -> bool:
    """Whether browsers allow passkeys here: at a name, not at a number."""
    try:
        ipaddress.ip_address(here().host)
    except ValueError:
        return True
    return False


def is_demo_user(email: str) -> bool:
    """Whether the user is an invented one of a demo, or of training, that is served.

    Only they need no second factor. No setting can make a real user one of them.
    """
    settings = current_app.config["TRACKER"]
    return store.reset.is_demo_user(
        email,
        var=settings.var,
        secret_key=str(current_app.secret_key),
        is_training=settings.is_training,
    )


def may_have_none() -> bool:
    """Whether the signed-in user may be without a second factor of their own."""
    user = me()
    mails = current_app.config["TRACKER"].mail is not None
    return is_demo_user(user.email) or (mails and user.institution is not None)


def must_keep_factors_here() -> None:
    """Answers "not found" to a user whose identity provider keeps their factors."""
    if me().provider is not None:
        abort(404)


def give_challenge(use: str) -> Challenge:
    """A new challenge for this browser, for one use only."""
    made = actions.accounts.factors.passkeys.new_challenge(now())
    keep_challenge(made, use)
    return made


def keep_challenge(challenge: Challenge, use: str, **more: str) -> None:
    """Keeps a challenge in the cookie of this browser, until it is answered."""
    session[_CHALLENGE] = {
        "use": use,
        "text": challenge.text,
        "at": challenge.at.isoformat(),
        **more,
    }


def challenge_for(use: str) -> tuple[Challenge | None, dict[str, Any]]:
    """The challenge that this browser was given for this use, taken out of it."""
    kept = session.pop(_CHALLENGE, None)
    if not isinstance(kept, dict) or kept.get("use") != use:
        return None, {}
    return Challenge(kept["text"], datetime.fromisoformat(kept["at"])), kept
