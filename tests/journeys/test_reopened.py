"""A wrong decision about a doubtful line: undone, and made again."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    provider_list,
    register,
    unsure,
)

OCTOBER, NOVEMBER, END = date(2026, 10, 9), date(2026, 11, 6), date(2026, 11, 30)
SINCE = "2026-11-02"


@pytest.fixture
def known():
    return people(3)


@pytest.fixture
def waiting(tmp_path, load, as_json, known):
    """Three known people, and a line of a later list that may be about the third."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = provider_list(tmp_path / "first.csv", known)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    second = provider_list(tmp_path / "second.csv", [doubtful(known[2]), known[0]])
    load("provider-enrolment", second, institution=OTHER_COLLEGE, as_at=NOVEMBER)
    (row,) = as_json("matching", "list")
    return row


def doubtful(row, **changes):
    """The names and the birthday from another town's district, and another UPN."""
    return {**unsure(row), "postcode": "WN7 1AB", "start": "02/11/2026", **changes}


def everybody(as_json, known):
    """The history and position of each of the three, without the recording times."""
    shown = []
    for row in known:
        (found,) = as_json("people", "find", row["upn"])
        one = as_json("people", "show", found["person"], "--on", END)
        shown.append((one["identity"], one["position"], one["spells"]))
    return shown


@pytest.mark.parametrize("decided", ["the candidate", "a new person"])
def test_taken_back_everybody_is_where_they_were_and_the_line_waits(
    waiting, as_json, known, decided
) -> None:
    (candidate,) = waiting["candidates"]
    before = everybody(as_json, known)
    words = (
        ("--person", candidate["person"]) if decided == "the candidate" else ("--new",)
    )
    done = as_json("matching", "resolve", waiting["row"], *words)
    number = done["person"]
    shown = as_json("people", "show", number, "--on", END)
    assert shown["position"]["institution"] == f"urn:{OTHER_COLLEGE}"
    assert as_json("matching", "reopen", waiting["row"]) == {
        "row": waiting["row"],
        "outcome": "possible",
    }
    assert everybody(as_json, known) == before
    assert as_json("matching", "list") == [waiting]
    if decided == "a new person":
        assert as_json("people", "show", number)["spells"] == []
        assert (
            len(as_json("people", "find", known[2]["family"], known[2]["given"])) == 1
        )


def test_taken_back_it_can_be_decided_the_other_way(waiting, as_json, known) -> None:
    (candidate,) = waiting["candidates"]
    as_json("matching", "resolve", waiting["row"], "--new")
    as_json("matching", "reopen", waiting["row"])
    done = as_json(
        "matching", "resolve", waiting["row"], "--person", candidate["person"]
    )
    assert done["outcome"] == "matched-update"
    shown = as_json("people", "show", candidate["person"], "--on", END)
    assert shown["position"]["institution"] == f"urn:{OTHER_COLLEGE}"
    assert shown["position"]["starts"] == SINCE


def test_the_decision_that_they_differ_is_withdrawn(
    waiting, as_json, load, tmp_path, known
) -> None:
    """The line comes again with another course, and waits again."""
    as_json("matching", "resolve", waiting["row"], "--new")
    as_json("matching", "reopen", waiting["row"])
    again = doubtful(known[2], planned="01/07/2027")
    file = provider_list(tmp_path / "third.csv", [again])
    batch = load(
        "provider-enrolment", file, institution=OTHER_COLLEGE, as_at=date(2026, 11, 20)
    )
    assert batch["outcomes"] == {"possible": 1}
    (row,) = [r for r in as_json("matching", "list") if r["batch"] == batch["batch"]]
    assert [c["person"] for c in row["candidates"]] == [
        c["person"] for c in waiting["candidates"]
    ]


