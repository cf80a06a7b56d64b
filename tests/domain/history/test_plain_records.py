"""Records of which only the least is known, and the words of sources and needs."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.history.whereabouts import position
from tracker.domain.history.destination_category import (
    MEALS,
    NEEDS,
    Category,
    category,
    need,
)
from tracker.domain.history.evidence import (
    Detail,
    Doing,
    Evidence,
    Intention,
    Offer,
    Source,
    Tier,
    as_json,
    from_json,
)
from tracker.domain.history.members import Member
from tracker.domain.history.person import Identity
from tracker.domain.history.position import Position
from tracker.domain.history.spells import Confirmation, Spell
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import InstitutionRef

DAY = date(2026, 9, 18)
COLLEGE = ACTIVITIES["230"]


@pytest.mark.parametrize(
    ("tier", "rank", "title", "verifies"),
    [
        (Tier.PROVIDER_ROLL, 1, "the provider's own list", True),
        (Tier.SCHOOL_CENSUS, 2, "the school census", True),
        (Tier.ADVISER, 3, "an adviser's contact", True),
        (Tier.LEAVING_NOTICE, 4, "a leaving notice", True),
        (Tier.OFFER_ACCEPTED, 5, "an offer, application or transfer file", False),
        (Tier.SELF_REPORT, 6, "the young person's own answer", False),
        (Tier.THIRD_PARTY, 7, "a third party", False),
    ],
)
def test_a_kind_of_source_has_its_rank_and_words(tier, rank, title, verifies) -> None:
    assert (int(tier), tier.title, tier.verifies) == (rank, title, verifies)


@pytest.mark.parametrize(
    ("statement", "stored"),
    [
        (Doing("230"), {"kind": "activity", "activity": "230"}),
        (Doing(None), {"kind": "activity"}),
        (Offer(11, "110"), {"kind": "offer", "year": 11, "status": "110"}),
        (
            Offer(12, "110", "359", InstitutionRef(name="Lake")),
            {
                "kind": "offer",
                "year": 12,
                "status": "110",
                "authority": "359",
                "at": {"name": "Lake"},
            },
        ),
        (Intention("211"), {"kind": "intention", "destination": "211"}),
        (
            Intention("211", InstitutionRef("1", "2", "3", "4")),
            {
                "kind": "intention",
                "destination": "211",
                "at": {"urn": "1", "laestab": "2", "ukprn": "3", "name": "4"},
            },
        ),
        (
            Detail("name", (("given", "Amira"),)),
            {"kind": "detail", "about": "name", "given": "Amira"},
        ),
        (
            Doing(
                "619",
                starts=DAY,
                ends=DAY,
                expected_end=DAY,
                review=DAY,
                neet_since=DAY,
                ascertained=DAY,
                part_time=False,
                gone_by=True,
            ),
            {
                "kind": "activity",
                "activity": "619",
                **dict.fromkeys(
                    ("starts", "ends", "expected_end", "review", "neet_since"),
                    "2026-09-18",
                ),
                "ascertained": "2026-09-18",
                "part_time": False,
                "gone_by": True,
            },
        ),
    ],
)
def test_a_statement_is_stored_under_its_kind(statement, stored) -> None:
    assert as_json(statement) == stored
    assert from_json(stored) == statement


def test_what_a_source_may_leave_out_is_none() -> None:
    doing, source = Doing("230"), Source(Tier.ADVISER, "a call")
    assert {
        *(doing.at, doing.starts, doing.ends, doing.expected_end, doing.review),
        *(doing.neet_since, doing.ascertained, doing.part_time, doing.gone_by),
        *(source.file, source.line, source.batch),
        *(Offer(11, "110").authority, Offer(11, "110").at, Intention("211").at),
        *(InstitutionRef().urn, InstitutionRef().laestab, InstitutionRef().ukprn),
        InstitutionRef().name,
    } == {None}


def test_evidence_stands_until_it_is_withdrawn() -> None:
    at = datetime(2026, 9, 18, 9, tzinfo=UTC)
    item = Evidence(Doing("230"), Source(Tier.ADVISER, "a call"), DAY, at)
    assert item.withdrawn_at is None
    assert item.tie_break == -at.timestamp()
    assert item._replace(source=Source(Tier.ADVISER, "a", batch=1)).tie_break == 0.0


def test_a_position_may_have_no_more_than_an_activity_and_its_days() -> None:
    least = Position(DAY, COLLEGE, DAY, DAY)
    assert {
        *(least.institution, least.institution_name, least.verified, least.tier),
        *(least.review, least.expected_end, least.lapses, least.neet_since),
    } == {None}
    assert least.questioned is False
    assert (least.lapsed, least.is_not_known, least.is_neet) == (False, False, False)


@pytest.mark.law("L-03")
@pytest.mark.parametrize(
    ("lapses", "lapsed"),
    [
        (None, False),
        (date(2026, 9, 17), True),
        (DAY, False),
        (date(2026, 9, 19), False),
    ],
)
def test_a_position_has_lapsed_on_the_day_after_its_last(lapses, lapsed) -> None:
    at = Position(DAY, COLLEGE, DAY, DAY, lapses=lapses)
    neet = at._replace(activity=ACTIVITIES["619"])
    assert (at.lapsed, at.is_not_known, at.participates) == (lapsed, lapsed, not lapsed)
    assert (neet.is_neet, neet.is_not_known) == (not lapsed, lapsed)
    assert at.group == ("not known" if lapsed else "education")


def test_a_member_may_have_no_more_than_an_age_and_a_position() -> None:
    least = Member(1, "359", DAY, 16, 12, None, Position(DAY, COLLEGE, DAY, DAY))
    assert {
        *(least.sex, least.ethnicity, least.area, least.guarantee),
        least.year_11_school,
    } == {None}
    assert [least.send, least.sen_support, least.free_meals] == [False] * 3
    assert least.characteristics == frozenset()


def test_an_identity_may_be_empty() -> None:
    least = Identity()
    assert (least.given, least.middle, least.family, least.full_name) == ("",) * 4
    assert {
        *(least.born, least.sex, least.postcode, least.upn, least.uln, least.ypid),
    } == {None}
    assert (
        *(least.other_names, least.sealed_names, least.former_upns),
        *(least.former_ypids, least.other_births),
    ) == ((),) * 5
    assert "other_births" not in repr(least)


@pytest.mark.parametrize(
    ("given", "family", "full"),
    [("Amira", "Example", "Amira Example"), ("Amira", "", "Amira"), ("", "X", "X")],
)
def test_a_full_name_has_the_parts_that_are_known(given, family, full) -> None:
    assert Identity(given=given, family=family, middle="Jo").full_name == full


def test_a_spell_may_have_no_more_than_its_days() -> None:
    least = Spell(
        COLLEGE, DAY, None, None, None, (Confirmation(DAY, Tier.ADVISER, DAY),)
    )
    assert {
        *(least.expected_end, least.review, least.neet_since, least.ascertained),
    } == {None}
    assert (least.questioned, least.evidence) == (False, ())


@pytest.mark.parametrize(
    ("ends", "day", "covered"),
    [
        (None, date(2026, 9, 17), False),
        (None, DAY, True),
        (None, date(2030, 1, 1), True),
        (date(2026, 9, 20), date(2026, 9, 20), True),
        (date(2026, 9, 20), date(2026, 9, 21), False),
    ],
)
def test_a_spell_covers_its_first_and_its_last_day(ends, day, covered) -> None:
    assert Spell(COLLEGE, DAY, ends, None, None, ()).covers(day) is covered


def test_the_destinations_are_in_the_order_and_words_of_the_pages() -> None:
    assert [each.value for each in Category] == [
        "Education: school sixth form",
        "Education: sixth-form college",
        "Education: further education",
        "Education: higher education",
        "Education: other",
        "Apprenticeship",
        "Other training",
        "Employment",
        "Not in education, employment or training",
        "Not known",
        "Other",
    ]


@pytest.mark.law("L-15")
@pytest.mark.parametrize(
    ("send", "support", "group"),
    [
        (True, False, "EHC plan"),
        (True, True, "EHC plan"),
        (False, True, "SEN support"),
        (False, False, "No special educational need"),
    ],
)
def test_a_plan_comes_before_support(send: bool, support: bool, group: str) -> None:
    assert need(send=send, sen_support=support) == group
    assert group in NEEDS


def test_the_groups_are_in_the_order_of_the_tables() -> None:
    assert NEEDS == ("EHC plan", "SEN support", "No special educational need")
    assert MEALS == ("Eligible for free school meals", "Not eligible")


def test_without_a_known_position_the_destination_is_not_known() -> None:
    assert category(None) is Category.NOT_KNOWN
    assert category(position("230", lapses=date(2026, 8, 31))) is Category.NOT_KNOWN
