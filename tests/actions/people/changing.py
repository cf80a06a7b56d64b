"""Changing details by hand, for tests. Everybody is invented."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.acts import act
from tracker import actions
from tracker.access import authority_scope
from tracker.actions.people.changing import Change, Changed
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS

WITHIN = authority_scope("359")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def change(app, clock) -> Callable[..., Changed]:
    """Changes a detail: the person, the form, its values; a minute after the last."""
    minutes = iter(range(1, 1000))

    def run(person: int, form: str, **more: Any) -> Changed:
        about = {
            name: more.pop(name)
            for name in ("by", "more", "learned_on", "since", "ended", "sees_sealed")
            if name in more
        }
        clock.moment = max(clock.moment, NOON)
        at = clock.moment + timedelta(minutes=next(minutes))
        new = Change(
            FORMS[form],
            more,
            about.pop("by", By.PARENT),
            about.pop("more", ""),
            about.pop("learned_on", at.date()),
            **about,
        )
        with app.app_context():
            return actions.people.changing.change(
                person, new, within=WITHIN, act=act(by="sam@example.org", at=at)
            )

    return run


def day(text: str) -> date:
    return date.fromisoformat(text)
