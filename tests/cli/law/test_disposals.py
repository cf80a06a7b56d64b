"""flask disposals: everything about a person past their date goes, and counts stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.acts import act, record_contact
from tests.factories import (
    COLLEGE,
    ELSEWHERE,
    census,
    people,
    person,
    provider_list,
    pupil,
)
from tests.held import all_rows
from tests.web.adviser.young import record_evidence
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.casework.contacts import NewContact
from tracker.actions.law.disposals.ledger import Ledger
from tracker.cli.law import disposal_commands
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.history.details.detail_statements import detail
from tracker.extensions import db

HERE = authority_scope("359")
#: Born in September 2009: Year 13 ends on 31 August 2028.
ODD = {"given": "Zyxquabert", "family": "Quorfleet"}
DUE = date(2031, 9, 1)
CATEGORIES = ("record", "lines", "return")


@pytest.fixture(autouse=True)
def ledger(app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of this test alone."""
    here = app.config["TRACKER"]
    file = tmp_path / "ledger.jsonl"
    kept = replace(here, keeping=replace(here.keeping, disposals=file))
    monkeypatch.setitem(app.config, "TRACKER", kept)
    return file


@pytest.fixture
def planted(registered: None, load: Any, app: Any, tmp_path: Path) -> dict[str, int]:
    """Two lists with an odd name, a contact, and two people of the same year."""
    rows = [person(4, date(2009, 9, 30), **ODD), *people(2, first=40)]
    for number, day in ((1, date(2026, 10, 9)), (2, date(2026, 11, 2))):
        file = provider_list(tmp_path / f"list{number}.csv", rows)
        load("provider-enrolment", file, institution=COLLEGE, as_at=day)
    with app.app_context():
        number = person_of("Quorfleet")
        record_contact(
            number,
            NewContact(
                made_on=date(2026, 11, 24),
                outcome=Outcome.YOUNG_PERSON,
                channel=Channel.PHONE,
                note="Zyxquabert wants to be a wheelwright",
            ),
            next_due=date(2026, 12, 1),
            what="Ask Quorfleet's mother",
            within=HERE,
            act=act(),
        )
    return {"odd": number}


def person_of(family: str) -> int:
    found = db.session.execute(
        text("SELECT id FROM people WHERE family = :family AND merged_into IS NULL"),
        {"family": family},
    )
    return int(found.scalar_one())


@pytest.fixture
def dispose(flask: Any, clock: Any) -> Callable[..., Any]:
    """Confirms the schedule, and takes a disposal on a day through its steps."""

    def run(on: date = DUE) -> Any:
        clock.set(on)
        flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
        made = flask("disposals", "propose", "--for", "Bethan", "--json").json
        number = made["disposal"]
        flask("disposals", "approve", number, "--for", "Judith")
        return flask("disposals", "carry-out", number, "--json").json

    return run


def kept(app: Any) -> Ledger:
    return disposal_commands.ledger(app.config["TRACKER"])


def found_in(words: list[str]) -> dict[str, int]:
    """The tables in which any of these words is, in any row."""
    return {
        table: sum(any(word in row.lower() for word in words) for row in rows)
        for table, rows in all_rows().items()
        if any(word in row.lower() for row in rows for word in words)
    }


@pytest.mark.law("N-20", "D-04")
def test_after_disposal_no_table_names_the_person(
    app: Any, flask: Any, planted: dict[str, int], dispose: Any
) -> None:
    words = ["zyxquabert", "quorfleet"]
    with app.app_context():
        assert {"people", "facts", "staged_rows", "contacts"} <= set(found_in(words))
    done = dispose()
    assert (done["state"], done["people_done"], done["left_out"]) == (
        "carried out",
        3,
        0,
    )
    assert done["done"]["people"] == 3 and done["done"]["staged_rows"] == 6
    with app.app_context():
        assert found_in(words) == {}
        assert db.session.execute(text("SELECT count(*) FROM evidence")).scalar() == 0
        assert store.intake.import_batches.outcomes(2)
    certificate = flask("disposals", "certificate", done["disposal"])
    assert "Young people: 3" in certificate.out
    assert "until they are written over" in certificate.out


