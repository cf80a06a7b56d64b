"""The activity survey of those who left Year 11 in 2026. Everybody is invented.

its cohort      who was here on 31 May 2026, and why they are on it
1 November      which activity counts
"""

from datetime import UTC, date, datetime

import pytest

from tests.domain.statements import (
    ACCEPTED,
    ADVISER,
    CENSUS,
    NEIGHBOUR,
    ROLL,
    SELF,
    evidence_from,
    particular,
    says,
)
from tracker.domain.history.evidence import Doing, Evidence
from tracker.domain.history.membership import Folded, fold
from tracker.domain.history.sealed_statements import evidence_shown
from tracker.domain.history.spells import spells
from tracker.domain.year import survey
from tracker.domain.year.survey import Outcome, Reason

MAY = date(2026, 5, 31)
#: Where institutions lie, by their key; of Hill it is not known.
AREAS = {"name:here": "359", "name:there": "890", "name:hill": None}
BORN = "2010-03-10"


def folded(*evidence: Evidence, born: str = BORN, since: str = "2025-10-01") -> Folded:
    birth = particular(CENSUS, "birth", since, born=born)
    items = evidence_shown([birth, *evidence])
    found = fold(7, "359", items, on=[MAY], resolve=lambda ref: None)
    assert found is not None
    return found


def why(*evidence: Evidence, **more: str) -> Reason | None:
    return survey.reason(folded(*evidence, **more), 2026, area_of=AREAS.get)


def in_year_11(code: str, at: str | None = None, as_at: str = "2026-05-20") -> Evidence:
    return says(CENSUS, code, "2025-09-03", as_at, at)


def moved(on: str, to: str = "890", status: str = "T") -> Evidence:
    return particular(ADVISER, "departure", on, status=status, to=to)


COHORT = [
    # educated here
    ([in_year_11("110", "Here")], Reason.EDUCATED_HERE),
    ([in_year_11("110", "There")], None),
    ([in_year_11("110", "Hill")], Reason.NOT_KNOWN),
    # learned of in October, about May
    (
        [
            says(
                CENSUS, "110", "2025-09-03", "2026-05-20", "Here", recorded="2026-10-20"
            )
        ],
        Reason.EDUCATED_HERE,
    ),
    # changed school before and after the day
    (
        [
            says(CENSUS, "110", "2025-09-03", "2026-04-01", "There"),
            says(CENSUS, "110", "2026-05-31", "2026-06-10", "Here"),
        ],
        Reason.EDUCATED_HERE,
    ),
    (
        [
            says(CENSUS, "110", "2025-09-03", "2026-04-01", "Here"),
            says(CENSUS, "110", "2026-05-31", "2026-06-10", "There"),
        ],
        None,
    ),
    # in custody
    ([in_year_11("130", "Here")], Reason.CUSTODY),
    ([in_year_11("130")], Reason.CUSTODY),
    ([in_year_11("130", "There")], None),
    # on no roll
    ([in_year_11("120")], Reason.NO_ROLL),
    ([in_year_11("140")], Reason.NO_ROLL),
    ([in_year_11("150")], Reason.NOT_KNOWN),
    ([], Reason.NOT_KNOWN),
    # moved away before the day, and not seen here since
    ([in_year_11("110", "Here", "2026-01-15"), moved("2026-03-01")], None),
    ([in_year_11("120"), moved("2026-03-01")], None),
    (
        [in_year_11("110", "Here"), moved("2026-03-01", "000", "E")],
        Reason.EDUCATED_HERE,
    ),
    ([in_year_11("110", "Here"), moved("2026-05-20")], None),
    # moved away, and still comes to a school here
    ([in_year_11("110", "Here"), moved("2026-03-01")], Reason.EDUCATED_HERE),
    ([in_year_11("110", "There"), moved("2026-03-01")], None),
    # moved away after it
    ([in_year_11("110", "Here"), moved("2026-06-01")], Reason.EDUCATED_HERE),
    ([in_year_11("140"), moved("2026-06-01")], Reason.NO_ROLL),
    # died before it
    ([in_year_11("110", "Here"), moved("2026-03-01", "", "D")], None),
    # what is sealed gives no place away
    ([in_year_11("290", "There")], Reason.NOT_KNOWN),
]


@pytest.mark.law("O3")
@pytest.mark.parametrize(("evidence", "reason"), COHORT)
def test_who_is_on_the_survey_and_why(
    evidence: list[Evidence], reason: Reason | None
) -> None:
    assert why(*evidence) is reason


@pytest.mark.parametrize(
    ("born", "on_it"),
    [
        *(("2009-08-31", False), ("2009-09-01", True)),
        *(("2010-08-31", True), ("2010-09-01", False)),
    ],
)
def test_it_is_of_one_school_year(born: str, on_it: bool) -> None:
    assert (why(in_year_11("110", "Here"), born=born) is not None) is on_it
    first, last = survey.born_between(2026)
    assert (first <= date.fromisoformat(born) <= last) is on_it


def test_those_first_heard_of_after_the_day_are_not_on_it() -> None:
    """Nothing says that someone who moved here in August lived here in May."""
    college = says(ROLL, "230", "2026-09-04", "2026-10-01", "Here")
    assert why(college, since="2026-08-20") is None
    assert why(college, since="2026-05-31") is Reason.NOT_KNOWN


def at_college(
    starts: str | None = "2026-09-04", as_at: str = "2026-10-01", **more: str
) -> Evidence:
    return says(ROLL, "230", starts, as_at, "Here", **more)


