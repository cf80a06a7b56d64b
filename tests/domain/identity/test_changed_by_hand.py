"""A name, date of birth or sex corrected by hand, and what comes later. Invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.identity.lines import COLLEGE, HILL, line
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.evidence import Detail, Evidence, Source, Tier
from tracker.domain.history.person import Identity

FIRST = line(HILL, "2026-01-15", "Elisabeth Whitworth", "2009-08-01", "F")


def by_hand(
    as_at: str, *statements: Detail, ground: str = "passport", hour: int = 10
) -> list[Evidence]:
    day = date.fromisoformat(as_at)
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    source = Source(Tier.ADVISER, grounds.source_of("name", ground))
    return [Evidence(each, source, day, at) for each in statements]


def named(given: str, family: str = "Whitworth", **more: str) -> Detail:
    return detail("name", given=given, family=family, **more)


def declined(field: str, value: str, standing: int = 2) -> Detail:
    return detail("declined", field=field, value=value, standing=str(standing))


def who(*evidence: list[Evidence]) -> Identity:
    return particulars(item for some in evidence for item in some).identity


CORRECTED = by_hand(
    "2026-03-02", named("Elizabeth", "Witworth"), declined("family", "Whitworth")
)


@pytest.mark.parametrize("again", ["2026-02-01", "2026-05-21", "2027-01-21"])
def test_a_corrected_name_survives_a_census_that_has_it_wrong(again) -> None:
    census = line(HILL, again, "Elizabeth Whitworth", "2009-08-01", "F")
    known = particulars([*FIRST, *CORRECTED, *census])
    assert known.identity.family == "Witworth"
    assert known.questions == ()


def test_another_name_of_a_better_standing_is_a_question_that_says_why() -> None:
    wrong = by_hand(
        "2026-03-02", named("Elizabeth", "Witworth"), declined("family", "Wade", 4)
    )
    college = line(COLLEGE, "2026-01-10", "Elizabeth Wade", "2009-08-01", "F")
    census = line(HILL, "2026-05-21", "Elizabeth Wade", "2009-08-01", "F")
    known = particulars([*college, *wrong, *census])
    assert known.identity.family == "Witworth"
    (question,) = known.questions
    (first, *_) = question.stands.sources
    assert (question.field, question.other.value) == ("family", "Wade")
    assert first.source == "change of name: passport"


@pytest.mark.parametrize(
    ("second", "hour"), [("2026-03-09", 10), ("2026-03-02", 11)], ids=["day", "hour"]
)
def test_a_later_correction_replaces_an_earlier_one(second, hour) -> None:
    """Also where more lists have the earlier one."""
    lists = line(COLLEGE, "2026-02-01", "Elizabeth Witworth", "2009-08-01", "F")
    later = by_hand(
        second, named("Elizabeth", "Withworth"), ground="deed poll", hour=hour
    )
    assert who(FIRST, lists, CORRECTED, later).family == "Withworth"


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [("born", "2009-08-02", "2009-08-03"), ("sex", "M", "U")],
)
def test_a_later_date_or_sex_of_the_same_day_counts(field, first, second) -> None:
    one = by_hand("2026-03-02", detail("birth", **{field: first}))
    other = by_hand("2026-03-02", detail("birth", **{field: second}), hour=11)
    found = getattr(who(FIRST, one, other), field)
    assert str(found) == second


def test_a_middle_name_can_be_emptied() -> None:
    census = [
        Evidence(
            named("Elisabeth", middle="Rose"),
            FIRST[0].source,
            FIRST[0].as_at,
            FIRST[0].recorded_at,
        )
    ]
    emptied = by_hand("2026-03-02", named("Elisabeth", middle=""))
    assert who(census).middle == "Rose"
    assert who(census, emptied).middle == ""
    only_family = by_hand("2026-04-02", detail("name", family="Wade"))
    assert who(census, emptied, only_family).middle == ""
