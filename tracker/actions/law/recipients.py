"""Who received what about one young person, and who holds a value that was corrected.

See Law D-08.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.law import disclosed_values
from tracker.actions.law.disclosed_values import Values
from tracker.domain.law.gateways import FIELDS
from tracker.domain.reference.england import HERE
from tracker.refusal import Refusal
from tracker.store.law.disclosures import Criteria, Disclosure


@dataclass(frozen=True, slots=True)
class Received:
    """A disclosure of one field of a young person, with the value that it gave.

    ``values`` is None where nothing was on record at that moment. ``outdated`` means
    that the value of now is another one.
    """

    disclosure: Disclosure
    values: Values | None
    outdated: bool


def received(
    person: int, field: str, *, on: date, authority: str, within: Scope
) -> list[Received]:
    """Every disclosure of a field of a young person, the newest first.

    Raises Refusal for a field that is not disclosed, or a person who is not known.
    """
    if field not in FIELDS or field not in disclosed_values.CELLS:
        known = ", ".join(disclosed_values.CELLS)
        raise Refusal(f"{field} is not a field. They are: {known}.", "field")
    record = store.people.records.get(person, within=within)
    if record is None:
        raise Refusal(f"There is no young person {person}.", "person")
    root = record.merged_into or record.id
    evidence = [
        item
        for _, items in store.history.evidence.histories(
            [root], live_only=False, opened=field == disclosed_values.SEALED
        )
        for item in items
    ]
    register = store.institutions.register.directory()

    def values(disclosure: Disclosure | None) -> Values | None:
        at = None if disclosure is None else disclosure.known_at
        return disclosed_values.of_evidence(
            root,
            evidence,
            [field],
            on=on if at is None else at.astimezone(HERE).date(),
            known_at=at,
            authority=authority,
            register=register,
        )

    now = values(None)
    criteria = Criteria(person=root, field=field)
    return [
        Received(each, then, then is not None and then != now)
        for each in store.law.disclosures.every(criteria, within=within)
        for then in [values(each)]
    ]


def newest_outdated(received: Iterable[Received]) -> list[Received]:
    """The newest disclosure to each recipient, where the value of now is another one.

    ``received`` has the newest first. A recipient who has received the right value
    since is left out.
    """
    newest: dict[str, Received] = {}
    for each in received:
        newest.setdefault(each.disclosure.party, each)
    return [each for each in newest.values() if each.outdated]
