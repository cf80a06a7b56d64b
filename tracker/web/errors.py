"""What somebody reads when a page cannot be shown. Never a stack trace."""

from dataclasses import dataclass

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker import traces


@dataclass(frozen=True, slots=True)
class Said:
    title: str
    text: str


_SAID = {
    400: Said(
        "That page could not be read",
        "Go back, and try again.",
    ),
    404: Said(
        "Page not found",
        "Check the address. If you came here by a link, what it led to may have been "
        "moved or may not be yours to see.",
    ),
    405: Said("Page not found", "This address is not a page that can be opened."),
    413: Said(
        "Too much was sent at once",
        "A file may have up to 200 MB; a larger one can be zipped, or loaded from the "
        "command line. What is typed, pasted or ticked on a page may have up to 2 MB "
        "and a thousand entries; send a part of it at a time. Nothing has been kept.",
    ),
    500: Said(
        "Sorry, there is a problem",
        "Nothing that you entered on this page has been kept. Try again later.",
    ),
}


def _stale(error: CSRFError) -> ResponseReturnValue:
    said = Said(
        "This page was open for too long",
        "For safety a form works for as long as you are signed in. Go back, open the "
        "page again, and enter it once more. Nothing has been changed.",
    )
    return render_template("error.html", said=said), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    said = _SAID.get(code) or _SAID[404 if code < 500 else 500]
    return render_template("error.html", said=said), code


def _unforeseen(error: Exception) -> ResponseReturnValue:
    # What was sent, and what the database says of its rows, is somebody's.
    current_app.logger.error(
        "%s %s\n%s", request.method, request.endpoint, traces.where(error)
    )
    return render_template("error.html", said=_SAID[500]), 500


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    if not app.testing and not app.debug:
        app.register_error_handler(Exception, _unforeseen)
    # What fails after a page was made reaches no handler of ours, only Flask's log.
    app.logger.addFilter(traces.only_where)
