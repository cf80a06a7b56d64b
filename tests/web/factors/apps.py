"""Authenticator apps of the tests: their secrets, and the codes that they show."""

from datetime import datetime
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import NOW, token
from tracker import actions, store
from tracker.store.accounts.users import User


def app_of(pages: Flask, user: User) -> str:
    """Sets up an authenticator app of a user a while ago, and gives its secret."""
    keys = pages.config["TRACKER"].keys
    app = actions.accounts.factors.authenticator_app
    app.start(user, keys=keys, at=NOW)
    secret = app.secret_to_scan(user, keys=keys)
    assert secret is not None
    with store.database.base.transaction():
        row = store.accounts.factors.authenticator_apps.of_user(user.id)
        assert row is not None
        row.confirmed_at = NOW
    return secret


def code_of(secret: str, at: datetime = NOW) -> str:
    """The code that the app shows at a moment."""
    return pyotp.TOTP(secret).at(at)


def enter_code(client: FlaskClient, code: str):
    """The answer to the page of the second step, filled in with this code."""
    page = client.get("/sign-in/second-step").get_data(as_text=True)
    return client.post(
        "/sign-in/second-step", data={"code": code, "csrf_token": token(page)}
    )


def text(answer: Any) -> str:
    """The page of an answer."""
    return str(answer.get_data(as_text=True))


def post(client: FlaskClient, address: str, of: str = "/account", **data: Any) -> Any:
    """The answer to a form, sent with the token of a page."""
    page = text(client.get(of))
    return client.post(address, data={"csrf_token": token(page), **data})
