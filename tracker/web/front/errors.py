"""The page for a request that fails. It never shows a stack trace."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from tracker import logs, store
from tracker.domain.reference import tables
from tracker.feeds.recognition.signatures import NotHere
from tracker.store.database.errors import Trouble
from tracker.web.look import counts


@dataclass(frozen=True, slots=True)
class ErrorPage:
    title: str
    text: str


def _page(row: dict[str, str]) -> tuple[int, ErrorPage]:
    return int(row["code"]), ErrorPage(row["title"], row["text"])


def _trouble(row: dict[str, str]) -> tuple[Trouble, str]:
    return Trouble[row["trouble"]], row["text"]


_PAGES = dict(tables.read(Path(__file__).with_name("errors.csv"), _page))
#: The troubles of the database that a user is informed of.
_OF_DATABASE = dict(
    tables.read(Path(__file__).with_name("database_troubles.csv"), _trouble)
)


def shown(page: ErrorPage) -> str:
    """The page of an error. Its menu counts nothing, as the database may be down."""
    counts.only_kept()
    return render_template("error.html", error=page)


def stale() -> ResponseReturnValue:
    """The page for a form that cannot be one of this session's."""
    page = ErrorPage(
        "This page was open for too long",
        "For security, a form only works while you are signed in. Go back, open the "
        "page again and fill it in again. Nothing has been changed.",
    )
    current_app.logger.warning("a form was refused: its token is not of this session")
    return shown(page), 400


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    page = _PAGES.get(code) or _PAGES[404 if code < 500 else 500]
    return shown(page), code


def _not_here(error: NotHere) -> ResponseReturnValue:
    return shown(ErrorPage("This kind of list is not known here now", str(error))), 503


def _unforeseen(error: Exception) -> ResponseReturnValue:
    where = logs.failure_places.where(error)
    reference = logs.failure_places.reference(where)
    # The request and the database's own message may hold personal data.
    current_app.logger.error(
        "%s %s failed",
        request.method,
        request.endpoint,
        extra={"reference": reference, "trace": where},
    )
    found = store.database.errors.of(error)
    why = "" if found is None else _OF_DATABASE.get(found, "")
    text = f"{why} {_PAGES[500].text}".strip()
    then = (
        f"If it goes on, give the team that runs the service this number: {reference}."
    )
    page = ErrorPage(_PAGES[500].title, f"{text} {then}")
    return shown(page), 503 if why else 500


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotHere, _not_here)
    if not app.testing and not app.debug:
        app.register_error_handler(Exception, _unforeseen)
    # A failure after the page was made reaches no handler of ours, only Flask's log.
    app.logger.addFilter(logs.failure_places.only_where)
