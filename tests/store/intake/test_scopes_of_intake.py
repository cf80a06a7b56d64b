"""The tray, sendings and long work of a scope, beside those of another authority.

Each list has a row that differs from a wanted one in a single thing. All invented.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import (
    AT,
    BOTH,
    HERE,
    ON,
    OTHER_SCHOOL,
    SCHOOL,
    THERE,
    THERE_ONLY,
    later,
)
from tracker.store.intake import sendings, tray
from tracker.store.intake.sendings import Kind, Sending, State
from tracker.store.intake.tray import Elsewhere, Pile
from tracker.store.work import tasks
from tracker.store.work.tasks import Task

pytestmark = pytest.mark.usefixtures("inside")

HERE_ONLY = "359"


def ids(some: Any) -> list[int]:
    return [each.id for each in some]


def held(
    of: Any, lead: str, *, days: int = 0, passed_on: bool = False, raw: Any = None
) -> int:
    """A line of a batch in the tray, held so many days before."""
    number = rows.line(of, "out-of-area", raw=raw if raw is not None else {"a": "b"})
    on = ON - timedelta(days=days)
    rows.added(
        Elsewhere(
            row_id=number,
            authority=of.authority,
            lead=lead,
            held_on=on,
            due_on=on + timedelta(days=5),
            forwarded_at=AT if passed_on else None,
            forwarded_by="data@example.org" if passed_on else None,
        )
    )
    return number


def test_the_tray_is_in_piles_by_authority_without_withdrawn_batches() -> None:
    here, withdrawn = rows.batch(), rows.batch(status="withdrawn")
    there = rows.batch(authority=THERE_ONLY)
    old = held(here, "350", days=10)
    new = held(here, "350")
    done = held(here, "350", days=20, passed_on=True)
    first = held(here, "351", days=11)
    only_done = held(here, "352", days=30, passed_on=True)
    gone = held(withdrawn, "350", days=99)
    theirs = held(there, "350", days=12)
    before = ON - timedelta(days=9)

    def day(days: int) -> date:
        return ON - timedelta(days=days)

    assert tray.piles(within=HERE, before=before) == [
        Pile("351", 1, 1, day(6), day(11), 1, first),
        Pile("350", 3, 2, day(5), day(20), 1, done),
        Pile("352", 1, 0, None, day(30), 0, only_done),
    ]
    assert [pile.lead for pile in tray.piles(within=THERE, before=before)] == ["350"]
    assert tray.piles(within=HERE, before=day(10))[1].late == 0
    lines = tray.lines_of
    assert ids(lines("350", within=HERE)) == [old, new, done]
    assert ids(lines("350", within=HERE, only_waiting=True)) == [old, new]
    assert ids(lines("350", within=THERE)) == [theirs]
    assert ids(lines("353", within=HERE)) == []
    assert tray.waiting(within=HERE) == 3
    assert tray.waiting(within=BOTH) == 4
    assert tray.late(before, within=HERE) == 2
    assert tray.late(day(10), within=HERE) == 1
    assert tray.late(before, within=THERE) == 1
    assert tray.late_rows(before, "350", within=HERE) == [old]
    assert tray.late_rows(ON + timedelta(days=1), "350", within=HERE) == [old, new]
    assert tray.late_rows(before, "351", within=HERE) == [first]
    assert tray.late_rows(before, "350", within=THERE) == [theirs]
    assert gone not in tray.late_rows(ON, "350", within=BOTH)
    shown = {item["id"]: item for item in rows.items(tray.items(within=HERE))}
    assert set(shown) == {350, 351}
    assert shown[350].pop("since").date() == day(10)
    assert shown[350] == {
        "id": 350,
        "about": "Bolton",
        "why": "Pass on 2 of its lines",
        "due": day(5),
    }


def test_the_contents_of_old_lines_are_forgotten_once_they_are_passed_on() -> None:
    here, withdrawn = rows.batch(), rows.batch(status="withdrawn")
    old_batch = rows.batch(received_at=AT - timedelta(days=10))
    there = rows.batch(authority=THERE_ONLY)
    forgotten = [
        held(here, "350", days=10, passed_on=True),
        held(here, "350", days=10, passed_on=True, raw={}),
        held(withdrawn, "350", days=10),
        rows.line(old_batch, "out-of-area"),
    ]
    kept = [
        held(here, "350", days=10),
        held(here, "350", days=9, passed_on=True),
        held(there, "350", days=10, passed_on=True),
        rows.line(here, "out-of-area"),
        rows.line(old_batch, "invalid"),
    ]
    rows.line(old_batch, "out-of-area", raw={})
    assert tray.purge(ON - timedelta(days=9), within=HERE) == 4
    assert tray.purge(ON - timedelta(days=9), within=HERE) == 0
    assert set(tray.held([*forgotten, *kept])) == set(kept[:3])
    assert tray.purge(ON - timedelta(days=9), within=THERE) == 1


def sending(school: str = SCHOOL, **columns: Any) -> int:
    usual = {
        "authority": HERE_ONLY,
        "kind": Kind.LIST,
        "state": State.SENT,
        "made_by": "school@example.org",
        "made_at": AT,
    }
    number: int = rows.added(Sending(institution=school, **{**usual, **columns})).id
    return number


def task(subject: str, **columns: Any) -> int:
    usual = {
        "authority": HERE_ONLY,
        "kind": "take in",
        "requested_by": "data@example.org",
        "requested_at": AT,
    }
    number: int = rows.added(Task(subject=subject, **{**usual, **columns})).id
    return number


def failed(subject: str, days: int = 0, **columns: Any) -> int:
    ended = {"state": "failed", "ended_at": later(days), "problem": "It is empty."}
    return task(subject, **{**ended, **columns})


def test_an_institution_sees_its_own_sendings_with_their_newest_work() -> None:
    batch, other = rows.batch(), rows.batch()
    first = sending(batch_id=batch.id)
    second, third = sending(), sending()
    of_another = sending(OTHER_SCHOOL)
    theirs = sending(authority=THERE_ONLY)
    task(f"sending {second}", result={"batch": batch.id})
    newest = task(f"sending {second}", result={"batch": other.id})
    task(f"sending {second}", authority=THERE_ONLY)
    asks = task(f"sending {third}", arguments={"batch": other.id})
    total, page = sendings.sent([SCHOOL], within=HERE)
    assert total == 3
    assert [(it.sending.id, it.task and it.task.id, it.batch) for it in page] == [
        (third, asks, other),
        (second, newest, other),
        (first, None, batch),
    ]
    total, page = sendings.sent([SCHOOL], within=HERE, offset=1, limit=1)
    assert (total, [it.sending.id for it in page]) == (3, [second])
    total, page = sendings.sent([SCHOOL, OTHER_SCHOOL], within=BOTH)
    assert total == 5
    assert [it.sending.id for it in page] == [
        *(theirs, of_another, third, second, first)
    ]
    found = sendings.get(second, of=[SCHOOL], within=HERE)
    assert found is not None
    assert found.sending.id == second
    assert sendings.get(second, of=[OTHER_SCHOOL], within=HERE) is None
    assert sendings.get(second, of=[SCHOOL], within=THERE) is None
    assert sendings.get(theirs, of=[SCHOOL], within=HERE) is None


def test_fifty_sendings_are_a_page() -> None:
    every = [sending() for _ in range(52)]
    total, page = sendings.sent([SCHOOL], within=HERE)
    assert (total, [it.sending.id for it in page]) == (52, every[:1:-1])


def test_a_report_of_no_change_is_found_in_its_authority() -> None:
    report, of_lines = sending(kind=Kind.UNCHANGED), sending()
    found = sendings.get_unchanged(report, within=HERE)
    assert found is not None
    assert found.id == report
    assert sendings.get_unchanged(report, within=THERE) is None
    assert sendings.get_unchanged(of_lines, within=HERE) is None
    assert sendings.get_unchanged(0, within=HERE) is None


def test_what_was_sent_since_a_moment_was_not_taken_back() -> None:
    def sent(days: int, **columns: Any) -> int:
        by = {"confirmed_by": "school@example.org", "confirmed_at": later(days)}
        return sending(**{**by, **columns})

    on_it, after = sent(0), sent(1)
    sent(-1)
    sent(1, state=State.KEPT)
    sent(1, school=OTHER_SCHOOL)
    theirs = sent(1, authority=THERE_ONLY)
    since = sendings.sent_since
    assert ids(since(AT, of=[SCHOOL], within=HERE)) == [after, on_it]
    assert ids(since(AT, of=[SCHOOL], within=THERE)) == [theirs]


def test_work_is_found_by_its_subject_in_its_authority() -> None:
    first, second = task("batch 1"), task("batch 1")
    other = task("batch 1", kind="match")
    theirs = task("batch 1", authority=THERE_ONLY)
    task("batch 2")
    found: Callable[..., Any] = tasks.newest
    for wanted, query in (
        (other, found("batch 1", within=HERE)),
        (second, found("batch 1", within=HERE, kind="take in")),
        (theirs, found("batch 1", within=THERE)),
        (first, tasks.get(first, within=HERE)),
    ):
        assert query.id == wanted
    assert found("batch 1", within=HERE, kind="other") is None
    assert found("batch 9", within=HERE) is None
    assert tasks.get(theirs, within=HERE) is None


def test_work_that_runs_or_failed_lately_is_shown_until_it_is_dismissed() -> None:
    waiting, running = task("a"), task("b", state="running")
    lately = failed("c", 0)
    task("d", state="done", ended_at=AT)
    failed("e", -1)
    failed("f", 1, dismissed_by="me", dismissed_at=AT)
    failed("g", 1)
    again = task("g")
    other_kind = task("h", kind="match")
    theirs = failed("c", 1, authority=THERE_ONLY)

    def at_work(scope: Any, *kinds: str) -> list[int]:
        return ids(tasks.at_work(kinds, within=scope, failed_since=AT))

    assert at_work(HERE, "take in") == [waiting, running, lately, again]
    assert at_work(HERE, "match") == [other_kind]
    assert at_work(THERE, "take in", "match") == [theirs]


def test_files_that_could_not_be_read_are_work_until_they_are_dismissed() -> None:
    files = {"files": ["/var/uploads/12/pupils.csv"]}
    one = failed("upload 1", arguments=files)
    seen = failed("upload 2", dismissed_by="me", dismissed_at=AT, arguments=files)
    dropped = failed("upload 2", dismissed_by="me", dismissed_at=AT, arguments=files)
    failed("upload 3", arguments={**files, "again": True})
    failed("upload 4", arguments=files)
    task("upload 4")
    failed("sending 5", arguments=files)
    failed("upload 6", kind="match", arguments=files)
    task("upload 7", arguments=files)
    theirs = failed("upload 1", authority=THERE_ONLY, arguments=files)
    shown = {item["id"]: item for item in rows.items(tasks.failed_files(within=HERE))}
    assert set(shown) == {one, seen, dropped}
    assert shown[one] == {
        "id": one,
        "about": "pupils.csv",
        "why": "It is empty.",
        "since": AT,
    }
    assert (shown[seen]["done_by"], shown[seen]["done_at"]) == ("me", AT)
    assert [it["id"] for it in rows.items(tasks.failed_files(within=THERE))] == [theirs]
