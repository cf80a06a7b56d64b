"""A pupil who said no: what may not be passed on stands in no table at all."""

import json
from datetime import date

import pytest

from tests.factories import SCHOOL, census, pupil, register

#: What the law lets through of them is name, birth, address and parent.
SECRET_UPN = pupil(1)["upn"]
SECRET_ULN = pupil(1)["uln"]
LEFT = date(2026, 5, 21)


@pytest.fixture
def school(tmp_path, load, clock):
    """A school's Year 11 of 2025/26, one of whom said no; and who reads it later."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    born = date(2009, 10, 1)
    rows = [
        pupil(
            1,
            born,
            yssa="No",
            ethnicity="MWBC",
            sen="E",
            meals="Y",
            parent="Parent Example",
        ),
        *(pupil(n, date(2009, 10, n)) for n in range(2, 14)),
    ]
    file = census(tmp_path / "census.csv", rows)
    load("school-census", file, as_at=LEFT)
    clock.set(date(2026, 11, 24))
    return rows


def test_no_table_holds_what_may_not_be_kept(school, everything) -> None:
    told = json.dumps(everything())
    for secret in (SECRET_UPN, SECRET_ULN, "MWBC"):
        assert secret not in told
    # The same columns of somebody who said yes are there: the search can find.
    assert school[1]["upn"] in told
    assert school[1]["uln"] in told


def test_their_lines_say_no_more_than_the_law_lets_through(school, told) -> None:
    (batch,) = [b for b in told("imports", "list") if b["feed"] == "school-census"]
    (line,) = told("imports", "show", batch["batch"], "--outcome", "restricted")[
        "lines"
    ]
    raw = told("matching", "show", line["row"])["raw"]
    assert set(raw) <= {
        *("forename", "surname", "middle_names", "dob"),
        *("postcode", "saon", "paon", "street", "locality", "town"),
        *("administrative_area", "post_town", "parent_name", "parent_address"),
        *("lea", "estab", "urn", "reference_date", "yssa", "year_group"),
        *("enrol_status", "entry_date"),
    } - {"year_group", "enrol_status", "entry_date"}, raw


def test_they_are_known_and_counted(school, told) -> None:
    (found,) = told("people", "find", school[0]["given"], school[0]["family"])
    shown = told("people", "show", found["person"], "--on", "2026-05-31")
    who = shown["identity"]
    assert who["restricted"]
    assert who["parent"] == {"name": "Parent Example"}
    assert [who[name] for name in ("upn", "uln", "ethnicity", "sex")] == [None] * 4
    assert not any(who[name] for name in ("send", "sen_support", "free_meals"))
    assert shown["position"]["activity"] == "110"


def test_a_school_sees_them_in_its_totals_and_not_in_its_list(
    school, told, tmp_path
) -> None:
    answer = told(
        *("destinations", "--institution", SCHOOL, "--left", 2026),
        *("--out", tmp_path / "destinations.csv"),
    )
    assert answer["not_listed"] == 1
    assert len(answer["leavers"]) == 12
    listed = (tmp_path / "destinations.csv").read_text(encoding="utf-8")
    assert school[1]["family"] in listed
    name = f"{school[0]['family']},{school[0]['given']}"
    assert name not in listed
    assert not any(
        (each["family"], each["given"]) == (school[0]["family"], school[0]["given"])
        for each in answer["leavers"]
    )
    # One that is counted and not listed would be found by taking one from the other.
    whole = answer["totals"][-1]
    assert whole == {"name": "All leavers", "count": "c", "authority_count": 13}


def test_enough_of_them_stand_in_the_totals(tmp_path, load, told) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [
        pupil(n, date(2009, 10, n), yssa="No" if n < 8 else "Yes") for n in range(1, 16)
    ]
    load("school-census", census(tmp_path / "census.csv", rows), as_at=LEFT)
    answer = told("destinations", "--institution", SCHOOL, "--left", 2026)
    assert answer["not_listed"] == 7
    assert len(answer["leavers"]) == 8
    assert answer["totals"][-1]["count"] == 15


def test_who_says_yes_again_is_listed_again(school, told, load, tmp_path) -> None:
    again = [pupil(1, date(2009, 10, 1), yssa="Yes")]
    file = census(tmp_path / "later.csv", again)
    load("school-census", file, as_at=date(2026, 6, 26))
    answer = told("destinations", "--institution", SCHOOL, "--left", 2026)
    assert answer["not_listed"] == 0
