"""Doubtful lines: they wait, are decided, and apply at once; decisions are kept."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    ELSEWHERE,
    OTHER_COLLEGE,
    nccis,
    people,
    person,
    provider_list,
    register,
    unsure,
)

OCTOBER, NOVEMBER = date(2026, 10, 9), date(2026, 11, 6)


def bare(row, **changes):
    """A row with the names and birthday from another district, and another UPN."""
    return {**unsure(row), "postcode": "WN7 1AB", **changes}


@pytest.fixture
def waiting(tmp_path, load, as_json):
    """Three known people, and one line of a later list that may be about the third."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    known = people(3)
    first = provider_list(tmp_path / "first.csv", known)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    doubtful = bare(known[2], start="02/11/2026")
    second = provider_list(tmp_path / "second.csv", [doubtful])
    load("provider-enrolment", second, institution=OTHER_COLLEGE, as_at=NOVEMBER)
    (row,) = as_json("matching", "list")
    return row


def position(as_json, number: int):
    return as_json("people", "show", number)["position"]


def test_the_queue_names_the_line_and_its_candidates(waiting, as_json) -> None:
    assert waiting["line"] == 2
    assert waiting["file"] == "second.csv"
    assert waiting["reasons"]
    (candidate,) = waiting["candidates"]
    assert 0 < candidate["score"] <= 1
    assert candidate["reasons"]


def test_one_line_is_shown_beside_the_candidate(waiting, as_json) -> None:
    shown = as_json("matching", "show", waiting["row"])
    assert shown["outcome"] == "possible"
    assert shown["person"] is None
    (beside,) = shown["compared"]
    fields = {each["field"]: each for each in beside["differences"]}
    assert any("WN7 1AB" in each["row"] for each in fields.values())


def test_a_doubtful_row_is_no_evidence_until_it_is_decided(waiting, as_json) -> None:
    (candidate,) = waiting["candidates"]
    assert position(as_json, candidate["person"])["institution"] == f"urn:{COLLEGE}"


def test_decided_for_the_candidate_it_counts_at_once(waiting, as_json) -> None:
    (candidate,) = waiting["candidates"]
    number = candidate["person"]
    done = as_json("matching", "resolve", waiting["row"], "--person", number)
    assert done == {
        "row": waiting["row"],
        "outcome": "matched-update",
        "person": number,
    }
    assert position(as_json, number)["institution"] == f"urn:{OTHER_COLLEGE}"
    assert as_json("matching", "list") == []


def test_decided_as_a_new_person_it_makes_a_record(waiting, as_json) -> None:
    (candidate,) = waiting["candidates"]
    done = as_json("matching", "resolve", waiting["row"], "--new")
    assert done["outcome"] == "new-in-area"
    assert done["person"] != candidate["person"]
    assert position(as_json, done["person"])["institution"] == f"urn:{OTHER_COLLEGE}"
    assert position(as_json, candidate["person"])["institution"] == f"urn:{COLLEGE}"


def test_not_the_same_person_is_remembered_next_month(
    waiting, as_json, load, tmp_path
) -> None:
    """The line comes again with another course: the question is not raised again."""
    done = as_json("matching", "resolve", waiting["row"], "--new")
    again = bare(people(3)[2], start="02/11/2026", planned="01/07/2027")
    third = provider_list(tmp_path / "third.csv", [again])
    batch = load(
        "provider-enrolment", third, institution=OTHER_COLLEGE, as_at=date(2026, 11, 20)
    )
    assert as_json("matching", "list") == []
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    assert line["person"] == done["person"]


def test_the_same_person_is_remembered_next_month(
    waiting, as_json, load, tmp_path
) -> None:
    (candidate,) = waiting["candidates"]
    as_json("matching", "resolve", waiting["row"], "--person", candidate["person"])
    again = bare(people(3)[2], start="02/11/2026", planned="01/07/2027")
    third = provider_list(tmp_path / "third.csv", [again])
    batch = load(
        "provider-enrolment", third, institution=OTHER_COLLEGE, as_at=date(2026, 11, 20)
    )
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    assert line["person"] == candidate["person"], line
    assert as_json("matching", "list") == []


@pytest.mark.law("D-11")
def test_a_decision_outlives_withdrawing_and_applying_again(waiting, as_json) -> None:
    (candidate,) = waiting["candidates"]
    number = candidate["person"]
    as_json("matching", "resolve", waiting["row"], "--person", number)
    decided = position(as_json, number)
    as_json("imports", "withdraw", waiting["batch"])
    assert position(as_json, number)["institution"] == f"urn:{COLLEGE}"
    as_json("imports", "apply", waiting["batch"])
    assert position(as_json, number) == decided


