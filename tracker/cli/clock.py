"""The day of a command: today in England, or the day on which a demo stands.

See decisions 0185 and 0232.
"""

from datetime import date, datetime

from flask import current_app, has_app_context

from tracker.demo.demo_day import DemoDay
from tracker.domain.reference.england import day_at
from tracker.packing import training


def demo_day() -> DemoDay | None:
    """The day on which a demo stands; None for today, as in every council.

    It is today as well for the options of a command before it has an application.
    """
    if not has_app_context():
        return None
    found: DemoDay | None = current_app.config["DEMO_DAY"]
    return found


def day_of(at: datetime) -> date:
    """The day in England at a moment, or the day on which a demo stands."""
    demo = demo_day()
    return day_at(at) if demo is None else demo.day


def refusal() -> str:
    """Why this database is not used on a demo's day or to train; empty where it may
    be.
    """
    demo = demo_day()
    why = demo.refusal if demo is not None else ""
    if current_app.config["TRACKER"].is_training:
        why = training.NO_DEMO
    if not why:
        return ""
    from tracker import store

    return why if store.reset.holds_real_data() else ""
