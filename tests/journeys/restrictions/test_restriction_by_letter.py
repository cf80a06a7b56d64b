"""Answers by letter and census, the sixteenth birthday, and who decides from then on.

Everybody is invented.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.factories import COLLEGE, SCHOOL
from tests.journeys.restrictions.restricted import Pupil, leaks, listed
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.law.restrictions import State

#: She turns 16 on the leap day of 2028; the school had a No before.
ISOLDE = Pupil(11, "Isolde", "Quennell", date(2012, 2, 29), yssa="No")
MAY, AUTUMN = date(2027, 5, 20), date(2027, 10, 7)
SIXTEEN, MARCH, APRIL = date(2028, 2, 29), date(2028, 3, 9), date(2028, 4, 6)
KEY, SCOPE = f"urn:{SCHOOL}", authority_scope("359")


@pytest.fixture
def isolde(sent, as_json, clock):
    """The number of her record, after the census of May with the parent's No."""
    clock.set(MAY)
    sent("flat", ISOLDE, as_at=MAY)
    (found,) = as_json("people", "find", "Quennell")
    return found["person"]


@pytest.fixture
def answered(as_json, isolde, clock):
    """Records an answer by letter on a day."""

    def run(day, answer, by, *, institution=SCHOOL, code=0, how="letter"):
        clock.set(day)
        words = ["--institution", institution, "--answer", answer, "--by", by]
        return as_json(
            *("restrictions", "record", isolde, *words, "--how", how, "--on", day),
            code=code,
        )

    return run


@pytest.fixture
def state(as_json):
    """The state at the school on a day."""

    def run(day, **more):
        words = [word for name, given in more.items() for word in (f"--{name}", given)]
        found = as_json("restrictions", "list", "--on", day, *words)["restrictions"]
        return [
            (each["by"], each["how"], each["since"], each["state"])
            for each in found
            if each["institution"] == KEY
        ]

    return run


def nightly(app, day):
    """Opens and finishes the work items of a night; the open ones."""
    with app.app_context():
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        actions.intake.questions.sixteenth_birthdays.ask_at_sixteen(
            within=SCOPE, act=act(at=at)
        )
        return [
            (each.person_id, each.institution, each.role)
            for each in store.work.items.open_of_kind("restriction", within=SCOPE)
        ]


STANDS = [("parent", "census", "2027-05-20", "stands")]
TO_ASK = [("parent", "census", "2027-05-20", State.TO_BE_ASKED)]


@pytest.mark.law("L-07")
@pytest.mark.law("N-13")
def test_the_sixteenth_birthday_makes_a_work_item_and_keeps_restricting(
    app, sent, isolde, state, clock
) -> None:
    assert state(date(2028, 2, 28)) == STANDS
    assert nightly(app, date(2028, 2, 28)) == []
    assert state(SIXTEEN) == TO_ASK
    assert nightly(app, SIXTEEN) == [(isolde, KEY, "data-manager")]
    assert nightly(app, MARCH) == [(isolde, KEY, "data-manager")], "one item, not two"
    clock.set(MARCH)
    sent("list", replace(ISOLDE, yssa=""), as_at=MARCH)
    assert leaks(app, ISOLDE) == []


def test_a_preview_of_a_no_for_one_who_is_sixteen_keeps_nothing(
    sent, as_json, clock, everything
) -> None:
    """The parent said No before the birthday, and the census comes after it."""
    clock.set(APRIL)
    batch = sent("flat", ISOLDE, as_at=MAY)["batch"]
    assert as_json("items", "--kind", "restriction")
    as_json("imports", "withdraw", batch)
    before = everything()
    assert as_json("imports", "preview", batch)["changes"] == {"new": 1}
    assert everything() == before


@pytest.mark.law("L-07")
def test_the_young_persons_letter_decides_and_the_parents_no_longer_does(
    app, sent, isolde, answered, state
) -> None:
    nightly(app, SIXTEEN)
    assert answered(MARCH, "yes", "young person")["has_force"]
    lifted = [("young person", "letter", "2028-03-09", "lifted")]
    assert state(MARCH) == lifted
    assert nightly(app, MARCH) == [], "the question is answered"
    assert not answered(APRIL, "no", "parent")["has_force"]
    assert state(APRIL) == lifted
    assert state(SIXTEEN) == TO_ASK
    sent("list", replace(ISOLDE, yssa=""), as_at=APRIL)
    assert {name for name, *_ in leaks(app, ISOLDE)} >= {"email", "phone"}


@pytest.mark.law("L-07")
def test_a_letter_that_was_taken_back_no_longer_decides(
    app, as_json, isolde, answered, state, clock
) -> None:
    entry = answered(MARCH, "yes", "young person")["entry"]
    clock.set(APRIL)
    as_json("restrictions", "withdraw", entry)
    assert state(APRIL) == TO_ASK
    assert state(APRIL, **{"known-at": "2028-03-20"})[0][3] == "lifted"
    assert nightly(app, APRIL) == [(isolde, KEY, "data-manager")]