def test_the_history_known_during_a_wrong_decision_stays(
    waiting, as_json, clock
) -> None:
    (candidate,) = waiting["candidates"]
    number = candidate["person"]
    as_json("matching", "resolve", waiting["row"], "--person", number)
    clock.set(date(2026, 11, 27))
    as_json("matching", "reopen", waiting["row"])
    then = as_json("people", "show", number, "--known-at", "2026-11-26")
    now = as_json("people", "show", number)
    assert then["position"]["institution"] == f"urn:{OTHER_COLLEGE}"
    assert now["position"]["institution"] == f"urn:{COLLEGE}"


def test_a_line_without_a_decision_is_not_taken_back(
    waiting, as_json, flask, everything
) -> None:
    before = everything()
    answer = flask("matching", "reopen", waiting["row"], code=2)
    assert answer.err == f"Row {waiting['row']} has not been decided.\n"
    assert everything() == before
    assert flask("matching", "reopen", 999, code=2).err == "There is no row 999.\n"


class TestAppliedWithItsBatch:
    """Decided, withdrawn, applied again: now it counts together with the others."""

    @pytest.fixture
    def applied(self, waiting, as_json):
        (candidate,) = waiting["candidates"]
        as_json("matching", "resolve", waiting["row"], "--person", candidate["person"])
        as_json("imports", "withdraw", waiting["batch"])
        as_json("imports", "apply", waiting["batch"], "--yes")
        return waiting

    def test_it_is_refused_with_a_sentence(self, applied, flask, everything) -> None:
        before = everything()
        answer = flask("matching", "reopen", applied["row"], code=2)
        assert answer.err == (
            f"Row {applied['row']} was applied with the rest of batch "
            f"{applied['batch']}: withdraw that, reopen the row, and apply it again.\n"
        )
        assert everything() == before

    def test_what_the_sentence_says_can_be_done(self, applied, as_json) -> None:
        (candidate,) = applied["candidates"]
        as_json("imports", "withdraw", applied["batch"])
        as_json("matching", "reopen", applied["row"])
        as_json("imports", "apply", applied["batch"], "--yes")
        (row,) = as_json("matching", "list")
        assert row["row"] == applied["row"]
        shown = as_json("people", "show", candidate["person"], "--on", END)
        assert shown["position"]["institution"] == f"urn:{COLLEGE}"


def test_a_line_alone_in_its_batch_is_taken_back_by_itself(
    waiting, as_json, load, tmp_path, known
) -> None:
    """All evidence of the batch came from this line, so no other is touched."""
    file = provider_list(tmp_path / "alone.csv", [doubtful(known[1])])
    batch = load("provider-enrolment", file, institution=OTHER_COLLEGE, as_at=NOVEMBER)[
        "batch"
    ]
    (row,) = [r for r in as_json("matching", "list") if r["batch"] == batch]
    (candidate,) = row["candidates"]
    as_json("matching", "resolve", row["row"], "--person", candidate["person"])
    as_json("imports", "withdraw", batch)
    as_json("imports", "apply", batch, "--yes")
    as_json("matching", "reopen", row["row"])
    shown = as_json("people", "show", candidate["person"], "--on", END)
    assert shown["position"]["institution"] == f"urn:{COLLEGE}"


def test_the_question_of_the_complete_roll_opens_again(
    as_json, load, tmp_path, known
) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    first = provider_list(tmp_path / "first.csv", known)
    load("provider-enrolment", first, institution=COLLEGE, as_at=OCTOBER)
    second = provider_list(tmp_path / "second.csv", [known[0], doubtful(known[2])])
    load(
        *("provider-enrolment", second),
        institution=COLLEGE,
        as_at=NOVEMBER,
        complete=True,
    )
    (row,) = as_json("matching", "list")
    (candidate,) = row["candidates"]
    before = as_json("people", "show", candidate["person"])["questions"]
    assert before
    as_json("matching", "resolve", row["row"], "--person", candidate["person"])
    as_json("matching", "reopen", row["row"])
    assert as_json("people", "show", candidate["person"])["questions"] == before
