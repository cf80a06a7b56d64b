"""What an institution passed on before a No: kept, hidden or erased, as it was signed.

Everybody is invented. Evidence is looked for in every table, so that no reader is left
out: a page, a list, a figure or the return can only show what is stored.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.factories import COLLEGE, SCHOOL
from tests.journeys.restrictions.restricted import Pupil, leaks, listed
from tracker import actions, store
from tracker.access import authority_scope
from tracker.feeds.declaration import Feed
from tracker.feeds.registry import FEEDS

pytestmark = pytest.mark.law("L-07")

JANUARY, MAY, AUTUMN = date(2027, 1, 21), date(2027, 5, 20), date(2027, 10, 7)
LATER = date(2027, 11, 4)
PUPIL = Pupil(11, "Isolde", "Quennell", date(2012, 2, 29), yssa="Yes")
KEPT, HIDDEN, ERASED = "They are kept", "They are hidden", "They are erased"
WITHIN = authority_scope("359")
#: What a census passes on of her that a No holds back.
DETAILS = {"upn", "uln", "email", "phone", "ethnicity", "form_group", "former"}


@pytest.fixture
def choose(app, clock):
    """Signs a choice, and lets the night after it pass."""

    def run(choice: str, *, at: date = AUTUMN) -> None:
        clock.set(at)
        with app.app_context():
            actions.accounts.settings.change(
                "after_a_no", None if choice == KEPT else choice, act=act(), signs=True
            )
            moment = datetime(at.year, at.month, at.day, 2, tzinfo=UTC)
            actions.intake.late_restrictions.follow_choice(
                within=WITHIN, act=act(at=moment)
            )

    return run


@pytest.fixture
def seen(app):
    """The details of her that are stored so that something can read them."""

    def run(pupil: Pupil = PUPIL) -> set[str]:
        return {name for name, *_ in leaks(app, pupil)}

    return run


@pytest.fixture
def person(as_json):
    def run() -> int:
        (found,) = as_json("people", "find", "Quennell")
        return int(found["person"])

    return run


@pytest.fixture
def answer(as_json, person, clock):
    """Her answer by letter about the school."""

    def run(day: date, word: str, by: str = "parent") -> None:
        clock.set(day)
        as_json(
            *("restrictions", "record", person(), "--institution", SCHOOL),
            *("--answer", word, "--by", by, "--how", "letter", "--on", day),
        )

    return run


#: the choice, seen after the No, seen after the Yes that follows it
CHOICES = [
    (KEPT, DETAILS, DETAILS),
    (HIDDEN, set(), DETAILS),
    (ERASED, set(), set()),
]


@pytest.mark.parametrize(("choice", "after_no", "after_yes"), CHOICES)
def test_yes_then_no_then_yes(
    sent, choose, seen, answer, clock, choice, after_no, after_yes
) -> None:
    choose(choice)
    sent("flat", PUPIL, as_at=JANUARY)
    assert seen() == DETAILS
    answer(MAY, "no")
    assert seen() == after_no
    answer(AUTUMN, "yes")
    assert seen() == after_yes


@pytest.mark.parametrize("order", ["choice first", "choice later"])
def test_hidden_by_a_census_and_shown_by_a_census(
    sent, choose, seen, clock, order
) -> None:
    """The No and the Yes come with a census each, and the list has no answer."""
    clock.set(AUTUMN)
    if order == "choice first":
        choose(HIDDEN)
    sent("flat", PUPIL, as_at=JANUARY)
    sent("list", replace(PUPIL, yssa="", marks=12), as_at=JANUARY)
    sent("flat", replace(PUPIL, yssa="No", marks=13), as_at=MAY)
    if order == "choice later":
        assert seen() == DETAILS
        choose(HIDDEN)
    for marks in (0, 12, 13):
        assert seen(replace(PUPIL, marks=marks)) == set(), marks
    sent("flat", replace(PUPIL, marks=14), as_at=AUTUMN)
    assert seen() == DETAILS
    assert seen(replace(PUPIL, marks=12)) >= {"phone", "email"}
    after = seen(replace(PUPIL, marks=13)) - {"upn", "uln", "ethnicity"}
    assert after == set(), "passed on in spite of the No, so never kept"


#: the first choice, the later one, what is seen then
CHANGED = [
    (HIDDEN, KEPT, DETAILS),
    (HIDDEN, ERASED, set()),
    (KEPT, HIDDEN, set()),
    (KEPT, ERASED, set()),
    (ERASED, KEPT, set()),
    (ERASED, HIDDEN, set()),
]


@pytest.mark.parametrize(("first", "then", "found"), CHANGED)
def test_a_choice_that_changes_reaches_what_was_before(
    sent, choose, seen, answer, first, then, found
) -> None:
    choose(first)
    sent("flat", PUPIL, as_at=JANUARY)
    answer(MAY, "no")
    choose(then, at=LATER)
    assert seen() == found
    choose(KEPT, at=date(2027, 12, 2))
    assert seen() == (DETAILS if (first, then) in STILL_THERE else set())


#: Choices after which what was before a No can still be shown again.
STILL_THERE = {(HIDDEN, KEPT), (KEPT, HIDDEN)}


@pytest.mark.parametrize("choice", [HIDDEN, ERASED])
def test_what_another_institution_gave_too_stays(
    app, sent, load, tmp_path, choose, answer, as_json, person, choice
) -> None:
    choose(choice)
    sent("flat", PUPIL, as_at=JANUARY)
    files = listed(tmp_path, [PUPIL], estab="8600")
    load("provider-enrolment", *files, as_at=JANUARY, institution=COLLEGE)
    answer(MAY, "no")
    known = as_json("people", "show", person())
    assert PUPIL.secrets["phone"] in json.dumps(known)
    assert PUPIL.secrets["email"] in json.dumps(known)
    found = leaks(app, PUPIL)
    # Only the school's census had the form group and the ethnic group.
    assert "ethnicity" not in {name for name, *_ in found}
    lines = {where for name, where, _ in found if name == "phone"}
    assert "staged_rows" in lines, "the line of the college"


def test_a_no_of_an_earlier_day_drops_what_was_hidden(
    app, sent, choose, seen, answer
) -> None:
    """With it the school was not free to pass the details on in January."""
    choose(HIDDEN)
    sent("flat", PUPIL, as_at=JANUARY)
    answer(MAY, "no")
    with app.app_context():
        assert len(store.intake.hidden_lines.people(within=["359"])) == 1
    answer(date(2027, 1, 4), "no")
    with app.app_context():
        assert store.intake.hidden_lines.people(within=["359"]) == set()
    answer(AUTUMN, "yes")
    assert seen() == set()


def test_a_late_file_that_comes_after_the_no_is_dropped_and_not_hidden(
    sent, choose, seen, answer
) -> None:
    """The council knew of the No when the file came, whatever day the file is about."""
    choose(HIDDEN)
    sent("flat", PUPIL, as_at=JANUARY)
    answer(MAY, "no")
    sent("list", replace(PUPIL, yssa="", marks=12), as_at=JANUARY)
    answer(AUTUMN, "yes")
    assert seen() == DETAILS
    assert seen(replace(PUPIL, marks=12)) & {"phone", "email", "form_group"} == set()


@pytest.mark.parametrize("choice", [KEPT, HIDDEN])
def test_an_erasure_leaves_nothing_hidden(
    app, sent, choose, answer, person, choice
) -> None:
    choose(choice)
    sent("flat", PUPIL, as_at=JANUARY)
    answer(MAY, "no")
    with app.app_context():
        hidden = store.intake.hidden_lines.people(within=["359"])
        assert hidden == ({person()} if choice == HIDDEN else set())
        rows = store.database.base.column("SELECT id FROM staged_rows")
        with store.database.base.transaction():
            store.law.disposals.old_lines.empty(rows)
        left = store.database.base.column("SELECT hidden FROM staged_rows")
        assert set(left) == {None}


def test_a_line_stays_hidden_through_a_merge_and_comes_back_after_it_is_undone(
    sent, load, tmp_path, choose, seen, answer, as_json, person
) -> None:
    choose(HIDDEN)
    sent("flat", PUPIL, as_at=JANUARY)
    other = Pupil(12, "Rosamund", "Tallis", date(2011, 12, 9), "WN7 1AB", yssa="")
    files = listed(tmp_path, [other], estab="8600")
    load("provider-enrolment", *files, as_at=JANUARY, institution=COLLEGE)
    (second,) = as_json("people", "find", "Tallis")
    answer(MAY, "no")
    assert seen() == set()
    first = person()
    as_json("people", "merge", "--yes", second["person"], first)
    assert seen() == set(), "under the other record too"
    assert seen(other) >= {"phone"}, "the college had no No"
    as_json("people", "unmerge", second["person"])
    assert seen() == set()
    answer(AUTUMN, "yes")
    assert seen() == DETAILS


def test_a_batch_that_is_withdrawn_and_applied_again_stays_hidden(
    sent, choose, seen, answer, as_json
) -> None:
    choose(HIDDEN)
    batch = sent("flat", PUPIL, as_at=JANUARY)["batch"]
    answer(MAY, "no")
    as_json("imports", "withdraw", batch)
    as_json("imports", "apply", batch, "--yes")
    assert seen() == set()
    answer(AUTUMN, "yes")
    assert seen() == DETAILS


def test_the_copy_of_her_own_has_what_is_hidden_and_why(
    app, sent, choose, answer, person
) -> None:
    choose(HIDDEN)
    sent("flat", PUPIL, as_at=JANUARY)
    answer(MAY, "no")
    number = person()
    with app.app_context():
        sections = actions.law.subject_copy.gathering.gather(number, within=WITHIN)
        held = [
            value
            for section in sections
            for row in section.rows
            for value in row.fields
            if value.label.startswith("Hidden since an answer No")
        ]
    (value,) = held
    assert PUPIL.secrets["phone"] in value.text
    assert PUPIL.secrets["upn"] in value.text
    assert value.sealed


def test_no_line_of_an_institution_has_cells_that_are_sealed() -> None:
    """What is hidden is kept as one value, and is put back as cells that are open."""
    unsealed = Feed.__dataclass_fields__["sealed_cells"].default
    for feed in FEEDS.values():
        assert not feed.from_institutions or feed.sealed_cells is unsealed, feed.name


@pytest.mark.law("D-18")
def test_a_confidential_address_stays_sealed_while_a_choice_is_followed(
    sent, choose, answer, person, as_json, everything, clock
) -> None:
    """The night narrows her line, and puts it back after another choice.

    Her address may be passed on all the same, so it is there when the mark is lifted.
    """
    clock.set(AUTUMN)
    sent("flat", replace(PUPIL, postcode="WN7 1AB"), as_at=JANUARY)
    answer(MAY, "no")
    as_json("people", "address", person(), "--because", "their safety")
    for choice in (HIDDEN, KEPT, HIDDEN, ERASED):
        choose(choice)
        held = everything()
        found = {
            table: row
            for table in ("staged_rows", "facts", "people", "positions")
            for row in held[table]
            if "WN7 1AB" in row
        }
        assert found == {}, choice
    as_json("people", "address", person(), "--lift", "--because", "the danger is over")
    for table in ("staged_rows", "facts", "people"):
        assert any("WN7 1AB" in row for row in everything()[table]), table