@pytest.mark.law("D-04")
def test_a_day_before_nothing_is_due(
    flask: Any, planted: dict[str, int], clock: Any
) -> None:
    clock.set(date(2031, 8, 31))
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    assert flask("disposals", "due", "--json").json["people"] == 0
    assert flask("disposals", "due", "--on", DUE, "--json").json["people"] == 3
    refused = flask("disposals", "propose", code=2)
    assert "Nothing is due" in refused.err


@pytest.mark.law("N-20")
def test_a_rule_that_is_not_confirmed_disposes_of_nothing(
    flask: Any, planted: dict[str, int], clock: Any
) -> None:
    clock.set(DUE)
    due = flask("disposals", "due", "--json").json
    assert (due["people"], due["past"]) == (0, 3)
    assert due["kept"] == {"legal hold": 0, "open case": 0, "rule not confirmed": 3}
    assert {each["people"] for each in due["rules"]} == {3}
    flask("disposals", "propose", code=2)
    states = {each["state"] for each in flask("disposals", "schedule", "--json").json}
    assert states == {"proposed", "built in"}


@pytest.mark.law("D-04")
def test_a_hold_stops_everything_about_the_person(
    app: Any, flask: Any, planted: dict[str, int], dispose: Any, clock: Any
) -> None:
    odd = planted["odd"]
    flask("disposals", "hold", odd, "--because", "A claim about 2027")
    done = dispose()
    assert done["people_done"] == 2
    with app.app_context():
        assert {"people", "facts", "staged_rows", "contacts"} <= set(
            found_in(["quorfleet", "zyxquabert"])
        )
    (hold,) = flask("disposals", "holds", "--json").json
    flask("disposals", "release", hold["hold"], "--because", "Settled")
    assert dispose()["people_done"] == 1
    with app.app_context():
        assert found_in(["quorfleet", "zyxquabert", "a claim"]) == {}


@pytest.mark.law("D-04")
def test_a_hold_that_comes_after_the_approval_counts(
    flask: Any, planted: dict[str, int], clock: Any
) -> None:
    clock.set(DUE)
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    flask("disposals", "propose", "--for", "Bethan")
    flask("disposals", "approve", 1, "--for", "Judith")
    flask("disposals", "hold", planted["odd"], "--because", "A claim")
    done = flask("disposals", "carry-out", 1, "--json").json
    assert (done["people_done"], done["left_out"]) == (2, 1)


@pytest.mark.law("D-04")
def test_no_user_approves_their_own_disposal(
    flask: Any, planted: dict[str, int], clock: Any
) -> None:
    clock.set(DUE)
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    flask("disposals", "propose", "--for", "Bethan")
    assert (
        "You proposed"
        in flask("disposals", "approve", 1, "--for", "Bethan", code=2).err
    )
    early = flask("disposals", "carry-out", 1, code=2)
    assert "is proposed" in early.err
    flask("disposals", "decline", 1, "--because", "Too early", "--for", "Judith")
    assert flask("disposals", "carry-out", 1, code=2).err


@pytest.mark.law("D-04")
def test_the_return_of_a_month_keeps_its_count_and_loses_the_name(
    app: Any,
    flask: Any,
    as_json: Any,
    planted: dict[str, int],
    dispose: Any,
    clock: Any,
    tmp_path: Path,
) -> None:
    clock.set(date(2026, 12, 3))
    run = as_json(
        "returns", "prepare", "--period", "2026-11", "--out", tmp_path / "r", code=None
    )
    as_json("returns", "freeze", run["run"])
    flask("disposals", "hold", planted["odd"] + 1, "--because", "A claim")
    dispose()
    with app.app_context():
        kept = store.nccis_return.runs.run(run["run"], within=HERE)
        assert kept is not None and kept.records == 3
        file = store.nccis_return.runs.file_of(kept)
        assert b"Quorfleet" not in file and file.count(b"<YoungPersonsRecord>") == 1
        assert file.endswith(b"</NCCIS>\n") or file.count(b"</YoungPersonsRecord>") == 1


