"""The status of a young person, as an adviser learned it: checked and previewed.

It is saved with the contact in which it was learned (``what_happened``). See decision
0124.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tracker import store
from tracker.actions.act import Act
from tracker.actions.casework import record_check
from tracker.actions.casework.record_check import OneRecord
from tracker.actions.history import folding
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.history.known_person import Known
from tracker.domain.casework.contact import Informant
from tracker.domain.history.activities_by_age import possible, unavailable
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.evidence import Doing, Evidence, Source, Statement
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import evidence_shown
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.activity import Activity, as_shown
from tracker.domain.reference.institution import InstitutionRef
from tracker.refusal import Refusal, refuse

#: The sources of status updates begin with this.
SOURCE = "status update"

#: A young person's activity began within these years.
LONGEST = 12


#: Nothing was found out on a day to come.
NOT_YET = "The day you found out must be today or in the past."


def source(informant: Informant) -> str:
    """The source of what an adviser learned from an informant."""
    return f"{SOURCE}, according to {informant}"


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
        return source(self.informant)

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
        return (doing, *self.circumstances)

    @property
    def circumstances(self) -> tuple[Statement, ...]:
        """The circumstance that the activity needs, if it is recorded with it."""
        needed = self.activity.needs_characteristic
        if not self.characteristic or needed is None:
            return ()
        return (detail("characteristic", code=needed),)

    def since_its_start(self, person: int) -> list[UserEvidence]:
        """The circumstance from the day on which the activity began, if that is over.

        A return of a month in between has the activity, and its rules want both (233
        to 235).
        """
        if self.starts is None or self.starts >= self.learned_on:
            return []
        return [UserEvidence(person, self.circumstances, self.starts)]


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


def foresee(update: Update, known: Known, *, database: str, act: Act) -> Foreseen:
    """The return's record of a person if the update were saved. Nothing is stored.

    Raises Refusal with the reason.
    """
    check(update, known.folded.known, act.on)
    (found,) = foresee_each([(update, known)], database=database, act=act)
    return found


def foresee_each(
    updates: Sequence[tuple[Update, Known]], *, database: str, act: Act
) -> list[Foreseen]:
    """As ``foresee``, for several updates. Each must have passed ``check`` before."""
    of = partial(folding.of(act.authority), on=[act.on])
    then, seen = [], []
    for update, known in updates:
        source = Source(update.informant.tier, update.source)
        new = [
            Evidence(statement, source, update.learned_on, act.at)
            for statement in update.statements
        ]
        # What is sealed counts in the rules that the record is checked by.
        evidence = [*known.opened.evidence, *new]
        after = of(known.person, act.authority, evidence)
        # Trying out codes shows nothing about another one: the position that the page
        # shows is the one without them.
        without = evidence_shown([*known.folded.evidence, *new])
        shown = (
            after if without == evidence else of(known.person, act.authority, without)
        )
        assert after is not None  # there is at least the earlier evidence
        assert shown is not None
        then.append(after)
        seen.append(shown)
    records = record_check.check_all(then, seen, day=act.on, database=database)
    foreseen = []
    for (update, known), after, checked in zip(updates, seen, records, strict=True):
        assert checked is not None  # check refuses a person without a date of birth
        position = after.position
        doing = position.activity if position is not None else None
        foreseen.append(
            Foreseen(
                person=known.person,
                before=next(iter(known.folded.members), None),
                after=after.members[0],
                checked=checked,
                overruled=doing is not as_shown(update.activity),
            )
        )
    return foreseen


def check(update: Update, known: Particulars, on: date) -> None:
    """Raises refusal.Refusal for an update that cannot be true, whatever its source.

    The refusal has every problem of the update.
    """
    refuse(problems(update, known, on))


def problems(update: Update, known: Particulars, on: date) -> Iterator[tuple[str, str]]:
    """What cannot be true of an update: each a field and its sentence."""
    born = known.identity.born
    if born is None:
        yield (
            "",
            "Their date of birth is not known, and everything depends on it. Ask the "
            "data team to correct it.",
        )
        return
    offered = possible(born, on, send=known.send)
    if update.activity not in offered:
        yield "activity", _why_not(update.activity, born, on, send=known.send)
    if update.learned_on > on:
        yield "learned", NOT_YET
    starts = update.starts
    if starts is None:
        yield "starts", "Enter when it started."
        return
    if starts > on:
        yield (
            "starts",
            "It starts after today. Record what they are doing until then. There is a "
            "separate activity for a start that has been agreed.",
        )
    elif starts > update.learned_on:
        yield (
            "learned",
            f"It started on {say_date(starts)}, so you cannot have found out on "
            f"{say_date(update.learned_on)}.",
        )
    elif starts.year < on.year - LONGEST or starts < born:
        yield "starts", "The start is too long ago: check the year."
    if update.expected_end is not None and update.expected_end < starts:
        yield "expected_end", "The expected end cannot be before the start."
    if update.review is not None and update.review < starts:
        yield "review", "The review cannot be before the start."
    if update.neet_since is not None and update.neet_since > starts:
        yield "neet_since", "They must have been NEET by the time this started."


def _why_not(activity: Activity, born: date, on: date, *, send: bool) -> str:
    reasons = {each.activity: each.why for each in unavailable(born, on, send=send)}
    why = reasons.get(activity, "It is not possible at their age.")
    return f"{activity.title} cannot be chosen. {why}"


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
