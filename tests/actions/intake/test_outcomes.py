"""The outcome of each line, in the eight words of the feeds, and the load's effect."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    COLLEGE_NUMBER,
    ELSEWHERE,
    OTHER_COLLEGE,
    census,
    nccis,
    people,
    person,
    provider_list,
    pupil,
    register,
    unsure,
)
from tracker import store
from tracker.store.intake.import_batches import Outcome

OCTOBER, NOVEMBER = date(2026, 10, 9), date(2026, 11, 6)


@pytest.fixture
def registered(tmp_path, load):
    return load("establishments", register(tmp_path / "edubasealldata.csv"))


def shown(as_json, batch) -> dict[int, dict]:
    return {line["line"]: line for line in as_json("imports", "show", batch)["lines"]}


def test_the_words_are_the_eight_of_the_feeds() -> None:
    assert {outcome.value for outcome in Outcome} == {
        *("matched-no-change", "matched-update", "matched-conflict", "possible"),
        *("new-in-area", "out-of-area", "invalid", "restricted"),
    }


def test_each_word_has_its_case(tmp_path, load, as_json, registered) -> None:
    nine = people(9)
    first = provider_list(tmp_path / "first.csv", nine)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    moved = {**nine[1], "postcode": "WN3 4AD"}
    # The same names and birthday without anything else, in another town's district.
    doubtful = {**unsure(nine[2]), "postcode": "WN7 1AB"}
    second = provider_list(
        tmp_path / "second.csv",
        [
            nine[0],
            moved,
            doubtful,
            person(50),
            person(51, postcode=ELSEWHERE),
            person(52, born="31/02/2009", uln="", upn=""),
        ],
    )
    batch = load("provider-enrolment", second, institution=COLLEGE, as_at=NOVEMBER)
    lines = shown(as_json, batch["batch"])
    assert {line: details["outcome"] for line, details in lines.items()} == {
        2: "matched-no-change",
        3: "matched-update",
        4: "possible",
        5: "new-in-area",
        6: "out-of-area",
        7: "invalid",
    }
    assert batch["outcomes"] == dict.fromkeys(
        sorted({details["outcome"] for details in lines.values()}), 1
    )
    assert {problem["line"] for problem in batch["problems"]} == {7}
    assert batch["problems"][0]["column"] == "DOB"
    assert all(line["reasons"] for line in lines.values() if line["line"] != 7)
    assert {line for line, details in lines.items() if details["person"] is None} == {
        4,
        6,
        7,
    }


def test_applied_again_the_lines_have_the_same_outcomes(
    tmp_path, load, as_json, registered
) -> None:
    """Evidence in a withdrawn file does not count, and is new in the next file."""
    three = people(3)
    first = provider_list(tmp_path / "first.csv", three)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    moved = {**three[0], "postcode": "WN3 4AD"}
    second = provider_list(tmp_path / "second.csv", [moved, three[1]])
    batch = load("provider-enrolment", second, institution=COLLEGE, as_at=NOVEMBER)
    assert batch["outcomes"] == {"matched-no-change": 1, "matched-update": 1}
    as_json("imports", "withdraw", batch["batch"])
    again = as_json("imports", "apply", batch["batch"])
    assert again["outcomes"] == batch["outcomes"]
    as_json("imports", "withdraw", batch["batch"])
    other = provider_list(tmp_path / "other.csv", [moved])
    third = load("provider-enrolment", other, institution=COLLEGE, as_at=NOVEMBER)
    assert third["outcomes"] == {"matched-update": 1}


@pytest.mark.parametrize("made_since", [(), ("2026-08-31",)], ids=["none", "earlier"])
def test_after_an_upgrade_a_file_changes_what_it_would_have_changed_before(
    tmp_path, load, as_json, app, registered, made_since
) -> None:
    """All positions are stale then; a page may have made those of an earlier day."""
    three = people(3)
    first = provider_list(tmp_path / "first.csv", three)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    as_json("positions", "refresh")
    second = provider_list(tmp_path / "second.csv", [*three[:2], person(50)])
    batch = load("provider-enrolment", second, institution=COLLEGE, as_at=NOVEMBER)
    assert batch["changes"] == {"confirmed": 2, "new": 1}
    as_json("imports", "withdraw", batch["batch"])
    with app.app_context(), store.database.base.transaction():
        store.database.base.run("UPDATE derivations SET meaning = 'of earlier code'")
    for day in made_since:
        as_json("positions", "refresh", "--on", day)
    again = as_json("imports", "apply", batch["batch"])
    assert again["changes"] == batch["changes"]


@pytest.mark.law("D-03")
def test_a_worse_source_that_disagrees_is_a_conflict(
    tmp_path, load, as_json, registered
) -> None:
    """By the college's list they are there; by the old system they look for work."""
    row = person(1)
    there = provider_list(tmp_path / "list.csv", [row])
    load("provider-enrolment", there, institution=COLLEGE, as_at=date(2026, 10, 20))
    seeking = {
        **row,
        "activity": "619",
        "start": "01/10/2026",
        "ascertained": "05/10/2026",
        "verified": "05/10/2026",
    }
    old = nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), [seeking])
    batch = load("nccis-file", old)
    assert batch["outcomes"] == {"matched-conflict": 1}
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    shown = as_json("people", "show", line["person"], "--on", "2026-10-31")
    assert shown["position"]["institution"] == f"urn:{COLLEGE}"
    assert shown["position"]["questioned"]
    assert [each["kind"] for each in shown["questions"]] == [
        "another source says otherwise"
    ]