def test_a_row_of_a_withdrawn_batch_is_decided_once_that_is_applied_again(
    waiting, as_json, flask, everything
) -> None:
    """A line of a withdrawn batch is no evidence, so there is nothing to decide."""
    (candidate,) = waiting["candidates"]
    number = candidate["person"]
    as_json("imports", "withdraw", waiting["batch"])
    before = everything()
    answer = flask("matching", "resolve", waiting["row"], "--person", number, code=2)
    assert answer.err == (
        f"Row {waiting['row']} is in batch {waiting['batch']}, which was withdrawn. "
        f"Apply the batch first: flask imports apply {waiting['batch']}\n"
    )
    assert everything() == before
    as_json("imports", "apply", waiting["batch"])
    as_json("matching", "resolve", waiting["row"], "--person", number)
    assert position(as_json, number)["institution"] == f"urn:{OTHER_COLLEGE}"


def test_a_withdrawn_batch_has_no_doubtful_rows(waiting, as_json) -> None:
    as_json("imports", "withdraw", waiting["batch"])
    assert as_json("matching", "list") == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--person", 999), "There is no young person 999."),
        ((), "Give either --person ID or --new."),
        (("--person", 1, "--new"), "Give either --person ID or --new."),
    ],
)
def test_impossible_decisions_are_refused(
    waiting, flask, everything, words, says
) -> None:
    before = everything()
    answer = flask("matching", "resolve", waiting["row"], *words, code=2)
    assert says in answer.err
    assert everything() == before


def test_a_decided_line_is_not_decided_again(waiting, as_json, flask) -> None:
    as_json("matching", "resolve", waiting["row"], "--new")
    answer = flask("matching", "resolve", waiting["row"], "--new", code=2)
    assert answer.err == (
        f"Row {waiting['row']} is not waiting for a decision: new-in-area.\n"
    )


def test_a_quite_different_person_is_no_candidate(waiting, as_json, load, tmp_path):
    file = provider_list(tmp_path / "other.csv", [person(70)])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=NOVEMBER)
    assert batch["outcomes"] == {"new-in-area": 1}


def test_a_new_person_who_lives_elsewhere_is_kept_out_of_area(
    waiting, as_json, load, tmp_path, everything
) -> None:
    """The postcode is looked up for people in doubtful lines too."""
    doubtful = bare(people(2)[1], start="02/11/2026", postcode=ELSEWHERE)
    file = provider_list(tmp_path / "third.csv", [doubtful])
    load("provider-enrolment", file, institution=OTHER_COLLEGE, as_at=NOVEMBER)
    (row,) = [r for r in as_json("matching", "list") if r["file"] == "third.csv"]
    before = everything()
    done = as_json("matching", "resolve", row["row"], "--new")
    assert done == {"row": row["row"], "outcome": "out-of-area", "person": None}
    after = everything()
    for table in ("people", "facts", "evidence", "positions"):
        assert after[table] == before[table]
    shown = as_json("matching", "show", row["row"])
    assert shown["reasons"][-1] == "The postcode is in another authority."


def test_a_row_decided_for_a_candidate_who_moved_away_is_theirs(
    waiting, as_json, load, tmp_path
) -> None:
    doubtful = bare(people(2)[1], start="02/11/2026", postcode=ELSEWHERE)
    file = provider_list(tmp_path / "third.csv", [doubtful])
    load("provider-enrolment", file, institution=OTHER_COLLEGE, as_at=NOVEMBER)
    (row,) = [r for r in as_json("matching", "list") if r["file"] == "third.csv"]
    (candidate,) = row["candidates"]
    number = candidate["person"]
    done = as_json("matching", "resolve", row["row"], "--person", number)
    assert done["outcome"] == "matched-update"


#: Without these a person could not be found again, and each list would add another.
LACKING = [("born", "DOB"), ("given", "Forename"), ("family", "Surname")]


