"""A detail changed by hand: with its ground, its day, and a way back.

The form and its fields are declared with the detail. What is entered becomes evidence
of its own entry: the value that it replaces stays, and taking the entry back brings it
into use again. A name, date of birth or sex has the standing of an officer's decision,
so the next census that has it wrong changes nothing. An address or a phone goes by its
day, and lists that repeat what was replaced are no news.

See decision 0184.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.history import by_hand, evidence, folding, passing_on
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.questions.sixteenth_birthdays import Say, silent
from tracker.domain.history.details import entering
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.entering import EntryForm, Values
from tracker.domain.history.details.pupil_numbers import are_hidden
from tracker.domain.history.evidence import Detail, Evidence, Statement
from tracker.domain.history.identity import name_forms
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
    Standing,
    standing_of,
)
from tracker.domain.history.membership import Folded
from tracker.domain.history.sealed_statements import SEALED
from tracker.domain.reference.activity import NOT_SHOWN
from tracker.domain.reference.codes import DIED
from tracker.refusal import Refusal, refuse
from tracker.store.accounts.audit import Action
from tracker.store.people.records import Person

#: What is learned by a call or a letter is entered within this time.
OLDEST = 366
#: No address or plan of a young person of 25 is older than they are.
LONGEST = 26 * 366
NAME, BIRTH = "name", "birth"
_IDENTITY = (GIVEN, FAMILY, BORN, SEX)
#: What a school or college may pass on about a restricted person (Education and Skills
#: Act 2008, section 14(4)).
_BASIC = frozenset({"name", "known-as", "born", "address", "parent"})
#: What keeps people safe is no information for support under that Act: a restriction
#: does not stop a school from passing it on (Children Act 2004, sections 10 and 11).
_FOR_SAFETY = frozenset({"safeguarding", "lone-worker"})


@dataclass(frozen=True, slots=True)
class Change:
    """What a user enters in a form about a detail.

    ``more`` is the kind of document or professional. ``since`` is the first day of the
    value, where it is known. ``ended``: there is no such value any more.
    ``sees_sealed``: the form had the sealed codes too; without it they stay as they
    are.
    """

    form: EntryForm
    values: Values
    by: str
    more: str
    learned_on: date | None
    since: date | None = None
    ended: bool = False
    sees_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The entry of a change, and whether its value is in use now.

    It is not where a source of a later day, or a later decision, gives another one.
    """

    entry: int
    in_use: bool


def change(
    person: int, new: Change, *, within: Scope, act: Act, say: Say = silent
) -> Changed:
    """Records a change as an entry of its own. A form sent twice makes one entry.

    ``say`` gets what a date of birth makes of restrictions. Raises Refusal with every
    problem at its field.
    """
    found = by_hand.unmerged_person(person, within=within)
    with store.people.records.changing(found.authority):
        learned = learned_by(found, new, within=within, act=act)
        source = source_of(new)
        with late_restrictions.followed([person], within=within, act=act, say=say):
            entry = evidence.record_once(learned, source=source, act=act)
        act.note(Action.DETAIL_CHANGED, f"person {person}", form=_in_audit(new.form))
        stated = learned[0].statements
        return Changed(entry, _in_use(new.form, stated, _folded(found, act.on)))


def _in_audit(form: EntryForm) -> str:
    """A form as the audit names it: that there is an alert is for the team alone."""
    return form.name if Permission.SEE_PEOPLE in form.seen_by else NOT_SHOWN


def learned_by(
    person: Person, new: Change, *, within: Scope, act: Act
) -> list[UserEvidence]:
    """The evidence of a change, for this action and for larger ones; nothing is stored.

    It belongs in an entry with the source of ``source_of``. Raises Refusal with every
    problem at its field.
    """
    known = _folded(person, act.on)
    _refuse_for(new.form, new.by, known, person.authority, act.on)
    statements = tuple(_statements(new, known, act.on))
    _not_taken(person, statements, within)
    assert new.learned_on is not None  # _statements refuses a form without a day
    return [
        UserEvidence(person.id, statements, day)
        for day in sorted({new.since or new.learned_on, new.learned_on})
    ]


def source_of(new: Change) -> str:
    """The source of the entry of a change: its ground."""
    return grounds.source_of(
        new.form.name, grounds.ground_of(new.form.name, By(new.by), new.more)
    )


def problems(
    person: int, new: Change, *, within: Scope, act: Act
) -> tuple[tuple[str, str], ...]:
    """Everything that is wrong with a change, each with its field; nothing is stored.

    It is for a form that has other errors already, so that all are shown at once.
    """
    found = by_hand.unmerged_person(person, within=within)
    try:
        learned_by(found, new, within=within, act=act)
    except Refusal as refused:
        return refused.problems
    return ()


def _folded(person: Person, on: date) -> Folded | None:
    only = folding.folded_on([person.id], person.authority, [on], opened=True)
    return next(only, None)


def _refuse_for(
    form: EntryForm, by: str, known: Folded | None, authority: str, on: date
) -> None:
    """Raises Refusal where this young person's record may not have such a change."""
    if known is None:
        return
    left = known.known.departure
    if form.of_the_living and left is not None and left.status == DIED:
        raise Refusal("They have died: there is nothing to reach them by any more.")
    if form.name == "upn" and are_hidden(known.known.identity.born, on):
        raise Refusal("Pupil numbers are not kept in use from the twentieth birthday.")
    if (
        by == By.INSTITUTION
        and form.name not in _BASIC | _FOR_SAFETY
        and passing_on.Passing(authority, on).is_limited(known.known.restrictions)
    ):
        raise Refusal(passing_on.SENTENCE, "by")


