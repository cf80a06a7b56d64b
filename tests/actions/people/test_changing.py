"""Details changed by hand: kept beside what sources give, and taken back. Invented."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests.actions.people.changing import TODAY, WITHIN, change, day
from tests.acts import act
from tests.factories import (
    ALSO_HERE,
    COLLEGE,
    ELSEWHERE,
    HERE,
    census,
    provider_list,
    pupil,
    register,
)
from tests.linkage.people import uln
from tracker import actions, store
from tracker.access import ROLES
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.details_by_day import Details
from tracker.domain.reference import codes
from tracker.extensions import db
from tracker.refusal import Refusal

__all__ = ["change"]

OCTOBER, JANUARY = date(2026, 10, 1), date(2027, 1, 21)
SHE, OTHER = pupil(1), pupil(2)


@pytest.fixture
def one(tmp_path, load, as_json) -> int:
    """A pupil of October's census."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", census(tmp_path / "c.csv", [SHE, OTHER]), as_at=OCTOBER)
    number: int = as_json("people", "find", SHE["upn"])[0]["person"]
    return number


@pytest.fixture
def next_census(tmp_path, load, clock):
    def run(as_at: date = JANUARY, **changes: str) -> None:
        clock.set(as_at + timedelta(days=10))
        rows = [{**SHE, **changes}, OTHER]
        load("school-census", census(tmp_path / f"{as_at}.csv", rows), as_at=as_at)

    return run


@pytest.fixture
def undo(app):
    """Takes an entry back, as an adviser does."""

    def run(entry: int) -> None:
        with app.app_context():
            actions.casework.undo.withdraw(
                entry,
                permissions=ROLES["adviser"].permissions,
                within=WITHIN,
                act=act(by="sam@example.org"),
            )

    return run


def shown(as_json, number: int):
    return as_json("people", "show", number)


def questions(as_json) -> list[tuple[str, str, str]]:
    return [
        (each["field"], each["stands"]["value"], each["other"]["value"])
        for each in as_json("identity", "list")
    ]


@pytest.mark.parametrize(
    ("as_at", "wrong"), [(JANUARY, SHE["family"]), (day("2026-11-20"), SHE["family"])]
)
def test_a_name_corrected_by_hand_survives_the_next_census(
    one, change, next_census, as_json, undo, as_at, wrong
) -> None:
    made = change(
        one,
        "name",
        given=SHE["given"],
        family="Wintersgill",
        by=By.DOCUMENT,
        more="birth certificate",
    )
    assert made.in_use
    assert shown(as_json, one)["identity"]["family"] == "Wintersgill"
    next_census(as_at, family=wrong)
    assert shown(as_json, one)["identity"]["family"] == "Wintersgill"
    assert questions(as_json) == []
    # Found by both names; and the old one comes back.
    for name in (SHE["family"], "Wintersgill"):
        assert as_json("people", "find", name)[0]["person"] == one
    undo(made.entry)
    assert shown(as_json, one)["identity"]["family"] == wrong


def test_a_census_with_a_third_name_asks_and_says_why_the_other_stands(
    one, change, next_census, as_json
) -> None:
    change(one, "name", given=SHE["given"], family="Wintersgill", by=By.PARENT)
    next_census(family="Quillfeather")
    (question,) = as_json("identity", "list")
    assert question["stands"]["value"] == "Wintersgill"
    (source, *_) = question["stands"]["sources"]
    assert "change of name: a parent or carer" in str(source)


@pytest.mark.parametrize(
    ("form", "values", "detail"),
    [
        ("born", {"born": "2010-10-09"}, ("born", "2010-10-09")),
        ("sex", {"sex": "U"}, ("sex", "U")),
    ],
)
def test_a_date_of_birth_or_sex_stands_too(
    one, change, next_census, as_json, undo, form, values, detail
) -> None:
    name, value = detail
    before = shown(as_json, one)["identity"][name]
    made = change(one, form, **values)
    next_census()
    assert shown(as_json, one)["identity"][name] == value
    assert questions(as_json) == []
    undo(made.entry)
    assert shown(as_json, one)["identity"][name] == before


