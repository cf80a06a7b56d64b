"""A copy is prepared in its case, and read by an officer who leaves words out.

Both are open until the answer is decided: what the second approver reads is what goes.
See Law D-07 and decision 0178.
"""

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.law.cases.standing import add, changing, note_step
from tracker.actions.law.subject_copy import gathering
from tracker.actions.law.two_people import actor
from tracker.domain.law.cases.case_kinds import Step
from tracker.domain.law.cases.steps import COPIED
from tracker.domain.law.subject_copy.redacting import CODES, Redaction, matches
from tracker.refusal import Refusal
from tracker.store.law.cases import Case
from tracker.store.law.subject_copies import CopyRedaction, SubjectCopy

#: The kind of case in which a copy is prepared.
KIND = "subject-access"
_LONGEST = 2000


def prepare(number: int, *, within: Scope, act: Act) -> SubjectCopy:
    """Gathers the copy of a case, in place of an earlier one.

    Raises Refusal: for a case of another kind, not about one person, or decided.
    """
    with changing(number, within=within, act=act) as (case, _):
        _is_open(case)
        people = store.law.cases.people([number], within=within).get(number, [])
        if len(people) != 1:
            raise Refusal(
                f"{case.name} has to be about one young person before a copy is made."
            )
        sections = gathering.gather(people[0].id, within=within)
        store.law.subject_copies.put(
            SubjectCopy(
                authority=case.authority,
                case_id=case.id,
                person_id=people[0].id,
                prepared_by=actor(act),
                prepared_at=act.at,
            ),
            sections,
        )
        add(case, COPIED, act=act)
        note_step(case, COPIED, act=act)
    return of_case(number)


def of_case(number: int) -> SubjectCopy:
    """The copy that was prepared in a case. Raises Refusal."""
    found = store.law.subject_copies.of_case(number)
    if found is None:
        raise Refusal("No copy has been prepared in this case.")
    return found


def leave_out(
    number: int,
    code: str,
    *,
    words: str = "",
    place: str = "",
    within: Scope,
    act: Act,
) -> int:
    """Leaves words out of a copy; gives the number of places.

    ``place`` identifies one text, "" means everywhere. Without words the whole text of
    the place goes. Raises Refusal, also where nothing has these words.
    """
    words = " ".join(words.split())
    with changing(number, within=within, act=act) as (case, events):
        _is_open(case)
        copy = of_case(number)
        if code not in CODES or not CODES[code].by_hand:
            raise Refusal("Select why it is left out.", "why")
        if not words and not place:
            raise Refusal("Enter the words to leave out.", "words")
        if len(words) > _LONGEST:
            raise Refusal(f"Enter {_LONGEST:,} characters or fewer.", "words")
        times = matches(copy.sections, Redaction(place, words, code))
        if not times:
            raise Refusal(
                "The copy does not have these words there. Only whole words count.",
                "words",
            )
        store.law.subject_copies.add_redaction(
            CopyRedaction(
                authority=case.authority,
                copy_id=copy.id,
                place=place,
                code=code,
                made_by=actor(act),
                made_at=act.at,
            ),
            words,
        )
        # Who leaves words out has prepared the copy too, and does not approve it.
        if act.by not in {each.made_by for each in events if each.what == COPIED}:
            add(case, COPIED, act=act)
        note_step(case, "left out", act=act)
    return times


def put_back(number: int, redaction: int, *, within: Scope, act: Act) -> None:
    """Takes back what was left out. Raises Refusal."""
    with changing(number, within=within, act=act) as (case, _):
        _is_open(case)
        copy = of_case(number)
        if not store.law.subject_copies.remove_redaction(copy.id, redaction):
            raise Refusal("That was put back already.")
        note_step(case, "put back", act=act)


def may_change(case: Case) -> bool:
    """Whether the copy of a case may still be prepared, and words left out."""
    return (
        case.kind == KIND
        and case.closed_at is None
        and case.next_step in (Step.IDENTITY, Step.AUTHORITY, Step.DECIDED)
    )


def _is_open(case: Case) -> None:
    if case.kind != KIND:
        raise Refusal(f"{case.name} is not a case of subject access.")
    if not may_change(case):
        raise Refusal(
            f"{case.name} is decided. It has to be returned before its copy changes."
        )
