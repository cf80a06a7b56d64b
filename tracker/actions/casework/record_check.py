"""The return's record of one young person on a day, and the rules that it breaks.

The record and the rules are those of the month's file. So an adviser reads before
saving what the data manager would otherwise have to ask about later.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from tracker import returns, store
from tracker.actions.history.known_person import Known
from tracker.actions.nccis_return.return_subjects import subject_of
from tracker.domain.history.evidence import Doing, Statement
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded
from tracker.domain.history.sealed_statements import is_sealed, shown_member
from tracker.returns.check import judge
from tracker.returns.record import Header
from tracker.returns.rules.years import ruleset_for
from tracker.returns.ruleset import Issue

#: Results that are kept: a page that is opened again does not check its record again.
MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class OneRecord:
    """A record of the return, the rules that it breaks, and the name of the rule set.

    ``record`` is None for a person who is not in the return of that day. ``broken`` has
    an issue for each rule; its ``priority`` 3 is a warning, None is not known.
    """

    member: Member
    record: Mapping[str, str | list[str] | None] | None
    broken: tuple[Issue, ...]
    rules: str


_Key = tuple[object, ...]
_judged: OrderedDict[_Key, tuple[Issue, ...]] = OrderedDict()
#: Held while the results are read or changed: several threads make pages.
_LOCK = Lock()


def check_one(known: Known, *, day: date, database: str) -> OneRecord | None:
    """The record of a person known on ``day``; None without a date of birth."""
    (found,) = check_all([known.opened], [known.folded], day=day, database=database)
    return found


def check_all(
    many: Sequence[Folded], seen: Sequence[Folded], *, day: date, database: str
) -> list[OneRecord | None]:
    """The records of several people, checked together: as quick as checking one.

    They are checked with what is sealed and given without it, like the rules that could
    reveal it. ``many`` are folded with what is sealed, and ``seen`` are the same people
    as readers see them.
    """
    register = store.institutions.register.directory()
    members = [_on(each, day) for each in many]
    records = [
        returns.build.record(
            subject_of(member, folded.evidence, register=register), database
        )
        if member is not None and member.status is not None
        else None
        for folded, member in zip(many, members, strict=True)
    ]
    sealed = [
        [it.statement for it in each.evidence if is_sealed(it.statement)]
        for each in many
    ]
    authorities = {member.authority for member in members if member is not None}
    broken = _broken(
        [record for record in records if record is not None],
        Header((database,), tuple(sorted(authorities)), sent=day, period_end=day),
    )
    rules = ruleset_for(day)
    revealing = returns.build.revealing(rules)

    def shown(one: OneRecord, folded: Folded, hides: list[Statement]) -> OneRecord:
        """The record without what is sealed, and without the rules that reveal it."""
        hidden = revealing[any(isinstance(each, Doing) for each in hides)]
        member = _on(folded, day) or one.member
        # Not the record that was checked: a sealed activity lasts in the dates of the
        # next one, such as the day of becoming NEET.
        record = returns.build.record(
            subject_of(member, folded.evidence, register=register), database
        )
        return replace(
            one,
            member=shown_member(member),
            record=one.record and returns.build.shown(record),
            broken=tuple(it for it in one.broken if it.rule not in hidden),
        )

    checked = [
        None
        if member is None
        else OneRecord(member, record, next(broken) if record else (), rules.label)
        for member, record in zip(members, records, strict=True)
    ]
    return [
        shown(one, folded, hides) if one is not None and hides else one
        for one, hides, folded in zip(checked, sealed, seen, strict=True)
    ]


def _on(folded: Folded, day: date) -> Member | None:
    return next((each for each in folded.members if each.as_of == day), None)


def _broken(
    records: Sequence[returns.build.Record], header: Header
) -> Iterator[tuple[Issue, ...]]:
    """The rules that each record breaks, in the order of the records."""
    keys = [_key(record, header) for record in records]
    with _LOCK:
        judged = {key: _judged[key] for key in keys if key in _judged}
    pairs = zip(keys, records, strict=True)
    new = {key: record for key, record in pairs if key not in judged}
    assert header.period_end is not None  # the day of the check
    found: dict[int, list[Issue]] = {}
    if new:
        rules = ruleset_for(header.period_end)
        alone = replace(rules, rules=tuple(it for it in rules if not it.whole_file))
        for issue in judge(list(new.values()), header, alone):
            found.setdefault(issue.record, []).append(issue)
    fresh = {
        key: tuple(found.get(number, ())) for number, key in enumerate(new, start=1)
    }
    with _LOCK:
        _judged.update(fresh)
        while len(_judged) > MOST_KEPT:
            _judged.popitem(last=False)
    judged |= fresh
    return iter([judged[key] for key in keys])


def _key(record: returns.build.Record, header: Header) -> _Key:
    values = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in record.items()
    )
    return (values, header.period_end, header.authorities, header.databases)
