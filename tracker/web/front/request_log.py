"""The number of each request, and what its line in the log says.

The line names the page by its endpoint, never by its address: an address holds the
number of a young person, and what a visitor typed.
"""

import logging
import re
import secrets
from typing import Any

from flask import Flask, Response, g, has_request_context, request

#: A number that a proxy or a caller gave the request. Anything else is not repeated.
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
#: In the server's environment of a request, for its log.
REQUEST, USER, ENDPOINT = "tracker.request", "tracker.user", "tracker.endpoint"


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    number = given if _NUMBER.fullmatch(given) else secrets.token_hex(8)
    request.environ[REQUEST] = number
    request.environ[ENDPOINT] = request.endpoint or "none"


def _end(answer: Response) -> Response:
    # A page that is open to everybody may not have looked up who is signed in.
    user = getattr(g, "_login_user", None)
    if user is not None and user.is_authenticated and USER not in request.environ:
        request.environ[USER] = user.id
    number = request.environ.get(REQUEST)
    if number is not None:
        answer.headers["X-Request-ID"] = number
    return answer


def fields(environ: dict[str, Any]) -> dict[str, Any]:
    """What the log says of a request: its number, its page and its user's number."""
    return {
        "request": environ.get(REQUEST),
        "user": environ.get(USER),
        "method": environ.get("REQUEST_METHOD"),
        "endpoint": environ.get(ENDPOINT, "static"),
    }


def _of_request(record: logging.LogRecord) -> bool:
    """A filter that adds the request in which something was logged."""
    if has_request_context():
        user = getattr(g, "_login_user", None)
        if user is not None and user.is_authenticated:
            # The error may have come from the database: only what is loaded is read.
            request.environ.setdefault(USER, vars(user).get("id"))
        for name, value in fields(request.environ).items():
            setattr(record, name, value)
    return True


def init_app(app: Flask) -> None:
    """Numbers the requests. To be called before any other check is added."""
    app.before_request(_begin)
    app.after_request(_end)
    app.logger.addFilter(_of_request)
