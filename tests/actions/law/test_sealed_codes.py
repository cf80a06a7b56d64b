"""Sealed codes of twenty people, at rest and wherever they are read. All invented."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import text

from tests.factories import COLLEGE, nccis, people, provider_list, register
from tracker import store
from tracker.access import authority_scope
from tracker.domain.history.evidence import Doing
from tracker.domain.reference.activity import activity
from tracker.encryption import NotOpened
from tracker.extensions import db

OCTOBER = date(2026, 10, 31)
WITHIN = authority_scope("359")
SECURE = "Wilderthorpe Secure Unit"
#: An activity and characteristics for each of twenty people, in turn.
HELD = (
    {"activity": "650", "characteristics": "180"},
    {"activity": "630", "characteristics": "120 140"},
    {"activity": "640", "characteristics": "210"},
    {"activity": "290", "characteristics": "170 110", "provider": SECURE},
    {"activity": "710", "characteristics": "130 150 160 190", "provider": SECURE},
)
WORDS = re.compile(
    r'"(?:630|640|650|290|710|110|120|130|150|160|170|180|190|210)(?: |")'
    r"|pregnan|teenage parent|illness|custody|in care|misuse|mental health"
    r"|wilderthorpe",
    re.IGNORECASE,
)


def sealed_rows() -> list[dict[str, str]]:
    started = {"start": "07/09/2026", "ascertained": "10/09/2026"}
    return [
        {**row, **started, **HELD[number % 5], "review": "30/11/2026"}
        for number, row in enumerate(people(20))
    ]


@pytest.fixture
def loaded(tmp_path, load, clock):
    """An October file of twenty people with a sealed code and ten without one."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    open_ = [
        {**row, "activity": "619", "start": "07/09/2026", "characteristics": "140"}
        for row in people(10, first=40)
    ]
    file = nccis(tmp_path / "NCCIS.xml", OCTOBER, [*sealed_rows(), *open_])
    load("nccis-file", file)


def in_all_tables(everything) -> list[str]:
    """What the tables hold of the codes, as text."""
    return [
        f"{table}: {found[0][:40]}"
        for table, rows in everything().items()
        if table not in ("register_facts", "derivations")
        for row in rows
        if (found := WORDS.findall(row.replace('\\"', '"').replace('""', '"')))
    ]


@pytest.mark.law("N-09", "D-13")
def test_no_table_holds_a_sealed_code(loaded, as_json, tmp_path, everything) -> None:
    as_json("measures", "--period", "2026-10")
    as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "out")
    assert in_all_tables(everything) == []


def codes(file) -> list[tuple[str | None, tuple[str | None, ...], str | None]]:
    return sorted(
        (
            each.findtext(".//ActivityCode"),
            tuple(it.text for it in each.iter("CharacteristicCode")),
            each.findtext(".//EstablishmentName"),
        )
        for each in ET.parse(file).iter("YoungPersonsRecord")
    )


@pytest.mark.law("N-16")
def test_the_return_has_the_codes_that_it_must(loaded, as_json, tmp_path) -> None:
    def prepared(month: str) -> list:
        out = tmp_path / month
        made = as_json("returns", "prepare", "--period", month, "--out", out)
        assert as_json("returns", "freeze", made["run"])
        return codes(made["file"])

    wanted = [
        (
            it["activity"],
            tuple(sorted(it["characteristics"].split())),
            it.get("provider"),
        )
        for it in HELD * 4
    ] + [("619", ("140",), None)] * 10
    assert prepared("2026-10") == sorted(wanted, key=repr)


def test_issues_that_could_reveal_a_code_are_kept_apart(
    loaded, as_json, tmp_path, app
) -> None:
    """Without the characteristic of a parent, the rule would give the activity away."""
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")
    with app.app_context():
        run = store.nccis_return.runs.run(made["run"], within=WITHIN)
        assert run is not None
        apart = store.nccis_return.runs.sealed_issues(run)
        sealed = store.history.sealed_facts.people_with(range(1, 100))
        assert {each.person for each in apart} <= sealed
        assert any("210" in it.message or "130" in it.message for it in apart) or apart
        rows = db.session.execute(
            text("SELECT person_id, field FROM return_issues WHERE run_id = :run"),
            {"run": run.id},
        ).all()
        revealing = {"ActivityCode", "CharacteristicCode"}
        assert not [it for it in rows if it[0] in sealed and it[1] in revealing]


