"""A council moves in: a stranger's months and contacts, and its return against ours."""

from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text as sql

from tests.factories import person, provider_list, register
from tests.journeys.moving_in.strangers import (
    contacts,
    of_first_vendor,
    of_second_vendor,
    young,
)
from tracker.extensions import db

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)
#: At school until September, so that August has something else to say.
PUPIL = {
    "ActivityCode": "110",
    "StartDate": "2022-09-05",
    "DateAscertained": "2022-09-12",
    "DateVerified": "2026-05-21",
    "EstablishmentNumber": "3594034",
    "EstablishmentName": "Testham High School",
    "DueToLapseDate": "2026-08-31",
    "PredictedEndDate": "2026-08-31",
}


@pytest.fixture
def moved_in(tmp_path, as_json, load, clock):
    """Two months of the stranger, loaded from one folder whatever the names are."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    folder = tmp_path / "from the old system"
    folder.mkdir()
    # By name the later month comes first.
    of_first_vendor(
        folder / "a_final_v2.xml", SEPTEMBER, [young(n) for n in range(1, 11)]
    )
    of_second_vendor(
        folder / "export.csv", AUGUST, [young(n, **PUPIL) for n in range(1, 11)]
    )
    return as_json("moving-in", "load", folder), folder


def test_the_months_are_loaded_in_their_own_order(moved_in, as_json) -> None:
    result, folder = moved_in
    assert [(it["period"], it["rows"], it["applied"]) for it in result["months"]] == [
        ("2026-08", 10, True),
        ("2026-09", 10, True),
    ]
    again = as_json("moving-in", "load", folder)
    assert [it["already_loaded"] for it in again["months"]] == [True, True]


def test_the_history_has_both_months(moved_in, as_json) -> None:
    (found,) = as_json("people", "find", person(1)["uln"])
    shown = as_json("people", "show", found["person"])
    assert [it["activity"] for it in shown["spells"]] == ["110", "230"]


OF_OCTOBER = [
    young(1),
    young(2),
    young(3, CurrencyLapsed="Y", DueToLapseDate="2026-10-15"),
    # 4 is not in theirs
    young(5),
    young(6, Ethnicity="ABCD"),
    young(7, EstablishmentName="TESTHAM COLL"),
    young(
        8,
        ActivityCode="619",
        StartDate="2026-10-19",
        DateAscertained="2026-10-20",
        DateVerified="2026-10-20",
        EstablishmentNumber="",
        EstablishmentName="",
        DueToLapseDate="",
        PredictedEndDate="",
    ),
    young(9),
    young(9, YoungPersonsID="3590000000099"),
    young(10, StartDate="2026-09-08"),
    young(31),
    young(32, LeadLEA="350"),
]
EXPECTED = {
    "unexplained": 1,  # 10: another first day, confirmed on the same day
    "not-in-theirs": 1,  # 4
    "not-in-ours": 2,  # 31, and the second record of 9
    "theirs-lapsed": 3,  # 3: the flag, its day, and the UKPRN that they leave out
    "rule": 1,  # 6
    # 7 has another name; the others lack the college's UKPRN, and all the status of
    # the September Guarantee that we return where none is recorded.
    "other-words": 1 + 6 + 3 * 9,
}


def differences(number: int) -> dict[tuple[str, str, str], int]:
    rows = db.session.execute(
        sql(
            "SELECT cause, field, why, count(*) AS many FROM parallel_differences"
            " WHERE run_id = :run GROUP BY 1, 2, 3"
        ),
        {"run": number},
    )
    return {(it.cause, it.field, it.why): it.many for it in rows}


@pytest.mark.parametrize("written", [of_first_vendor, of_second_vendor])
def test_the_parallel_run_explains_every_difference(
    moved_in, tmp_path, load, as_json, everything, app, written
) -> None:
    # The college has confirmed 2 since.
    load(
        "provider-enrolment",
        provider_list(tmp_path / "list.csv", [person(2, start="07/09/2026")]),
        institution="130888",
        as_at=date(2026, 10, 20),
    )
    file = written(tmp_path / "october.dat", OCTOBER, OF_OCTOBER)
    before = everything()
    out = tmp_path / "run.xlsx"
    run = as_json(
        *("moving-in", "compare", file, "--month", "2026-10", "--out", out), code=None
    )
    with app.app_context():
        found = differences(run["comparison"])
    of_college = {key: many for key, many in found.items() if key[0] == "ours-newer"}
    others = {
        cause: sum(many for (it, _, _), many in found.items() if it == cause)
        for cause in {cause for cause, _, _ in found} - {"ours-newer", "theirs-newer"}
    }
    assert others == EXPECTED, found
    assert ("ours-newer", "DateVerified") in {key[:2] for key in of_college}
    assert ("theirs-newer", "ActivityCode") in {key[:2] for key in found}
    assert ("not-in-ours", "", "not on record here") in found
    assert ("not-in-ours", "", "a second record of the same young person") in found

    # They add up: the causes to the differences, the people to both files.
    assert sum(run["causes"].values()) == run["differences"] == sum(found.values())
    assert run["theirs"] == 11 == run["in_both"] + run["causes"]["not-in-ours"]
    assert run["ours"] == 10 == run["in_both"] + run["causes"]["not-in-theirs"]
    assert run["left_out"] == 1
    assert run["equal"] == 0  # of each the guarantee is in other words

    # Nothing of their file became evidence, a line or a person.
    after = everything()
    kept = ("evidence", "facts", "staged_rows", "import_batches", "people", "entries")
    assert all(before[table] == after[table] for table in kept)

    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names == ["Causes", "Months", "Differences"]
    listed = book.get_sheet_by_name("Differences").to_python()
    assert len(listed) == 4 + run["differences"]
    assert book.get_sheet_by_name("Months").to_python()[4][0] == "October 2026"


def test_contacts_of_the_stranger_move_in_and_go_again(
    moved_in, tmp_path, load, as_json, app
) -> None:
    rows = [
        {
            "Client ID": str(n),
            "Client Surname": person(n)["family"],
            "Client Forename": person(n)["given"],
            "Date of Birth": person(n)["born"],
            "Interaction Date": "12/03/2026 14:05",
            "Interaction Type": "Telephone",
            "Interaction Outcome": "Successful",
            "Contact With": "Client",
            "Created By": "J. Okafor",
            "Running Notes": f"Plans of number {n}",
            "Is Confidential": "Yes" if n == 3 else "No",
        }
        for n in range(1, 6)
    ]
    rows[0]["Status Confirmed"] = "230 - Further education"
    file = contacts(tmp_path / "interactions.csv", rows)
    batch = load(
        "earlier-contacts", file, institution="Core Plus", as_at=date(2026, 11, 20)
    )
    assert batch["applied"], batch

    def held() -> list[tuple]:
        with app.app_context():
            return db.session.execute(
                sql(
                    "SELECT made_on, outcome, channel, note, visibility, written_by"
                    " FROM contacts WHERE withdrawn_at IS NULL ORDER BY note"
                )
            ).all()

    found = held()
    assert len(found) == 5
    assert {it.written_by for it in found} == {"J. Okafor, in the earlier system"}
    assert [it.visibility for it in found].count("restricted") == 1
    as_json("imports", "withdraw", batch["batch"])
    assert held() == []
    as_json("imports", "apply", batch["batch"], "--yes")
    assert held() == found
