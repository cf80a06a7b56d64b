"""The ledger of those who left Year 11 in the summer of 2026. All invented.

Each table says what sources report, the day of the question, and the steps: ``+`` is
reached, ``!`` missing, ``~`` not confirmed, ``.`` not due yet, ``-`` not needed.
"""

from datetime import date
from functools import partial

import pytest

from tests.domain.history.test_guarantee import applied, nowhere, typed
from tests.domain.statements import ADVISER, ROLL, evidence_from, in_file, says
from tracker.domain.history.evidence import Evidence, Intention
from tracker.domain.history.guarantee import allocation, guarantee, offers_of
from tracker.domain.history.sealed_statements import evidence_shown
from tracker.domain.history.spells import newest_first, spells
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef
from tracker.domain.year.ledger import Known, Step, gap, steps
from tracker.domain.year.ledger_steps import STEPS, Name, Owner, State, marks

BORN = date(2010, 3, 10)
PLAN = evidence_from(
    ADVISER, Intention("121", InstitutionRef(name="Lake College")), "2026-02-03"
)
UNDECIDED = evidence_from(ADVISER, Intention("511"), "2026-02-03")
OFFER = applied("offer", "2026-05-12")
ACCEPTED = applied("accepted", "2026-06-02")
STARTED = says(ROLL, "230", "2026-09-07", "2026-09-08", "Lake College")


def seen(as_at: str, **more: str) -> Evidence:
    """A list of the college, which gives the first day."""
    return in_file(answered(as_at, **more))


def answered(as_at: str, **more: str) -> Evidence:
    """An answer or a contact, which repeats the first day that is on record."""
    return says(ROLL, "230", "2026-09-07", as_at, "Lake College", **more)


def known(*evidence: Evidence) -> Known:
    return Known(
        born=BORN,
        since=date(2025, 9, 1),
        intentions=newest_first(Intention, evidence),
        guarantee=guarantee(
            offers_of(evidence), 11, on=date(2027, 8, 31), resolve=nowhere
        ),
        spells=spells(evidence),
        allocated=allocation(
            offers_of(evidence), 11, on=date(2027, 8, 31), resolve=nowhere
        ),
    )


def ledger(*evidence: Evidence, on: str) -> dict[Name, Step]:
    day = date.fromisoformat(on)
    by_then = [item for item in evidence if item.as_at <= day]
    return {each.name: each for each in steps(known(*by_then), 2026, on=day)}


def drawn(*evidence: Evidence, on: str) -> str:
    return marks(each.state for each in ledger(*evidence, on=on).values())


ALL = [PLAN, OFFER, ACCEPTED]

#: Somewhere from October on, and from November on, until they left again.
on_roll = partial(says, ROLL)
LATER = on_roll("230", "2026-10-12", "2026-10-12", "Hill College")
MOVED = on_roll("310", "2026-11-02", "2026-11-03", "Norley Training")
GONE = on_roll("310", "2026-11-02", "2026-11-16", "Norley Training", ends="2026-11-13")

#: plan, applied, offer, accepted, allocated, enrolled, week 2, day 42, autumn, March,
#: two terms
BY_DAY = [
    ([], "2026-01-15", "..........."),
    ([], "2026-04-01", "!.........."),
    ([PLAN], "2026-04-01", "+.........."),
    ([UNDECIDED], "2026-04-01", "!.........."),
    ([], "2026-06-01", "!!!........"),
    ([PLAN], "2026-06-01", "+!!........"),
    ([PLAN, OFFER], "2026-05-12", "+++.-......"),
    ([PLAN, OFFER], "2026-07-01", "+++!-......"),
    ([OFFER], "2026-07-01", "+++!-......"),  # an offer shows a plan
    (ALL, "2026-07-01", "++++-......"),
    ([applied("applied", "2026-05-01")], "2026-06-01", "++!........"),
    ([typed("140", "2026-05-01")], "2026-06-01", "++!........"),
    ([typed("110", "2026-05-01")], "2026-07-01", "+++!-......"),
    ([typed("122", "2026-05-01")], "2026-07-01", "!----......"),
    ([], "2026-09-01", "!!!!!......"),
    # a place that the authority allocated is no application and no offer
    ([applied("proposed", "2026-08-04")], "2026-09-01", "!!!!!......"),
    ([applied("allocated", "2026-08-04")], "2026-09-01", "!!!!+......"),
    ([applied("allocated", "2026-08-04")], "2026-09-15", "!!!!+!-----"),
    ([applied("turned-down", "2026-08-04")], "2026-09-01", "!!!!!......"),
    # an own offer later: the allocation is still shown
    ([applied("allocated", "2026-05-04"), OFFER], "2026-07-01", "+++!+......"),
    (ALL, "2026-09-15", "++++-!-----"),
    ([*ALL, STARTED], "2026-09-15", "++++-+....."),
    ([*ALL, STARTED], "2026-09-22", "++++-+~...."),
    ([*ALL, STARTED, seen("2026-09-21")], "2026-09-22", "++++-++...."),
    ([*ALL, STARTED, seen("2026-10-01")], "2026-10-02", "++++-++...."),
    ([*ALL, STARTED, seen("2026-10-01")], "2026-10-21", "++++-++~..."),
    ([*ALL, STARTED], "2026-10-21", "++++-+~~..."),
    # the autumn goes by what is current, the checks by who was seen
    ([*ALL, STARTED], "2026-11-03", "++++-+~~+.."),
    # an answer of the time confirms a check, a later one the last check alone
    ([*ALL, STARTED, answered("2026-09-25")], "2026-09-26", "++++-++...."),
    ([*ALL, STARTED, answered("2026-10-19")], "2026-10-21", "++++-++~..."),
    ([*ALL, STARTED, answered("2026-10-20")], "2026-10-21", "++++-+~+..."),
    ([*ALL, STARTED, answered("2026-11-30")], "2026-11-30", "++++-+~++.."),
    # a list of November that gives the first day speaks of September as well
    ([*ALL, STARTED, seen("2026-11-30")], "2026-11-30", "++++-++++.."),
    # left in September, and in October
    ([*ALL, seen("2026-09-25", ends="2026-09-18")], "2026-09-25", "++++-+!----"),
    ([*ALL, seen("2026-10-16", ends="2026-10-09")], "2026-11-03", "++++-++!---"),
    # not seen in week 2, and found to have left since
    (
        [*ALL, STARTED, answered("2026-11-03", ends="2026-10-09")],
        "2026-11-03",
        "++++-++!---",
    ),
    # began in October: there was nothing to see in week 2
    ([*ALL, LATER], "2026-10-13", "++++-+-...."),
    ([*ALL, LATER], "2026-11-03", "++++-+-~+.."),
    ([*ALL, STARTED, seen("2026-11-02")], "2026-11-03", "++++-++++.."),
    ([*ALL, STARTED, seen("2027-04-01")], "2027-04-02", "++++-++++++"),
    # arrived without an offer: no place has to be found
    ([PLAN, STARTED], "2026-09-15", "+!!!-+....."),
]


