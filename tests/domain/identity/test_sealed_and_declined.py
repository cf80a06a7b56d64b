"""Sealed identities, declined values and kinds of questions. All are invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.identity.lines import COLLEGE, HILL, LAKE, OFFICER, OLD, fold, line
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details
from tracker.domain.history.evidence import Evidence, Source, Tier
from tracker.domain.history.identity.identity_questions import claim_sources
from tracker.domain.history.identity.identity_statements import (
    SEALED,
    Standing,
    standing_of,
)


def decided(as_at: str, about: str, source: str = "identity decided", **values: str):
    at = datetime.fromisoformat(f"{as_at}T18:00").replace(tzinfo=UTC)
    where = Source(Tier.ADVISER, source)
    return [Evidence(detail(about, **values), where, date.fromisoformat(as_at), at)]


# --- Standing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "name", "batch", "standing"),
    [
        (Tier.THIRD_PARTY, "identity decided", None, Standing.OFFICER),
        (Tier.ADVISER, "documents seen", None, Standing.OFFICER),
        (Tier.ADVISER, "chosen in a merge", None, Standing.OFFICER),
        (Tier.ADVISER, "identity sealed", None, Standing.OFFICER),
        (Tier.SCHOOL_CENSUS, "census", 1, Standing.CENSUS),
        (Tier.SCHOOL_CENSUS, "census", None, Standing.CENSUS),
        (Tier.ADVISER, "nccis-file", 1, Standing.EARLIER_SYSTEM),
        (Tier.ADVISER, "a call", None, Standing.LIST),
        (Tier.PROVIDER_ROLL, "enrolment", 1, Standing.LIST),
        (Tier.LEAVING_NOTICE, "notice", 1, Standing.LIST),
        (Tier.OFFER_ACCEPTED, "offers", 1, Standing.HEARSAY),
        (Tier.SELF_REPORT, "form", None, Standing.HEARSAY),
        (Tier.THIRD_PARTY, "neighbour", None, Standing.HEARSAY),
    ],
)
def test_the_standing_of_a_source_about_an_identity(
    tier, name, batch, standing
) -> None:
    assert standing_of(Source(tier, name, batch=batch)) is standing


def test_the_standings_in_order() -> None:
    assert [(each.name, int(each)) for each in Standing] == [
        *[("OFFICER", 1), ("CENSUS", 2), ("EARLIER_SYSTEM", 3), ("LIST", 4)],
        ("HEARSAY", 5),
    ]


# --- Sealed --------------------------------------------------------------------------

RENAMED = [
    line(HILL, "2025-01-15", "Amira Example", sex="F"),
    line(HILL, "2026-01-15", "Amira Otherwise", sex="M"),
]


def test_a_sealed_former_name_is_no_other_name_and_opens_no_question() -> None:
    identity, questions = fold(
        [
            *RENAMED,
            decided("2026-02-01", "sealed", SEALED, field="family", value="EXAMPLE"),
        ]
    )
    assert identity.full_name == "Amira Otherwise"
    assert identity.other_names == ()
    assert identity.sealed_names == (("Amira", "Example"),)
    assert [each.field for each in questions] == ["sex"]


def test_without_a_seal_both_are_open() -> None:
    identity, questions = fold(RENAMED)
    assert identity.other_names == (("Amira", "Example"),)
    assert identity.sealed_names == ()
    assert [each.field for each in questions] == ["family", "sex"]


def test_a_sealed_sex_or_given_name_opens_no_question_either() -> None:
    sealed_sex = decided("2026-02-01", "sealed", SEALED, field="sex", value="F")
    assert [each.field for each in fold([*RENAMED, sealed_sex])[1]] == ["family"]
    given = [
        line(HILL, "2025-01-15", "Amir Example"),
        line(HILL, "2026-01-15", "Zoe Example"),
        decided("2026-02-01", "sealed", SEALED, field="given", value="Amir"),
    ]
    identity, questions = fold(given)
    assert (identity.given, identity.sealed_names) == ("Zoe", (("Amir", "Example"),))
    assert questions == []


def test_a_seal_without_a_field_or_a_value_seals_nothing() -> None:
    for values in ({"field": "family"}, {"value": "Example"}):
        sealed = decided("2026-02-01", "sealed", SEALED, **values)
        assert fold([*RENAMED, sealed])[0].sealed_names == ()


# --- Declined ------------------------------------------------------------------------

CLAIMED = [
    line(HILL, "2025-01-15", "Amira Example", "2009-03-04", "F"),
    line(COLLEGE, "2026-09-18", "Amira Otherwise", "2009-04-03", "M"),
]


def open_fields(*decisions: list[Evidence]) -> list[str]:
    return [each.field for each in fold([*CLAIMED, *decisions])[1]]


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("family", "OTHERWISE", ["born", "sex"]),  # by its letters
        ("family", "Thirdly", ["family", "born", "sex"]),
        ("given", "Otherwise", ["family", "born", "sex"]),
        ("born", "2009-04-03", ["family", "sex"]),
        ("sex", "M", ["family", "born"]),
        ("sex", "m", ["family", "born", "sex"]),
    ],
)
def test_a_declined_value_opens_no_question_again(field, value, left) -> None:
    decision = decided("2026-09-20", "declined", field=field, value=value, standing="4")
    assert open_fields(decision) == left


@pytest.mark.parametrize(
    ("standing", "as_at", "open_again"),
    [
        ({"standing": "4"}, "2026-09-01", False),  # a list is no better than a list
        ({}, "2026-09-01", False),  # as of a list
        ({"standing": "5"}, "2026-09-01", True),  # a list is better than hearsay
        ({"standing": "5"}, "2026-09-18", False),  # of the day of the decision
        ({"standing": "5"}, "2026-09-17", True),
        ({"standing": "3"}, "2026-09-01", False),
    ],
)
def test_a_better_source_of_a_later_day_reopens_the_question(
    standing, as_at, open_again
) -> None:
    decision = decided(as_at, "declined", field="family", value="Otherwise", **standing)
    assert ("family" in open_fields(decision)) is open_again


def test_a_decision_without_a_field_or_a_value_declines_nothing() -> None:
    for values in ({"field": "family"}, {"value": "Otherwise"}):
        assert "family" in open_fields(decided("2026-09-20", "declined", **values))


# --- Kinds of questions --------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2009-03-04", "2009-04-03", "day and month exchanged"),
        ("2009-03-04", "2008-04-03", "another date of birth"),
        ("2009-03-04", "2009-03-05", "one digit different"),
        ("2009-03-04", "2008-03-04", "one digit different"),
        ("2009-03-04", "2009-05-06", "another date of birth"),
        ("2009-03-14", "2009-03-25", "another date of birth"),
        ("2009-10-11", "2009-11-10", "day and month exchanged"),
        ("2009-01-12", "2009-12-02", "another date of birth"),
        ("2009-01-12", "2009-11-01", "another date of birth"),
    ],
)
def test_a_question_about_a_birthday_names_the_difference(one, other, alike) -> None:
    _, [question] = fold(
        [line(HILL, "2026-01-15", born=one), line(COLLEGE, "2026-09-18", born=other)]
    )
    assert question.alike == alike


def test_a_question_names_the_kind_of_the_difference() -> None:
    _, questions = fold(CLAIMED)
    assert [(each.field, each.alike) for each in questions] == [
        ("family", "another surname"),
        ("born", "day and month exchanged"),
        ("sex", "another sex"),
    ]
    _, [given] = fold(
        [
            line(HILL, "2025-01-15", "Yan-Ting Example"),
            line(HILL, "2026-01-15", "Chloe Example"),
        ]
    )
    assert given.alike == "another given name"
    assert (given.changed, given.standing) == (True, Standing.CENSUS)
    assert (questions[0].changed, questions[0].standing) == (False, Standing.LIST)
    assert questions[0].as_at == date(2026, 9, 18)


def test_a_change_by_the_register_names_the_lines_that_brought_it() -> None:
    _, [question] = fold(
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(HILL, "2026-01-15", "Amira Otherwise"),
        ]
    )
    assert question.changed
    assert question.lines == {(20260115, "9990001.csv", 1)}
    assert question.as_at == date(2026, 1, 15)


def test_of_several_questions_about_a_field_the_best_source_asks_first() -> None:
    _, [question] = fold(
        [
            line(HILL, "2025-01-15", born="2009-03-04"),
            line(HILL, "2025-05-15", born="2009-03-04"),
            line(LAKE, "2025-06-15", born="2009-03-04"),
            line(COLLEGE, "2026-09-18", born="2009-03-05"),
            line(OLD, "2026-08-31", born="2009-03-06"),
        ]
    )
    assert question.other.value == "2009-03-06"


def test_of_two_as_good_the_newest_and_then_the_first_value() -> None:
    def other(*lines: list[Evidence]) -> str:
        start = line(HILL, "2025-01-15", born="2009-03-04")
        _, [question] = fold([start, *lines])
        return question.other.value

    nine = line(COLLEGE, "2026-09-18", born="2009-03-09")
    eight = line(("provider-enrolment", *COLLEGE)[1:], "2026-09-19", born="2009-03-08")
    assert other(nine, eight) == "2009-03-08"


def test_sources_are_by_rank_and_the_newest_first() -> None:
    one, two, three = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
    found = claim_sources(
        [
            (4, "list", "urn:2", three),
            (2, "census", None, one),
            (2, "census", "urn:1", one),
            (2, "census", "urn:1", two),
            (4, "list", "urn:1", three),
        ]
    )
    assert found == (
        ("census", "urn:1", two, 2),
        ("census", None, one, 1),
        ("list", "urn:1", three, 1),
        ("list", "urn:2", three, 1),
    )


def test_a_claim_is_as_new_as_its_newest_source() -> None:
    _, [question] = fold(
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(LAKE, "2025-05-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "Amira Otherwise"),
        ]
    )
    assert question.stands.newest == date(2025, 5, 15)


def test_an_officers_own_decisions_are_no_question() -> None:
    lines = [
        line(OFFICER, "2026-02-01", born="2009-03-06"),
        line(OFFICER, "2026-02-02", born="2009-03-07"),
    ]
    known = Details([each for some in lines for each in some]).on()
    assert known.identity.born == date(2009, 3, 7)
    assert known.questions == ()
