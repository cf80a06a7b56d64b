"""Who is in the return of a month, and everything that the record of each contains."""

from collections.abc import Iterator, Sequence, Set

from tracker import domain, returns, store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.domain.history.details.detail_folds import CHARACTERISTICS
from tracker.domain.history.details.details_by_day import (
    characteristics_on,
    particulars,
)
from tracker.domain.history.evidence import Evidence
from tracker.domain.history.members import Member, leaver_status
from tracker.domain.history.membership import fold
from tracker.domain.nccis_return.return_details import Returned, returned
from tracker.domain.reference.academic_year import academic_age, end_before


def returned_members(members: Sequence[Member], authority: str) -> list[Member]:
    """The members in a month's return: its cohort, and leavers who were found too late.

    If a young person was last returned as one of the cohort, and a later file shows
    that they had left before this month, they are returned once more to inform DfE.
    """
    if not members:
        return []
    day = members[0].as_of
    before = store.nccis_return.runs.returned_before(authority, day)
    unreported = [
        each.person
        for each in members
        if each.status is None
        and before.get(each.person)
        in (domain.reference.codes.PRIMARY, domain.reference.codes.GUARANTEE_ONLY)
    ]
    late: dict[int, str] = {}
    last_end = end_before(day)
    for person, evidence in store.history.evidence.histories(unreported):
        known = particulars(evidence, on=day)
        born = known.identity.born
        if born is None:
            continue
        status = leaver_status(
            academic_age(born, day),
            academic_age(born, last_end),
            send=known.send,
            departure=known.departure,
        )
        if status is not None:
            late[person] = status
    return [
        each if each.status is not None else each._replace(status=late[each.person])
        for each in members
        if each.status is not None or each.person in late
    ]


def without_restricted(members: list[Member], act: Act) -> list[Member]:
    """Without those whose data is only stored, where the asset owner has signed that
    the return leaves them out (Law D-09).
    """
    if not settings.of(act.authority).leaves_restricted_out:
        return members
    stored = store.law.objections.restricted([each.person for each in members], act.on)
    return [each for each in members if each.person not in stored]


def subjects(
    members: Sequence[Member], scope: Scope, sealed: Set[int]
) -> Iterator[returns.build.Subject]:
    """Members with all details of their record, in the order of their numbers.

    Those of the ``sealed`` people who have a sealed activity are folded again, from
    evidence with its codes. Of the others only the characteristics are.
    """
    register = store.institutions.register.directory()
    by_person = {each.person: each for each in members}
    merged = store.people.merges.merged_among(by_person)
    taken = store.people.merges.ypids_of_merged(within=scope)
    kept = (
        store.history.return_details.of(by_person, members[0].as_of) if members else {}
    )
    again = store.history.sealed_facts.people_with_activity(sealed)
    again.update(sealed & merged)
    kept = {person: it for person, it in kept.items() if person not in again}
    owed = [each.person for each in members if each.person not in kept]
    unkept = (each for each in merged if each not in kept)
    alone = store.history.evidence.of_records(unkept, opened=True)
    folded = store.history.evidence.histories(owed, opened=True)
    opened = store.history.evidence.of_subjects(
        sealed & kept.keys(), CHARACTERISTICS.subjects, opened=True
    )
    for person, member in sorted(by_person.items()):
        details, counted = kept.get(person), member
        if details is None:
            found, evidence = next(folded)
            assert found == person  # both are in the order of numbers
            evidence = alone.get(person, evidence)
            counted, details = _folded(
                member, evidence, register, opens=person in sealed
            )
        elif person in sealed:
            found, evidence = next(opened)
            assert found == person
            (held,) = characteristics_on(evidence, [member.as_of])
            counted = member._replace(characteristics=held)
        yield _subject(counted, details, register, taken.get(person, frozenset()))


def _folded(
    member: Member,
    evidence: Sequence[Evidence],
    register: store.institutions.register.Directory,
    *,
    opens: bool,
) -> tuple[Member, Returned]:
    """The member and the details of their record, from their evidence.

    ``opens``: the evidence has the codes of what is sealed, and so has this member.
    """
    if not opens:
        return member, _returned_from(member, evidence, register)
    person, authority, day = member.person, member.authority, member.as_of
    folded = fold(person, authority, evidence, on=(day,), resolve=register.resolve)
    assert folded is not None  # every member has evidence
    counted = folded.members[0]._replace(
        # These two also depend on what is known of others, and are as they are stored.
        status=member.status,
        guarantee=member.guarantee,
    )
    place, known = counted.position.institution, folded.details.on(day)
    return counted, returned(
        known, evidence, on=day, place=place, resolve=register.resolve
    )


def subject_of(
    member: Member,
    evidence: Sequence[Evidence],
    *,
    register: store.institutions.register.Directory,
) -> returns.build.Subject:
    """One member with all details of their record, from the evidence."""
    details = _returned_from(member, evidence, register)
    return _subject(member, details, register, frozenset())


def _returned_from(
    member: Member,
    evidence: Sequence[Evidence],
    register: store.institutions.register.Directory,
) -> Returned:
    known = particulars(evidence, on=member.as_of, resolve=register.resolve)
    place = member.position.institution
    return returned(
        known, evidence, on=member.as_of, place=place, resolve=register.resolve
    )


def _subject(
    member: Member,
    details: Returned,
    register: store.institutions.register.Directory,
    not_ours: frozenset[str],
) -> returns.build.Subject:
    place = member.position.institution
    return returns.build.Subject(
        member=member,
        known=details.known,
        offers=details.offers,
        intention=details.intention,
        institution=register.by_key(place) if place is not None else None,
        named=details.named,
        not_ours=not_ours,
    )
