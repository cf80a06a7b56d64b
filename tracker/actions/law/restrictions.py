"""Restrictions of what an institution passes on: recorded, listed, followed up.

An answer that does not come with a census is recorded by the council's staff, or by the
school or college for its own pupils. It is evidence like any other: it is withdrawn,
merged and dated in the same way (Law L-07, N-13).

See decision 0169.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.history import by_hand, evidence
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.questions import sixteenth_birthdays
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.details.detail_statements import restriction
from tracker.domain.history.details.restriction_answers import (
    Answer,
    By,
    How,
    answer_of,
    of_age,
    outcomes,
)
from tracker.domain.history.evidence import restricting
from tracker.domain.law.restrictions import State, restricts, state
from tracker.domain.reference.institution import Institution, InstitutionRef
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.restriction_answers import Recorded

#: The source of the entry with an answer that was recorded by hand.
SOURCE = "answer about a restriction"
LONGEST_REFERENCE = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """What the answers to one institution about a young person come to on a day.

    ``since`` is the first day of the No, or the day of the answer that lifted it.
    ``answer`` is the newest answer that counts, with its source.
    """

    institution: str | None
    institution_name: str | None
    by: By | None
    how: How
    since: date
    state: State
    restricts: bool
    ask_from: date | None
    answer: Recorded


def register(
    *,
    on: date,
    known_at: datetime | None = None,
    persons: Collection[int] | None = None,
    within: Scope,
) -> list[Listed]:
    """Every restriction, with its state on a day; also those that were lifted.

    ``known_at`` gives the answers as they were known at that moment; ``persons`` limits
    the list to these people. In order of name.
    """
    directory = store.institutions.register.directory()
    recorded: dict[int, list[Recorded]] = defaultdict(list)
    for each in store.law.restriction_answers.of(
        within=within, known_at=known_at, persons=persons
    ):
        recorded[each.person].append(each)
    ends = {code: settings.of(code).ends_at_sixteen for code in within.authorities}
    # Each scope that lists restrictions is one authority's.
    ends_at_sixteen = any(ends.values())
    found: list[Listed] = []
    for answers in recorded.values():
        given = [
            (answer_of(one.statement, _key(one, directory), one.as_at), one)
            for one in answers
        ]
        found += _of_one(given, on, ends_at_sixteen, directory)
    return found


def _key(one: Recorded, directory: store.institutions.register.Directory) -> str | None:
    return key_by(restricting(one.statement), directory.resolve)


def _of_one(
    given: Sequence[tuple[Answer, Recorded]],
    on: date,
    ends_at_sixteen: bool,
    directory: store.institutions.register.Directory,
) -> Iterable[Listed]:
    came_to = outcomes((answer for answer, _ in given), on, born=given[0][1].born)
    for key, outcome in came_to.items():
        no, yes = outcome.stands, outcome.lifted_by
        if no is not None:
            source = next(
                one
                for answer, one in reversed(given)
                if answer.institution == key
                and not answer.allows
                and answer.how is no.how
                and answer.by in (None, no.by)
                and answer.as_at <= no.latest
            )
            yield Listed(
                key,
                _name(key, directory),
                no.by,
                no.how,
                no.since,
                state(outcome, on),
                restricts(no, on, ends_at_sixteen=ends_at_sixteen),
                no.ask_from,
                source,
            )
        elif yes is not None:
            source = next(one for answer, one in given if answer == yes)
            yield Listed(
                key,
                _name(key, directory),
                _by(yes, source.born),
                yes.how,
                yes.as_at,
                State.LIFTED,
                False,
                None,
                source,
            )


def _by(answer: Answer, born: date | None) -> By | None:
    sixteen = of_age(born)
    if answer.by is not None or sixteen is None:
        return answer.by
    return By.PARENT if answer.as_at < sixteen else By.YOUNG_PERSON


def _name(
    key: str | None, directory: store.institutions.register.Directory
) -> str | None:
    if not key:
        return None
    return store.institutions.institution_keys.institution_of(key, directory).name


def recorded_for(keys: Collection[str], *, within: Scope) -> list[Recorded]:
    """The answers to these institutions that were recorded by hand, in order of name:
    also one that changed nothing, or that a newer one replaced.
    """
    directory = store.institutions.register.directory()
    found = store.law.restriction_answers.of(within=within, by_hand=True)
    return [each for each in found if _key(each, directory) in keys]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that reached the council in another way than a census.

    ``as_at`` is its day, and ``reference`` names the letter or the case it is kept in.
    """

    allows: bool
    by: By
    how: How
    as_at: date
    reference: str = ""


