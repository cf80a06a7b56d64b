"""A date of birth that is corrected turns a parent's No as the sixteenth birthday does.

Everybody is invented.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from tests.acts import NOON, act
from tests.factories import SCHOOL
from tests.journeys.restrictions.restricted import Pupil, leaks
from tests.journeys.restrictions.test_restriction_by_letter import (
    ISOLDE,
    SCOPE,
    state,
)
from tracker import actions, store
from tracker.access import Permission
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS
from tracker.domain.law.restrictions import State

__all__ = ["state"]

TODAY = date(2026, 11, 24)
#: A parent's No that was recorded when she was 14 by the record.
LETTER = [("parent", "letter", "2026-11-20", "stands")]
TO_ASK = [("parent", "letter", "2026-11-20", State.TO_BE_ASKED)]
#: She is 16 by the first of these on the day of the letter, and by the other not.
OLDER, YOUNGER = "2010-02-28", "2012-03-01"


@pytest.fixture
def recorded(as_json, sent, clock):
    """The number of a record with a parent's No by letter and a date of birth."""

    def run(born=ISOLDE.born):
        pupil = replace(ISOLDE, born=born, yssa="")
        sent("flat", pupil, as_at=date(2026, 5, 21))
        (found,) = as_json("people", "find", "Quennell")
        words = ["--answer", "no", "--by", "parent", "--how", "letter"]
        as_json(
            *("restrictions", "record", found["person"], "--institution", SCHOOL),
            *(*words, "--on", "2026-11-20"),
        )
        return found["person"]

    return run


@pytest.fixture
def to_ask(app):
    """The people of open work items, without a night in between."""

    def run():
        with app.app_context():
            found = store.work.items.open_of_kind("restriction", within=SCOPE)
            return [each.person_id for each in found]

    return run


@pytest.fixture
def corrected(app):
    """Corrects a date of birth by hand; the number of the entry, and what was shown."""

    minutes = count()

    def run(person, born):
        shown, at = [], NOON + timedelta(minutes=next(minutes))
        change = actions.people.changing
        new = change.Change(
            FORMS["born"], {"born": born}, By.DOCUMENT, "birth certificate", TODAY
        )
        with app.app_context():
            done = change.change(
                person, new, within=SCOPE, act=act(at=at), say=shown.append
            )
        return done.entry, shown

    return run


@pytest.mark.law("L-07")
@pytest.mark.law("N-13")
def test_a_corrected_date_of_birth_asks_like_the_birthday_and_gives_force_back(
    app, sent, recorded, corrected, state, to_ask
) -> None:
    person = recorded()
    entry, shown = corrected(person, OLDER)
    assert state(TODAY) == TO_ASK and to_ask() == [person]
    assert len(shown) == 1 and f"Young person {person}" in shown[0]
    assert "they are 16" in shown[0] and "work item is open" in shown[0]
    later = replace(ISOLDE, yssa="", born=date(2010, 2, 28), number=19)
    sent("list", later, as_at=TODAY)
    assert leaks(app, later) == [], "it restricts until she answers"
    with app.app_context():
        shown = []
        actions.casework.undo.withdraw(
            *(entry,),
            permissions=set(Permission),
            within=SCOPE,
            act=act(),
            say=shown.append,
        )
    assert state(TODAY) == LETTER and to_ask() == []
    assert "a parent's No has force" in shown[0]


@pytest.mark.law("L-07")
def test_a_parents_no_without_force_gets_it_by_a_later_date_of_birth(
    app, sent, recorded, corrected, state, to_ask
) -> None:
    """By the record she was 16 at the letter. Her list of that day was let in whole."""
    older = date(2010, 2, 28)
    person, later = recorded(older), replace(ISOLDE, yssa="", born=older, number=19)
    sent("list", later, as_at=date(2026, 11, 23))
    assert state(TODAY) == [] and leaks(app, later)
    _, shown = corrected(person, YOUNGER)
    assert state(TODAY) == LETTER and to_ask() == []
    assert "a parent's No has force" in shown[0]
    assert leaks(app, later) == [], "what it forbids is taken out again"


@pytest.mark.law("L-07")
def test_the_young_persons_yes_has_no_force_once_they_are_younger(
    as_json, recorded, corrected, state
) -> None:
    person = recorded()
    corrected(person, OLDER)
    as_json(
        *("restrictions", "record", person, "--institution", SCHOOL, "--answer", "yes"),
        *("--by", "young person", "--how", "letter", "--on", TODAY),
    )
    assert [each[3] for each in state(TODAY)] == ["lifted"]
    corrected(person, YOUNGER)
    assert state(TODAY) == LETTER


@pytest.mark.law("L-07")
def test_a_merge_and_its_undoing_ask_and_give_force_back(
    app, sent, as_json, recorded, state, to_ask
) -> None:
    person = recorded()
    other = Pupil(12, "Rosamund", "Tallis", date(2010, 2, 28), "WN7 1AB", yssa="")
    sent("flat", other, as_at=date(2026, 5, 22))
    (found,) = as_json("people", "find", "Tallis")
    survivor = found["person"]
    done = as_json("people", "merge", "--yes", survivor, person, "--born-of", survivor)
    assert to_ask() == [survivor] and state(TODAY) == TO_ASK
    assert "they are 16" in done["turned"][0]
    done = as_json("people", "unmerge", survivor)
    assert to_ask() == [] and state(TODAY) == LETTER
    assert f"Young person {person}," in done["turned"][0]


@pytest.mark.law("L-07")
@pytest.mark.parametrize("restricted_survives", [True, False])
def test_a_merge_that_turns_no_answer_says_nothing_of_it(
    sent, as_json, recorded, state, restricted_survives
) -> None:
    """The No moves with its record: it had force before, and has it afterwards."""
    person = recorded()
    other = Pupil(12, "Rosamund", "Tallis", date(2011, 2, 28), "WN7 1AB", yssa="")
    sent("flat", other, as_at=date(2026, 5, 22))
    (found,) = as_json("people", "find", "Tallis")
    pair = [person, found["person"]]
    survivor, merged = pair if restricted_survives else reversed(pair)
    done = as_json("people", "merge", "--yes", survivor, merged, "--born-of", person)
    assert "turned" not in done and state(TODAY) == LETTER
    done = as_json("people", "unmerge", survivor)
    assert "turned" not in done and state(TODAY) == LETTER


@pytest.mark.law("L-07")
def test_a_later_file_with_another_date_of_birth_says_what_it_turned(
    sent, recorded, state, to_ask
) -> None:
    person = recorded()
    done = sent(
        *("flat", replace(ISOLDE, yssa="", born=date(2010, 2, 28))),
        as_at=date(2026, 11, 23),
    )
    assert state(TODAY) == TO_ASK and to_ask() == [person]
    assert "they are 16" in done["turned"][0]
