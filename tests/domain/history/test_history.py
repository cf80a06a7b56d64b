"""Evidence that disagrees, and the one history folded from it: small drawn tables.

Hill, Moor and Lake are invented. A spell that ends with "?" is one that another source
disputes.
"""

from datetime import UTC, datetime

import pytest

from tests.domain.statements import (
    ACCEPTED,
    ADVISER,
    CENSUS,
    NEIGHBOUR,
    NOTICE,
    ROLL,
    SELF,
    history,
    says,
)
from tracker.domain.history.evidence import Evidence

LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")

STORIES = {
    "a school's October census does not undo the college's list of September": (
        [
            says(CENSUS, "210", "2026-09-01", "2026-10-01", "Hill"),
            LAKE,
        ],
        [
            "210 Hill 2026-09-01 to 2026-09-04",
            "230 Lake 2026-09-05 to ?",
        ],
    ),
    "a return to school after the college's list counts": (
        [LAKE, says(CENSUS, "210", "2026-09-25", "2026-10-01", "Hill")],
        [
            "230 Lake 2026-09-05 to 2026-09-24",
            "210 Hill 2026-09-25 to",
        ],
    ),
    "an adviser's call after the list counts for what began since": (
        [LAKE, says(ADVISER, "619", "2026-10-20", "2026-11-05")],
        [
            "230 Lake 2026-09-05 to 2026-10-19",
            "619 2026-10-20 to",
        ],
    ),
    "but only from the day after the list, if the list is of a later day": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(ADVISER, "619", "2026-10-20", "2026-11-05"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-11-01 ?",
            "619 2026-11-02 to",
        ],
    ),
    "but a newer list vouches for every day until it was made": (
        [
            LAKE,
            says(ADVISER, "619", "2026-10-20", "2026-11-05"),
            says(ROLL, "230", "2026-09-05", "2026-12-01", "Lake"),
        ],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "a list that arrives late does not move a person back": (
        [
            LAKE,
            says(ADVISER, "619", "2026-10-20", "2026-11-05"),
            says(
                *(ROLL, "230", "2026-09-05", "2026-10-01", "Lake"),
                recorded="2026-12-09",
            ),
        ],
        [
            "230 Lake 2026-09-05 to 2026-10-19",
            "619 2026-10-20 to",
        ],
    ),
    "after leaving there is a gap, not an invented spell": (
        [
            LAKE,
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10"),
            says(ADVISER, "310", "2026-12-01", "2026-12-04", "Moor"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-10-10",
            "310 Moor 2026-12-01 to",
        ],
    ),
    "a list made before the leaving does not reopen it": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10"),
            says(ROLL, "230", "2026-09-05", "2026-10-20", "Lake"),
        ],
        ["230 Lake 2026-09-05 to 2026-10-10"],
    ),
    "a later list reopens an ended spell": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10"),
            says(ROLL, "230", "2026-09-05", "2026-12-01", "Lake"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "a leaving notice after the roll ends it on the last day of the roll": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(NOTICE, "230", "2026-09-05", "2026-11-05", "Lake", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to 2026-11-01"],
    ),
    "a leaving notice before the roll is refuted by it": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(NOTICE, "230", "2026-09-05", "2026-10-25", "Lake", ends="2026-10-20"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "leaving and enrolling again some days later makes two spells": (
        [
            says(ROLL, "230", "2026-09-05", "2026-10-01", "Lake", ends="2026-09-20"),
            says(ROLL, "230", "2026-10-05", "2026-12-01", "Lake"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-09-20",
            "230 Lake 2026-10-05 to",
        ],
    ),
    "also where a third party mixes the two": (
        [
            says(CENSUS, "210", "2026-09-01", "2026-09-06", "Hill", ends="2026-09-05"),
            says(
                NEIGHBOUR, "210", "2026-09-02", "2026-09-26", "Hill", ends="2026-09-25"
            ),
            says(ADVISER, "210", "2026-09-20", "2026-10-01", "Hill"),
        ],
        [
            "210 Hill 2026-09-01 to 2026-09-05",
            "210 Hill 2026-09-20 to",
        ],
    ),
    "of two enrolments the later has the days, and it is questioned": (
        [
            says(ROLL, "230", "2026-09-05", "2026-10-01", "Lake"),
            says(ROLL, "410", "2026-09-20", "2026-10-01", "Moor"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-09-19",
            "410 Moor 2026-09-20 to ?",
        ],
    ),
    "a worse source that names another place since then leaves a question": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(NEIGHBOUR, "310", "2026-09-20", "2026-10-01", "Moor"),
        ],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "when the second enrolment ends the first goes on, if it still vouches": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(ROLL, "410", "2026-09-20", "2026-11-01", "Moor", ends="2026-10-20"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-09-19",
            "410 Moor 2026-09-20 to 2026-10-20 ?",
            "230 Lake 2026-10-21 to",
        ],
    ),
    "a start is corrected by the same kind of source later": (
        [
            LAKE,
            says(ROLL, "230", "2026-09-12", "2026-10-18", "Lake"),
        ],
        ["230 Lake 2026-09-12 to"],
    ),
    "a start that a worse source gives does not count beside a better one's": (
        [
            LAKE,
            says(ADVISER, "230", "2026-09-01", "2026-10-18", "Lake"),
        ],
        ["230 Lake 2026-09-05 to"],
    ),
    "this year's first day does not undo the year before": (
        [
            says(ROLL, "230", "2025-09-05", "2026-08-20", "Lake"),
            says(ROLL, "230", "2026-09-01", "2026-09-18", "Lake"),
        ],
        ["230 Lake 2025-09-05 to"],
    ),
    "a start restated a year later, after a summer unseen, is another spell": (
        [
            says(ROLL, "230", "2025-09-05", "2026-06-20", "Lake"),
            says(ROLL, "230", "2026-09-01", "2026-09-18", "Lake"),
        ],
        [
            "230 Lake 2025-09-05 to 2026-08-31",
            "230 Lake 2026-09-01 to",
        ],
    ),
    "a list of this year vouches for no day of the year before": (
        [
            says(SELF, "230", "2025-09-05", "2026-08-10", "Lake"),
            says(ADVISER, "619", "2026-03-01", "2026-03-20"),
            says(ROLL, "230", "2026-09-01", "2026-09-18", "Lake"),
        ],
        [
            "230 Lake 2025-09-05 to 2026-02-28",
            "619 2026-03-01 to 2026-08-31 ?",
            "230 Lake 2026-09-01 to",
        ],
    ),
    "Year 11 and Year 12 at one school are two spells": (
        [
            says(CENSUS, "110", "2021-09-03", "2026-05-21", "Hill"),
            says(CENSUS, "210", "2026-09-01", "2026-10-01", "Hill"),
        ],
        [
            "110 Hill 2021-09-03 to 2026-08-31",
            "210 Hill 2026-09-01 to",
        ],
    ),
    "a list without a start only confirms where they are": (
        [
            says(CENSUS, "110", None, "2025-10-02", "Hill"),
            says(CENSUS, "110", None, "2026-01-15", "Hill"),
            says(CENSUS, "110", None, "2026-05-21", "Hill"),
        ],
        ["110 Hill 2025-10-02 to"],
    ),
    "unless they were elsewhere in between": (
        [
            says(CENSUS, "110", None, "2025-10-02", "Hill"),
            says(CENSUS, "110", None, "2026-01-15", "Moor"),
            says(CENSUS, "110", None, "2026-05-21", "Hill"),
        ],
        [
            "110 Hill 2025-10-02 to 2026-01-14",
            "110 Moor 2026-01-15 to 2026-05-20",
            "110 Hill 2026-05-21 to",
        ],
    ),
    "a claim without a place means the known place": (
        [LAKE, says(ADVISER, "230", "2026-09-08", "2026-11-01")],
        ["230 Lake 2026-09-05 to"],
    ),
    "but not a place where they were long after": (
        [
            says(ADVISER, "360", "2025-02-01", "2025-03-01"),
            says(ADVISER, "360", "2026-09-05", "2026-09-18", "Lake"),
        ],
        ["360 2025-02-01 to 2026-09-04", "360 Lake 2026-09-05 to"],
    ),
    "a neighbour opens a question about the roll and no more": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake"),
            says(NEIGHBOUR, "330", "2026-10-01", "2026-10-15"),
        ],
        ["230 Lake 2026-09-05 to ?"],
    ),
    "an accepted offer does not outdo the census of the same autumn": (
        [
            says(ACCEPTED, "230", "2026-09-05", "2026-06-20", "Lake"),
            says(CENSUS, "210", "2026-09-01", "2026-10-01", "Hill"),
        ],
        ["210 Hill 2026-09-01 to ?"],
    ),
    "a leaver reported there the next day has come back": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10"),
            says(SELF, "230", None, "2026-10-11", "Lake"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-10-10",
            "230 Lake 2026-10-11 to",
        ],
    ),
    "the last day at a place belongs to it": (
        [
            says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-10-10"),
            says(SELF, "330", "2026-10-10", "2026-10-12"),
        ],
        [
            "230 Lake 2026-09-05 to 2026-10-10 ?",
            "330 2026-10-11 to",
        ],
    ),
    "an end before the beginning is the beginning": (
        [says(ROLL, "230", "2026-09-05", "2026-11-01", "Lake", ends="2026-08-20")],
        ["230 Lake 2026-09-05 to 2026-09-05"],
    ),
    "no evidence": ([], []),
}


