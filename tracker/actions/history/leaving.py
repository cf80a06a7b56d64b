"""Leavers kept in step with what is told of them.

See decision 0123.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import domain, store
from tracker.access import authority_scope
from tracker.actions.history.leaver_proof import Days
from tracker.domain.history.details.form_groups import (
    FormGroup,
    form_group_of,
    form_groups,
)
from tracker.domain.history.members import Member, in_scope
from tracker.domain.history.membership import Folded
from tracker.domain.history.position import Position, position_on
from tracker.domain.history.stays import Resolve
from tracker.domain.leavers.leaver import Leaver, leaver
from tracker.domain.leavers.sustained import month_ends, was_seen
from tracker.domain.reference.academic_year import AcademicYear
from tracker.store.history.leaver_rows import Kept
from tracker.store.history.leaving import Stage, counted_on, leavers, stayed_by


@dataclass(frozen=True, slots=True)
class Going:
    """A leaver of a year as folded: all but what the stored record says of them."""

    left: int
    stage: Stage
    institution: str
    then: Member
    now: Member | None
    months: Mapping[date, Position]
    seen: bool
    form_groups: Sequence[FormGroup]


def days_of(years: Iterable[tuple[int, date]]) -> set[date]:
    """The days whose members say who is a leaver of a year, seen from a day."""
    return {
        day
        for left, as_of in years
        for day in (counted_on(left), min(stayed_by(left), as_of), as_of)
    }


def going(
    folded: Folded,
    years: Iterable[tuple[int, Stage, date]],
    resolve: Resolve,
    *,
    proven: Days | None = None,
) -> list[Going]:
    """What a person is a leaver of, among these years seen from these days.

    They are folded on all of ``days_of``; ``proven`` are their members where an
    institution's own word says more than it may see
    (``domain.leavers.own_statement``). Where they
    were at the month ends follows from their spells, and is looked at of leavers alone.
    """
    born, person = folded.known.identity.born, folded.person
    members = {member.as_of: member for member in folded.members}
    counted = members if proven is None else proven
    found: list[Going] = []
    groups: list[FormGroup] | None = None
    for left, stage, as_of in years:
        then = counted.get(counted_on(left))
        later = counted.get(min(stayed_by(left), as_of))
        gone = leavers(
            {} if then is None else {person: then},
            {} if later is None else {person: later},
            left,
            stage,
        )
        if then is None or born is None or not gone:
            continue
        if groups is None:
            groups = form_groups(folded.evidence, resolve)
        (institution,) = gone
        months = {
            day: position_on(folded.spells, day, born=born, since=folded.since)
            for day in month_ends(left)
            if day <= as_of
        }
        seen = was_seen(folded.spells, left, born=born, since=folded.since, as_of=as_of)
        now = members.get(as_of)
        found.append(Going(left, stage, institution, then, now, months, seen, groups))
    return found


def made(
    gone: Sequence[Going], as_of: Mapping[tuple[int, Stage], date], authority: str
) -> dict[tuple[int, Stage], dict[str, list[Leaver]]]:
    """These as leavers, by year and institution, from their records as stored now."""
    persons = sorted({each.then.person for each in gone})
    scope = authority_scope(authority)
    records = {
        each.id: each for each in store.people.records.records(persons, within=scope)
    }
    found: dict[tuple[int, Stage], dict[str, list[Leaver]]] = {}
    for each in gone:
        key = (each.left, each.stage)
        leaver = _one(records[each.then.person], each, as_of[key])
        found.setdefault(key, {}).setdefault(each.institution, []).append(leaver)
    return found


def follow(
    touched: Iterable[int],
    gone: Sequence[Going],
    authority: str,
    kept: Sequence[Kept],
) -> None:
    """Makes these few people anew as leavers of every year that is kept.

    In the transaction at hand, once what is known of them has been stored.
    """
    store.history.leaver_rows.forget(touched)
    seen_from = {(each.left, each.stage): each.as_of for each in kept}
    for (left, stage), by_place in made(gone, seen_from, authority).items():
        store.history.leaver_rows.write(authority, left, stage, by_place)


def _is_withheld(record: store.people.records.Person, institution: str | None) -> bool:
    """Whom the list of an institution may not name: withheld from everybody, restricted
    at that very place, or dead. A school hears of a death from people, not a list.
    """
    details = record.details
    return (
        bool(details.get("withheld"))
        or any(at in (None, institution) for at, *_ in details.get("restrictions", ()))
        or details.get("departure") == domain.reference.codes.DIED
    )


def _one(record: store.people.records.Person, gone: Going, as_of: date) -> Leaver:
    """A leaver, from who they are, when they were counted, now, and the month ends.

    Of the form groups that of the place they left counts, as it was when they left.
    """
    then, now, left = gone.then, gone.now, gone.left
    years = AcademicYear.of(as_of).start - AcademicYear.of(then.as_of).start
    send = then.send if now is None else now.send
    return leaver(
        person=record.id,
        given=record.given,
        family=record.family,
        position=now.position if now is not None else None,
        months=gone.months,
        left=left,
        as_of=as_of,
        seen=gone.seen,
        upn=record.upn,
        tracked=in_scope(then.academic_age + years, send=send),
        form_group=form_group_of(
            gone.form_groups, gone.institution, by=AcademicYear(left - 1).ends
        ),
        withheld=_is_withheld(record, gone.institution),
        send=then.send,
        sen_support=then.sen_support,
        free_meals=then.free_meals,
        sex=then.sex,
    )
