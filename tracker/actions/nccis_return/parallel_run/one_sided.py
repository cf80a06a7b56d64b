"""Why a young person is in one of two returns of a month and not in the other."""

from collections.abc import Iterable, Mapping

from tracker import store
from tracker.actions.nccis_return.parallel_run import day_of_evidence
from tracker.actions.nccis_return.parallel_run.own_records import OwnReturn
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.members import Member
from tracker.domain.nccis_return.parallel_run.compared_fields import value
from tracker.domain.reference.academic_year import (
    YEAR_11,
    YEAR_13,
    Period,
    say_date,
)
from tracker.domain.reference.codes import AUTHORITIES, COHORT_STATUSES, PRIMARY

NO_EVIDENCE = "nothing on record says that they live here"
RESTRICTED = "their data may only be stored, so the return leaves them out"
YOUNGER = "younger than Year 11"
OLDER = "too old, and without an EHC plan"
RETURNED_BEFORE = "no longer in the cohort"
NEVER_THEIRS = "no file of theirs has had them"
THEIRS_BEFORE = "not in this file; moved in from theirs up to"
LED_ELSEWHERE = "in their file, but led by another authority"


def not_in_ours(
    people: Iterable[int], ours: OwnReturn, period: Period
) -> dict[int, str]:
    """Why each of these young people is not in our return, though on record."""
    wanted = sorted(set(people))
    found = dict[int, str]()
    for person, evidence in store.history.evidence.histories(wanted):
        if person in ours.restricted:
            found[person] = RESTRICTED
            continue
        left = particulars(evidence, on=period.end).departure
        if left is not None and left.on <= period.end:
            code = COHORT_STATUSES.get(left.status)
            to = AUTHORITIES.get(left.to)
            words = code.title.casefold() if code is not None else RETURNED_BEFORE
            found[person] = f"{words}: {to.title}" if to is not None else words
            continue
        found[person] = _by_age(ours.members.get(person))
    return found


def _by_age(member: Member | None) -> str:
    if member is None:
        return NO_EVIDENCE
    if member.academic_age < YEAR_11:
        return YOUNGER
    if member.academic_age > YEAR_13 and not member.send:
        return OLDER
    return RETURNED_BEFORE


def not_in_theirs(
    people: Iterable[int], ours: OwnReturn, *, led_elsewhere: Mapping[int, str]
) -> dict[int, str]:
    """Why each of these young people may be in our return alone.

    ``led_elsewhere`` has the authority that leads their record, for those who have one
    in their file.
    """
    wanted = sorted(set(people))
    moved_in = day_of_evidence.last_of_theirs(wanted)
    found: dict[int, str] = {}
    for person in wanted:
        status = value(ours.records[person], "CohortStatus")
        if person in led_elsewhere:
            lead = AUTHORITIES.get(led_elsewhere[person])
            of = f": {lead.title}" if lead is not None else ""
            found[person] = f"{LED_ELSEWHERE}{of}"
        elif status != PRIMARY and (code := COHORT_STATUSES.get(status)) is not None:
            found[person] = f"{status} {code.title}"
        elif (last := moved_in.get(person)) is not None:
            found[person] = f"{THEIRS_BEFORE} {say_date(last)}"
        else:
            found[person] = NEVER_THEIRS
    return found