#: Evidence, the outcome, and the activity with its first day where one counts.
NOVEMBER = [
    ([at_college()], Outcome.CONFIRMED, "230 2026-09-04"),
    # started on the day, the day after
    ([at_college("2026-11-01", "2026-11-10")], Outcome.CONFIRMED, "230 2026-11-01"),
    ([at_college("2026-11-02", "2026-11-10")], Outcome.NOT_KNOWN, ""),
    # ended on the day, the day before, later
    ([at_college(ends="2026-11-01")], Outcome.CONFIRMED, "230 2026-09-04"),
    ([at_college(ends="2026-10-31")], Outcome.NOT_KNOWN, ""),
    ([at_college(ends="2026-11-20")], Outcome.CONFIRMED, "230 2026-09-04"),
    # learned of after the day
    ([at_college(as_at="2026-12-10")], Outcome.CONFIRMED, "230 2026-09-04"),
    ([at_college(None, "2026-12-10")], Outcome.NOT_KNOWN, ""),
    (
        [
            at_college(),
            says(ROLL, "230", "2026-09-04", "2026-12-01", "Here", ends="2026-10-30"),
        ],
        Outcome.NOT_KNOWN,
        "",
    ),
    # two spells: the one of the day counts
    (
        [
            at_college(ends="2026-10-23"),
            says(ADVISER, "310", "2026-10-26", "2026-11-12", "Works"),
        ],
        Outcome.CONFIRMED,
        "310 2026-10-26",
    ),
    (
        [at_college(), says(ROLL, "310", "2026-11-02", "2026-11-12", "Works")],
        Outcome.CONFIRMED,
        "230 2026-09-04",
    ),
    # NEET is an activity; not known is none, whatever the source
    (
        [says(ADVISER, "619", "2026-09-10", "2026-10-02")],
        Outcome.CONFIRMED,
        "619 2026-09-10",
    ),
    ([says(ADVISER, "810", "2026-09-10", "2026-10-02")], Outcome.NOT_KNOWN, ""),
    ([says(ADVISER, "830", "2026-09-10", "2026-10-02")], Outcome.NOT_KNOWN, ""),
    ([], Outcome.NOT_KNOWN, ""),
    # the school of Year 11 ends by itself
    ([in_year_11("110", "Here")], Outcome.NOT_KNOWN, ""),
    # only expected
    ([at_college(as_at="2026-08-20")], Outcome.EXPECTED, ""),
    ([at_college(as_at="2026-09-04")], Outcome.CONFIRMED, "230 2026-09-04"),
    (
        [at_college(as_at="2026-08-20"), at_college(as_at="2026-11-20")],
        Outcome.CONFIRMED,
        "230 2026-09-04",
    ),
    # from a source that confirms nothing
    (
        [says(SELF, "230", "2026-09-04", "2026-10-01", "Here")],
        Outcome.NOT_CONFIRMED,
        "",
    ),
    ([says(NEIGHBOUR, "330", "2026-09-04", "2026-10-01")], Outcome.NOT_CONFIRMED, ""),
    (
        [says(ACCEPTED, "230", "2026-09-04", "2026-08-20", "Here")],
        Outcome.NOT_CONFIRMED,
        "",
    ),
    # lapsed by the day, on its last day, and confirmed again afterwards
    (
        [says(ADVISER, "350", "2026-06-29", "2026-07-01", review="2026-10-03")],
        Outcome.LAPSED,
        "",
    ),
    (
        [says(ADVISER, "350", "2026-06-29", "2026-07-01", review="2026-10-04")],
        Outcome.CONFIRMED,
        "350 2026-06-29",
    ),
    (
        [
            says(ADVISER, "330", "2026-04-01", "2026-04-20"),
            says(ADVISER, "330", "2026-04-01", "2026-12-01"),
        ],
        Outcome.CONFIRMED,
        "330 2026-04-01",
    ),
]


def outcome(
    *evidence: Evidence, known_at: datetime | None = None
) -> tuple[Outcome, str]:
    history = spells(evidence, known_at=known_at)
    position, result = survey.found(
        history, 2026, born=date.fromisoformat(BORN), since=MAY
    )
    if result is not Outcome.CONFIRMED:
        return result, ""
    return result, f"{position.activity.code} {position.starts}"


@pytest.mark.law("O3")
@pytest.mark.parametrize(("evidence", "result", "activity"), NOVEMBER)
def test_which_activity_counts_on_1_november(
    evidence: list[Evidence], result: Outcome, activity: str
) -> None:
    assert outcome(*evidence) == (result, activity)
    assert outcome(*reversed(evidence)) == (result, activity)


def test_what_was_learned_later_counts_once_it_was_known() -> None:
    late = at_college(as_at="2026-12-10", recorded="2026-12-11")
    assert outcome(late, known_at=datetime(2026, 12, 10, tzinfo=UTC))[0] == "not known"
    assert outcome(late, known_at=datetime(2026, 12, 12, tzinfo=UTC))[0] == "confirmed"


SEALED = ["290", "630", "640", "650", "710"]


@pytest.mark.parametrize("as_at", ["2026-08-20", "2026-10-01", "2026-12-01"])
def test_a_sealed_activity_is_not_shown_whichever_it_is(as_at: str) -> None:
    """Some lapse and others do not; some need a review. None of it shows."""
    found = {
        outcome(
            *evidence_shown(
                [evidence_from(ADVISER, Doing(code, starts=date(2026, 8, 24)), as_at)]
            )
        )
        for code in SEALED
    }
    assert len(found) == 1


def test_the_days_of_a_survey() -> None:
    assert survey.surveyed_on(2026) == date(2026, 11, 1)
    assert survey.closes_on(2026) == date(2027, 1, 31)
    assert survey.newest_left(date(2026, 10, 31)) == 2025
    assert survey.newest_left(date(2026, 11, 1)) == 2026