@pytest.mark.parametrize("order", ["as given", "reversed"])
@pytest.mark.parametrize(("evidence", "expected"), STORIES.values(), ids=STORIES)
def test_the_history_from_evidence(
    evidence: list[Evidence], expected: list[str], order: str
) -> None:
    arrived = evidence if order == "as given" else evidence[::-1]
    assert history(*arrived) == expected


def test_withdrawn_evidence_has_no_effect() -> None:
    wrong = says(ADVISER, "619", "2026-10-20", "2026-11-05", withdrawn="2026-11-30")
    assert history(LAKE, wrong) == history(LAKE)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-01", []),
        ("2026-10-01", ["230 Lake 2026-09-05 to"]),
        (
            "2026-11-10",
            ["230 Lake 2026-09-05 to 2026-10-19", "619 2026-10-20 to"],
        ),
        ("2026-12-01", ["230 Lake 2026-09-05 to"]),
    ],
)
def test_known_at_a_moment_uses_evidence_recorded_and_not_yet_withdrawn(
    moment: str, expected: list[str]
) -> None:
    call = says(ADVISER, "619", "2026-10-20", "2026-11-05", withdrawn="2026-11-30")
    known_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert history(LAKE, call, known_at=known_at) == expected


def test_evidence_recorded_later_was_not_known_before() -> None:
    late = says(
        *(ROLL, "230", "2026-09-12", "2026-10-18", "Lake"), recorded="2026-12-09"
    )
    before = datetime(2026, 12, 9, 17, 59, tzinfo=UTC)
    after = datetime(2026, 12, 9, 18, 0, tzinfo=UTC)
    assert history(LAKE, late, known_at=before) == ["230 Lake 2026-09-05 to"]
    assert history(LAKE, late, known_at=after) == ["230 Lake 2026-09-12 to"]
