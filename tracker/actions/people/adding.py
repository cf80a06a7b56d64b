"""Adding a young person who is in no file, after a search for existing records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker import feeds, store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission, positions
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.history.person import Identity
from tracker.domain.reference.academic_year import LAST_WITH_PLAN, academic_age
from tracker.linkage.comparing.verdicts import Candidate
from tracker.linkage.decisions.likely_matches import likely
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import NewEvidence

SOURCE = "added by hand"

#: Younger people are not followed: such an age is nearly always a mistyped year.
YOUNGEST = 11


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The details of a young person who is to be added."""

    identity: Identity
    address: dict[str, str] = field(default_factory=dict)
    phone: str = ""
    email: str = ""


def similar(who: Identity, *, within: Scope) -> Sequence[Candidate]:
    """Existing records that may be the same person, the likeliest first."""
    return likely(who, store.people.finding.alike(who, within=within).items())


def lives_elsewhere(who: Identity, authority: str) -> str | None:
    """The authority in which the postcode lies, if it is not this one."""
    lead = feeds.cells.postcodes.authority_of(who.postcode)
    return lead if lead != authority else None


def add(newcomer: Newcomer, *, act: Act) -> int:
    """Creates a record of a new young person and returns its number. If the form is
    sent twice, the second call returns the number of the first. Raises Refusal with the
    reason.
    """
    who = newcomer.identity
    check_details(who, act.on)
    with store.people.records.changing(act.authority):
        statements = _statements(newcomer)
        known = store.casework.entries.of_one_alike(
            statements,
            as_at=act.on,
            authority=act.authority,
            source=SOURCE,
            by=act.by,
            since=act.at - double_submission.WITHIN,
        )
        if known is not None:
            return known
        (number,) = store.people.records.create(act.authority, 1)
        entry = act.open_entry(SOURCE)
        new = NewEvidence(number, None, Tier.ADVISER, act.on, tuple(statements))
        store.history.evidence.record(entry, act.authority, [new])
        positions.rebuild({number}, act.authority, on=act.on)
        act.note(Action.PERSON_ADDED, f"person {number}", entry=entry)
    return number


def check_details(who: Identity, on: date) -> None:
    """Raises refusal.Refusal for a person outside the ages, or with too few details."""
    if not (who.given and who.family):
        raise Refusal("Enter a given name and a family name.", "given")
    if who.born is None:
        raise Refusal("Enter the date of birth: everything else depends on it.", "born")
    if who.born > on or academic_age(who.born, on) < YOUNGEST:
        raise Refusal("They are too young: check the year of birth.", "born")
    if academic_age(who.born, on) > LAST_WITH_PLAN:
        raise Refusal("They are over 25: check the year of birth.", "born")


def _statements(newcomer: Newcomer) -> list[Statement]:
    who = newcomer.identity
    statements = feeds.cells.row.person_details(who)
    address = {**newcomer.address, "postcode": who.postcode}
    if any(address.values()):
        statements.append(
            detail("address", **{name: text or None for name, text in address.items()})
        )
    for about in ("phone", "email"):
        if value := getattr(newcomer, about):
            statements.append(detail(about, **{about: value}))
    return statements