def record(
    person: int,
    written: Written,
    *,
    institution: Institution,
    within: Scope,
    act: Act,
    record_id: int | None = None,
) -> int:
    """Records an answer about a young person; returns the number of its entry.

    A parent's answer of the sixteenth birthday or later is kept and changes nothing.
    ``record_id`` is the record of theirs that the institution sent, so that the answer
    stays with it if the records are separated. Raises Refusal.
    """
    if written.how is How.CENSUS:
        raise Refusal("An answer in a census comes with the census.", "how")
    if written.as_at > act.on:
        raise Refusal("The date must be today or in the past.", "as_at")
    reference = " ".join(written.reference.split())
    if len(reference) > LONGEST_REFERENCE:
        raise Refusal(f"Enter {LONGEST_REFERENCE} characters or fewer.", "reference")
    with store.people.records.changing(act.authority):
        found = by_hand.unmerged_person(person, within=within)
        if found.born is not None and written.as_at < found.born:
            raise Refusal("The date is before their date of birth.", "as_at")
        if written.by is By.YOUNG_PERSON and not _counts(written, found.born):
            raise Refusal(
                "They were not 16 yet on that day, so a parent had to answer.", "by"
            )
        statement = restriction(
            not written.allows,
            _ref(institution),
            by=written.by.value,
            how=written.how.value,
            reference=reference or None,
            late="Y" if _is_late(written, found.born) else None,
        )
        learned = [
            evidence.UserEvidence(
                record_id or found.id,
                (statement,),
                written.as_at,
                of_record=record_id is not None,
            )
        ]
        entry = evidence.record_inside(learned, source=SOURCE, act=act)
        late_restrictions.refold({found.id}, act.authority, on=act.on)
        act.note(
            Action.RESTRICTION_RECORDED,
            f"person {found.id}",
            entry=entry,
            institution=institution.key,
        )
        sixteenth_birthdays.ask_at_sixteen(within=within, act=act)
    return entry


def has_force(written: Written, person: int, *, within: Scope) -> bool:
    """Whether an answer about a young person was given by the person with the right."""
    return _counts(written, by_hand.known_person(person, within=within).born)


def _counts(written: Written, born: date | None) -> bool:
    sixteen = of_age(born)
    if sixteen is None:
        return True
    return (written.by is By.PARENT) == (written.as_at < sixteen)


def _is_late(written: Written, born: date | None) -> bool:
    """Whether it is a parent's, of a day on which the young person was 16."""
    return written.by is By.PARENT and not _counts(written, born)


def _ref(institution: Institution) -> InstitutionRef:
    numbers = InstitutionRef(
        urn=institution.urn, laestab=institution.laestab, ukprn=institution.ukprn
    )
    if numbers != InstitutionRef():
        return numbers
    return InstitutionRef(name=institution.name)


def withdraw(entry: int, *, within: Scope, act: Act) -> set[int]:
    """Withdraws an answer that was recorded by hand; returns the people it concerned.

    Raises Refusal.
    """
    found = store.casework.entries.get(entry, within=within)
    if found is None or found.source != SOURCE:
        raise Refusal(f"There is no recorded answer with the number {entry}.")
    with store.people.records.changing(act.authority):
        touched = evidence.withdraw_inside(entry, within=within, act=act)
        # A Yes that is taken back lets the No before it count again.
        late_restrictions.refold(touched, act.authority, on=act.on)
        sixteenth_birthdays.ask_at_sixteen(within=within, act=act)
    return touched
