"""What only a demo's pages have: the day on which it stands, and a training system's
banner. A council's own database is not served with either.

See decisions 0185 and 0232.
"""

from datetime import date

from flask import Flask, Response, current_app
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from tracker import store
from tracker.demo.demo_day import DemoDay
from tracker.domain.reference.academic_year import say_date
from tracker.packing import training

#: Whether this process has found a demo in the database.
_FOUND = "demo found"
_FILE_NAME = "Content-Disposition"


def in_words(day: date) -> str:
    """Monday 21 September 2026."""
    return f"{day:%A} {say_date(day)}"


def _refuse() -> ResponseReturnValue | None:
    """Refuses every page until a demo is found in the database."""
    if not current_app.extensions[_FOUND]:
        if store.reset.holds_real_data():
            current_app.logger.error("%s", _refusal())
            raise ServiceUnavailable
        current_app.extensions[_FOUND] = store.reset.is_demo()
    return None


def _refusal() -> str:
    demo: DemoDay | None = current_app.config["DEMO_DAY"]
    return training.NO_DEMO if demo is None else demo.refusal


def _mark_file(answer: Response) -> Response:
    """Marks the name of a file, which could be taken for the council's own later."""
    given = answer.headers.get(_FILE_NAME, "")
    if "filename=" in given:
        answer.headers[_FILE_NAME] = training.marked(given)
    return answer


def init_app(app: Flask) -> None:
    """Names the day and the training in templates; nothing is added to a council's."""
    is_training = app.config["TRACKER"].is_training
    app.context_processor(lambda: {"demo_day": _shown(app), "is_training": is_training})
    if is_training:
        app.after_request(_mark_file)
    if is_training or app.config["DEMO_DAY"] is not None:
        app.extensions[_FOUND] = False
        app.before_request(_refuse)


def _shown(app: Flask) -> str:
    found: DemoDay | None = app.config["DEMO_DAY"]
    return "" if found is None else in_words(found.day)
