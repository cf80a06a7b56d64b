"""The lists that each school or college sent, and their lines, by its key of today."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker import feeds, store
from tracker.access import Scope
from tracker.domain.intake.coverage import Sent
from tracker.domain.intake.listed import Part
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.feeds.census.keeping import year_of
from tracker.store.institutions.register import Directory
from tracker.store.intake.lists.coverage import Lines
from tracker.store.intake.lists.listed_lines import ListedLines

#: The year groups of those who are tracked. A list may have others, or give none.
YEARS = range(7, 15)


def sent(
    since: date, *, within: Scope, only: Sequence[str] | None = None
) -> Iterator[Sent]:
    """The lists received since a day, and reports that nothing has changed.

    ``only`` narrows it to lists of some feeds, without the reports.
    """
    register = store.institutions.register.directory()
    (authority,) = within.authorities
    rolls = feeds.registry.rolls() if only is None else only
    for came in store.intake.lists.coverage.of_one_sender(
        feeds=rolls, since=since, within=within
    ):
        if (key := _key(came.sender, register)) is not None:
            yield Sent(key, came.as_at, came.batch, came.lines, came.used)
    for each in store.intake.lists.coverage.of_many_senders(
        feeds=rolls, since=since, within=within
    ):
        if (key := _key(_numbers(authority, each), register)) is not None:
            yield Sent(key, each.as_at, each.batch, each.lines, each.used)
    if only is None:
        for key, as_at in store.intake.lists.coverage.unchanged(
            since=since, within=within
        ):
            there = register.by_key(key)
            yield Sent(there.key if there is not None else key, as_at, None)


def answered(since: date, *, within: Scope) -> set[str]:
    """The keys of those that answered since a day about some of their students, without
    a list or a report about all of them.
    """
    register = store.institutions.register.directory()
    found: set[str] = set()
    for key in store.intake.lists.coverage.partly_answered(since=since, within=within):
        there = register.by_key(key)
        found.add(there.key if there is not None else key)
    return found


def parts(year: AcademicYear, *, on: date, within: Scope) -> Iterator[Part]:
    """The lines of the lists of a school year up to a day, by what became of them: of
    places, and of neighbouring councils.
    """
    register = store.institutions.register.directory()
    (authority,) = within.authorities
    for each in store.intake.lists.listed_lines.counted(
        year.starts,
        min(year.ends, on),
        feeds=[*feeds.registry.rolls(), *feeds.registry.of_councils()],
        within=within,
    ):
        ref = each.sender or _numbers(authority, each)
        if (place := _key(ref, register)) is None:
            continue
        raw = {"year_group": each.year or "", "dob": each.born or ""}
        group = year_of(raw, each.as_at)
        yield Part(
            *(place, each.feed, each.batch, each.as_at, each.complete),
            group if group in YEARS else None,
            *(each.became, each.lines, each.rows),
        )


def _numbers(authority: str, line: Lines | ListedLines) -> InstitutionRef:
    """The sender that a line of a file of many names."""
    number = LaEstab.of(line.lea or authority, line.estab).value
    return InstitutionRef(urn=line.urn, laestab=number, ukprn=line.ukprn)


def _key(ref: InstitutionRef, register: Directory) -> str | None:
    there = register.resolve(ref)
    return there.key if there is not None else key_of(ref)
