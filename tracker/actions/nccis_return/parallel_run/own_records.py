"""The records of the return that we would make of a month, as they may be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker import returns, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.nccis_return import return_subjects
from tracker.actions.work.tasks import Say
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import UNSHOWN, is_hidden
from tracker.domain.nccis_return.parallel_run.compared_fields import (
    ADDRESS,
    POSTCODE,
    Record,
)
from tracker.domain.nccis_return.sealed_columns import OF_DATES, OF_PLACE
from tracker.domain.reference.academic_year import Period
from tracker.returns.record import ACTIVITIES, Header
from tracker.returns.rules.years import ruleset_for


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """The return of a month: the record of each person, and everybody counted.

    ``restricted`` are those left out of it because their data may only be stored.
    """

    records: Mapping[int, Record]
    members: Mapping[int, Member]
    restricted: frozenset[int]


def of_month(period: Period, *, database: str, act: Act, say: Say) -> OwnReturn:
    """The return as it would be made now, from the evidence of today.

    Sealed codes stand in it as readers see them. No run is kept.
    """
    scope = authority_scope(act.authority)
    positions.refresh([period.end], within=scope, say=say)
    everybody = store.figures.members.members(period.end, within=scope)
    due = return_subjects.returned_members(everybody, act.authority)
    members = return_subjects.without_restricted(due, act)
    say(f"Working out our return for {period.label}.")
    sealed = store.history.sealed_facts.people_with(it.person for it in members)
    records: dict[int, Record] = {}
    for subject in return_subjects.subjects(members, scope, sealed):
        record = returns.build.record(subject, database)
        records[subject.member.person] = returns.build.shown(record)
    left_out = {each.person for each in due} - records.keys()
    return OwnReturn(
        records, {each.person: each for each in everybody}, frozenset(left_out)
    )


def broken(
    records: Iterable[tuple[int, Record]], end: date, *, database: str, act: Act
) -> dict[int, dict[str, str]]:
    """The rules that each record breaks: by its key, the number of the first rule that
    is about a field, by field. ``database`` is the number in the header of their file.

    A field that is not shown of a record has none: its rule could give it away.
    """
    given = list(records)
    header = Header((database,), (act.authority,), act.on, end)
    ruleset = ruleset_for(end)
    fields = {each.number: tuple(map(_field, each.fields)) for each in ruleset}
    found: dict[int, dict[str, str]] = {}
    plain = ({**record, ACTIVITIES: "given"} for _, record in given)
    for issue in returns.check.judge(plain, header, ruleset):
        key, record = given[issue.record - 1]
        of_record, hidden = found.setdefault(key, {}), _hidden(record)
        for name in fields[issue.rule]:
            if name not in hidden:
                of_record.setdefault(name, issue.rule)
    return found


def _field(column: str) -> str:
    """The field that is compared for a column of the return."""
    if column in returns.record.ADDRESS:
        return ADDRESS
    return POSTCODE if column == "Postcode" else column


def _hidden(record: Record) -> frozenset[str]:
    """The fields of a record of which something is not shown."""
    found: set[str] = set()
    code, held = record.get("ActivityCode"), record.get("CharacteristicCode")
    if isinstance(code, str) and is_hidden(code):
        found.update(("ActivityCode", *OF_PLACE, *OF_DATES))
    if isinstance(held, list) and not UNSHOWN.isdisjoint(held):
        found.add("CharacteristicCode")
    return frozenset(found)
