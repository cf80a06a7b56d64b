"""The stored rows of leavers, kept in step with the evidence.

See decision 0123.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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
from tracker.domain.reference.academic_year import AcademicYear, counted_on, stayed_by
from tracker.store.history.leaver_rows import Kept
from tracker.store.history.leaving import Stage, leavers


@dataclass(frozen=True, slots=True)
class RawLeaver:
    """A leaver of one year, from their folded evidence; without their stored record."""

    left: int
    stage: Stage
    institution: str
    then: Member
    now: Member | None
    months: Mapping[date, Position]
    seen: bool
    form_groups: Sequence[FormGroup]


def days_of(years: Iterable[tuple[int, date]]) -> set[date]:
    """The days whose members decide who is a leaver of each (year, as-of day)."""
    return {
        day
        for left, as_of in years
        for day in (counted_on(left), min(stayed_by(left), as_of), as_of)
    }


def raw_leavers(
    folded: Folded,
    years: Iterable[tuple[int, Stage, date]],
    resolve: Resolve,
    *,
    proven: Days | None = None,
) -> list[RawLeaver]:
    """The years in which a person is a leaver, among these years as seen on these days.

    The person must be folded on all of ``days_of``. ``proven`` are the members that an
    institution may see, where its own statement claims more
    (``domain.leavers.own_statement``). The positions at month ends follow from the
    spells, and are worked out only for leavers.
    """
    born, person = folded.known.identity.born, folded.person
    members = {member.as_of: member for member in folded.members}
    counted = members if proven is None else proven
    found: list[RawLeaver] = []
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
        (place,) = gone
        months = {
            day: position_on(folded.spells, day, born=born, since=folded.since)
            for day in month_ends(left)
            if day <= as_of
        }
        seen = was_seen(folded.spells, left, born=born, since=folded.since, as_of=as_of)
        now = members.get(as_of)
        found.append(RawLeaver(left, stage, place, then, now, months, seen, groups))
    return found


def leavers_by_place(
    gone: Sequence[RawLeaver], as_of: Mapping[tuple[int, Stage], date], authority: str
) -> dict[tuple[int, Stage], dict[str, list[Leaver]]]:
    """The leavers by year and institution, with the details of their stored records."""
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


def rebuild_rows(
    touched: Iterable[int],
    gone: Sequence[RawLeaver],
    authority: str,
    kept: Sequence[Kept],
) -> None:
    """Rebuilds the leaver rows of these few people, in every year that is kept.

    Runs in the open transaction, after the people's records have been stored.
    """
    store.history.leaver_rows.forget(touched)
    if not gone:
        return
    seen_from = {(each.left, each.stage): each.as_of for each in kept}
    for (left, stage), by_place in leavers_by_place(gone, seen_from, authority).items():
        store.history.leaver_rows.write(authority, left, stage, by_place)


def is_unlisted(record: store.people.records.Person, institution: str | None) -> bool:
    """Whether an institution's list leaves this person out: withheld from all lists,
    restricted at that institution, or dead. A school hears of a death from people, not
    from a list.
    """
    return may_not_be_listed(record.details, institution)


def may_not_be_listed(details: Mapping[str, Any], institution: str | None) -> bool:
    """The same by the details of a record, of which these three are needed:
    ``withheld``, ``restrictions`` and ``departure``.
    """
    return (
        bool(details.get("withheld"))
        or any(at in (None, institution) for at, *_ in details.get("restrictions", ()))
        or details.get("departure") == domain.reference.codes.DIED
    )


def _one(record: store.people.records.Person, gone: RawLeaver, as_of: date) -> Leaver:
    """The leaver, from their record, the day they were counted, today and month ends.

    The form group is the one that they had at the institution when they left it.
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
        unlisted=is_unlisted(record, gone.institution),
        send=then.send,
        sen_support=then.sen_support,
        free_meals=then.free_meals,
        sex=then.sex,
    )
