"""The status of a young person, as an adviser learned it: previewed, then saved.

See decision 0124.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.casework import record_check
from tracker.actions.casework.contacts import folded, unmerged_person
from tracker.actions.casework.record_check import OneRecord
from tracker.actions.history import evidence
from tracker.domain.casework.contact import Informant
from tracker.domain.history.activities_by_age import possible, unavailable
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.evidence import Doing, Evidence, Source, Statement
from tracker.domain.history.members import Member
from tracker.domain.history.membership import Folded, fold
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import Activity, as_shown
from tracker.domain.reference.institution import InstitutionRef
from tracker.refusal import Refusal
from tracker.store.people.records import Person

#: The sources of status updates begin with this.
SOURCE = "status update"

#: A young person's activity began within these years.
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Update:
    """The activity of a young person, as an adviser learned it from an informant."""

    activity: Activity
    learned_on: date
    informant: Informant
    starts: date | None = None
    at: InstitutionRef | None = None
    expected_end: date | None = None
    review: date | None = None
    neet_since: date | None = None
    characteristic: bool = False  # whether to record the one that the activity needs

    @property
    def source(self) -> str:
        return f"{SOURCE}, according to {self.informant}"

    @property
    def statements(self) -> tuple[Statement, ...]:
        doing = Doing(
            activity=self.activity.code,
            at=self.at,
            starts=self.starts,
            expected_end=self.expected_end,
            review=self.review,
            neet_since=self.neet_since,
        )
        needed = self.activity.needs_characteristic
        if self.characteristic and needed is not None:
            return doing, detail("characteristic", code=needed)
        return (doing,)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A young person's position and return record, as an update would change them.

    ``checked`` is the record of the return. ``overruled`` is true if a better source
    still stands against the update, which would be stored all the same.
    """

    person: int
    before: Member | None
    after: Member
    checked: OneRecord
    overruled: bool


def foresee(
    person: Person, update: Update, known: Folded, *, database: str, act: Act
) -> Foreseen:
    """The return's record of a person if the update were saved. Nothing is stored.

    ``known`` is the person as folded for ``on``. Raises Refusal with the reason.
    """
    check(update, known.known, act.on)
    (found,) = foresee_each([(person, update, known)], database=database, act=act)
    return found


def foresee_each(
    updates: Sequence[tuple[Person, Update, Folded]], *, database: str, act: Act
) -> list[Foreseen]:
    """As ``foresee``, for several updates. Each must have passed ``check`` before."""
    resolve = store.institutions.register.directory().resolve
    sealed = store.history.sealed_facts.people_with(it.id for it, _, _ in updates)
    # What is sealed counts in the rules that the record is checked by.
    opened = dict(store.history.evidence.histories(sealed, opened=True))
    then = []
    for person, update, known in updates:
        source = Source(update.informant.tier, update.source)
        new = [
            Evidence(statement, source, update.learned_on, act.at)
            for statement in update.statements
        ]
        both = [*opened.get(person.id, known.evidence), *new]
        after = fold(person.id, person.authority, both, on=(act.on,), resolve=resolve)
        assert after is not None  # there is at least the earlier evidence
        then.append(after)
    records = record_check.check_all(then, day=act.on, database=database)
    foreseen = []
    for (person, update, known), after, checked in zip(
        updates, then, records, strict=True
    ):
        assert checked is not None  # check refuses a person without a date of birth
        foreseen.append(
            Foreseen(
                person=person.id,
                before=known.members[0] if known.members else None,
                after=checked.member,
                checked=checked,
                overruled=_doing(after) is not as_shown(update.activity),
            )
        )
    return foreseen


def _doing(folded: Folded) -> Activity | None:
    """The activity as it is shown: trying out codes shows nothing about another one."""
    position = folded.position
    return None if position is None else as_shown(position.activity)


def check(update: Update, known: Particulars, on: date) -> None:
    """Raises refusal.Refusal for an update that cannot be true, whatever its source."""
    born = known.identity.born
    if born is None:
        raise Refusal(
            "Their date of birth is not known, and everything depends on it. Ask the "
            "data team to correct it."
        )
    _must_be_possible(update.activity, born, on, send=known.send)
    if update.learned_on > on:
        raise Refusal("The day you found out must be today or in the past.", "learned")
    starts = update.starts
    if starts is None:
        raise Refusal("Enter when it started.", "starts")
    if starts > on:
        raise Refusal(
            "It starts after today. Record what they are doing until then. There is a "
            "separate activity for a start that has been agreed.",
            "starts",
        )
    if starts > update.learned_on:
        raise Refusal(
            f"It started on {say_date(starts)}, so you cannot have found out on "
            f"{say_date(update.learned_on)}.",
            "learned",
        )
    if starts.year < on.year - LONGEST or starts < born:
        raise Refusal("The start is too long ago: check the year.", "starts")
    if update.expected_end is not None and update.expected_end < starts:
        raise Refusal("The expected end cannot be before the start.", "expected_end")
    if update.review is not None and update.review < starts:
        raise Refusal("The review cannot be before the start.", "review")
    if update.neet_since is not None and update.neet_since > starts:
        raise Refusal(
            "They must have been NEET by the time this started.", "neet_since"
        )


def _must_be_possible(activity: Activity, born: date, on: date, *, send: bool) -> None:
    if activity in possible(born, on, send=send):
        return
    reasons = {each.activity: each.why for each in unavailable(born, on, send=send)}
    why = reasons.get(activity, "It is not possible at their age.")
    raise Refusal(f"{activity.title} cannot be chosen. {why}", "activity")


class ChangedSince(Refusal):
    """A colleague or a file has reported a status since the page was opened."""

    def __init__(self, newer: store.casework.entries.StatusEntry) -> None:
        super().__init__("Their status has changed since you opened this page.")
        self.newer = newer


def newest_of_others(person: int, *, act: Act) -> int:
    """The entry of a person's newest status that another user or a file recorded.

    0 if there is none.
    """
    newest = store.casework.entries.newest_status(person, besides=act.by)
    return newest.entry if newest is not None else 0


def save(
    person: int, update: Update, *, seen: int | None = None, within: Scope, act: Act
) -> int:
    """Saves an update as evidence; returns the entry, which can be withdrawn.

    ``seen`` is the value of ``newest_of_others`` when the user began; None skips the
    comparison. Raises refusal.Refusal, and ChangedSince if a newer status came from
    others.
    """
    kept = unmerged_person(person, within)
    known = folded(kept, act.on)
    if known is None:
        raise Refusal("Nothing is known about this young person any more.")
    check(update, known.known, act.on)
    with store.database.base.transaction():
        if seen is not None:
            # Others may be recording a status at this moment.
            store.people.records.lock(kept.authority)
            newest = store.casework.entries.newest_status(kept.id, besides=act.by)
            if newest is not None and newest.entry > seen:
                raise ChangedSince(newest)
        return evidence.record_once(
            [evidence.UserEvidence(kept.id, update.statements, update.learned_on)],
            tier=update.informant.tier,
            source=update.source,
            act=act,
        )
