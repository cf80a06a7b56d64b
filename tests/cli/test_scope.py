"""Another authority's young people, batches, lines and returns are not found."""

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

OTHER = ("--authority", "350")


@pytest.fixture
def theirs(tmp_path, load, as_json):
    """A young person, a batch, a doubtful line and a run of this authority."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(3)
    file = provider_list(tmp_path / "list.csv", rows)
    batch = load(
        "provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9)
    )
    bare = {**unsure(rows[2]), "postcode": "WN7 1AB"}
    doubtful = provider_list(tmp_path / "doubtful.csv", [bare])
    load(
        "provider-enrolment",
        doubtful,
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
    )
    (row,) = as_json("matching", "list")
    run = as_json(
        "returns", "prepare", "--period", "2026-10", "--out", tmp_path / "out"
    )
    return {
        "batch": batch["batch"],
        "row": row["row"],
        "person": 1,
        "run": run["run"],
        "upn": rows[0]["upn"],
    }


NUMBERED = [
    ("imports", "show", "{batch}"),
    ("imports", "withdraw", "{batch}"),
    ("imports", "apply", "{batch}"),
    ("imports", "preview", "{batch}"),
    ("matching", "show", "{row}"),
    ("matching", "resolve", "{row}", "--new"),
    ("matching", "resolve", "{row}", "--person", "1"),
    ("people", "show", "{person}"),
    ("people", "merge", "{person}", "2"),
    ("people", "unmerge", "{person}"),
    ("returns", "freeze", "{run}"),
    ("returns", "diff", "{run}", "{run}"),
]


@pytest.mark.parametrize("words", NUMBERED, ids=" ".join)
def test_a_number_of_another_authority_is_not_found(
    theirs, flask, everything, words
) -> None:
    given = [word.format(**theirs) for word in words]
    before = everything()
    answer = flask(*given, *OTHER, code=2)
    assert answer.err.startswith("There is no ")
    assert answer.err.count("\n") == 1
    assert answer.out == ""
    # The same sentence as for a number that no record has: it discloses nothing.
    unknown = [word.format(**dict.fromkeys(theirs, 987654)) for word in words]
    theirs_sentence = answer.err
    for number in {str(value) for value in theirs.values()}:
        theirs_sentence = theirs_sentence.replace(f" {number}.", " 987654.")
    assert flask(*unknown, *OTHER, code=2).err == theirs_sentence
    assert everything() == before


@pytest.mark.parametrize(
    "words",
    [("imports", "list"), ("matching", "list"), ("returns", "list")],
    ids=" ".join,
)
def test_lists_hold_nothing_of_another_authority(theirs, as_json, words) -> None:
    assert as_json(*words)
    assert as_json(*words, *OTHER) == []


def test_no_young_person_of_another_authority_is_found(theirs, as_json) -> None:
    assert as_json("people", "find", theirs["upn"])
    assert as_json("people", "find", theirs["upn"], *OTHER) == []


def test_figures_leave_out_other_authorities(theirs, as_json) -> None:
    ours = as_json("measures", "--period", "2026-10")
    others = as_json("measures", "--period", "2026-10", *OTHER)
    assert ours[0]["count"] == 3
    assert others[0]["count"] == 0
    assert as_json("positions", "refresh", *OTHER)["groups"] == {}
    september = "positions", "turn-of-year"
    assert sum(each["all"] for each in as_json(*september)["moves"]) == 3
    assert as_json(*september, *OTHER)["moves"] == []


def test_the_same_file_may_be_loaded_by_two_authorities(theirs, flask, tmp_path):
    """No young person of the other authority is matched with ours."""
    answer = flask(
        *("imports", "load", "provider-enrolment", tmp_path / "list.csv", "--json"),
        *("--institution", COLLEGE, "--as-at", "2026-10-09", *OTHER),
    ).json
    assert answer["batch"] != theirs["batch"]
    assert answer["outcomes"] == {"out-of-area": 3}
