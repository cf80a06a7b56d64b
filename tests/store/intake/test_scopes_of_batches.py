"""Batches, what they cover, and returns of a scope, beside another authority's.

Each list has a row that differs from a wanted one in a single thing. All invented.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.store import rows
from tests.store.rows import (
    AT,
    AT_SCHOOL,
    BOTH,
    HERE,
    ON,
    OTHER_SCHOOL,
    SCHOOL,
    THERE,
    THERE_ONLY,
    later,
)
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.accounts.audit import AuditLine
from tracker.store.intake import batch_pages, import_batches
from tracker.store.intake.batch_pages import Alike
from tracker.store.intake.lists import coverage
from tracker.store.intake.sendings import Sending
from tracker.store.law import restrictions
from tracker.store.nccis_return import runs
from tracker.store.nccis_return.runs import ReturnRun
from tracker.store.people import merge_list, merges, person_items
from tracker.store.people.merges import Merge
from tracker.store.work import items
from tracker.store.work.items import WorkItem

pytestmark = pytest.mark.usefixtures("inside")

HERE_ONLY = "359"


def ids(some: Any) -> list[int]:
    return [each.id for each in some]


def test_batches_are_listed_by_file_status_and_order() -> None:
    a = rows.batch(rows=5, as_at=ON)
    b = rows.batch(rows=3, as_at=ON - timedelta(days=1), status="applied")
    c = rows.batch(rows=5, feed="ucas", as_at=ON - timedelta(days=2))
    theirs = rows.batch(authority=THERE_ONLY)

    def listed(scope: Any = HERE, **wanted: Any) -> list[int]:
        found = batch_pages.listed(
            **{"within": scope, "offset": 0, "limit": 9, **wanted}
        )
        return [each.batch.id for each in found]

    assert listed() == [c.id, b.id, a.id]
    assert listed(descending=False) == [a.id, b.id, c.id]
    assert listed(order="as_at") == [a.id, b.id, c.id]
    assert listed(order="lines") == [c.id, a.id, b.id]
    assert listed(order="lines", descending=False) == [b.id, c.id, a.id]
    assert listed(feed="ucas") == [c.id]
    assert listed(status="applied") == [b.id]
    assert listed(feed="ucas", status="applied") == []
    assert listed(offset=1, limit=1) == [b.id]
    assert listed(THERE) == [theirs.id]
    alike = batch_pages.alike(within=HERE)
    assert sorted(alike, key=lambda it: (it.feed, it.status)) == [
        Alike("provider-enrolment", "applied", 1),
        Alike("provider-enrolment", "matched", 1),
        Alike("ucas", "matched", 1),
    ]
    assert batch_pages.alike(within=THERE) == [
        Alike("provider-enrolment", "matched", 1)
    ]
    some = batch_pages.some
    assert set(some([a.id, theirs.id], within=HERE)) == {a.id}
    assert set(some([a.id, theirs.id], within=BOTH)) == {a.id, theirs.id}
    assert ids(import_batches.batches(within=HERE)) == [c.id, b.id, a.id]
    assert ids([import_batches.batch(a.id, within=HERE)]) == [a.id]
    assert import_batches.batch(theirs.id, within=HERE) is None
    line, their_line = rows.line(a), rows.line(theirs)
    assert ids([import_batches.row(line, within=HERE)]) == [line]
    assert import_batches.row(their_line, within=HERE) is None


def test_the_history_of_a_batch_is_in_the_order_of_its_lines() -> None:
    def line(subject: str, days: int = 0, authority: str = HERE_ONLY) -> int:
        made = AuditLine(
            authority=authority,
            at=later(days),
            by="me",
            action="x",
            subject=subject,
            detail={},
        )
        number: int = rows.added(made).id
        return number

    first, second = line("batch 7"), line("batch 7", -1)
    line("batch 77")
    theirs = line("batch 7", authority=THERE_ONLY)
    assert ids(batch_pages.history(7, within=HERE)) == [first, second]
    assert ids(batch_pages.history(7, within=THERE)) == [theirs]


def test_the_lines_of_senders_that_count_for_their_students() -> None:
    sender = {"urn": "106500"}
    since = ON - timedelta(days=30)
    one = rows.batch(sender=sender, as_at=since)
    for outcome in ("matched-update", "new-in-area", "possible", "out-of-area"):
        rows.line(one, outcome)
    rows.line(one, "invalid")
    rows.batch(sender=sender, as_at=since - timedelta(days=1))
    rows.batch(sender=sender, status="withdrawn")
    rows.batch(sender=sender, feed="ucas")
    many = rows.batch()
    rows.line(many, "matched-update", raw={"urn": "1", "estab": "4900", "lea": "359"})
    rows.line(many, "invalid", raw={"urn": "1", "estab": "4900", "lea": "359"})
    rows.line(many, "matched-update", raw={"laestab": "3594901", "ukprn": "10000001"})
    theirs = rows.batch(sender=sender, authority=THERE_ONLY)
    rows.line(theirs, "matched-update")
    feeds = ["provider-enrolment"]

    def of_one(scope: Any) -> list[tuple[Any, ...]]:
        found = coverage.of_one_sender(feeds=feeds, since=since, within=scope)
        return [(it.batch, it.as_at, it.sender, it.lines, it.used) for it in found]

    assert of_one(HERE) == [(one.id, since, InstitutionRef(**sender), 5, 2)]
    assert [found[0] for found in of_one(THERE)] == [theirs.id]
    found = coverage.of_many_senders(feeds=feeds, since=since, within=HERE)
    assert sorted(
        (it.batch, it.urn or "", it.estab, it.lea, it.ukprn, it.lines, it.used)
        for it in found
    ) == [
        (many.id, "", "3594901", None, "10000001", 1, 1),
        (many.id, "1", "4900", "359", None, 2, 1),
    ]
    assert coverage.of_many_senders(feeds=["x"], since=since, within=HERE) == []
    assert coverage.of_many_senders(feeds=feeds, since=since, within=THERE) == []


def test_reports_that_nothing_has_changed_count_from_their_day() -> None:
    def report(**columns: Any) -> None:
        usual = {
            "authority": HERE_ONLY,
            "institution": SCHOOL,
            "kind": "unchanged",
            "state": "sent",
            "as_at": ON,
            "made_by": "school@example.org",
            "made_at": AT,
        }
        rows.added(Sending(**{**usual, **columns}))

    report(institution=OTHER_SCHOOL)
    report()
    report(kind="list")
    report(state="taken back")
    report(as_at=ON - timedelta(days=1))
    report(authority=THERE_ONLY, as_at=ON + timedelta(days=1))
    unchanged = coverage.unchanged
    assert unchanged(since=ON, within=HERE) == [(OTHER_SCHOOL, ON), (SCHOOL, ON)]
    assert unchanged(since=ON, within=THERE) == [(SCHOOL, ON + timedelta(days=1))]


def test_students_of_an_age_are_counted_at_each_institution() -> None:
    def at(school: str | None, age: int, day: date = ON, **columns: Any) -> None:
        rows.position(
            rows.person(), day, institution=school, academic_age=age, **columns
        )

    at(SCHOOL, 16)
    at(SCHOOL, 18)
    at(SCHOOL, 15)
    at(OTHER_SCHOOL, 16)
    at(None, 16)
    at(SCHOOL, 16, ON - timedelta(days=1))
    at(SCHOOL, 16, authority=THERE_ONLY)
    students = coverage.students
    assert students(ON, within=HERE, from_age=16) == {SCHOOL: 2, OTHER_SCHOOL: 1}
    assert students(ON, within=THERE, from_age=16) == {SCHOOL: 1}
    assert students(ON, within=HERE, from_age=19) == {}


def test_refusals_that_are_no_evidence_yet_are_found() -> None:
    def refused(of: Any, outcome: str | None = "matched-update", **columns: Any) -> int:
        usual = {"restricted": True, "raw": {"yssa": "No"}}
        return rows.line(of, outcome, **{**usual, **columns})

    matched, received = rows.batch(), rows.batch(status="received")
    applied, withdrawn = rows.batch(status="applied"), rows.batch(status="withdrawn")
    wanted = [
        *(refused(matched), refused(received, None)),
        *(refused(applied, it) for it in ("possible", "invalid", "out-of-area")),
    ]
    refused(applied)
    refused(withdrawn)
    refused(matched, restricted=False)
    refused(matched, raw={"surname": "Orr"})
    theirs = refused(rows.batch(authority=THERE_ONLY), line=9, person_id=4)
    found = restrictions.unsettled(within=HERE)
    assert [it.row for it in found] == wanted
    [other] = restrictions.unsettled(within=THERE)
    assert (other.row, other.line, other.raw, other.person) == (
        theirs,
        *(9, {"yssa": "No"}, 4),
    )
    assert other.batch.authority == THERE_ONLY
    assert restrictions.unsettled(within=AT_SCHOOL) == []


def test_people_with_a_restriction_are_those_that_stand_for_themselves() -> None:
    marked = {"details": {"restrictions": []}}
    one = rows.person("Zela", "Orr", **marked)
    rows.person()
    rows.person(merged_into=one, **marked)
    theirs = rows.person(authority=THERE_ONLY, **marked)
    found = dict(restrictions.everybody(within=HERE))
    assert list(found) == [one]
    assert (found[one].given, found[one].family) == ("Zela", "Orr")
    assert list(dict(restrictions.everybody(within=THERE))) == [theirs]
    assert list(restrictions.everybody(within=AT_SCHOOL)) == []


def test_months_of_returns_come_newest_first_with_their_newest_run() -> None:
    october, november = date(2026, 10, 31), date(2026, 11, 30)

    def made(end: date, authority: str = HERE_ONLY) -> int:
        run = ReturnRun(
            authority=authority,
            period_end=end,
            ruleset="2026-27",
            records=0,
            sha256="0" * 64,
            header={},
            issues={},
            prepared_at=AT,
            prepared_by="me",
            file=b"",
        )
        number: int = rows.added(run).id
        return number

    first, second, third = made(october), made(november), made(october)
    theirs = made(date(2026, 12, 31), THERE_ONLY)
    assert ids(runs.runs(within=HERE)) == [third, second, first]
    assert ids([runs.run(first, within=HERE)]) == [first]
    assert runs.run(theirs, within=HERE) is None

    def months(scope: Any, **page: Any) -> Any:
        total, found = runs.months(within=scope, **page)
        return total, [(end, ids(some)) for end, some in found]

    assert months(HERE, limit=9) == (
        2,
        [(november, [second]), (october, [third, first])],
    )
    assert months(HERE, limit=1) == (2, [(november, [second])])
    assert months(HERE, limit=1, offset=1) == (2, [(october, [third, first])])
    assert months(THERE, limit=9) == (1, [(date(2026, 12, 31), [theirs])])


def test_only_the_newest_merge_of_a_person_that_was_not_undone_can_be_undone() -> None:
    one, other = rows.person(), rows.person()
    there = rows.person(authority=THERE_ONLY)

    def merge(survivor: int, authority: str = HERE_ONLY, **columns: Any) -> int:
        made = Merge(
            authority=authority,
            survivor=survivor,
            moved=[[survivor, None], [None, None]],
            merged_by="me",
            merged_on=ON,
            **columns,
        )
        number: int = rows.added(made).id
        return number

    old, newest = merge(one), merge(one)
    undone = merge(one, parted_by="me")
    only, theirs = merge(other), merge(there, THERE_ONLY)

    def listed(scope: Any, offset: int = 0, limit: int = 9) -> list[tuple[int, bool]]:
        found = merge_list.listed(within=scope, offset=offset, limit=limit)
        return [(each.merge.id, each.newest) for each in found]

    every = [(only, True), (undone, False), (newest, True), (old, False)]
    assert listed(HERE) == every
    assert listed(HERE, 1, 2) == every[1:3]
    assert listed(THERE) == [(theirs, True)]
    assert merge_list.count(within=HERE) == 4
    assert merge_list.count(within=BOTH) == 5
    [found, *_] = merge_list.listed(within=HERE, offset=0, limit=1)
    assert (found.person.id, found.records) == (other, [other])


def test_rows_kept_apart_from_people_of_the_authority() -> None:
    a, b = rows.person(), rows.person()
    there = rows.person(authority=THERE_ONLY)
    merges.exclude("row 1", [a, b, there], "me")
    merges.exclude("row 2", [b], "me")
    rows.flush()
    assert merges.different_people(within=HERE) == {"row 1": {a, b}, "row 2": {b}}
    assert merges.different_people(within=THERE) == {"row 1": {there}}
    assert merges.different_people(within=AT_SCHOOL) == {}


def test_work_items_are_about_people_that_a_list_may_name() -> None:
    one = rows.person("Zela", "Orr")
    gone = rows.person(merged_into=one)

    def item(person: int | None = None, **columns: Any) -> int:
        usual = {
            "authority": HERE_ONLY,
            "kind": "task",
            "why": "Ring the college",
            "role": "manager",
            "opened_by": "me",
            "opened_at": AT,
        }
        number: int = rows.added(WorkItem(person_id=person, **{**usual, **columns})).id
        return number

    bare, about, merged = item(), item(one), item(gone)
    done = item(one, done_by="me", done_at=AT, due=ON, institution=SCHOOL)
    item(kind="other")
    unlisted = [item(rows.person(live=False))]
    unlisted.append(item(rows.person(details={"departure": "D"})))
    theirs = item(authority=THERE_ONLY)
    shown = {it["id"]: it for it in rows.items(person_items.items("task", within=HERE))}
    assert set(shown) == {bare, about, merged, done}
    assert shown[about] == {
        "id": about,
        "person_id": one,
        "why": "Ring the college",
        "role": "manager",
        "since": AT,
    }
    assert shown[merged]["person_id"] == one
    assert (shown[done]["due"], shown[done]["done_by"]) == (ON, "me")
    assert [
        it["id"] for it in rows.items(person_items.items("task", within=THERE))
    ] == [theirs]
    assert rows.items(person_items.items("task", within=AT_SCHOOL)) == []
    assert ids(items.open_of_kind("task", within=HERE)) == [
        *(bare, about, merged, *unlisted)
    ]
    assert ids(items.open_of_kind("task", within=THERE)) == [theirs]
    assert items.open_of_kind("task", within=AT_SCHOOL) == []
    assert ids([items.lock(bare, within=HERE)]) == [bare]
    assert items.lock(theirs, within=HERE) is None
    assert items.lock(bare, within=AT_SCHOOL) is None
