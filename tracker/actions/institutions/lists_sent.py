"""The lists that each school or college sent, under its key of today."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker import feeds, store
from tracker.access import Scope
from tracker.domain.intake.coverage import Sent
from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.store.institutions.register import Directory


def sent(
    since: date, *, within: Scope, only: Sequence[str] | None = None
) -> Iterator[Sent]:
    """The lists received since a day, and reports that nothing has changed.

    ``only`` narrows it to lists of some feeds, without the reports.
    """
    register = store.institutions.register.directory()
    (authority,) = within.authorities
    rolls = feeds.registry.rolls() if only is None else only
    for came in store.intake.coverage.of_one_sender(
        feeds=rolls, since=since, within=within
    ):
        if (key := _key(came.sender, register)) is not None:
            yield Sent(key, came.as_at, came.batch, came.lines, came.used)
    for each in store.intake.coverage.of_many_senders(
        feeds=rolls, since=since, within=within
    ):
        number = LaEstab.of(each.lea or authority, each.estab).value
        ref = InstitutionRef(urn=each.urn, laestab=number, ukprn=each.ukprn)
        if (key := _key(ref, register)) is not None:
            yield Sent(key, each.as_at, each.batch, each.lines, each.used)
    if only is None:
        for key, as_at in store.intake.coverage.unchanged(since=since, within=within):
            there = register.by_key(key)
            yield Sent(there.key if there is not None else key, as_at, None)


def _key(ref: InstitutionRef, register: Directory) -> str | None:
    there = register.resolve(ref)
    return there.key if there is not None else key_of(ref)
