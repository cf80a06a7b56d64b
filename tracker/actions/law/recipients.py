"""Who received what about one young person, and who holds a value that was corrected.

See Law D-08.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker import store
from tracker.access import Scope
from tracker.actions.law import disclosed_values
from tracker.actions.law.disclosed_values import Values
from tracker.domain.history.evidence import Evidence
from tracker.domain.law.gateways import FIELDS
from tracker.domain.reference.england import HERE
from tracker.refusal import Refusal
from tracker.store.institutions.register import Directory
from tracker.store.law.disclosures import Criteria, Disclosure

#: The disclosure of a notice of a correction begins with this.
NOTICE = "Notice "


@dataclass(frozen=True, slots=True)
class Received:
    """A disclosure of one field of a young person, with the value that it gave.

    ``values`` is None where nothing was on record at that moment. ``outdated`` means
    that the value of now is another one. ``record`` is the one that it was given for.
    """

    disclosure: Disclosure
    values: Values | None
    outdated: bool
    record: int


@dataclass(frozen=True)
class _Known:
    """The evidence of every record of a young person, to see what was known when."""

    root: int
    evidence: Mapping[int, list[Evidence]]
    joined: Mapping[int, list[tuple[int, date]]]
    authority: str
    register: Directory = field(default_factory=store.institutions.register.directory)

    def values(
        self, records: Iterable[int], name: str, *, on: date, at: datetime | None
    ) -> Values | None:
        """The values of a field by the evidence of some records, as known at ``at``."""
        return disclosed_values.of_evidence(
            self.root,
            [item for record in records for item in self.evidence.get(record, ())],
            [name],
            on=on,
            known_at=at,
            authority=self.authority,
            register=self.register,
        )

    def groups(self, record: int, day: date) -> list[set[int]]:
        """The records that were one with a record on a day.

        A merge on the day itself may have been before or after, so both are given.
        """
        merged = self.joined.get(record, ())
        before = {record, *(each for each, on in merged if on < day)}
        that_day = {record, *(each for each, on in merged if on <= day)}
        return [before, that_day] if that_day != before else [before]


def received(
    person: int, field: str, *, on: date, authority: str, within: Scope
) -> list[Received]:
    """Every disclosure of a field of a young person, the newest first.

    Raises Refusal for a field that is not disclosed, or a person who is not known.
    """
    if field not in FIELDS or field not in disclosed_values.CELLS:
        raise Refusal(
            f"{field} is not a field. They are: {', '.join(disclosed_values.CELLS)}.",
            "field",
        )
    record = store.people.records.get(person, within=within)
    if record is None:
        raise Refusal(f"There is no young person {person}.", "person")
    root = record.merged_into or record.id
    records = sorted(store.history.merged_records.records_of([root]))
    known = _Known(
        root,
        store.history.evidence.of_records(
            records, live_only=False, opened=field == disclosed_values.SEALED
        ),
        store.people.merges.joined(records),
        authority,
    )
    now = known.values(records, field, on=on, at=None)
    criteria = Criteria(person=root, field=field)
    disclosures = list(store.law.disclosures.every(criteria, within=within))
    held = store.law.disclosures.records_in([each.id for each in disclosures], records)
    return [
        _received(each, held.get(each.id, [root]), field, known, now, on)
        for each in disclosures
    ]


def _received(
    disclosure: Disclosure,
    held: list[int],
    field: str,
    known: _Known,
    now: Values | None,
    today: date,
) -> Received:
    """What a disclosure gave for the records that it held, as they were at the time."""
    at = disclosure.known_at
    on = today if at is None else at.astimezone(HERE).date()
    given = [
        (record, known.values(group, field, on=on, at=at))
        for record in held
        for group in known.groups(record, on)
    ]
    wrong = [each for each in given if each[1] is not None and each[1] != now]
    record, values = (wrong or given)[0]
    return Received(disclosure, values, bool(wrong), record)


def as_given(
    disclosure: Disclosure, record: int, fields: Iterable[str], *, authority: str
) -> Values | None:
    """The values that a disclosure gave for a record, as they were at the time."""
    at = disclosure.known_at
    assert at is not None
    joined = store.people.merges.joined([record])
    on = at.astimezone(HERE).date()
    group = {record, *(each for each, day in joined.get(record, ()) if day < on)}
    wanted = [*fields]
    evidence = store.history.evidence.of_records(
        group, live_only=False, opened=disclosed_values.SEALED in wanted
    )
    return disclosed_values.of_evidence(
        record,
        [item for items in evidence.values() for item in items],
        wanted,
        on=on,
        known_at=at,
        authority=authority,
        register=store.institutions.register.directory(),
    )


def to_inform(received: Iterable[Received]) -> list[Received]:
    """The newest disclosure of another value than now to each recipient.

    ``received`` has the newest first. A recipient to which a notice gave the right
    value since is left out. A later list with it is no notice: it does not say that
    the earlier one was wrong, and what was made from that stays (UK GDPR, article 19).
    """
    found: dict[str, Received] = {}
    informed: set[str] = set()
    for each in received:
        party = each.disclosure.party
        if each.outdated and party not in informed:
            found.setdefault(party, each)
        elif party not in found and each.disclosure.what.startswith(NOTICE):
            informed.add(party)
    return list(found.values())
