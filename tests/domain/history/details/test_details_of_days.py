"""The details of a person on one day and on another. Everybody here is invented."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.statements import ADVISER, CENSUS, ROLL, evidence_from, particular
from tracker.domain.history.details.attribution import key_by
from tracker.domain.history.details.changes import grounds
from tracker.domain.history.details.detail_order import gather
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import Details, characteristics_on
from tracker.domain.history.evidence import (
    Doing,
    Evidence,
    Offer,
    Source,
    Statement,
    Tier,
)
from tracker.domain.history.identity.identity_statements import DECIDED
from tracker.domain.history.spells import no_register
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

HOME, NEW, THIRD = "ZZ99 3AA", "ZZ99 3AB", "ZZ99 3AC"
HILL = InstitutionRef(urn="100001")


def sent(
    statement: Statement,
    as_at: str,
    *,
    batch: int | None = 1,
    number: int = 1,
    name: str = "list",
) -> Evidence:
    """One statement on a line of a file."""
    where = Source(Tier.PROVIDER_ROLL, name, "a.csv", number, batch)
    at = datetime.fromisoformat(f"{as_at}T18:00").replace(tzinfo=UTC)
    return Evidence(statement, where, date.fromisoformat(as_at), at)


FULL = sent(detail("address", line1="1 Row", postcode=HOME), "2026-01-15")
LIST = sent(detail("address", postcode=NEW), "2026-09-18", batch=2)
THERE = sent(Doing("230", at=HILL), "2026-09-18", batch=2)


def test_a_newer_postcode_alone_opens_the_question_of_a_move() -> None:
    known = Details([FULL, LIST, THERE]).on()
    assert known.homes is not None and known.homes.newer is not None
    assert (known.homes.held.value, known.homes.newer.value) == (HOME, NEW)
    assert [each.place for each in known.homes.newer.sources] == ["urn:100001"]
    assert [each.place for each in known.homes.held.sources] == [None]
    assert known.identity.postcode == HOME


def test_the_institution_of_the_line_is_that_of_the_register() -> None:
    def resolve(ref: InstitutionRef) -> Institution | None:
        return Institution("urn:100009", "Hill", InstitutionKind.SCHOOL)

    known = Details([FULL, LIST, THERE], resolve).on()
    assert known.homes is not None and known.homes.newer is not None
    assert [each.place for each in known.homes.newer.sources] == ["urn:100009"]
    assert key_by(HILL, resolve) == "urn:100009"
    assert key_by(HILL, no_register) == "urn:100001"
    assert key_by(None, resolve) is None


def test_a_full_address_that_is_older_opens_no_question_of_a_move() -> None:
    before = sent(detail("address", line1="2 Row", postcode=THIRD), "2025-01-15")
    known = Details([FULL, before]).on()
    assert known.homes is not None
    assert (known.homes.newer, known.homes.earlier) == (None, {THIRD})


@pytest.mark.parametrize(
    "others",
    [
        [],
        [sent(detail("address", postcode=HOME), "2026-09-18", batch=2)],
        [sent(detail("address", line1="1 Row"), "2025-09-18", batch=2)],
    ],
)
def test_where_all_sources_give_one_postcode_there_is_no_question(others) -> None:
    assert Details([FULL, *others]).on().homes is None


def test_a_postcode_that_an_officer_declined_opens_no_question() -> None:
    declined = sent(
        detail("declined", field="postcode", value=NEW), "2026-10-01", name=DECIDED
    )
    known = Details([FULL, LIST, declined]).on()
    assert known.homes is not None
    assert known.homes.newer is None
    assert known.homes.settled == {("postcode", NEW)}


def test_the_question_of_a_move_is_about_the_newest_evidence() -> None:
    details = Details([FULL, LIST])
    assert details.on(date(2026, 9, 17)).homes is None
    assert details.on(date(2026, 9, 18)).homes is not None


def test_the_postcode_is_that_of_the_day_and_of_the_newest_evidence_without_one() -> (
    None
):
    moved = sent(detail("address", line1="2 Row", postcode=NEW), "2026-09-18", batch=2)
    details = Details([FULL, moved])
    assert details.on(date(2026, 9, 17)).identity.postcode == HOME
    assert details.on(date(2026, 9, 18)).identity.postcode == NEW
    assert details.on().identity.postcode == NEW
    # before all evidence the first address holds
    assert details.on(date(2020, 1, 1)).identity.postcode == HOME


def test_days_with_the_same_evidence_share_one_result() -> None:
    details = Details([FULL, LIST])
    one, other = details.on(date(2026, 2, 1)), details.on(date(2026, 3, 1))
    assert one is other
    assert details.on(date(2027, 1, 1)) is details.on()
    assert details.on(date(2026, 9, 17)) is not details.on()


def test_a_restriction_is_of_its_day() -> None:
    no = sent(detail("restriction", restricted="Y", urn="100001"), "2026-01-15")
    yes = sent(detail("restriction", restricted="N", urn="100001"), "2026-09-18")
    details = Details([no, yes])
    assert details.on(date(2026, 1, 14)).restrictions == ()
    (one,) = details.on(date(2026, 1, 15)).restrictions
    assert (one.institution, one.since) == ("urn:100001", date(2026, 1, 15))
    assert len(details.on(date(2026, 9, 17)).restrictions) == 1
    assert details.on(date(2026, 9, 18)).restrictions == ()


def test_the_newest_uln_stands() -> None:
    lines = [
        particular(CENSUS, "uln", "2026-01-15", uln="1000000043"),
        particular(ROLL, "uln", "2026-09-18", uln="1234567805"),
    ]
    assert Details(lines).on().identity.uln == "1234567805"
    assert Details(lines[::-1]).on().identity.uln == "1234567805"


def test_details_of_one_source_on_two_days_are_in_order_of_their_days() -> None:
    """A program that sends two days under one source gives the newest last."""
    where = Source(Tier.PROVIDER_ROLL, "list", "a.csv", 1, 1)
    at = datetime(2026, 9, 18, tzinfo=UTC)
    lines = [
        Evidence(detail("phone", phone=number), where, date.fromisoformat(day), at)
        for number, day in (
            ("1", "2026-01-15"),
            ("3", "2026-09-18"),
            ("2", "2026-05-01"),
        )
    ]
    for order in (lines, lines[::-1], lines[1:] + lines[:1]):
        assert Details(order).on().phone == "3"


def test_of_one_day_and_source_what_was_recorded_later_corrects() -> None:
    """Typed twice by one officer, without a batch."""
    where = Source(Tier.ADVISER, "officer")
    day = date(2026, 9, 18)
    lines = [
        Evidence(
            detail("phone", phone=number),
            where,
            day,
            datetime(2026, 9, 18, hour, tzinfo=UTC),
        )
        for number, hour in (("1", 9), ("2", 10))
    ]
    assert Details(lines).on().phone == Details(lines[::-1]).on().phone == "2"


def test_only_an_activity_names_the_institution_of_a_line() -> None:
    offer = sent(Offer(11, "110", at=HILL), "2026-09-18")
    nowhere = sent(Doing("619"), "2026-09-18")
    assert gather([offer, nowhere, THERE]).places == [(THERE.source, HILL)]


def test_the_evidence_is_gathered_by_its_use() -> None:
    name = evidence_from(ADVISER, detail("name", given="Amira"), "2026-09-18")
    upn = evidence_from(ADVISER, detail("upn", upn="N359402219001"), "2026-09-18")
    found = gather([name, upn, FULL])
    assert (found.identity, found.upns, found.addresses) == ([name], [upn], [FULL])
    assert set(found.held) == {"upn", "address"}


def test_of_former_numbers_the_one_in_use_is_left_out() -> None:
    lines = [
        particular(CENSUS, "upn", "2026-01-15", upn="N359402219001"),
        particular(CENSUS, "former upn", "2026-01-15", upn="N359402219001"),
        particular(CENSUS, "former upn", "2026-01-15", upn="B801200005001"),
    ]
    assert Details(lines).on().identity.former_upns == ("B801200005001",)


BY_HAND = Source(Tier.ADVISER, grounds.source_of("needs", "a parent or carer"))
SENDERS = (
    BY_HAND,
    Source(Tier.PROVIDER_ROLL, "college", "a.csv", 1, 1),
    Source(Tier.SCHOOL_CENSUS, "census", "b.csv", 1, 2),
    Source(Tier.ADVISER, "a call"),
)


def needs(
    day: int, hour: int, sender: Source, codes: str, *, full: bool = False
) -> Evidence:
    """A full list or one more code, of a day of September and recorded at an hour."""
    if full:
        statement = detail("characteristics", codes=codes)
    else:
        statement = detail("characteristic", code=codes[:3])
    at = datetime(2026, 9, day, hour, tzinfo=UTC)
    return Evidence(statement, sender, at.date(), at)


NEEDS = st.builds(
    needs,
    st.integers(1, 9),
    st.sampled_from([9, 18]),
    st.sampled_from(SENDERS),
    st.sampled_from(["120", "140", "200", "120 200", "140 200"]),
    full=st.booleans(),
)
BEFORE_LIST = needs(3, 9, SENDERS[1], "140")
LIST_BY_HAND = needs(3, 12, BY_HAND, "120", full=True)
AFTER_LIST = needs(3, 18, SENDERS[3], "200")
LATER = needs(5, 9, SENDERS[2], "140")


@given(st.lists(NEEDS, max_size=6))
@example([BEFORE_LIST, LIST_BY_HAND, AFTER_LIST, LATER])
def test_characteristics_alone_are_those_of_all_details(changes) -> None:
    days = [date(2026, 8, 31), *(date(2026, 9, each) for each in (3, 4, 8, 30))]
    evidence = [FULL, *changes, LIST, THERE]
    found = list(characteristics_on(evidence, days))
    whole = Details(evidence)
    assert found == [whole.on(each).characteristics for each in days]
    assert found[0] == frozenset()


def test_a_code_counts_from_its_day_and_after_a_list_by_hand() -> None:
    days = [date(2026, 9, each) for each in (2, 3, 5)]
    evidence = [LATER, BEFORE_LIST, LIST_BY_HAND, AFTER_LIST]
    listed = {"120", "200"}
    found = [frozenset(), listed, listed | {"140"}]
    assert list(characteristics_on(evidence, days)) == found
    assert list(characteristics_on([FULL, THERE], days)) == [frozenset()] * 3