@pytest.mark.law("L-07")
def test_a_no_by_letter_removes_what_came_as_at_its_day_or_later(
    app, sent, as_json, clock
) -> None:
    clock.set(AUTUMN)
    free = replace(ISOLDE, yssa="Yes")
    sent("flat", free, as_at=MAY)
    sent("list", replace(free, number=19), as_at=AUTUMN)
    (found,) = as_json("people", "find", "Quennell")
    words = ["--institution", SCHOOL, "--answer", "no", "--by", "parent"]
    done = as_json(
        *("restrictions", "record", found["person"], *words),
        *("--how", "letter", "--on", AUTUMN, "--reference", "Case 17"),
    )
    assert leaks(app, replace(free, number=19)) == []
    kept = {name for name, *_ in leaks(app, free)}
    assert "email" in kept, "what came before the No stays, unless it is to be erased"
    (row,) = as_json("restrictions", "list", "--on", AUTUMN)["restrictions"]
    assert (row["reference"], row["entry"]) == ("Case 17", done["entry"])
    assert row["recorded_by"]


@pytest.mark.law("L-07")
def test_another_schools_yes_a_late_file_a_merge_and_an_unmerge_leave_the_no(
    app, sent, as_json, isolde, answered, state
) -> None:
    answered(AUTUMN, "yes", "parent", institution=COLLEGE)
    sent("flat", replace(ISOLDE, yssa="Yes"), as_at=date(2026, 10, 1))
    assert state(AUTUMN) == STANDS
    other = Pupil(12, "Rosamund", "Tallis", date(2011, 12, 9), "WN7 1AB", yssa="Yes")
    sent("flat", other, as_at=date(2027, 1, 21))
    (found,) = as_json("people", "find", "Tallis")
    as_json("people", "merge", "--yes", found["person"], isolde)
    assert [each[3] for each in state(AUTUMN)] == ["stands"]
    as_json("people", "unmerge", found["person"])
    assert state(AUTUMN) == STANDS


@pytest.mark.law("L-07")
@pytest.mark.parametrize(
    ("day", "by", "how", "sentence"),
    [
        (AUTUMN, "young person", "letter", "not 16 yet"),
        (date(2011, 1, 1), "parent", "letter", "before their date of birth"),
    ],
)
def test_an_answer_by_somebody_without_the_right_is_refused(
    answered, day, by, how, sentence
) -> None:
    assert sentence in answered(day, "no", by, how=how, code=2)["error"]


def test_an_answer_of_a_day_to_come_or_to_an_unknown_school_is_refused(
    as_json, isolde
) -> None:
    words = ["restrictions", "record", isolde, "--answer", "no", "--by", "parent"]
    words += ["--how", "letter"]
    for more in (
        ["--institution", SCHOOL, "--on", "2027-05-21"],
        ["--institution", "999999"],
    ):
        assert as_json(*words, *more, code=2)["error"]


@pytest.mark.law("L-07")
def test_the_signed_choice_that_a_parents_no_ends_at_sixteen(
    app, sent, isolde, as_json, clock
) -> None:
    clock.set(MARCH)
    with app.app_context():
        actions.accounts.settings.change(
            "at_sixteen", "It ends on the birthday", act=act(), signs=True
        )
    (row,) = as_json("restrictions", "list", "--on", SIXTEEN)["restrictions"]
    assert (row["state"], row["restricts"]) == (State.TO_BE_ASKED, False)
    sent("list", replace(ISOLDE, yssa="", number=12), as_at=date(2028, 2, 28))
    assert leaks(app, replace(ISOLDE, number=12)) == []
    sent("list", replace(ISOLDE, yssa=""), as_at=SIXTEEN)
    assert {name for name, *_ in leaks(app, ISOLDE)} >= {"email", "phone"}


@pytest.mark.law("L-07")
def test_the_signed_choice_to_erase_what_that_institution_alone_passed_on(
    app, sent, load, tmp_path, clock
) -> None:
    clock.set(AUTUMN)
    with app.app_context():
        actions.accounts.settings.change(
            "after_a_no", "They are erased", act=act(), signs=True
        )
    free = replace(ISOLDE, yssa="Yes")
    sent("flat", free, as_at=date(2027, 1, 21))
    ours = replace(free, number=12)
    files = listed(tmp_path, [ours], estab="8600")
    winter = date(2027, 2, 1)
    load("provider-enrolment", *files, as_at=winter, institution=COLLEGE)
    sent("flat", replace(free, number=13, yssa="No"), as_at=MAY)
    assert {name for name, *_ in leaks(app, ours)} >= {"phone"}, "the college's own"
    assert leaks(app, free) == []


@pytest.mark.law("N-13")
def test_pupils_whose_school_has_not_asked_are_counted(as_json, sent, clock) -> None:
    clock.set(AUTUMN)
    cells = ["UNS", "Unsought", "SNR", "Yes", "No", ""]
    pupils = [
        replace(ISOLDE, number=n, given=f"Ann{'bcdefg'[n]}a", yssa=cell)
        for n, cell in enumerate(cells)
    ]
    sent("flat", *pupils, as_at=AUTUMN)
    found = as_json("restrictions", "list", "--on", AUTUMN)["not_yet_offered"]
    assert [
        (each["institution"], each["unsought"], each["no_reply"]) for each in found
    ] == [(KEY, 2, 1)]
