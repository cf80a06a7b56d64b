"""Open work items of a kind, and the night before a moment."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.acts import NOON
from tracker import store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.work.items import WorkItem
from tracker.store.work.tasks import State, Task

HERE = authority_scope("359")


def item(why: str, *, kind: str = "plain", authority: str = "359") -> WorkItem:
    made = WorkItem(
        authority=authority,
        kind=kind,
        why=why,
        role="data-manager",
        opened_by="x",
        opened_at=NOON,
    )
    db.session.add(made)
    db.session.flush()
    return made


def test_open_items_of_a_kind_come_in_the_order_in_which_they_were_opened(
    inside: Any,
) -> None:
    first, _, done = item("first"), item("second"), item("done")
    item("of another kind", kind="other")
    item("elsewhere", authority="350")
    done.done_by, done.done_at = "x", NOON
    first.why = "the first, changed last"
    db.session.flush()
    # The changed row now stands after the others in its table.
    db.session.execute(text("UPDATE work_items SET why = why WHERE why LIKE 'the f%'"))
    found = store.work.items.open_of_kind("plain", within=HERE)
    assert [each.why for each in found] == ["the first, changed last", "second"]


@pytest.mark.parametrize(("seconds", "is_before"), [(-1, False), (0, True), (1, True)])
def test_the_night_before_a_moment_was_requested_by_then(
    inside: Any, seconds: int, *, is_before: bool
) -> None:
    db.session.add(
        Task(
            authority="359",
            kind="night",
            state=State.DONE,
            requested_by="x",
            requested_at=NOON,
            began_at=NOON,
            ended_at=NOON,
        )
    )
    db.session.flush()
    moment = NOON + timedelta(seconds=seconds)
    found = store.work.tasks.night_before("night", moment, within=HERE)
    assert (found is not None) is is_before