HOME = {"line1": "7 Oak Row", "town": "Wigan", "postcode": ALSO_HERE}


def test_an_address_goes_by_its_day_and_survives_a_list_that_repeats_the_old_one(
    one, change, next_census, as_json, undo
) -> None:
    made = change(one, "address", since=day("2026-11-10"), **HOME)
    assert made.in_use
    assert shown(as_json, one)["identity"]["postcode"] == ALSO_HERE
    next_census(house="1")
    assert shown(as_json, one)["identity"]["postcode"] == ALSO_HERE
    next_census(day("2027-05-20"), postcode="WN7 1AB", house="99")
    assert shown(as_json, one)["identity"]["postcode"] == "WN7 1AB"
    undo(made.entry)
    assert shown(as_json, one)["identity"]["postcode"] == "WN7 1AB"


def test_taking_an_address_back_brings_the_old_one_into_use(
    one, change, as_json, undo
) -> None:
    made = change(one, "address", **HOME)
    undo(made.entry)
    assert shown(as_json, one)["identity"]["postcode"] == HERE


def test_an_address_holds_from_the_day_of_the_move(one, change, app) -> None:
    change(one, "address", since=day("2026-10-20"), **HOME)
    with app.app_context():
        evidence = dict(store.history.evidence.histories([one]))[one]
    details = Details(evidence)
    found = [
        details.on(day(each)).address.get("postcode")
        for each in ("2026-10-10", "2026-10-25", "2026-11-24")
    ]
    assert found == [HERE, ALSO_HERE, ALSO_HERE]


def test_what_is_older_than_a_list_is_kept_and_not_in_use(one, change, as_json) -> None:
    made = change(one, "address", learned_on=day("2026-09-01"), **HOME)
    assert not made.in_use
    assert shown(as_json, one)["identity"]["postcode"] == HERE


def test_a_move_to_another_authority_is_a_question_and_no_departure(
    one, change, as_json
) -> None:
    change(one, "address", line1="1 High Row", postcode=ELSEWHERE)
    assert [each[0] for each in questions(as_json)] == ["away"]
    assert shown(as_json, one)["identity"]["postcode"] == ELSEWHERE


def test_two_clicks_make_one_entry(one, change) -> None:
    first = change(one, "phone", phone="07700 900123")
    again = change(one, "phone", phone="07700 900123")
    assert first.entry == again.entry
    other = change(one, "phone", phone="07700 900124")
    assert other.entry != first.entry


def refused(change, *arguments, **more) -> dict[str, str]:
    with pytest.raises(Refusal) as raised:
        change(*arguments, **more)
    return dict(raised.value.problems)


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"by": ""}, "by"),
        ({"by": "a wizard"}, "by"),
        ({"by": By.DOCUMENT}, "document"),
        ({"by": By.DOCUMENT, "more": "social worker"}, "document"),
        ({"by": By.PROFESSIONAL}, "professional"),
        ({"learned_on": None}, "learned_on"),
        ({"learned_on": TODAY + timedelta(days=1)}, "learned_on"),
        ({"learned_on": TODAY - timedelta(days=367)}, "learned_on"),
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"since": day("2009-01-01")}, "since"),
    ],
)
def test_the_ground_and_its_day_are_needed(one, change, source, field) -> None:
    found = refused(change, one, "address", **{**HOME, **source})
    assert list(found) == [field]
    assert found[field].endswith(".")


def test_all_problems_come_at_once(one, change) -> None:
    found = refused(
        change, one, "address", postcode="x", by="", learned_on=None, line1=""
    )
    assert list(found) == ["line1", "postcode", "by", "learned_on"]


