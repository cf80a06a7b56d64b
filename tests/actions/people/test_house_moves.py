"""A house move is a question before anything changes. All people are invented."""

from datetime import date

import pytest

from tests.factories import (
    ALSO_HERE,
    COLLEGE,
    ELSEWHERE,
    HERE,
    OTHER_COLLEGE,
    census,
    provider_list,
    pupil,
    register,
)
from tracker import domain, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")
JANUARY, SEPTEMBER, OCTOBER = date(2026, 1, 15), date(2026, 9, 18), date(2026, 10, 9)
PUPIL = pupil(1, date(2009, 12, 3))


@pytest.fixture
def at_home(tmp_path, load):
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "census.csv", [PUPIL]), as_at=JANUARY)


@pytest.fixture
def lists(tmp_path, load, at_home):
    def run(postcode, as_at=SEPTEMBER, institution=COLLEGE, number=1):
        file = provider_list(
            tmp_path / f"list{number}.csv", [{**PUPIL, "postcode": postcode}]
        )
        load("provider-enrolment", file, institution=institution, as_at=as_at)

    return run


def open_questions(as_json):
    return [
        (each["field"], each["stands"]["value"], each["other"]["value"])
        for each in as_json("identity", "list")
    ]


def shown(as_json):
    (found,) = as_json("people", "find", PUPIL["upn"])
    return as_json("people", "show", found["person"])


def test_a_postcode_in_another_authority_is_a_question(lists, as_json) -> None:
    lists(ELSEWHERE)
    assert open_questions(as_json) == [("postcode", HERE, ELSEWHERE)]
    assert shown(as_json)["identity"]["postcode"] == HERE


def test_two_sources_that_agree_on_a_postcode_here_raise_a_question(
    lists, as_json
) -> None:
    lists(ALSO_HERE)
    assert open_questions(as_json) == []
    lists(ALSO_HERE, OCTOBER, OTHER_COLLEGE, number=2)
    assert open_questions(as_json) == [("postcode", HERE, ALSO_HERE)]


def test_a_census_that_confirms_the_address_closes_the_question(
    tmp_path, lists, load, as_json
) -> None:
    lists(ELSEWHERE)
    load(
        "school-census",
        census(tmp_path / "later.csv", [PUPIL]),
        as_at=date(2026, 10, 1),
    )
    assert open_questions(as_json) == []


def left(app, as_json):
    """The leaver status on record for the young person."""
    with app.app_context():
        kept = store.people.records.get(shown(as_json)["person"], within=WITHIN)
        return kept.details.get("departure")


def test_a_person_who_moved_away_leaves_the_cohort_once_decided(
    app, lists, as_json
) -> None:
    lists(ELSEWHERE)
    assert left(app, as_json) is None
    (question,) = as_json("identity", "list")
    entry = as_json("identity", "decide", question["question"], "--take")["entry"]
    after = shown(as_json)
    assert after["identity"]["postcode"] == ELSEWHERE
    assert open_questions(as_json) == []
    lists(ELSEWHERE, date(2026, 11, 20), number=3)
    assert left(app, as_json) == domain.reference.codes.TRANSFERRED
    assert open_questions(as_json) == [], (
        "a list that repeats it does not bring them back"
    )
    as_json("identity", "undo", entry)
    assert left(app, as_json) is None
    assert shown(as_json)["identity"]["postcode"] == HERE


def test_no_question_is_raised_again_about_a_person_who_stayed(lists, as_json) -> None:
    lists(ELSEWHERE)
    (question,) = as_json("identity", "list")
    as_json("identity", "decide", question["question"], "--keep")
    lists(ELSEWHERE, OCTOBER, OTHER_COLLEGE, number=2)
    assert open_questions(as_json) == []
    assert shown(as_json)["identity"]["postcode"] == HERE


def test_a_whole_address_elsewhere_raises_a_question_about_the_cohort(
    tmp_path, load, at_home, as_json
) -> None:
    load(
        "school-census",
        census(tmp_path / "later.csv", [{**PUPIL, "postcode": ELSEWHERE}]),
        as_at=date(2026, 10, 1),
    )
    ((field, stands, _),) = open_questions(as_json)
    assert (field, stands) == ("away", ELSEWHERE)
    (question,) = as_json("identity", "list")
    as_json("identity", "decide", question["question"], "--keep")
    assert open_questions(as_json) == []