def copy_of(person: int) -> dict[str, list[str]]:
    """A young person's own copy: "label: text" of each value, by table."""
    from tracker import actions

    found: dict[str, list[str]] = {}
    for section in actions.law.subject_copy.gathering.gather(person, within=WITHIN):
        for row in section.rows:
            shown = [f"{held.label}: {held.text}" for held in row.fields]
            found.setdefault(row.table, []).extend(shown)
    return found


@pytest.mark.law("D-05", "N-16")
def test_a_copy_has_what_is_sealed_wherever_it_stands(
    loaded, as_json, tmp_path, app
) -> None:
    """Not what stands in its place: in positions and in the return."""
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")
    as_json("returns", "freeze", made["run"])
    with app.app_context():
        sealed = sorted(store.history.sealed_facts.people_with(range(1, 100)))
        copies = [copy_of(person) for person in sealed]
    # The twenty have their activity and characteristics in turn: see HELD.
    by_activity = {
        "650": ["180 – Pregnant"],
        "290": ["110 – In care", "170 – ", f"Place: {SECURE}"],
    }
    checked = set()
    for copy in copies:
        (record,) = (it for it in copy["return_records"] if it.startswith("The record"))
        whole = "; ".join(text for texts in copy.values() for text in texts)
        assert not re.search(r"not-shown|sealed-|: sealed|Not shown|adviser", whole)
        assert "Worked out from: the NCCIS file of 10 September 2026" in whole
        for code, held in by_activity.items():
            title = activity(code).title
            if f"Activity: {code} – {title}" not in record:
                continue
            checked.add(code)
            assert all(each in record for each in held)
            assert any(it.startswith(f"Activity: {title}") for it in copy["positions"])
            assert any(it.startswith("Characteristics: ") for it in copy["positions"])
    assert checked == set(by_activity)


@pytest.mark.law("D-05")
def test_a_position_that_cannot_be_opened_again_names_its_activity_in_words() -> None:
    from tracker.actions.law.subject_copy import derived_words

    row = {"activity": "sealed", "starts": "2026-09-07"}
    assert derived_words.activity(row) == (
        "the activity recorded from 7 September 2026, given above"
    )
    held = derived_words.characteristics(["not-shown", "200"])
    assert held.startswith("one that is given above, ")


def test_a_stand_in_is_counted_as_the_code_was(loaded, inside) -> None:
    from tracker import actions

    actions.history.positions.refresh([OCTOBER], within=WITHIN)
    members = store.history.positions.on(OCTOBER, within=WITHIN)
    seen = store.history.positions.of([it.person for it in members], OCTOBER)
    doing = sorted(it.position.activity.code for it in members)
    assert doing == sorted(
        ["619"] * 10 + ["sealed-neet"] * 12 + ["sealed-education", "sealed-other"] * 4
    )
    assert not [it for it in members if it.position.institution]
    flags = sorted(" ".join(sorted(it.characteristics)) for it in members)
    other = ["sealed-other"] * 4 + ["140 sealed-other"] * 4
    assert flags == sorted(["140"] * 10 + other + ["sealed"] * 12)
    shown = {(it.position.activity.code, *it.characteristics) for it in seen.values()}
    assert {each[:1] + tuple(sorted(each[1:])) for each in shown} == {
        ("619", "140"),
        ("sealed",),
        ("sealed", "140"),
    }


def test_changes_from_one_sealed_code_to_another_name_no_one(
    loaded, load, as_json, tmp_path, clock, inside
) -> None:
    from tracker import actions

    def run(month: str):
        made = as_json("returns", "prepare", "--period", month, "--out", tmp_path / "o")
        return store.nccis_return.runs.run(made["run"], within=WITHIN)

    first = run("2026-10")
    clock.set(date(2026, 12, 3))
    end = date(2026, 11, 30)
    rows = sealed_rows()
    moved = [
        {**one, **HELD[number % 5 - 1], "start": "02/11/2026", "ascertained": ""}
        for number, one in enumerate(rows)
    ]
    found = {**people(1, first=40)[0], "activity": "640", "start": "02/11/2026"}
    load("nccis-file", nccis(tmp_path / "n.xml", end, [*moved, found]))
    changes = actions.nccis_return.run_changes.differences(first, run("2026-11"))
    assert [(it.what, it.before, it.after) for it in changes.moved] == [
        ("group", "neet", "sealed")
    ]