@pytest.mark.parametrize("form", ["upn", "uln"])
def test_a_number_of_another_young_person_is_refused(
    one, change, as_json, form
) -> None:
    found = refused(change, one, form, **{form: OTHER[form]})
    other = as_json("people", "find", OTHER["upn"])[0]["person"]
    assert found == {form: f"Young person {other} has this {form.upper()} already."}


def test_a_number_is_corrected_and_a_list_that_repeats_the_wrong_one_is_no_news(
    one, change, tmp_path, load, as_json, clock
) -> None:
    assert change(one, "uln", uln=uln(77)).in_use
    clock.set(date(2027, 2, 1))
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [SHE]),
        institution=COLLEGE,
        as_at=day("2027-01-30"),
    )
    assert shown(as_json, one)["identity"]["uln"] == uln(77)


def test_a_phone_that_does_not_reach_them_any_more(one, change, as_json, undo) -> None:
    change(one, "phone", phone="07700 900123")
    made = change(one, "phone", ended=True)
    assert made.in_use
    assert "07700 900123" not in str(shown(as_json, one))
    undo(made.entry)
    assert "07700 900123" in str(shown(as_json, one))


@pytest.mark.law("D-18")
def test_sealed_characteristics_stay_where_the_form_had_none(one, change, app) -> None:
    """In care (110) is sealed, caring for another person (140) is not."""
    change(one, "characteristics", codes=["110"], sees_sealed=True)
    change(one, "characteristics", codes=["140"])
    change(one, "characteristics", codes=["140", "150"])  # sealed: not by this form
    with app.app_context():
        (folded,) = actions.history.folding.folded_on(
            [one], "359", [TODAY], opened=True
        )
        stored = db.session.execute(
            text("SELECT statement->>'codes' FROM facts WHERE statement ? 'codes'")
        ).scalars()
        assert not [each for each in stored if "110" in each]
    assert folded.known.characteristics == {"110", "140"}
    change(one, "characteristics", codes=[], sees_sealed=True)
    with app.app_context():
        (folded,) = actions.history.folding.folded_on(
            [one], "359", [TODAY], opened=True
        )
    assert folded.known.characteristics == set()


def test_of_a_young_person_who_died_only_the_record_is_corrected(
    one, change, as_json, app
) -> None:
    as_json("people", "died", one, "--on", "2026-11-20")
    assert refused(change, one, "phone", phone="07700 900123") == {
        "": "They have died: there is nothing to reach them by any more."
    }
    assert change(one, "name", given=SHE["given"], family="Wintersgill").in_use
    assert change(one, "address", **HOME).in_use
    with app.app_context():
        record = store.people.records.get(one, within=WITHIN)
        assert record is not None
        assert record.details["departure"] == codes.DIED


@pytest.mark.law("L-07")
def test_a_restricted_school_passes_on_no_phone_by_this_way_either(
    one, change, tmp_path, load, clock
) -> None:
    clock.set(date(2026, 11, 1))
    load(
        "school-census",
        census(tmp_path / "no.csv", [{**SHE, "yssa": "No"}, OTHER]),
        as_at=day("2026-10-20"),
    )
    found = refused(change, one, "phone", phone="07700 900123", by=By.INSTITUTION)
    assert list(found) == ["by"]
    assert change(one, "phone", phone="07700 900123", by=By.YOUNG_PERSON).in_use
    assert change(one, "born", born=_iso(SHE["born"]), by=By.INSTITUTION).in_use
    assert refused(
        change, one, "preferred-contact", how="phone", by=By.INSTITUTION
    ).keys() == {"by"}
    # What keeps people safe is passed on by another law.
    assert change(one, "safeguarding", alert="Call us first", by=By.INSTITUTION).in_use
    assert change(one, "lone-worker", visit="Not alone", by=By.INSTITUTION).in_use


def _iso(text: str) -> str:
    day_, month, year = text.split("/")
    return f"{year}-{month}-{day_}"
