"""Everything that can be held about one young person, by the real routes.

Her sister is beside her in files, sessions and lists. Everybody is invented.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from tests.acts import NOON, act, record_contact
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
from tests.journeys.moving_in.exported_documents import PDF, index_of, line, packed
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
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.look_reasons import OTHER
from tracker.domain.law.objections import To
from tracker.domain.reference.activity import ACTIVITIES
from tracker.store.casework.contacts import Contact
from tracker.store.history.leaving import Stage

HERE = authority_scope(AUTHORITY)
FIRST = 7_310_001
#: Words of hers, each planted by another route.
HERS = (
    *("Ottiline", "Larkspurgate", "Wilhelmina", "zorblunk", "quibberdash"),
    *("flumpwick", "snorkbury", "plimsole", "wibblethorpe", "snizzlewick"),
    *("grizzlethorn", "holdworthy", "Fothergill", "cobblewick", "Thistlemoor"),
    *("Tumblewort", "marrowsilk"),
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


def plant(app: Flask, load: Any, flask: Any, tmp_path: Path) -> Known:
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
    _document(flask, tmp_path, ottiline)
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


def _document(flask: Any, tmp_path: Path, row: dict[str, str]) -> None:
    """A document of hers in the council's earlier system."""
    flask(
        "moving-in",
        "documents",
        index_of(tmp_path / "index.csv", line(row, "marrowsilk.pdf", "Tumblewort")),
        packed(tmp_path / "documents.zip", {"marrowsilk.pdf": PDF}),
        *("--system", "Their system", "--as-at", "2026-11-02"),
    )


def _by_hand(hers: int, sister: int) -> int:
    """What users record about her; returns the record that is merged into hers."""
    within, done = HERE, by()
    again = young("Ottiline", "Snorkbury", phone="07700 900123")
    contact(again, "flumpwick")
    actions.people.merging.merge(
        hers, [again], within=within, act=done, because="plimsole"
    )
    actions.people.merging.merge(hers, [sister], within=within, act=done)
    actions.people.merging.unmerge(hers, within=within, act=done)
    actions.people.seals.seal(hers, family="Trundlemere", within=within, act=done)
    wrong = contact(hers, "wibblethorpe")
    actions.casework.contact_changes.withdraw(
        wrong, because="Another person", within=within, act=done
    )
    contact(hers, "zorblunk")
    contact(sister, "grumblefax")
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


def contact(number: int, note: str) -> Contact:
    done = by()
    return record_contact(
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


def rows_with(*words: str) -> dict[str, str]:
    """Every row of every table with one of these in any column, and its text."""
    owner = as_owner()
    found = {}
    tables = owner.execute(text(_EVERY_TABLE)).all()
    for table, keys in tables:
        # A line of the audit has its moment in the key, by which it is kept in months.
        columns = ["id"] if "id" in keys else keys
        key = " || '-' || ".join(f't."{each}"::text' for each in columns)
        for number, whole in owner.execute(
            text(f"SELECT {key}, t::text FROM {table} t WHERE t::text ~* ANY(:words)"),
            {"words": list(words)},
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
