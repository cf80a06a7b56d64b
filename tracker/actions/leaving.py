"""Leavers kept in step with what is told of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.access import authority_scope
from tracker.domain import codes
from tracker.domain.academic_year import AcademicYear
from tracker.domain.cohort import Member, in_scope
from tracker.domain.form_groups import FormGroup, form_group_of
from tracker.domain.leaver import Leaver, leaver
from tracker.domain.position import Position
from tracker.domain.sustained import month_ends
from tracker.store import leaver_rows, people
from tracker.store.leaver_rows import Kept
from tracker.store.leavers import counted_on, leavers, stayed_by

#: For each person the member that they are on each day.
ByDay = Mapping[int, Mapping[date, Member]]
#: For each person the form groups that schools gave.
FormGroups = Mapping[int, Sequence[FormGroup]]


def days_of(left: int, as_of: date) -> set[date]:
    """The days whose positions make somebody a leaver of a year, and say where to."""
    ends = {day for day in month_ends(left) if day <= as_of}
    return {counted_on(left), min(stayed_by(left), as_of), as_of, *ends}


def days_kept(kept: Iterable[Kept]) -> set[date]:
    """The days that ``follow`` wants of whoever was touched."""
    return {day for each in kept for day in days_of(each.left, each.as_of)}


def follow(
    by_day: ByDay,
    as_proven: ByDay,
    form_groups: FormGroups,
    authority: str,
    kept: Sequence[Kept],
) -> None:
    """Makes these few people anew as leavers of every year that is kept.

    ``as_proven`` are the members of those of whom an institution's own word says more
    than it may see (``domain.own_word``). In the transaction at hand, once what is
    known of them has been stored.
    """
    counted = {**by_day, **as_proven}
    leaver_rows.forget(by_day)
    records = {
        record.id: record
        for record in people.records(sorted(by_day), within=authority_scope(authority))
    }
    for year in kept:
        then = _on(counted, counted_on(year.left))
        later = _on(counted, min(stayed_by(year.left), year.as_of))
        gone = leavers(then, later, year.left, year.stage)
        made = {
            institution: [
                one(
                    records[person],
                    then[person],
                    by_day[person].get(year.as_of),
                    {
                        day: member.position
                        for day, member in by_day[person].items()
                        if day in month_ends(year.left)
                    },
                    year.left,
                    year.as_of,
                    form_groups.get(person, ()),
                )
                for person in persons
            ]
            for institution, persons in gone.items()
        }
        leaver_rows.write(authority, year.left, year.stage, made)


def _on(by_day: ByDay, day: date) -> dict[int, Member]:
    return {person: days[day] for person, days in by_day.items() if day in days}


def _is_withheld(record: people.Person, institution: str | None) -> bool:
    """Whom the list of an institution may not name: withheld from everybody, restricted
    at that very place, or dead. A school hears of a death from people, not a list.
    """
    details = record.details
    return (
        bool(details.get("withheld"))
        or any(at in (None, institution) for at, *_ in details.get("restrictions", ()))
        or details.get("departure") == codes.DIED
    )


def one(
    record: people.Person,
    then: Member,
    now: Member | None,
    months: Mapping[date, Position],
    left: int,
    as_of: date,
    form_groups: Sequence[FormGroup],
) -> Leaver:
    """A leaver, from who they are, when they were counted, now, and the month ends.

    ``form_groups`` are all that schools gave: that of the place they left counts, as it
    was when they left.
    """
    years = AcademicYear.of(as_of).start - AcademicYear.of(then.as_of).start
    send = then.send if now is None else now.send
    place = then.position.institution
    return leaver(
        person=record.id,
        given=record.given,
        family=record.family,
        position=now.position if now is not None else None,
        months=months,
        left=left,
        as_of=as_of,
        upn=record.upn,
        tracked=in_scope(then.academic_age + years, send=send),
        form_group=None
        if place is None
        else form_group_of(form_groups, place, by=AcademicYear(left - 1).ends),
        withheld=_is_withheld(record, place),
        send=then.send,
        sen_support=then.sen_support,
        free_meals=then.free_meals,
        sex=then.sex,
    )
