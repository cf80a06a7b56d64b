"""What the return adds to a position, from evidence, and its stored form."""

import json
from datetime import date

from tests.domain.statements import ADVISER, ROLL, evidence_from, offer
from tracker.domain.history.details.detail_folds import Departure
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.evidence import Doing, Evidence, Intention, Offer
from tracker.domain.history.person import Identity
from tracker.domain.nccis_return.return_details import (
    Returned,
    from_json,
    returned,
    to_json,
)
from tracker.domain.reference.institution import InstitutionRef

OCTOBER = date(2026, 10, 31)
EMPTY = Particulars(identity=Identity())
LAKE = InstitutionRef(laestab="3594034", ukprn="10000001", name="Lake")


def intends(destination: str, as_at: str) -> Evidence:
    return evidence_from(ADVISER, Intention(destination), as_at)


def there(ref: InstitutionRef | None, as_at: str) -> Evidence:
    return evidence_from(ROLL, Doing("230", at=ref), as_at)


def found(*evidence: Evidence, place: str | None = None) -> Returned:
    return returned(EMPTY, evidence, on=OCTOBER, place=place, resolve=lambda ref: None)


def test_each_year_has_the_status_of_the_guarantee_by_the_day() -> None:
    some = [
        offer(11, "110", "2026-05-20"),
        offer(11, "150", "2026-10-31"),
        offer(12, "140", "2026-11-01"),
    ]
    assert [each.status for each in found(*some).offers] == ["150"]
    assert found().offers == ()


def test_the_newest_intention_by_the_day_counts() -> None:
    some = [
        intends("111", "2026-05-20"),
        intends("211", "2026-10-31"),
        intends("511", "2026-11-01"),
    ]
    assert found(*some).intention == "211"
    assert found(some[2]).intention is None


def test_the_institution_is_as_the_newest_source_names_it() -> None:
    renamed = InstitutionRef(laestab="3594034", name="Lake Academy")
    other = InstitutionRef(laestab="3594035", name="Moor")
    some = [
        there(LAKE, "2026-09-18"),
        there(renamed, "2026-10-18"),
        there(other, "2026-10-20"),
        there(None, "2026-10-21"),
        offer(11, "110", "2026-10-22"),
    ]
    assert found(*some, place="laestab:3594034").named == renamed
    assert found(*some[::-1], place="laestab:3594034").named == renamed
    assert found(*some, place="laestab:3594035").named == other
    assert found(*some, place="laestab:3599999").named is None
    assert found(*some, place=None).named is None


FULL = Returned(
    known=Particulars(
        identity=Identity(
            given="Amira",
            middle="Jo",
            family="Example",
            born=date(2009, 3, 4),
            sex="F",
            upn="N359402219001",
            uln="1000000043",
        ),
        ypids=("3590000000001", "3590000000002"),
        former_ypids=("8880000000202",),
        address={"line1": "1 Row", "postcode": "ZZ99 3AA"},
        ethnicity="WBRI",
        level_of_need="2",
        departure=Departure("T", "350", date(2026, 10, 5)),
        educated_authority="350",
        year_11_authority="359",
    ),
    offers=(Offer(12, "140", "359"), Offer(11, "110")),
    intention="211",
    named=LAKE,
)


def test_the_stored_form_is_plain_and_without_empty_parts() -> None:
    stored = json.loads(json.dumps(to_json(FULL)))
    assert stored == {
        "given": "Amira",
        "middle": "Jo",
        "family": "Example",
        "born": "2009-03-04",
        "sex": "F",
        "upn": "N359402219001",
        "uln": "1000000043",
        "ypids": ["3590000000001", "3590000000002"],
        "former_ypids": ["8880000000202"],
        "address": {"line1": "1 Row", "postcode": "ZZ99 3AA"},
        "ethnicity": "WBRI",
        "level_of_need": "2",
        "departure": ["T", "350", "2026-10-05"],
        "educated_authority": "350",
        "year_11_authority": "359",
        "offers": [[12, "140", "359"], [11, "110", None]],
        "intention": "211",
        "named": {
            "urn": None,
            "laestab": "3594034",
            "ukprn": "10000001",
            "name": "Lake",
        },
    }
    assert from_json(stored) == FULL


def test_a_person_with_nothing_is_stored_as_nothing() -> None:
    assert to_json(Returned(EMPTY)) == {}
    assert from_json({}) == Returned(EMPTY)
