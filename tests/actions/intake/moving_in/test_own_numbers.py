"""An earlier system's own numbers find young people; they never become an ID of one."""

from datetime import date

import pytest
from sqlalchemy import text as sql

from tests.factories import nccis, person
from tracker.extensions import db

OCTOBER, EXPORTED = date(2026, 10, 31), date(2026, 11, 20)
CALL = "12/03/2026,Phone,Client,,J. Okafor,Rang about plans"
HEAD = (
    "ClientRef,Surname,Forename,DOB,ContactDate,Method,Outcome,SpokeWith,Adviser,Notes"
)


def young(n: int, **more: str) -> dict[str, str]:
    """A young person of the months of database 331; ours has the number 359."""
    return {**person(n), "activity": "230", "ypid": f"331000001{n:04}", **more}


def named(n: int) -> str:
    row = person(n)
    return f"{row['family']},{row['given']},{row['born']}"


@pytest.fixture
def months(tmp_path, load):
    """The months of database 331 have moved in."""

    def run(*numbers: int):
        path = tmp_path / f"october {numbers}.xml"
        return load("nccis-file", nccis(path, OCTOBER, [young(n) for n in numbers]))

    return run


@pytest.fixture
def send(tmp_path, as_json):
    """Sends rows of their export as it is, without an answer that was not given."""
    made = []

    def run(
        *rows: str,
        head: str = HEAD,
        feed: str = "earlier-contacts",
        institution: str | None = "CaseTrack",
        new_sender: str = "",
        database: str = "",
        yes: bool = True,
        code: int | None = 0,
    ):
        path = tmp_path / f"list {len(made)}.csv"
        made.append(path)
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        words = ["imports", "load", feed, path, "--as-at", EXPORTED]
        words += ["--institution", institution] if institution else []
        words += ["--new-sender", new_sender] if new_sender else []
        words += ["--database", database] if database else []
        words += ["--yes"] if yes else []
        return as_json(*words, code=code)

    return run


def kept(app, query: str) -> list[tuple]:
    with app.app_context():
        return [tuple(row) for row in db.session.execute(sql(query)).all()]


def ids(app) -> set[str]:
    """The IDs on record, of whatever source."""
    found = kept(
        app,
        "SELECT DISTINCT f.statement FROM facts f WHERE f.statement->>'about' IN"
        " ('ypid', 'former ypid', 'upn', 'uln')",
    )
    return {it[0]["ypid"] for it in found if "ypid" in it[0]}


def people(app) -> int:
    return len(kept(app, "SELECT id FROM people"))


def contacts(app) -> int:
    return len(kept(app, "SELECT id FROM contacts WHERE withdrawn_at IS NULL"))


def test_a_short_number_is_completed_with_their_database_and_not_with_ours(
    months, send, app
) -> None:
    months(1, 2)
    loaded = send(f"10001,{named(1)},{CALL}", f"777777,{named(2)},{CALL}")
    assert loaded["outcomes"] == {"matched-update": 2}
    assert contacts(app) == 2
    # Neither the number of ours nor one that no month has is anybody's ID.
    assert ids(app) == {"3310000010001", "3310000010002"}


def test_an_export_brings_no_name_and_no_number(months, send, app) -> None:
    months(1)
    before = kept(app, "SELECT id FROM facts")
    row = person(1)
    send(f"10001,{row['family']}-Holt,{row['given']},{row['born']},{CALL}")
    assert contacts(app) == 1
    assert kept(app, "SELECT id FROM facts") == before


def test_a_column_with_the_database_decides(months, send, app) -> None:
    months(1)
    head = HEAD.replace("ClientRef", "ClientRef,DatabaseID")
    loaded = send(f"10001,331,,,,{CALL}", f"10001,359,,,,{CALL}", head=head)
    assert loaded["outcomes"] == {"matched-update": 1, "invalid": 1}


