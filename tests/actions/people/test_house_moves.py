"""Whether somebody moved is asked before anything changes. Everybody is invented."""

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


def asked(told):
    return [
        (each["field"], each["stands"]["value"], each["other"]["value"])
        for each in told("identity", "list")
    ]


def shown(told):
    (found,) = told("people", "find", PUPIL["upn"])
    return told("people", "show", found["person"])


def test_a_postcode_in_another_authority_is_a_question(lists, told) -> None:
    lists(ELSEWHERE)
    assert asked(told) == [("postcode", HERE, ELSEWHERE)]
    assert shown(told)["identity"]["postcode"] == HERE


def test_one_postcode_of_our_own_area_is_none_and_two_that_agree_are(
    lists, told
) -> None:
    lists(ALSO_HERE)
    assert asked(told) == []
    lists(ALSO_HERE, OCTOBER, OTHER_COLLEGE, number=2)
    assert asked(told) == [("postcode", HERE, ALSO_HERE)]


def test_a_register_that_confirms_the_address_answers_by_itself(
    tmp_path, lists, load, told
) -> None:
    lists(ELSEWHERE)
    load(
        "school-census",
        census(tmp_path / "later.csv", [PUPIL]),
        as_at=date(2026, 10, 1),
    )
    assert asked(told) == []


def left(app, told):
    """The leaver status that is held of the young person."""
    with app.app_context():
        kept = store.people.records.get(shown(told)["person"], within=WITHIN)
        return kept.details.get("departure")


def test_whoever_moved_away_leaves_the_cohort_once_it_is_decided(
    app, lists, told
) -> None:
    lists(ELSEWHERE)
    assert left(app, told) is None
    (question,) = told("identity", "list")
    entry = told("identity", "decide", question["question"], "--take")["entry"]
    after = shown(told)
    assert after["identity"]["postcode"] == ELSEWHERE
    assert asked(told) == []
    lists(ELSEWHERE, date(2026, 11, 20), number=3)
    assert left(app, told) == domain.reference.codes.TRANSFERRED
    assert asked(told) == [], "a list that repeats it does not bring them back"
    told("identity", "undo", entry)
    assert left(app, told) is None
    assert shown(told)["identity"]["postcode"] == HERE


def test_whoever_stayed_is_not_asked_about_again(lists, told) -> None:
    lists(ELSEWHERE)
    (question,) = told("identity", "list")
    told("identity", "decide", question["question"], "--keep")
    lists(ELSEWHERE, OCTOBER, OTHER_COLLEGE, number=2)
    assert asked(told) == []
    assert shown(told)["identity"]["postcode"] == HERE


def test_a_whole_address_elsewhere_asks_whether_they_are_still_ours(
    tmp_path, load, at_home, told
) -> None:
    load(
        "school-census",
        census(tmp_path / "later.csv", [{**PUPIL, "postcode": ELSEWHERE}]),
        as_at=date(2026, 10, 1),
    )
    ((field, stands, _),) = asked(told)
    assert (field, stands) == ("away", ELSEWHERE)
    (question,) = told("identity", "list")
    told("identity", "decide", question["question"], "--keep")
    assert asked(told) == []