@pytest.mark.law("D-04")
def test_merged_records_go_together_and_are_held_together(
    app: Any, flask: Any, planted: dict[str, int], dispose: Any
) -> None:
    odd = planted["odd"]
    flask("people", "merge", odd, odd + 1, "--because", "The same", "--yes", code=None)
    flask("disposals", "hold", odd + 1, "--because", "A claim about the other")
    assert dispose()["people_done"] == 1
    (hold,) = flask("disposals", "holds", "--json").json
    flask("disposals", "release", hold["hold"], "--because", "Settled")
    done = dispose()
    assert (done["people_done"], done["done"]["people"]) == (1, 2)
    with app.app_context():
        assert found_in(["quorfleet"]) == {}


@pytest.mark.law("D-04")
def test_a_plan_keeps_the_record_to_twenty_five(
    registered: None, flask: Any, load: Any, clock: Any, tmp_path: Path
) -> None:
    rows = [pupil(1, date(2010, 9, 12), sen="E"), pupil(2, date(2010, 9, 12))]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 10, 1))
    clock.set(date(2035, 9, 11))
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    assert flask("disposals", "due", "--json").json["people"] == 1
    on = flask("disposals", "due", "--on", "2035-09-12", "--json").json
    assert on["people"] == 2


@pytest.mark.law("N-20")
def test_a_withdrawn_list_is_emptied_after_ninety_days(
    app: Any, flask: Any, registered: None, load: Any, clock: Any, tmp_path: Path
) -> None:
    file = provider_list(tmp_path / "w.csv", [person(4, **ODD)])
    loaded = load("provider-enrolment", file, institution=COLLEGE, as_at=clock.today())
    flask("imports", "withdraw", loaded["batch"])
    clock.set(date(2027, 2, 21))
    flask("disposals", "confirm", "lines", "--for", "Judith")
    due = flask("disposals", "due", "--json").json
    assert {each["lines"] for each in due["lines"]} == {0}
    clock.set(date(2027, 2, 23))
    flask("disposals", "propose", "--for", "Bethan")
    flask("disposals", "approve", 1, "--for", "Judith")
    done = flask("disposals", "carry-out", 1, "--json").json
    assert sum(done["lines_done"].values()) == 1
    with app.app_context():
        assert found_in(["zyxquabert", "quorfleet"]) == {}
    again = flask("imports", "apply", loaded["batch"], "--yes", code=None)
    assert again.code != 0 or "Quorfleet" not in again.out


