"""The day on which a demo stands, in the masthead; and never on a council's pages.

See decision 0185.
"""

from datetime import date

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from tracker import store
from tracker.demo.demo_day import DemoDay
from tracker.domain.reference.academic_year import say_date

#: Whether this process has found a demo in the database.
_FOUND = "demo of a day"


def in_words(day: date) -> str:
    """Monday 21 September 2026."""
    return f"{day:%A} {say_date(day)}"


def _refuse() -> ResponseReturnValue | None:
    """Refuses every page on a demo's day until a demo is found in the database."""
    if not current_app.extensions[_FOUND]:
        if store.reset.holds_real_data():
            demo: DemoDay = current_app.config["DEMO_DAY"]
            current_app.logger.error("%s", demo.refusal)
            raise ServiceUnavailable
        current_app.extensions[_FOUND] = store.reset.is_demo()
    return None


def init_app(app: Flask) -> None:
    """Names the day in templates. Without a demo's day nothing is added."""
    demo: DemoDay | None = app.config["DEMO_DAY"]
    app.context_processor(lambda: {"demo_day": _shown(app)})
    if demo is not None:
        app.extensions[_FOUND] = False
        app.before_request(_refuse)


def _shown(app: Flask) -> str:
    found: DemoDay | None = app.config["DEMO_DAY"]
    return "" if found is None else in_words(found.day)
