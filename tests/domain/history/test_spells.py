"""The place, dates and confirmations of a spell. All invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.statements import (
    ADVISER,
    CENSUS,
    ROLL,
    evidence_from,
    history,
    offer,
    says,
)
from tracker.domain.history.evidence import (
    Doing,
    Evidence,
    Intention,
    Offer,
    Source,
    Tier,
)
from tracker.domain.history.spells import neet_since, newest_first, spells
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")

# --- The institution, by the register -------------------------------------------------

COMMUNITY_SCHOOL, ACADEMY = (InstitutionRef(urn=urn) for urn in ("100001", "140001"))
COLLEGE = InstitutionRef(ukprn="10000001")


def register(ref: InstitutionRef) -> Institution | None:
    if ref in (COMMUNITY_SCHOOL, ACADEMY):
        return Institution("hill", "Hill Academy", InstitutionKind.SCHOOL)
    if ref == COLLEGE:
        return Institution("lake", "Lake College", InstitutionKind.SIXTH_FORM_COLLEGE)
    return None


def test_a_school_that_became_an_academy_is_one_spell_under_its_present_name() -> None:
    before = evidence_from(
        CENSUS, Doing("110", COMMUNITY_SCHOOL, date(2022, 9, 1)), "2025-05-15"
    )
    after = evidence_from(CENSUS, Doing("110", ACADEMY, date(2022, 9, 1)), "2025-10-02")
    assert history(before, after, resolve=register) == [
        "110 Hill Academy 2022-09-01 to"
    ]
    assert history(before, after) == ["110 2022-09-01 to ?"], "two places, no register"


@pytest.mark.parametrize(
    ("at", "part_time", "expected"),
    [
        (COLLEGE, False, "220 Lake College"),
        (COLLEGE, True, "250 Lake College"),
        (ACADEMY, False, "210 Hill Academy"),
        (InstitutionRef(name="Moor"), False, "230 Moor"),
        (InstitutionRef(name="Moor"), True, "250 Moor"),
    ],
)
def test_without_an_activity_the_kind_of_institution_decides(
    at: InstitutionRef, part_time: bool, expected: str
) -> None:
    doing = Doing(None, at, date(2026, 9, 5), part_time=part_time)
    assert history(evidence_from(ROLL, doing, "2026-09-18"), resolve=register) == [
        f"{expected} 2026-09-05 to"
    ]


def test_the_shown_name_of_a_place_does_not_depend_on_the_order() -> None:
    one, other = (
        evidence_from(
            ROLL, Doing("230", InstitutionRef(urn="130001", name=name)), "2026-09-18"
        )
        for name in ("Lake College", "LAKE COLL")
    )
    assert history(one, other) == history(other, one)


# --- Dates and confirmations ----------------------------------------------------------


def test_dates_that_may_move_come_from_the_newest_source() -> None:
    (spell,) = spells(
        [
            says(
                *(ROLL, "230", "2026-09-05", "2026-10-18", "Lake"),
                expected_end="2027-07-01",
            ),
            says(
                *(ADVISER, "230", "2026-09-05", "2026-11-18", "Lake"),
                expected_end="2027-06-18",
                review="2027-01-10",
            ),
        ]
    )
    assert spell.expected_end == date(2027, 6, 18)
    assert spell.review == date(2027, 1, 10)


def test_an_expected_end_is_dropped_once_a_source_has_them_there_after_it() -> None:
    planned = says(
        *(ROLL, "230", "2025-09-05", "2026-05-18", "Lake"), expected_end="2026-06-30"
    )
    seen = says(ADVISER, "230", "2025-09-05", "2026-07-15", "Lake")
    assert spells([planned])[0].expected_end == date(2026, 6, 30)
    assert spells([planned, seen])[0].expected_end is None


def test_confirmations_are_the_days_on_which_sources_vouched_for_it() -> None:
    (spell,) = spells(
        [
            says(ADVISER, "230", "2026-09-05", "2026-10-18", "Lake"),
            says(ROLL, "230", "2026-09-05", "2026-10-18", "Lake"),
            LAKE,
            says(ROLL, "230", "2026-09-05", "2026-12-01", "Lake", ends="2026-11-20"),
        ]
    )
    assert [(str(each.as_at), each.tier) for each in spell.confirmations] == [
        ("2026-09-18", ROLL),
        ("2026-10-18", ADVISER),
        ("2026-10-18", ROLL),
        ("2026-11-20", ROLL),
    ]
    assert len(spell.evidence) == 4


# --- NEET start ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        # one code follows another: the start carries over
        (
            [
                says(ADVISER, "619", "2026-09-10", "2026-09-20"),
                says(ADVISER, "620", "2026-11-01", "2026-11-05"),
                says(ADVISER, "640", "2026-12-01", "2026-12-05"),
            ],
            "2026-09-10",
        ),
        # a college in between restarts it
        (
            [
                says(ADVISER, "619", "2026-07-10", "2026-07-20"),
                LAKE,
                says(ADVISER, "640", "2026-12-01", "2026-12-05"),
            ],
            "2026-12-01",
        ),
        # so does a gap
        (
            [
                says(ADVISER, "619", "2026-07-10", "2026-07-20", ends="2026-07-18"),
                says(ADVISER, "640", "2026-12-01", "2026-12-05"),
            ],
            "2026-12-01",
        ),
        # a source may give an earlier start
        (
            [
                says(
                    *(ADVISER, "619", "2026-10-01", "2026-10-20"),
                    neet_since="2026-09-02",
                ),
                says(ADVISER, "640", "2026-12-01", "2026-12-05"),
            ],
            "2026-09-02",
        ),
        # but not a day on which they were at college
        (
            [
                LAKE,
                says(
                    *(ADVISER, "619", "2026-12-01", "2026-12-05"),
                    neet_since="2026-07-02",
                ),
            ],
            "2026-12-01",
        ),
        # a start after that of the spell does not count
        (
            [
                says(
                    *(ADVISER, "619", "2026-10-01", "2026-10-20"),
                    neet_since="2026-10-09",
                )
            ],
            "2026-10-01",
        ),
    ],
)
def test_neet_start(evidence: list[Evidence], expected: str) -> None:
    found = spells(evidence)
    assert str(neet_since(found, len(found) - 1)) == expected


# --- Offers and intentions -----------------------------------------------------------


def test_offers_are_all_kept_the_newest_first() -> None:
    first, second = offer(11, "350", "2026-05-20"), offer(11, "110", "2026-07-01")
    found = newest_first(Offer, [first, LAKE, second])
    assert [(each.status, item) for each, item in found] == [
        ("110", second),
        ("350", first),
    ]


def test_offers_and_intentions_of_a_moment_are_those_recorded_by_then() -> None:
    offered = offer(11, "110", "2026-07-01")
    meant = evidence_from(ADVISER, Intention("121"), "2026-03-01")
    may = datetime(2026, 5, 1, tzinfo=UTC)
    assert newest_first(Offer, [offered, meant], known_at=may) == ()
    assert newest_first(Intention, [offered, meant], known_at=may) == (
        (Intention("121"), meant),
    )
    gone = meant._replace(withdrawn_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert newest_first(Intention, [gone]) == ()


def test_of_two_entries_of_one_day_the_later_stands() -> None:
    def written(code: str, minute: int, batch: int | None = None) -> Evidence:
        return Evidence(
            Doing(code, starts=date(2026, 11, 2)),
            Source(Tier.ADVISER, "a call", batch=batch),
            date(2026, 11, 24),
            datetime(2026, 11, 24, 10, minute, tzinfo=UTC),
        )

    for first, second in (("619", "310"), ("310", "619")):
        entries = [written(first, 1), written(second, 2)]
        assert [spell.activity.code for spell in spells(entries)] == [second]
        # Between two files the order of arrival does not matter.
        alike = [written(first, 1, batch=1), written(second, 2, batch=2)]
        swapped = [written(first, 2, batch=1), written(second, 1, batch=2)]
        assert spells(alike)[0].activity == spells(swapped)[0].activity