def test_without_months_the_number_of_the_database_is_a_question(
    send, as_json, app, tmp_path, load
) -> None:
    rows = (f"10001,{named(1)},{CALL}",)
    first = send(*rows, code=2)
    (question,) = first["questions"]
    assert question["kind"] == "database"
    assert question["answer"] == "--database NUMBER"
    assert kept(app, "SELECT id FROM import_batches") == []
    wrong = send(*rows, database="33", code=2)
    assert "three digits" in wrong["error"]
    # The people of the months are found by the number that was given.
    received = send(*rows, database="331", code=1)
    assert received["outcomes"] == {"invalid": 1}
    load("nccis-file", nccis(tmp_path / "later.xml", OCTOBER, [young(1)]))
    applied = as_json("imports", "apply", received["batch"])
    assert applied["outcomes"] == {"matched-update": 1}
    assert contacts(app) == 1


def test_a_list_with_whole_numbers_asks_for_nothing(months, send) -> None:
    months(1)
    assert send(f"3310000010001,{named(1)},{CALL}")["applied"]


def test_a_contact_makes_no_young_person(months, send, as_json, app) -> None:
    months(1)
    before = people(app)
    loaded = send(f"10001,{named(1)},{CALL}", f"10002,{named(2)},{CALL}")
    assert loaded["outcomes"] == {"matched-update": 1, "invalid": 1}
    assert any("is not on record" in it["message"] for it in loaded["problems"])
    assert (people(app), contacts(app)) == (before, 1)
    # Their month comes later: the line is looked at again with its batch.
    months(2)
    as_json("imports", "withdraw", loaded["batch"])
    again = as_json("imports", "apply", loaded["batch"], "--yes")
    assert again["outcomes"] == {"matched-update": 2}
    assert (people(app), contacts(app)) == (before + 1, 2)


def test_one_of_another_area_is_not_passed_on_with_their_contacts(
    months, send, app
) -> None:
    months(1)
    head = HEAD.replace("ClientRef", "ClientRef,Postcode")
    loaded = send(
        f"10001,,{named(1)},{CALL}", f"10002,BL1 1AA,{named(2)},{CALL}", head=head
    )
    assert loaded["outcomes"] == {"matched-update": 1, "invalid": 1}


def test_a_decision_cannot_make_a_record_of_a_contact(
    months, send, as_json, app
) -> None:
    months(1)
    row = person(1)
    other = f"{row['family']},{row['given']}x,{row['born']}"
    send(f"10001,{named(1)},{CALL}", f",{other},{CALL}")
    for waiting in as_json("matching", "list"):
        refused = as_json("matching", "resolve", waiting["row"], "--new", code=2)
        assert "makes no record" in refused["error"]


HISTORY = "ClientRef,Surname,Forename,DOB,Activity,StartDate,EndDate"


def test_a_history_of_someone_in_no_month_is_a_question(months, send, app) -> None:
    months(1)
    before = people(app)
    rows = (
        f"10001,{named(1)},230,08/09/2025,10/07/2026",
        f"10002,{named(2)},230,08/09/2025,10/07/2026",
    )
    first = send(*rows, head=HISTORY, feed="earlier-activities", yes=False, code=1)
    assert not first["applied"]
    (alarm,) = first["alarms"]
    assert "1 young person" in alarm and "in no month" in alarm
    assert people(app) == before
    done = send(*rows, head=HISTORY, feed="earlier-activities")
    assert done["applied"]
    assert people(app) == before + 1
    # Not even a person that the history makes gets an ID of it.
    assert ids(app) == {"3310000010001"}


def test_the_sender_is_a_question_before_anything_is_received(
    months, send, app
) -> None:
    months(1)
    before = kept(app, "SELECT id FROM import_batches")
    first = send(f"10001,{named(1)},{CALL}", institution=None, code=2)
    assert [it["kind"] for it in first["questions"]] == ["new sender"]
    assert kept(app, "SELECT id FROM import_batches") == before
    loaded = send(f"10001,{named(1)},{CALL}", institution=None, new_sender="CaseTrack")
    assert loaded["sender"] == {"name": "CaseTrack"}


def test_many_unusable_lines_are_a_question(months, send, app) -> None:
    months(1)
    odd = CALL.replace("Client", "Carrier pigeon")
    rows = [f"10001,{named(1)},{odd}"] * 3 + [f"10001,{named(1)},{CALL}"]
    first = send(*rows, yes=False, code=1)
    assert not first["applied"]
    assert "3 of 4 lines" in first["alarms"][0]
    assert contacts(app) == 0
