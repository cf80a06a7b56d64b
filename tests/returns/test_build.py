"""Own records of the return, from the evidence of invented people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from tests.domain.statements import (
    ADVISER,
    CENSUS,
    ROLL,
    evidence_from,
    offer,
    particular,
    says,
)
from tracker import returns
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.evidence import Doing, Evidence, Offer
from tracker.domain.history.membership import fold
from tracker.domain.history.spells import newest_first, no_register
from tracker.domain.nccis_return.return_details import Returned, from_json, to_json
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

NAME = particular(CENSUS, "name", "2026-01-15", given="Amira", family="Examplewood")
LAKE = says(ROLL, "230", "2026-09-05", "2026-09-18", "Lake")
OCTOBER = "2026-10-31"
#: Their years on 31 October 2026.
YEAR_11, YEAR_12, YEAR_13, YEAR_14 = (
    date(year, 10, 1) for year in (2010, 2009, 2008, 2007)
)


def record(
    *evidence: Evidence,
    on: str = OCTOBER,
    born: date = YEAR_12,
    **more: Any,
) -> dict[str, Any]:
    """The record of a young person with this evidence, at the end of a month."""
    birth = particular(CENSUS, "birth", "2020-01-15", born=born.isoformat(), sex="F")
    known = (NAME, birth, *(evidence or (LAKE,)))
    day = date.fromisoformat(on)
    folded = fold(7, "359", known, on=[day], resolve=no_register)
    assert folded is not None
    (member,) = folded.members
    subject = returns.build.Subject(
        **{
            "member": member,
            "known": particulars(known, on=day),
            "offers": tuple(
                o for o, item in newest_first(Offer, known) if item.as_at <= day
            ),
            "intention": None,
            "institution": None,
            **more,
        }
    )
    made = returns.build.record(subject, "359")
    assert returns.build.record(kept_meanwhile(subject), "359") == made
    return made


def kept_meanwhile(subject: returns.build.Subject) -> returns.build.Subject:
    """The same subject after its details were stored and read again."""
    stored = Returned(subject.known, subject.offers, subject.intention, subject.named)
    again = from_json(orjson.loads(orjson.dumps(to_json(stored))))
    return replace(
        subject,
        known=again.known,
        offers=again.offers,
        intention=again.intention,
        named=again.named,
    )


# --- The ID of the record
# ------------------------------------------------------------------

OURS, OURS_BEFORE = "3590000000101", "3590000000909"
THEIRS, OTHERS = "8880000000202", "8770000000303"
NEW = "3599000000007"  # the own number of person 7 without an earlier ID


def ypid(number: str, as_at: str, about: str = "ypid") -> Evidence:
    return particular(ADVISER, about, as_at, ypid=number)


@pytest.mark.parametrize(
    ("evidence", "now", "before"),
    [
        ([], NEW, None),
        ([ypid(OURS, "2026-01-31")], OURS, None),
        # the newest of our database
        ([ypid(OURS_BEFORE, "2026-01-31"), ypid(OURS, "2026-09-30")], OURS, None),
        (
            [ypid(OURS, "2026-01-31"), ypid(OURS_BEFORE, "2026-09-30")],
            OURS_BEFORE,
            None,
        ),
        # one of another database is not the current ID; it is the previous one
        ([ypid(THEIRS, "2026-09-30")], NEW, THEIRS),
        ([ypid(THEIRS, "2026-09-30"), ypid(OURS, "2026-01-31")], OURS, THEIRS),
        ([ypid(THEIRS, "2026-01-31"), ypid(OTHERS, "2026-09-30")], NEW, OTHERS),
        # an ID marked as former comes first
        (
            [ypid(OURS, "2026-01-31"), ypid(OURS_BEFORE, "2026-01-31", "former ypid")],
            OURS,
            OURS_BEFORE,
        ),
        (
            [ypid(THEIRS, "2026-09-30"), ypid(OTHERS, "2026-01-31", "former ypid")],
            NEW,
            OTHERS,
        ),
        # a former ID is never the current one
        ([ypid(OURS_BEFORE, "2026-09-30", "former ypid")], NEW, OURS_BEFORE),
        # the current ID is never the previous one too
        (
            [ypid(OURS, "2026-01-31"), ypid(OURS, "2026-09-30", "former ypid")],
            OURS,
            None,
        ),
    ],
)
def test_the_current_and_the_previous_id(
    evidence: Sequence[Evidence], now: str, before: str | None
) -> None:
    for ordered in (evidence, evidence[::-1]):
        found = record(LAKE, *ordered)
        assert found["YoungPersonsID"] == now
        assert found["PreviousYPIDIdentifier"] == before


def test_an_id_of_another_person_is_neither() -> None:
    found = record(
        LAKE,
        ypid(OURS, "2026-09-30"),
        ypid(OURS_BEFORE, "2026-01-31", "former ypid"),
        not_ours=frozenset({OURS, OURS_BEFORE}),
    )
    assert (found["YoungPersonsID"], found["PreviousYPIDIdentifier"]) == (NEW, None)


# --- The September Guarantee ----------------------------------------------------------

NODES = {
    11: ("Year11GuaranteeStatus", "Year11LEACode"),
    12: ("Year12GuaranteeStatus", "Year12LEACode"),
}


def guarantee(found: dict[str, Any]) -> tuple[str, dict[int, tuple[str, str]]]:
    """The indicator, and the nodes that are written."""
    written = {
        year: (found[status], found[authority])
        for year, (status, authority) in NODES.items()
        if status in found
    }
    return found["GuaranteeStatusIndicator"], written


@pytest.mark.parametrize(
    ("on", "born", "node"),
    [
        # until August by the current year group
        ("2026-04-30", YEAR_12, None),  # not reported yet
        ("2026-05-31", YEAR_12, 11),
        ("2026-08-31", YEAR_12, 11),
        ("2026-05-31", YEAR_13, 12),
        ("2026-05-31", YEAR_14, None),
        # from September by the former year group
        ("2026-09-30", YEAR_12, 11),
        ("2026-10-31", YEAR_12, 11),
        ("2026-10-31", YEAR_13, 12),
        ("2026-10-31", YEAR_11, None),
        ("2026-11-30", YEAR_12, None),  # reported no more
        ("2026-12-31", YEAR_13, None),
        ("2027-03-31", YEAR_12, None),
    ],
)
def test_a_missing_status_is_returned_as_not_recorded(
    on: str, born: date, node: int | None
) -> None:
    school = says(CENSUS, "110", "2021-09-03", "2026-01-15", "Hill")
    found = record(school, LAKE, on=on, born=born)
    assert found["CohortStatus"] == "P"
    expected = ("N", {}) if node is None else ("Y", {node: ("159", "359")})
    assert guarantee(found) == expected


@pytest.mark.parametrize("on", ["2026-06-30", "2026-10-31", "2026-12-31"])
def test_a_recorded_status_is_returned_in_every_month(on: str) -> None:
    school = says(CENSUS, "110", "2021-09-03", "2026-01-15", "Hill")
    found = record(school, LAKE, offer(11, "110", "2026-05-20"), on=on)
    assert guarantee(found) == ("Y", {11: ("110", "359")})


def test_a_status_of_the_other_year_does_not_count_for_this_one() -> None:
    found = record(LAKE, offer(12, "110", "2026-05-20"), born=YEAR_12)
    assert guarantee(found) == ("Y", {11: ("159", "359")})


def test_a_leaver_needs_no_status() -> None:
    gone = particular(ADVISER, "departure", "2026-10-05", status="T", on="2026-10-03")
    found = record(LAKE, gone)
    assert (found["CohortStatus"], *guarantee(found)) == ("T", "N", {})


def test_the_authority_is_that_of_year_11_where_it_is_known() -> None:
    before = particular(ADVISER, "year 11 authority", "2026-09-30", authority="888")
    assert guarantee(record(LAKE, before)) == ("Y", {11: ("159", "888")})


# --- Where they are -------------------------------------------------------------------

BOTH = InstitutionRef(laestab="3598600", ukprn="10099991", name="Lake Training")
REGISTERED = Institution(
    key="urn:130500",
    name="Lake",
    kind=InstitutionKind.FURTHER_EDUCATION,
    laestab="3598888",
    ukprn="10088888",
)


@pytest.mark.parametrize(
    ("more", "establishment", "ukprn"),
    [
        ({"named": BOTH}, "3598600", "10099991"),
        ({"named": InstitutionRef(ukprn="10099991")}, None, "10099991"),
        ({"named": InstitutionRef(laestab="3598600")}, "3598600", None),
        ({}, None, None),
        # the register knows better
        ({"named": BOTH, "institution": REGISTERED}, "3598888", "10088888"),
    ],
)
def test_a_place_is_returned_with_both_its_numbers(
    more: dict[str, Any], establishment: str | None, ukprn: str | None
) -> None:
    there = evidence_from(
        ROLL, Doing("230", at=BOTH, starts=date(2026, 9, 5)), "2026-10-09"
    )
    found = record(there, **more)
    assert found["EstablishmentNumber"] == establishment
    assert found["UKProviderReferenceNumber"] == ukprn


def test_home_education_is_returned_without_a_place() -> None:
    found = record(says(ADVISER, "120", "2026-09-05", "2026-09-18"), born=YEAR_11)
    assert found["EstablishmentNumber"] == "3599999"
    assert found["UKProviderReferenceNumber"] is None


# --- Where they mean to go ------------------------------------------------------------


@pytest.mark.parametrize(("born", "written"), [(YEAR_11, "01"), (YEAR_12, None)])
def test_an_intended_destination_is_of_year_11(born: date, written: str | None) -> None:
    found = record(LAKE, born=born, intention="01")
    assert found["IntendedDestinationYr11"] == written


def test_an_offer_is_returned_with_the_authority_of_its_source() -> None:
    made = evidence_from(ADVISER, Offer(11, "110", authority="888"), "2026-05-20")
    assert guarantee(record(LAKE, made)) == ("Y", {11: ("110", "888")})