def _statements(new: Change, known: Folded | None, on: date) -> list[Statement]:
    """What the change states. Raises Refusal with every problem."""
    values = dict(new.values)
    held = _sealed_codes(known)
    if new.form.name == "characteristics" and not new.sees_sealed:
        codes = values.get("codes", ())
        ticked = [codes] if isinstance(codes, str) else list(codes)
        values["codes"] = [each for each in ticked if each not in SEALED] + held
    entered = entering.read(new.form, values, ended=new.ended, on=on)
    refuse([*entered.problems, *_problems_of_source(new, known, on)])
    given = known.evidence if known else ()
    statements = [_with_middle(each, given) for each in entered.statements]
    return [*statements, *_declined(statements, given)]


def _problems_of_source(
    new: Change, known: Folded | None, on: date
) -> Iterator[tuple[str, str]]:
    """What is wrong with who gave it, when it was learned and since when it holds."""
    if new.by not in set(By):
        yield "by", "Select who gave it."
    else:
        by = By(new.by)
        if grounds.wants_more(new.form.name, by) and new.more not in grounds.MORE[by]:
            kind = "document" if by is By.DOCUMENT else "professional"
            yield kind, f"Select which {kind}."
    if new.learned_on is None:
        yield "learned_on", "Enter the day on which it was learned."
    elif new.learned_on > on:
        yield "learned_on", "The day must be today or in the past."
    elif (on - new.learned_on).days > OLDEST:
        yield "learned_on", "The day must be within the past year."
    if new.since is None or not new.form.since:
        return
    born = known.known.identity.born if known else None
    if new.since > (new.learned_on or on):
        yield "since", "It must be no later than the day on which it was learned."
    elif (on - new.since).days > LONGEST or (born is not None and new.since < born):
        yield "since", "It must be after they were born."


def _with_middle(statement: Statement, given: Sequence[Evidence]) -> Statement:
    """A name with an empty middle name where a source gives one: it does not stand."""
    if (
        isinstance(statement, Detail)
        and statement.about == NAME
        and statement.get("middle") is None
        and any(
            isinstance(each.statement, Detail) and each.statement.get("middle")
            for each in given
        )
    ):
        pairs = sorted((*statement.values, ("middle", "")))
        return replace(statement, values=tuple(pairs))
    return statement


def _sealed_codes(known: Folded | None) -> list[str]:
    held = known.known.characteristics if known else frozenset()
    return sorted(held & SEALED)


def _declined(
    statements: Iterable[Statement], given: Iterable[Evidence]
) -> Iterator[Statement]:
    """Every other value of an identity that a source gave, as one decided against.

    It counts up to the standing of its best source, as any decision does (decision
    0099). What is sealed is not written down again.
    """
    stated = [
        (each.statement, standing_of(each.source))
        for each in given
        if isinstance(each.statement, Detail)
    ]
    sealed = {
        (each.get("field"), _letters(each.get("field"), each.get("value") or ""))
        for each, _ in stated
        if each.about == "sealed"
    }
    for statement in statements:
        if not isinstance(statement, Detail) or statement.about not in (NAME, BIRTH):
            continue
        others = [pair for pair in stated if pair[0].about == statement.about]
        for field, value in statement.values:
            if field not in _IDENTITY:
                continue
            known = sealed | {(field, _letters(field, value))}
            for other, standing in _best_of(field, others):
                if (field, _letters(field, other)) not in known:
                    yield detail(
                        "declined",
                        field=field,
                        value=other,
                        standing=str(int(standing)),
                    )


def _best_of(
    field: str, stated: Iterable[tuple[Detail, Standing]]
) -> list[tuple[str, Standing]]:
    """Each value that sources give for a field, once, with the best of their standings.

    Ways of writing a name that mean the same are one.
    """
    best: dict[str, tuple[Standing, str]] = {}
    for statement, standing in stated:
        if value := statement.get(field):
            key = _letters(field, value)
            best[key] = min(best.get(key, (standing, value)), (standing, value))
    return [(value, standing) for _, (standing, value) in sorted(best.items())]


def _letters(field: str | None, value: str) -> str:
    return name_forms.letters(value) if field in (GIVEN, FAMILY) else value


def _not_taken(person: Person, statements: Iterable[Statement], within: Scope) -> None:
    """Raises Refusal where another young person has the UPN or ULN."""
    for each in statements:
        if isinstance(each, Detail) and each.about in ("upn", "uln"):
            number = each.get(each.about)
            assert number is not None  # such a form without a number is refused
            other = store.people.finding.holder_of(
                each.about, number, besides=person.id, within=within
            )
            if other is not None:
                raise Refusal(
                    f"Young person {other} has this {each.about.upper()} already.",
                    each.about,
                )


def _in_use(
    form: EntryForm, statements: Iterable[Statement], known: Folded | None
) -> bool:
    """Whether what was entered is what the evidence comes to."""
    if known is None:
        return False
    held = entering.held(form, known.known)
    stated = next(
        each
        for each in statements
        if isinstance(each, Detail) and each.about == form.about
    )
    if not any(held.values()):  # it ended, or it is one of several
        return True
    return all(
        _same(held.get(each.field, ""), stated.get(each.field) or "")
        for each in form.inputs
    )


def _same(held: str | list[str], stated: str) -> bool:
    if isinstance(held, list):
        return set(held) == set(stated.split())
    return held.casefold() == stated.casefold()
