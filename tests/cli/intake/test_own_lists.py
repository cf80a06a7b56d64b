"""Lists as colleges write them: without a sender, and with headings of their own."""

from datetime import date
from pathlib import Path

import pytest

from tests.acts import act
from tests.factories import COLLEGE, people, provider_list
from tracker import actions
from tracker.cli.intake.unknown_headings import EXPLAIN

OCTOBER = date(2026, 10, 9)
LIST = ("imports", "load", "provider-enrolment")


@pytest.mark.parametrize("words", [(), ("--yes",)])
def test_a_list_that_names_no_provider_raises_a_question_before_it_is_stored(
    flask, registered, tmp_path, everything, words
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    before = everything()
    answer = flask(*LIST, file, "--as-at", OCTOBER, *words, code=2)
    assert answer.err == (
        "Neither list.csv nor any of its rows names the school, college or provider "
        "that it is of, so no row of it can be used. Enter its sender. Add "
        "--institution NUMBER.\n"
    )
    assert everything() == before
    done = flask(*LIST, file, "--as-at", OCTOBER, "--institution", COLLEGE, "--json")
    assert done.json["applied"]


def test_a_list_that_names_its_provider_in_one_row_raises_no_such_question(
    flask, registered, tmp_path
) -> None:
    """The other row is kept with its own sentence, and the list counts without it."""
    first, second = people(2)
    file = provider_list(tmp_path / "list.csv", [{**first, "laestab": "8600"}, second])
    done = flask(*LIST, file, "--as-at", OCTOBER, "--yes", "--json").json
    assert done["applied"]
    assert [each["line"] for each in done["problems"]] == [3]


def test_the_sender_may_be_given_by_its_name(flask, registered, tmp_path) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    words = (*LIST, file, "--as-at", OCTOBER, "--institution")
    done = flask(*words, "otherton college", "--json").json
    assert done["applied"] and done["sender"] == {"urn": "130777"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Nowhere College", "Nowhere College is neither the number nor the name of"),
        ("college", "Several are called college: Otherton College (invented)"),
        (" ", "Nothing is neither the number nor the name of"),
    ],
)
def test_a_name_of_no_sender_or_of_several_is_refused(
    flask, registered, tmp_path, everything, name, sentence
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    before = everything()
    answer = flask(*LIST, file, "--as-at", OCTOBER, "--institution", name, code=2)
    assert sentence in answer.err
    assert everything() == before


@pytest.fixture
def own(tmp_path) -> Path:
    """A list with a college's own word for the first day."""
    heads = "Forename,Surname,DOB,Postcode,Enrol Dt"
    rows = (
        ",".join((row["given"], row["family"], row["born"], row["postcode"], day))
        for row in people(2)
        for day in (row["start"],)
    )
    path = tmp_path / "own.csv"
    path.write_text("\n".join((heads, *rows)), "utf-8")
    return path


def test_a_heading_that_is_not_known_is_explained_on_the_pages_and_then_read(
    app, flask, registered, own
) -> None:
    words = (*LIST, own, "--as-at", OCTOBER, "--institution", COLLEGE)
    refused = flask(*words, code=2).err
    assert "it has no column StartDate" in refused
    assert "not understood are Enrol Dt" in refused
    assert refused.endswith(f"{EXPLAIN}\n")
    with app.app_context():
        columns = actions.intake.uploads.sender_columns
        seen = columns.headings("359", "provider-enrolment", f"urn:{COLLEGE}", [own])
        means = {each.heading: each.means or "" for each in seen}
        columns.record_mapping(
            "provider-enrolment",
            f"urn:{COLLEGE}",
            {**means, "Enrol Dt": "start"},
            act=act(),
        )
    assert flask(*words, "--json").json["applied"]


def test_a_file_of_another_kind_is_not_to_be_explained(
    flask, registered, tmp_path
) -> None:
    """No page explains the headings of a feed that fixes them itself."""
    file = tmp_path / "results.csv"
    file.write_text("Pupil,Mark,Room,Tutor\nAnn,7,2,Ms Holt\n", encoding="utf-8")
    answer = flask("imports", "load", "nccis-file", file, code=2)
    assert EXPLAIN not in answer.err


def test_a_wrong_feed_lists_the_feeds_once(flask) -> None:
    for words in (("imports", "load", "nonsense", "x"), ("imports", "load")):
        assert flask(*words, code=2).err.count("jobcentre-claimants") == 1