@pytest.mark.parametrize(("evidence", "on", "marks"), BY_DAY)
def test_the_steps_of_a_young_person_on_a_day(
    evidence: list[Evidence], on: str, marks: str
) -> None:
    assert drawn(*evidence, on=on) == marks


#: Of the later steps the one before decides, see the table.
BEFORE_ENROLMENT = tuple(Name)[: tuple(Name).index(Name.ENROLLED) + 1]


@pytest.mark.parametrize("name", BEFORE_ENROLMENT)
def test_a_step_is_missing_from_the_day_after_it_is_due(name: Name) -> None:
    due = STEPS[name].due(2026)
    eve, after = due.isoformat(), date.fromordinal(due.toordinal() + 1).isoformat()
    assert ledger(on=eve)[name].state is State.NOT_DUE
    assert ledger(on=after)[name].is_missing


def test_a_plan_that_was_given_up_is_none() -> None:
    later = evidence_from(ADVISER, Intention("511"), "2026-03-20")
    assert drawn(PLAN, later, on="2026-04-01") == "!.........."


def test_who_fills_a_gap() -> None:
    owners = [
        (step.name, step.owner)
        for step in ledger(on="2026-09-15").values()
        if step.is_missing
    ]
    assert owners == [
        (Name.PLAN, Owner.SCHOOL),
        (Name.APPLIED, Owner.SCHOOL),
        (Name.OFFER, Owner.SCHOOL),
        (Name.ACCEPTED, Owner.SCHOOL),
        (Name.ALLOCATED, Owner.ADVISER),
        (Name.ENROLLED, Owner.ADVISER),
    ]


def test_one_who_is_not_seen_is_the_colleges_and_one_who_left_is_the_advisers() -> None:
    silent = ledger(*ALL, STARTED, on="2026-10-21")[Name.WEEK_2]
    assert (silent.owner, silent.left_on) == (Owner.COLLEGE, None)
    assert (silent.state, silent.place_name) == (State.UNCONFIRMED, "Lake College")
    gone = ledger(
        *ALL, STARTED, seen("2026-10-12", ends="2026-10-09"), on="2026-10-21"
    )[Name.DAY_42]
    assert (gone.owner, gone.left_on) == (Owner.ADVISER, date(2026, 10, 9))
    assert gone.place_name == "Lake College"


def test_somewhere_else_than_planned_is_no_gap() -> None:
    hill = says(ROLL, "230", "2026-09-07", "2026-09-22", "Hill College")
    found = ledger(*ALL, hill, on="2026-09-22")
    assert found[Name.ACCEPTED].place_name == "Lake College"
    assert found[Name.WEEK_2].place_name == "Hill College"
    assert gap(list(found.values()), 2026) is None


