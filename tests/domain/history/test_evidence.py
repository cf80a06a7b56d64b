"""Statements, tiers and evidence, and their form as JSON."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.statements import ADVISER, says
from tracker.domain.history.details.detail_statements import DETAIL_SUBJECTS, detail
from tracker.domain.history.evidence import (
    TIER_TITLES,
    Detail,
    Doing,
    Intention,
    Offer,
    Statement,
    Tier,
    as_json,
    from_json,
)
from tracker.domain.reference.institution import InstitutionRef

DAYS = st.none() | st.dates(date(2019, 1, 1), date(2030, 12, 31))
TEXTS = st.none() | st.text(min_size=1, max_size=12)
PLACES = st.none() | st.builds(
    InstitutionRef, urn=TEXTS, laestab=TEXTS, ukprn=TEXTS, name=TEXTS
)
CODES = st.sampled_from(["110", "230", "619"])


@st.composite
def details(draw: st.DrawFn) -> Detail:
    about = draw(st.sampled_from(sorted(DETAIL_SUBJECTS)))
    values = {name: draw(TEXTS) for name in DETAIL_SUBJECTS[about]}
    return detail(about, **values)


STATEMENTS: st.SearchStrategy[Statement] = st.one_of(
    st.builds(
        Doing,
        st.none() | CODES,
        at=PLACES,
        starts=DAYS,
        ends=DAYS,
        expected_end=DAYS,
        review=DAYS,
        neet_since=DAYS,
        ascertained=DAYS,
        part_time=st.none() | st.booleans(),
    ),
    st.builds(Offer, st.sampled_from([11, 12]), CODES, authority=TEXTS, at=PLACES),
    st.builds(Intention, CODES, at=PLACES),
    details(),
)


@given(STATEMENTS)
@settings(max_examples=200, deadline=None)
def test_a_statement_is_the_same_after_writing_and_reading_json(
    statement: Statement,
) -> None:
    written = json.loads(json.dumps(as_json(statement)))
    assert from_json(written) == statement
    assert None not in written.values()


def test_json_leaves_out_what_is_empty() -> None:
    doing = Doing("230", InstitutionRef(ukprn="10000001"), starts=date(2026, 9, 5))
    assert as_json(doing) == {
        "kind": "activity",
        "activity": "230",
        "at": {"ukprn": "10000001"},
        "starts": "2026-09-05",
    }
    assert as_json(detail("name", given="Amira")) == {
        "kind": "detail",
        "about": "name",
        "given": "Amira",
    }


@pytest.mark.parametrize("part_time", [True, False, None])
def test_the_mode_is_stored_only_where_given(part_time: bool | None) -> None:
    written = json.loads(json.dumps(as_json(Doing(None, part_time=part_time))))
    assert written.get("part_time", "not written") == (
        part_time if part_time is not None else "not written"
    )
    assert from_json(written) == Doing(None, part_time=part_time)


def test_a_detail_is_the_same_whatever_the_order_of_its_values() -> None:
    one = detail("name", given="Amira", family="Examplewood")
    other = detail("name", family="Examplewood", given="Amira", middle=None)
    assert one == other and hash(one) == hash(other)
    assert (one.get("family"), one.get("middle")) == ("Examplewood", None)


def test_an_unknown_detail_is_refused() -> None:
    with pytest.raises(KeyError):
        detail("shoe size", size="7")
    with pytest.raises(ValueError, match="name has no nickname"):
        detail("name", nickname="Mira")


def test_empty_text_is_a_value_and_none_is_not() -> None:
    assert detail("characteristics", codes="").values == (("codes", ""),)
    assert detail("characteristics", codes=None).values == ()


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        ("2026-11-05T17:59", False),
        ("2026-11-05T18:00", True),
        ("2026-11-30T17:59", True),
        ("2026-11-30T18:00", False),
        (None, False),
    ],
)
def test_evidence_counts_from_when_it_was_recorded_until_it_was_withdrawn(
    moment: str | None, counted: bool
) -> None:
    call = says(ADVISER, "619", "2026-10-20", "2026-11-05", withdrawn="2026-11-30")
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    assert call.known(at) is counted
    assert call._replace(withdrawn_at=None).known(None)


def test_the_tiers_in_order_and_which_of_them_verify() -> None:
    assert [tier.name for tier in sorted(Tier)] == [
        "PROVIDER_ROLL",
        "SCHOOL_CENSUS",
        "ADVISER",
        "LEAVING_NOTICE",
        "OFFER_ACCEPTED",
        "SELF_REPORT",
        "THIRD_PARTY",
    ]
    assert [tier for tier in Tier if tier.verifies] == [1, 2, 3, 4]
    assert set(TIER_TITLES) == set(Tier)
    assert len({tier.title for tier in Tier}) == len(Tier)