@pytest.mark.parametrize(("without", "column"), LACKING)
def test_an_incomplete_line_about_a_new_person_makes_no_record(
    tmp_path, load, as_json, everything, without, column
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", [person(9, **{without: ""}), person(1)])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {"invalid": 1, "new-in-area": 1}
    (stopped,) = [each for each in batch["problems"] if each["stops"]]
    assert (stopped["line"], stopped["column"]) == (2, column)
    assert len(everything()["people"]) == 1


def test_a_line_without_birth_date_matches_a_known_person(
    tmp_path, load, as_json
) -> None:
    """The ULN and the whole name are enough."""
    (line,) = _loaded_again(tmp_path, load, as_json, born="")
    assert line["outcome"] in ("matched-no-change", "matched-update")
    assert line["person"] == 1


def test_a_line_without_given_name_about_a_known_person_waits(
    tmp_path, load, as_json
) -> None:
    """The number may be a twin's, and nothing else would show it."""
    (line,) = _loaded_again(tmp_path, load, as_json, given="")
    assert line["outcome"] == "possible"


def _loaded_again(tmp_path, load, as_json, **lacking):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = provider_list(tmp_path / "first.csv", [person(9)])
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    second = provider_list(tmp_path / "second.csv", [person(9, **lacking)])
    batch = load("provider-enrolment", second, institution=COLLEGE, as_at=NOVEMBER)
    return as_json("imports", "show", batch["batch"])["lines"]


def test_an_incomplete_doubtful_line_cannot_be_a_new_person(
    tmp_path, load, as_json, flask, everything
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = provider_list(tmp_path / "first.csv", [person(9)])
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    # Their number with another name, and no date of birth to show whose it is.
    other = person(9, given="Zainab", family="Okafor", born="", upn="")
    second = provider_list(tmp_path / "second.csv", [other])
    batch = load("provider-enrolment", second, institution=COLLEGE, as_at=NOVEMBER)
    assert batch["outcomes"] == {"possible": 1}
    (row,) = as_json("matching", "list")
    before = everything()
    answer = flask("matching", "resolve", row["row"], "--new", code=2)
    assert answer.err == (
        f"Row {row['row']} gives no DOB, so no new record can be made from it.\n"
    )
    assert everything() == before
    assert as_json("matching", "resolve", row["row"], "--person", 1)["person"] == 1


def test_decided_it_closes_the_question_of_the_complete_roll(
    tmp_path, load, as_json
) -> None:
    """They were on it, in a line that waited: no adviser need ask where they are."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    known = people(3)
    first = provider_list(tmp_path / "first.csv", known)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    second = provider_list(tmp_path / "second.csv", [known[0], bare(known[2])])
    load(
        *("provider-enrolment", second),
        institution=COLLEGE,
        as_at=NOVEMBER,
        complete=True,
    )

    def questions() -> dict[str, int]:
        return {
            row["upn"]: len(as_json("people", "show", found["person"])["questions"])
            for row in known
            for found in as_json("people", "find", row["upn"])
        }

    numbers = [row["upn"] for row in known]
    assert questions() == dict(zip(numbers, (0, 1, 1), strict=True))
    (row,) = as_json("matching", "list")
    (candidate,) = row["candidates"]
    as_json("matching", "resolve", row["row"], "--person", candidate["person"])
    # The question about the one who is not on it at all stays open.
    assert questions() == dict(zip(numbers, (0, 1, 0), strict=True))


# --- Lines of one file that contradict each other -------------------------------------


@pytest.fixture
def contradicting(tmp_path, load, as_json):
    """Line 3 has the ULN of line 2 and another name and birthday; both are new."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    one, two = person(1), person(2, upn="", uln=person(1)["uln"])
    file = provider_list(tmp_path / "list.csv", [one, two])
    batch = load("provider-enrolment", file, institution=COLLEGE, as_at=OCTOBER)
    assert batch["outcomes"] == {"new-in-area": 1, "possible": 1}
    (row,) = as_json("matching", "list")
    return row


def test_a_line_names_the_line_it_contradicts_and_its_record(
    contradicting, as_json, flask
) -> None:
    why = contradicting["reasons"]
    assert why == [
        "An earlier row of this file shares an identifier with this one, but not the "
        "name and date of birth.",
        "See line 2 of this file.",
    ]
    offered = {"person": 1, "score": None, "reasons": why}
    assert contradicting["candidates"] == [offered]
    shown = flask("matching", "show", contradicting["row"]).out
    assert "not compared. An earlier row of this file" in shown
    done = as_json("matching", "resolve", contradicting["row"], "--person", 1)
    assert done["person"] == 1


def test_withdrawn_and_applied_again_it_offers_the_same(contradicting, as_json) -> None:
    as_json("imports", "withdraw", contradicting["batch"])
    as_json("imports", "apply", contradicting["batch"])
    assert as_json("matching", "list") == [contradicting]


@pytest.mark.parametrize("in_json", [True, False])
def test_a_new_record_that_shares_a_number_is_made_and_reported(
    contradicting, as_json, flask, in_json
) -> None:
    words = ("matching", "resolve", contradicting["row"], "--new")
    if in_json:
        assert as_json(*words)["shares"] == [{"person": 1, "number": "ULN"}]
    else:
        shown = flask(*words).out.splitlines()[-1]
        assert shown == (
            "Young person 1 has the same ULN. If they are the same person, merge "
            "them with 2; if not, ask whose number it is."
        )
    assert position(as_json, 2)["institution"] == f"urn:{COLLEGE}"


def test_a_new_record_that_shares_nothing_reports_nothing(waiting, as_json) -> None:
    assert "shares" not in as_json("matching", "resolve", waiting["row"], "--new")


def test_out_of_area_says_which_authority_the_file_names(
    tmp_path, load, as_json
) -> None:
    led = person(1, status="P", lead="350", activity="210", ascertained="05/10/2026")
    file = nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), [led])
    batch = load("nccis-file", file)
    (line,) = as_json("imports", "show", batch["batch"])["lines"]
    assert line["outcome"] == "out-of-area"
    assert line["reasons"][-1] == "The file says that authority 350 is responsible."
