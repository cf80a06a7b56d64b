"""A young person's own copy has everything that is theirs, and nothing of another.

What is theirs is looked for independently of the declaration: every table is searched
for the number of their record, and for words that were planted by the real routes.
Everybody is invented.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.acts import NOON, act
from tests.emptied import as_owner
from tests.factories import (
    AUTHORITY,
    COLLEGE,
    COLLEGE_NUMBER,
    SCHOOL,
    census,
    nccis,
    provider_list,
    pupil,
    unsure,
)
from tests.linkage.people import upn
from tests.waiting import run_waiting
from tests.web.adviser.young import young
from tests.web.conftest import make
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.casework.contacts import NewContact
from tracker.actions.law.cases.opening import Requested
from tracker.actions.law.restrictions import Written
from tracker.actions.leavers.own_leavers import OwnLeaver
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.history.details.restriction_answers import By, How
from tracker.domain.law.cases.case_kinds import KINDS, Step
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.look_reasons import OTHER
from tracker.domain.law.objections import To
from tracker.domain.reference.activity import ACTIVITIES
from tracker.store.accounts.audit import Action, Criteria
from tracker.store.casework.contacts import Contact
from tracker.store.history.leaving import Stage

HERE = authority_scope(AUTHORITY)
FIRST = 7_310_001
#: Words of hers, each planted by another route.
HERS = (
    *("Ottiline", "Larkspurgate", "Wilhelmina", "zorblunk", "quibberdash"),
    *("flumpwick", "snorkbury", "plimsole", "wibblethorpe", "snizzlewick"),
    *("grizzlethorn", "holdworthy", "Fothergill", "cobblewick", "Thistlemoor"),
)
#: Words of a session that she and her sister were in.
SHARED = ("drizzlecomb", "wobblegate")
#: Words of hers that are encrypted in the tables.
SEALED = ("trundlemere", "bumblethwaite", ACTIVITIES["640"].title)
#: Words of her sister, of a line that may be about either, of staff and of others.
OTHERS = (
    *("Zebedia", "grumblefax", "Candlemaybe", "Wotherspoon", "adviser@example.org"),
    *("Nettlefold", "01632 960999"),
)
OFFICER, OWNER = "information-officer@example.org", "asset-owner@example.org"


@dataclass(frozen=True)
class Known:
    """The young person, the record that is merged into hers, and her sister."""

    number: int
    merged: int
    sister: int


def by(user: str = "adviser@example.org") -> Any:
    return act(by=user)


@pytest.fixture
def known(app: Flask, registered: None, load: Any, flask: Any, tmp_path: Path) -> Known:
    """Everything that can be held about one young person, by the real routes."""
    with app.app_context():
        owner = as_owner()
        owner.execute(text(f"SELECT setval('people_id_seq', {FIRST - 1})"))
        owner.commit()
    home = {"family": "Quillfeather", "estab": "4034"}
    ottiline = pupil(
        1, given="Ottiline", parent="Wilhelmina", street="Larkspurgate", **home
    )
    zebedia = pupil(2, given="Zebedia", born=ottiline["born"], sex="F", **home)
    load(
        "school-census",
        census(tmp_path / "census20261001.csv", [ottiline, zebedia]),
        as_at=date(2026, 10, 1),
    )
    hers = find(flask, upn(1))
    sister = find(flask, upn(2))
    at_college = {"laestab": COLLEGE_NUMBER, "provider": "Testham College"}
    load(
        "provider-enrolment",
        provider_list(
            tmp_path / "list.csv",
            [
                {**ottiline, **at_college, "given": "Ottiline", "start": "07/09/2026"},
                {**zebedia, **at_college, "start": "07/09/2026"},
                unsure({**ottiline, **at_college, "provider": "Candlemaybe"}),
            ],
        ),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )
    ill = {**ottiline, "activity": "640", "start": "01/10/2026", "provider": ""}
    load(
        "nccis-file",
        nccis(tmp_path / "nccis.xml", date(2026, 10, 31), [ill]),
        as_at=date(2026, 10, 31),
    )
    with app.app_context():
        merged = _by_hand(hers, sister)
    flask("positions", "refresh", "--on", "2026-10-31")
    made = flask(
        *("returns", "prepare", "--authority", AUTHORITY, "--period", "2026-10"),
        *("--out", tmp_path, "--json"),
    ).json
    flask("returns", "freeze", made["run"])
    flask(
        *("agreements", "propose", "AL-02", "--gateway", "enrolled-support"),
        *("--with", COLLEGE, "--fields", "name,born,plan", "--from", "2026-09-01"),
        *("--to", "2027-07-31", "--review", "2027-06-01", "--for", "Bethan"),
    )
    flask("agreements", "sign", "AL-02", "--for", "Judith")
    flask(
        *("disclose", "enrolled-support", "--to", COLLEGE, "--enrolled"),
        *("--out", tmp_path / "support.csv"),
    )
    flask("people", "show", hers)
    flask("people", "show", sister)
    return Known(hers, merged, sister)


def _by_hand(hers: int, sister: int) -> int:
    """What users record about her; returns the record that is merged into hers."""
    within, done = HERE, by()
    again = young("Ottiline", "Snorkbury", phone="07700 900123")
    _contact(again, "flumpwick")
    actions.people.merging.merge(
        hers, [again], within=within, act=done, because="plimsole"
    )
    actions.people.merging.merge(hers, [sister], within=within, act=done)
    actions.people.merging.unmerge(hers, within=within, act=done)
    actions.people.seals.seal(hers, family="Trundlemere", within=within, act=done)
    wrong = _contact(hers, "wibblethorpe")
    actions.casework.contact_withdrawal.withdraw(
        wrong, because="Another person", within=within, act=done
    )
    _contact(hers, "zorblunk")
    _contact(sister, "grumblefax")
    actions.casework.group_sessions.record(
        [hers, sister],
        held_on=done.on,
        place="Wobblegate Hall",
        topic="Drizzlecomb",
        within=within,
        act=done,
    )
    actions.work.items.open_item(
        "task", "quibberdash", person=hers, within=within, act=done
    )
    adviser = make("adviser", "Barnaby Wotherspoon")
    actions.casework.caseloads.hand_over(
        [hers, sister], adviser.id, note="snizzlewick", within=within, act=done
    )
    actions.casework.look_reasons.give(
        hers, OTHER, "bumblethwaite", within=within, act=by(adviser.email)
    )
    actions.law.cases.opening.open_case(
        KINDS["objection"],
        "Research",
        received=done.on,
        requester=Requester.PARENT,
        requester_name="Mrs Nettlefold",
        people=[hers],
        ground=To.RESEARCH,
        within=within,
        act=done,
    )
    _by_others(hers)
    return again


def _by_others(hers: int) -> None:
    """What schools, colleges and other bodies report about her, and a hold."""
    done = by()
    register = store.institutions.register.directory()
    school, college = (register.by_key(f"urn:{each}") for each in (SCHOOL, COLLEGE))
    assert school is not None and college is not None
    actions.law.restrictions.record(
        hers,
        Written(False, By.YOUNG_PERSON, How.LETTER, done.on, "grizzlethorn"),
        institution=school,
        within=HERE,
        act=done,
    )
    actions.law.disposals.holding.place(
        hers, reason="holdworthy", within=HERE, act=done
    )
    actions.law.cases.opening.open_case(
        KINDS["third-party-request"],
        "Grant",
        received=done.on,
        requester=Requester.THIRD_PARTY,
        people=[hers],
        requested=Requested("Fothergill Trust", *["as agreed"] * 5),
        within=HERE,
        act=done,
    )
    (record,) = store.people.records.records([hers], within=HERE)
    actions.leavers.corrections.record_correction(
        OwnLeaver(record, 2026, Stage.YEAR_11, None),  # type: ignore[arg-type]
        institution=school.key,
        doing="training",
        at_place=None,
        place_name="",
        since=done.on,
        how="Seen there",
        note="cobblewick",
        act=done,
    )
    actions.leavers.notices.record_notice(
        record.identity,
        last_day=done.on,
        next_step="Thistlemoor farm",
        note="",
        institution=college,
        act=done,
    )
    run_waiting(clock=lambda: NOON, day=lambda at: at.date())


def _contact(number: int, note: str) -> Contact:
    done = by()
    return actions.casework.contacts.record(
        number,
        NewContact(
            Outcome.PARENT, Channel.PHONE, done.on, note=note, wrong="01632 960999"
        ),
        next_due=date(2026, 12, 1),
        what=f"Ring {note}",
        within=HERE,
        act=done,
    )


def find(flask: Any, words: str) -> int:
    (found,) = flask("people", "find", words, "--json").json
    number: int = found["person"]
    return number


def rows_in(copy: dict[str, Any]) -> set[str]:
    """Every row that a copy has, as "contacts 12"."""
    rows = [row for section in copy["sections"] for row in section["rows"]]
    return {row["row"] for row in rows} | {it for row in rows for it in row["inside"]}


def rows_with(words: str) -> dict[str, str]:
    """Every row of every table with these words in any column, and its text."""
    owner = as_owner()
    found = {}
    tables = owner.execute(text(_EVERY_TABLE)).all()
    for table, keys in tables:
        # A line of the audit has its moment in the key, by which it is kept in months.
        columns = ["id"] if "id" in keys else keys
        key = " || '-' || ".join(f't."{each}"::text' for each in columns)
        for number, whole in owner.execute(
            text(f"SELECT {key}, t::text FROM {table} t WHERE t::text ~* :words"),
            {"words": words},
        ):
            found[f"{table} {number}"] = whole
    owner.rollback()
    return found


#: Each table with the columns of its primary key; a part of a table is in the whole.
_EVERY_TABLE = """
    SELECT t.table_name, array_agg(k.column_name::text ORDER BY k.ordinal_position)
    FROM information_schema.tables t
    JOIN information_schema.table_constraints c
        ON c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY'
    JOIN information_schema.key_column_usage k
        ON k.constraint_name = c.constraint_name AND k.table_name = t.table_name
    JOIN pg_class p ON p.oid = t.table_name::regclass AND NOT p.relispartition
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
    GROUP BY 1 ORDER BY 1