def test_a_last_day_without_a_trusted_first_day_is_no_conflict(
    tmp_path, load, as_json, registered
) -> None:
    """Another source disputes the time at college; its end is taken all the same."""
    row = person(1)
    there = provider_list(tmp_path / "list.csv", [row])
    load("provider-enrolment", there, institution=COLLEGE, as_at=date(2026, 10, 20))
    seeking = {
        **row,
        "activity": "619",
        "start": "01/10/2026",
        "ascertained": "05/10/2026",
        "verified": "05/10/2026",
    }
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), [seeking]))
    gone = {**row, "start": "", "end": "23/10/2026"}
    leavers = provider_list(tmp_path / "leavers.csv", [gone])
    batch = load("provider-enrolment", leavers, institution=COLLEGE, as_at=NOVEMBER)
    (spell, *_) = as_json("people", "show", 1)["spells"]
    assert (spell["starts"], spell["ends"]) == ("2026-09-07", "2026-10-23")
    assert batch["outcomes"] == {"matched-update": 1}


def test_a_restricted_pupil_is_restricted_whether_new_or_known(
    tmp_path, load, as_json, registered
) -> None:
    rows = [pupil(1, yssa="No"), pupil(2)]
    for place, day in enumerate((OCTOBER, NOVEMBER)):
        file = census(tmp_path / f"census{place}.csv", rows)
        batch = load("school-census", file, as_at=day)
        lines = shown(as_json, batch["batch"])
        assert lines[2]["outcome"] == "restricted"
        assert lines[2]["person"] is not None


def test_the_same_file_again_is_the_same_batch_and_changes_nothing(
    tmp_path, load, as_json, registered, everything
) -> None:
    file = provider_list(tmp_path / "list.csv", people(5))
    first = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    before = everything()
    again = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert again["batch"] == first["batch"]
    assert again["outcomes"] == first["outcomes"]
    assert again["already_loaded"]
    assert not first["already_loaded"]
    assert everything() == before


def test_the_same_bytes_of_a_later_day_are_a_new_confirmation(
    tmp_path, load, as_json, registered, clock
) -> None:
    """A small provider sends the same list each month; it must not go stale."""
    file = provider_list(tmp_path / "list.csv", [person(1, situation="Apprenticeship")])
    for day in (date(2026, 10, 9), date(2027, 9, 9)):
        clock.set(day)
        load("provider-enrolment", file, institution=COLLEGE, as_at=day)
    (found,) = as_json("people", "find", person(1)["upn"])
    shown = as_json("people", "show", found["person"], "--on", "2027-11-30")
    assert shown["position"]["verified"] == "2027-09-09"
    assert not shown["position"]["lapsed"]


def test_a_file_loaded_as_the_wrong_day_can_be_withdrawn_and_loaded_rightly(
    tmp_path, load, as_json, registered
) -> None:
    file = provider_list(tmp_path / "list.csv", people(3))
    wrong = load(
        "provider-enrolment", file, institution=OTHER_COLLEGE, as_at=date(2026, 1, 9)
    )
    as_json("imports", "withdraw", wrong["batch"])
    right = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    shown = as_json("imports", "show", right["batch"])
    assert shown["as_at"] == "2026-10-09"
    assert shown["sender"] == {"urn": COLLEGE}
    (found,) = as_json("people", "find", people(1)[0]["upn"])
    position = as_json("people", "show", found["person"])["position"]
    assert position["institution"] == f"urn:{COLLEGE}"