def test_a_batch_that_repeats_a_sealed_code_brings_nothing_new(
    loaded, load, tmp_path, app
) -> None:
    file = nccis(
        tmp_path / "again.xml", OCTOBER, [*sealed_rows(), *people(1, first=60)]
    )
    load("nccis-file", file)
    with app.app_context():
        assert sealed_facts() == 40


def sealed_facts() -> int:
    return db.session.execute(text("SELECT count(sealed) FROM facts")).scalar_one()


def test_equal_codes_cannot_be_recognised(loaded, inside) -> None:
    found = db.session.execute(
        text("SELECT digest, sealed FROM facts WHERE sealed IS NOT NULL")
    ).all()
    assert len({bytes(it.digest) for it in found}) == 40
    assert len({len(bytes(it.sealed)) for it in found}) == 1


def test_a_sealed_statement_opens_in_its_own_row_alone(loaded, inside) -> None:
    one, other = db.session.execute(
        text("SELECT id, sealed FROM facts WHERE sealed IS NOT NULL LIMIT 2")
    ).all()
    shown = '{"kind": "activity", "activity": "sealed"}'
    assert store.history.sealed_facts.read(one.id, shown, one.sealed, opened=True)
    with pytest.raises(NotOpened, match="does not open"):
        store.history.sealed_facts.read(one.id, shown, other.sealed, opened=True)


def opened(person: int) -> set[str | None]:
    return {
        it.statement.activity
        for _, items in store.history.evidence.histories([person], opened=True)
        for it in items
        if isinstance(it.statement, Doing)
    }


def test_merge_and_unmerge_leave_it_readable(loaded, as_json, app) -> None:
    with app.app_context():
        (first, second, *_) = [
            row.id
            for row in db.session.execute(
                text(
                    "SELECT DISTINCT person_id AS id FROM facts"
                    " WHERE sealed IS NOT NULL ORDER BY 1"
                )
            )
        ]
        apart = opened(first), opened(second)
    assert apart == ({"650"}, {"630"})
    as_json("people", "merge", first, second)
    with app.app_context():
        assert opened(first) == {"650", "630"}
    as_json("people", "unmerge", first)
    with app.app_context():
        assert (opened(first), opened(second)) == apart


def test_keys_are_rotated_and_retired(loaded, as_json, app) -> None:
    done = as_json("keys", "rotate")
    assert done["problems"] == []
    assert done["things"]["sealed statements"] == 40
    assert done["things"]["cells of lines"] == 20
    as_json("keys", "retire")
    with app.app_context():
        person = db.session.execute(
            text("SELECT min(person_id) FROM facts WHERE sealed IS NOT NULL")
        ).scalar_one()
        assert opened(person) == {"650"}


def test_a_withdrawn_batch_is_applied_again_with_its_codes(
    loaded, as_json, app, tmp_path
) -> None:
    as_json("imports", "withdraw", 2)
    as_json("imports", "apply", 2, "--yes")
    out = tmp_path / "out"
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", out)
    assert sum(code == "650" for code, *_ in codes(made["file"])) == 4


def test_a_college_that_lists_one_of_them_overrules_the_old_code(
    loaded, load, as_json, tmp_path
) -> None:
    enrolled = [{**row, "start": "01/11/2026"} for row in people(1)]
    file = provider_list(tmp_path / "enrolled.csv", enrolled)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 2))
    person = as_json("people", "find", enrolled[0]["family"])[0]["person"]
    shown = as_json("people", "show", person)
    assert [it["title"] for it in shown["spells"]][-1] != "Not shown"
    assert shown["spells"][0]["title"] == "Not shown"
    assert not WORDS.search(str(shown["spells"]).replace("'", '"'))