#: What is on record, the day, and the step to act on.
GAPS = [
    ([PLAN], "2026-04-15", None),
    ([], "2026-04-15", Name.PLAN),
    ([], "2026-06-01", Name.OFFER),  # due last: the plan is missing as well
    ([applied("proposed", "2026-08-04")], "2026-09-01", Name.ALLOCATED),
    ([applied("allocated", "2026-08-04")], "2026-09-01", None),
    ([applied("allocated", "2026-08-04")], "2026-09-15", Name.ENROLLED),
    (ALL, "2026-09-15", Name.ENROLLED),
    ([STARTED], "2026-09-15", None),  # without an offer, which no longer matters
    ([*ALL, STARTED], "2026-09-22", Name.WEEK_2),
    ([*ALL, STARTED], "2026-10-21", Name.DAY_42),
    # the list of early September still holds in November, and closes no later gap
    ([*ALL, STARTED], "2026-11-03", Name.DAY_42),
    # there is no one to find for September any more, though not seen in it
    ([*ALL, STARTED, answered("2026-11-02")], "2026-11-03", None),
    ([*ALL, seen("2026-10-16", ends="2026-10-09")], "2026-11-03", Name.DAY_42),
    # left, and somewhere else since, or not any more
    ([*ALL, seen("2026-10-16", ends="2026-10-09"), MOVED], "2026-11-10", None),
    (
        [*ALL, seen("2026-10-16", ends="2026-10-09"), MOVED, GONE],
        "2026-11-20",
        Name.DAY_42,
    ),
    ([LATER], "2026-10-13", None),
    ([*ALL, STARTED, seen("2026-11-02")], "2026-11-03", None),
    ([typed("122", "2026-05-01"), PLAN], "2026-07-01", None),
]


@pytest.mark.parametrize(("evidence", "on", "name"), GAPS)
def test_the_gap_to_act_on(
    evidence: list[Evidence], on: str, name: Name | None
) -> None:
    found = gap(list(ledger(*evidence, on=on).values()), 2026)
    assert (found.name if found is not None else None) == name


SEALED_CODES = [each.code for each in ACTIVITIES.values() if each.sealed]


@pytest.mark.parametrize("code", SEALED_CODES)
def test_a_sealed_activity_is_neither_reached_nor_a_gap(code: str) -> None:
    """Whichever it is: no step can differ by the code."""
    of = [*ALL, *evidence_shown([says(ADVISER, code, "2026-09-05", "2026-09-12")])]
    assert drawn(*of, on="2026-09-15") == "++++-?....."
    assert drawn(*of, on="2027-08-31") == "++++-??????"
    later = says(ADVISER, "330", "2026-11-02", "2026-11-03")
    assert drawn(*of, later, on="2026-12-01")[5:9] == "+???"


def test_a_change_of_place_in_october_is_still_there_at_day_42() -> None:
    moved = says(ROLL, "310", "2026-10-12", "2026-10-25", "Norley Training")
    found = ledger(*ALL, seen("2026-09-25", ends="2026-10-09"), moved, on="2026-10-26")
    assert found[Name.DAY_42].state is State.REACHED
    assert found[Name.DAY_42].place_name == "Norley Training"


def test_what_an_adviser_heard_counts_as_any_other_source() -> None:
    heard = says(ADVISER, "310", "2026-09-10", "2026-09-12", "Norley Training")
    assert drawn(PLAN, heard, on="2026-09-15") == "+!!!-+....."


@pytest.mark.parametrize(("as_at", "mark"), [("2026-06-20", "!"), ("2026-09-08", "+")])
def test_a_course_that_goes_on_is_enrolled_once_a_source_says_so(
    as_at: str, mark: str
) -> None:
    """Of those who leave Year 12 and stay where they are."""
    begun = says(ROLL, "230", "2025-09-08", "2025-09-15", "Lake College")
    on = says(ROLL, "230", "2025-09-08", as_at, "Lake College")
    assert drawn(begun, on="2026-05-01")[5] == "."
    assert drawn(begun, on, on="2026-09-15")[5] == mark


@pytest.mark.parametrize("code", ["619", "810"])
def test_neet_and_not_known_are_no_arrival(code: str) -> None:
    neet = says(ADVISER, code, "2026-09-05", "2026-09-12")
    assert drawn(*ALL, neet, on="2026-09-15")[5] == "!"


def test_the_last_days_of_year_11_are_no_arrival() -> None:
    school = says(ROLL, "110", "2021-09-05", "2026-07-10", "Testham High")
    assert drawn(*ALL, school, on="2026-09-15")[5] == "!"


def test_a_job_of_the_summer_that_ended_is_no_arrival() -> None:
    job = says(ADVISER, "350", "2026-07-01", "2026-08-20", ends="2026-08-20")
    assert drawn(*ALL, job, on="2026-09-15")[5] == "!"


def test_every_step_says_on_what_it_rests() -> None:
    found = ledger(*ALL, STARTED, seen("2026-09-21"), on="2026-09-22")
    by = {name: step.because for name, step in found.items()}
    assert by[Name.PLAN] == PLAN
    assert by[Name.ENROLLED] is not None
    assert [found[n].on for n in (Name.PLAN, Name.ENROLLED, Name.WEEK_2)] == [
        date(2026, 2, 3),
        date(2026, 9, 7),
        date(2026, 9, 21),
    ]