@pytest.mark.parametrize(
    ("given", "in_file", "taken"),
    [
        (None, None, "2026-11-24"),  # no day is given: the day of loading
        (None, "2026-10-01", "2026-10-01"),  # the file gives it
        (date(2026, 10, 15), "2026-10-01", "2026-10-15"),  # the user knows better
        (date(2026, 10, 15), None, "2026-10-15"),
    ],
)
def test_which_day_a_file_speaks_of(
    tmp_path, load, as_json, registered, samples_of_census, given, in_file, taken
) -> None:
    if in_file:
        batch = load("school-census", samples_of_census, as_at=given)
    else:
        file = provider_list(tmp_path / "list.csv", people(1))
        batch = load("provider-enrolment", file, institution=COLLEGE, as_at=given)
    assert as_json("imports", "show", batch["batch"])["as_at"] == taken


@pytest.mark.law("D-03")
def test_a_late_file_does_not_undo_a_newer_one(
    tmp_path, load, as_json, registered
) -> None:
    now_at_college = provider_list(
        tmp_path / "new.csv", [person(1, start="12/10/2026")]
    )
    load("provider-enrolment", now_at_college, institution=COLLEGE, as_at=NOVEMBER)
    late = provider_list(tmp_path / "late.csv", [person(1)])
    load("provider-enrolment", late, institution=OTHER_COLLEGE, as_at=date(2026, 9, 14))
    (found,) = as_json("people", "find", person(1)["uln"])
    shown = as_json("people", "show", found["person"])
    assert shown["position"]["institution"] == f"urn:{COLLEGE}"
    assert [spell["institution"] for spell in shown["spells"]] == [
        f"urn:{OTHER_COLLEGE}",
        f"urn:{COLLEGE}",
    ]


def test_a_person_of_another_authority_makes_no_record(
    tmp_path, load, as_json, registered, everything
) -> None:
    file = provider_list(tmp_path / "list.csv", people(3, postcode=ELSEWHERE))
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {"out-of-area": 3}
    held = everything()
    assert not held["people"]
    assert not held["facts"]
    assert not held["evidence"]


def test_two_lines_of_one_new_person_become_one_record(
    tmp_path, load, as_json, registered
) -> None:
    twice = [person(1), {**person(1), "end": "01/10/2026"}]
    file = provider_list(tmp_path / "list.csv", twice)
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {"new-in-area": 2}
    lines = shown(as_json, batch["batch"])
    assert lines[2]["person"] == lines[3]["person"]


def test_an_institution_is_one_by_each_of_its_numbers(
    tmp_path, load, as_json, registered
) -> None:
    rows = [
        person(1, laestab=COLLEGE_NUMBER),
        person(2, ukprn="10099991"),
        person(3, laestab="8600"),
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, as_at=OCTOBER)
    by_urn = provider_list(tmp_path / "urn.csv", [person(4)])
    load("provider-enrolment", by_urn, institution=COLLEGE, as_at=OCTOBER)
    for row in (*rows, person(4)):
        (found,) = as_json("people", "find", row["upn"])
        position = as_json("people", "show", found["person"])["position"]
        assert position["institution"] == f"urn:{COLLEGE}"
        assert position["activity"] == "230"


def test_a_training_provider_in_no_register_is_not_taken_for_a_college(
    tmp_path, load, as_json, registered
) -> None:
    rows = [person(1, ukprn="10099992", situation="Gardening")]
    file = provider_list(tmp_path / "list.csv", rows)
    batch = load("provider-enrolment", file, as_at=OCTOBER)
    assert batch["outcomes"] == {"new-in-area": 1}
    assert [each["column"] for each in batch["problems"]] == ["SituationGroup", "UKPRN"]
    assert batch["problems"][1]["message"] == (
        "UKPRN 10099992 is not in the register, and the row does not say what is done "
        "there; other training is assumed."
    )
    assert as_json("people", "show", 1)["position"]["title"] == "Other training"