def test_a_disposal_goes_on_where_it_was_stopped(
    app: Any,
    flask: Any,
    planted: dict[str, int],
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.set(DUE)
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    flask("disposals", "propose", "--for", "Bethan")
    flask("disposals", "approve", 1, "--for", "Judith")
    out = actions.law.disposals.carrying_out
    monkeypatch.setattr(out, "AT_ONCE", 1)
    remove, done = store.law.disposals.removal.remove, []

    def stopped(records: Any) -> Any:
        found = remove(records)
        done.append(records)
        if len(done) == 2:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(store.law.disposals.removal, "remove", stopped)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        out.carry_out(1, ledger=kept(app), within=HERE, act=act())
    (listed,) = flask("disposals", "list", "--json").json
    assert (listed["state"], listed["people_done"]) == ("begun", 1)
    ended = flask("disposals", "carry-out", 1, "--json").json
    assert (ended["state"], ended["people_done"]) == ("carried out", 3)


@pytest.mark.law("D-04", "N-20")
def test_lines_of_another_area_raise_an_alarm_before_they_go(
    app: Any, flask: Any, registered: None, load: Any, clock: Any, tmp_path: Path
) -> None:
    """A disposal leaves them alone; the work item and the doctor name them."""
    rows = [person(4, postcode=ELSEWHERE, **ODD), *people(1, first=40)]
    file = provider_list(tmp_path / "away.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=clock.today())
    clock.set(date(2026, 12, 9))
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    items = flask("items", "--json").json
    assert any("Pass on 1 of its lines" in str(each) for each in items)
    found = flask("doctor", "--json", code=None).out
    assert "still holds 1 line about residents of other areas" in found
    assert dispose_lines(flask, clock, date(2028, 12, 9)) == 0
    with app.app_context():
        assert "staged_rows" in found_in(["quorfleet"])
        lead = store.intake.tray.piles(within=HERE, before=date(2028, 1, 1))[0].lead
        actions.intake.out_of_area.delete_late(
            lead, reason="No answer", within=HERE, act=act(at=clock.tick())
        )
        assert found_in(["quorfleet", "zyxquabert"]) == {}


def dispose_lines(flask: Any, clock: Any, on: date) -> int:
    """The lines that are due by rules of their own on a day."""
    clock.set(on)
    due = flask("disposals", "due", "--json").json
    return sum(each["lines"] for each in due["lines"])


@pytest.mark.law("D-04", "N-20")
def test_a_closed_case_goes_by_its_own_date_and_keeps_its_person_until_then(
    app: Any, flask: Any, planted: dict[str, int], clock: Any, dispose: Any
) -> None:
    flask(
        *("cases", "open", "complaint", "About Quorfleet", "--received", "2026-11-20"),
        *("--person", planted["odd"]),
    )
    clock.set(date(2031, 9, 1))
    flask("disposals", "confirm", *CATEGORIES, "cases", "--for", "Judith")
    due = flask("disposals", "due", "--json").json
    assert (due["people"], due["kept"]["open case"], due["past"]) == (2, 1, 3)
    with app.app_context():
        actions.law.cases.closing.close(
            1, note="Quorfleet withdrew it", within=HERE, act=act(at=clock.tick())
        )
    assert flask("disposals", "due", "--json").json["people"] == 2
    assert flask("disposals", "due", "--on", "2034-09-02", "--json").json["cases"] == 1
    done = dispose(date(2034, 9, 2))
    assert (done["people_done"], done["lines_done"]["closed cases"]) == (3, 1)
    with app.app_context():
        assert found_in(["quorfleet", "zyxquabert"]) == {}


@pytest.mark.law("D-04", "D-10")
def test_an_objection_that_stands_keeps_its_case_while_the_person_is_on_record(
    app: Any, flask: Any, planted: dict[str, int], clock: Any
) -> None:
    flask(
        *("cases", "open", "objection", "No research", "--received", "2026-11-20"),
        *("--person", planted["odd"], "--ground", "research"),
    )
    with app.app_context():
        db.session.execute(
            text("UPDATE cases SET closed_at = '2026-11-24 12:00+00', closed_by = 'x'")
        )
        db.session.commit()
    clock.set(date(2030, 6, 1))
    flask("disposals", "confirm", *CATEGORIES, "cases", "--for", "Judith")
    assert flask("disposals", "due", "--json").json["cases"] == 0


@pytest.mark.law("D-04")
def test_a_sealed_code_of_care_keeps_the_record_to_twenty_five(
    app: Any, flask: Any, planted: dict[str, int], clock: Any
) -> None:
    with app.app_context():
        record_evidence(planted["odd"], detail("characteristics", codes="160"))
    clock.set(DUE)
    flask("disposals", "confirm", *CATEGORIES, "--for", "Judith")
    assert flask("disposals", "due", "--json").json["people"] == 2
    on = flask("disposals", "due", "--on", "2034-09-30", "--json").json
    assert on["people"] == 3