"""


@pytest.fixture
def hers(app: Flask, known: Known) -> dict[str, str]:
    """Every row with one of her numbers or her words, but for lines of candidates."""
    with app.app_context():
        found = {
            row: whole
            for number in (known.number, known.merged)
            for row, whole in rows_with(rf"(^|[^0-9]){number}([^0-9]|$)").items()
        }
        for words in HERS:
            found |= rows_with(words)
        (doubtful,) = rows_with("Candlemaybe")
    assert doubtful in found, "it lists her as a candidate"
    del found[doubtful]
    return found


@pytest.fixture
def copy(
    app: Flask, known: Known, hers: Any, flask: Any, tmp_path: Path
) -> dict[str, Any]:
    """Her copy, prepared by an officer and approved by an asset owner."""
    with app.app_context():
        make("information-officer"), make("asset-owner")
        case = actions.law.cases.opening.open_case(
            KINDS["subject-access"],
            "Everything",
            received=by().on,
            requester=Requester.YOUNG_PERSON,
            people=[known.number],
            within=HERE,
            act=by(OFFICER),
        )
        given: dict[str, Any] = {"within": HERE, "act": by(OFFICER)}
        actions.law.cases.case_steps.take(
            case.id, Step.IDENTITY, evidence="met", **given
        )
        actions.law.subject_copy.preparing.prepare(case.id, **given)
        actions.law.cases.deciding.decide(case.id, "given", "All of it", **given)
        actions.law.cases.deciding.approve(case.id, "", within=HERE, act=by(OWNER))
    out = tmp_path / "copy.json"
    flask("copies", "write", "SA-1", "--out", out)
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


@pytest.mark.law("D-05", "N-19")
def test_the_copy_has_every_row_about_her(
    hers: dict[str, str], copy: dict[str, Any]
) -> None:
    missing = {row: whole for row, whole in hers.items() if row not in rows_in(copy)}
    assert missing == {}
    tables = {row.partition(" ")[0] for row in hers}
    assert {"people", "facts", "staged_rows", "contacts", "hand_overs"} <= tables
    assert {"work_items", "positions", "return_records", "merges", "audit"} <= tables
    whole = json.dumps(copy, ensure_ascii=False).casefold()
    words = (*HERS, *SEALED, *SHARED)
    assert [each for each in words if each.casefold() not in whole] == []


@pytest.mark.law("D-05", "D-07")
def test_the_copy_has_nothing_of_another_person(
    known: Known, copy: dict[str, Any]
) -> None:
    whole = json.dumps(copy, ensure_ascii=False).casefold()
    assert [each for each in OTHERS if each.casefold() in whole] == []
    assert str(known.sister) not in whole
    assert upn(2).casefold() not in whole


@pytest.mark.law("D-07")
def test_a_copy_that_is_not_approved_is_refused_and_no_file_is_made(
    app: Flask, flask: Any, tmp_path: Path
) -> None:
    with app.app_context():
        number = young("Ottiline", "Quillfeather")
    flask(
        "cases",
        "open",
        "subject-access",
        "All",
        "--received",
        "2026-11-04",
        "--person",
        number,
    )
    out = tmp_path / "copy.pdf"
    assert "No copy has been prepared" in flask("copies", "show", "SA-1", code=2).err
    flask("copies", "prepare", "SA-1")
    flask("cases", "event", "SA-1", "identity", "--evidence", "met")
    answer = flask("copies", "write", "SA-1", "--out", out, code=2)
    assert "is not approved" in answer.err
    assert not out.exists()
    with app.app_context():
        (line,) = store.accounts.audit.lines(
            Criteria(actions=(Action.DISCLOSURE_REFUSED,)),
            within=HERE,
            offset=0,
            limit=9,
        )
    assert line.subject == "gateway copy"


def test_words_are_left_out_and_put_back_from_the_command_line(
    app: Flask, flask: Any
) -> None:
    with app.app_context():
        number = young("Ottiline", "Quillfeather")
        _contact(number, "Her aunt Zebedia phoned")
    flask(
        "cases",
        "open",
        "subject-access",
        "All",
        "--received",
        "2026-11-04",
        "--person",
        number,
    )
    flask("copies", "prepare", "SA-1")
    done = ("copies", "leave-out", "SA-1", "--code", "other-person")
    found = flask(*done, "--words", "aunt zebedia", "--json").json
    assert found == {"case": "SA-1", "places": 2}, "the note and the next step"
    assert "does not have" in flask(*done, "--words", "uncle", code=2).err
    shown = flask("copies", "show", "SA-1", "--json").json
    assert {"heading": "Contacts with you", "rows": 1} in shown["sections"]
    (entry,) = shown["left_out"]
    assert (
        flask("copies", "put-back", "SA-1", entry["number"], "--json").json["left_out"]
        == []
    )
    flask("cases", "event", "SA-1", "close", "--note", "Withdrawn")
    assert "No copy has been prepared" in flask("copies", "show", "SA-1", code=2).err
