"""A confidential address, at rest and wherever it could be read. All invented.

The postcode and the street of one young person are in these files once, so
every place that holds either of them is found.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from tests.factories import (
    ALSO_HERE,
    COLLEGE,
    SCHOOL,
    census,
    nccis,
    people,
    provider_list,
    pupil,
    register,
    unsure,
)
from tracker import store
from tracker.access import authority_scope
from tracker.extensions import db

OCTOBER = date(2026, 10, 31)
WITHIN = authority_scope("359")
SHE = {**people(1, first=3)[0], "postcode": ALSO_HERE, "line1": "7 Quillwort Lane"}
LATER = {**SHE, "postcode": "WN7 1AB", "line1": "12 Quillwort Mews"}
TELLTALE = re.compile(r"wn2 ?3ab|\bwn2\b|wn7 ?1ab|\bwn7\b|quillwort", re.IGNORECASE)
STAYS = {"activity": "619", "start": "07/09/2026"}

pytestmark = pytest.mark.law("D-18")


@pytest.fixture
def loaded(tmp_path, load, clock):
    """An October file of her and nine others."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [{**row, **STAYS} for row in (SHE, *people(9, first=40))]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", OCTOBER, rows))


def her(as_json) -> int:
    (found,) = as_json("people", "find", SHE["uln"])
    number: int = found["person"]
    return number


@pytest.fixture
def marked(loaded, as_json) -> int:
    number = her(as_json)
    given = as_json("people", "address", number, "--because", "their safety")
    assert given == {"person": number, "confidential_address": True}
    return number


def lift(as_json, person: int) -> None:
    as_json("people", "address", person, "--lift", "--because", "the danger is over")


def telling(everything) -> list[str]:
    """The tables that hold her address, each with what it holds."""
    return [
        f"{table}: {found[0]} in {row[:200]}"
        for table, rows in everything().items()
        if table not in ("register_facts", "derivations", "institutions")
        for row in rows
        if (found := TELLTALE.findall(row))
    ]


def test_without_the_mark_the_scan_finds_it(loaded, everything) -> None:
    found = {each.split(":")[0] for each in telling(everything)}
    assert {"facts", "staged_rows", "people", "positions"} <= found


def test_no_table_holds_what_came_before_the_mark(
    loaded, as_json, tmp_path, everything
) -> None:
    as_json("measures", "--period", "2026-10")
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")
    as_json("returns", "freeze", made["run"])
    as_json("people", "address", her(as_json), "--because", "a court order")
    assert telling(everything) == []


def test_no_table_holds_what_comes_after_the_mark(
    marked, as_json, load, tmp_path, everything
) -> None:
    """A college's list, the census of a school, and a file that repeats what was sealed
    and one that moves her.
    """
    enrolled = provider_list(tmp_path / "enrolled.csv", [LATER])
    load("provider-enrolment", enrolled, institution=COLLEGE, as_at=date(2026, 11, 2))
    rows = [
        {**row, **STAYS} for row in ({**LATER, "start": "08/09/2026"}, *people(9, 40))
    ]
    load("nccis-file", nccis(tmp_path / "again.xml", date(2026, 11, 30), rows))
    late = [{**row, **STAYS} for row in (SHE, *people(3, first=40))]
    load("nccis-file", nccis(tmp_path / "late.xml", date(2026, 9, 30), late))
    as_json("measures", "--period", "2026-10")
    as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "out")
    assert telling(everything) == []


def test_commands_show_that_it_is_confidential_and_nothing_of_it(
    marked, as_json, flask
) -> None:
    shown = flask("people", "show", marked).out
    assert "Confidential address" in shown
    given = [
        shown,
        flask("people", "show", marked, "--json").out,
        flask("people", "find", SHE["family"]).out,
    ]
    assert not [each for each in given if TELLTALE.search(each)]


@pytest.mark.parametrize("words", [ALSO_HERE, "WN23AB", "wn2", "Quillwort"])
def test_no_search_for_the_address_finds_her(marked, as_json, words) -> None:
    found = as_json("people", "find", words)
    assert marked not in [each["person"] for each in found]


def test_the_return_says_that_it_is_confidential_and_passes(
    marked, as_json, tmp_path
) -> None:
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")
    sent = Path(made["file"]).read_text(encoding="utf-8")
    assert not TELLTALE.search(sent)
    assert sent.count("<Postcode>ZZ99 3CZ</Postcode>") == 1
    assert "<AddressLine1>Confidential</AddressLine1>" in sent
    assert not {"31", "32", "43"} & set(made.get("issues", ()))


def homes(person: int, *, addresses: bool) -> set[str | None]:
    return {
        item.statement.get("postcode")
        for _, items in store.history.evidence.histories([person], addresses=addresses)
        for item in items
        if getattr(item.statement, "about", "") == "address"
    }


def test_it_opens_only_where_addresses_are_asked_for(marked, inside) -> None:
    assert homes(marked, addresses=True) == {ALSO_HERE}
    assert homes(marked, addresses=False) == {None}
    ((_, items),) = store.history.evidence.histories([marked], opened=True)
    assert not TELLTALE.search(repr(items)), "codes are opened, and no address"


def test_a_persons_own_copy_leaves_it_out(marked, load, tmp_path, inside) -> None:
    """A parent who must not learn it may read the copy."""
    from tracker.actions.law.subject_copy.gathering import gather

    sections = gather(marked, within=WITHIN)
    assert SHE["family"] in repr(sections) and not TELLTALE.search(repr(sections))
    instead = [
        (held.label, held.text)
        for section in sections
        for row in section.rows
        for held in row.fields
        if held.code == "harm"
    ]
    assert instead == [("Address", "Not shown: it is confidential.")]
    assert "confidential: Y" not in repr(sections)
    assert "confidential Y" not in repr(sections)


@pytest.mark.parametrize(
    ("gateway", "party", "fields"),
    [
        ("work-list", "Youth Hub", "name,phone,postcode"),
        ("transfer", "350", "name,born,address,postcode,parent"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_list_that_goes_out_has_it(
    marked, flask, tmp_path, gateway, party, fields, form
) -> None:
    """Two fields of the door give an address, and a parent may live there too."""
    flask(
        *("agreements", "propose", "A-1", "--gateway", gateway, "--with", party),
        *("--fields", fields, "--from", "2026-11-03", "--to", "2027-06-30"),
        *("--review", "2027-06-01", "--for", "Bethan"),
    )
    flask("agreements", "sign", "A-1", "--for", "Judith")
    out = tmp_path / f"list.{form}"
    flask("disclose", gateway, "--to", party, "--person", marked, "--out", out)
    if form == "csv":
        given = out.read_text(encoding="utf-8-sig")
    else:
        sheets = CalamineWorkbook.from_path(str(out))
        given = repr(
            [sheets.get_sheet_by_name(it).to_python() for it in sheets.sheet_names]
        )
    assert SHE["family"] in given and not TELLTALE.search(given)


def test_a_line_that_may_be_about_her_is_closed_until_it_is_decided(
    marked, as_json, load, tmp_path, everything, flask
) -> None:
    doubtful = provider_list(tmp_path / "doubt.csv", [unsure(LATER)])
    load("provider-enrolment", doubtful, institution=COLLEGE, as_at=date(2026, 11, 2))
    assert telling(everything) == []
    listed = flask("matching", "list", "--json").out
    assert "doubt.csv" in listed
    assert TELLTALE.findall(listed) == []


def test_lifting_makes_everything_plain_again(loaded, as_json, everything) -> None:
    before, number = everything(), her(as_json)
    as_json("people", "address", number, "--because", "their own wish")
    lift(as_json, number)
    after = everything()
    for table in ("facts", "staged_rows", "positions", "tallies"):
        lost = set(before[table]) - set(after[table])
        assert not [row for row in lost if "confidential" not in row], table
    (found,) = as_json("people", "find", ALSO_HERE)
    assert found["person"] == number


def test_a_list_after_lifting_confirms_what_was_sealed(
    marked, as_json, load, tmp_path, app
) -> None:
    lift(as_json, marked)
    rows = [{**row, **STAYS} for row in (SHE, *people(2, first=40))]
    load("nccis-file", nccis(tmp_path / "again.xml", OCTOBER, rows))
    with app.app_context():
        facts = db.session.execute(
            text(
                "SELECT count(*) FROM facts WHERE person_id = :person"
                " AND statement->>'about' = 'address'"
            ),
            {"person": marked},
        ).scalar_one()
    assert facts == 1


def test_merging_keeps_it_and_parting_gives_each_record_its_own(
    loaded, as_json, app, load, tmp_path, everything
) -> None:
    as_json("people", "address", her(as_json), "--because", "their safety")
    (other, *_) = as_json("people", "find", people(1, first=40)[0]["uln"])
    number, survivor = her(as_json), other["person"]
    as_json("people", "merge", "--yes", survivor, number)
    assert as_json("people", "show", survivor)["identity"]["confidential_address"]
    assert telling(everything) == []
    with app.app_context():
        assert None not in homes(survivor, addresses=True)
        assert homes(survivor, addresses=False) == {None}
    as_json("people", "unmerge", survivor)
    with app.app_context():
        assert homes(number, addresses=False) == {None}
        assert None not in homes(survivor, addresses=False)
    assert telling(everything) == []


def test_a_mark_that_was_lifted_elsewhere_does_not_open_a_merged_record(
    marked, as_json, clock, everything
) -> None:
    (other, *_) = as_json("people", "find", people(1, first=40)[0]["uln"])
    clock.set(date(2026, 11, 5))
    as_json("people", "address", other["person"], "--because", "their safety")
    clock.set(date(2026, 11, 6))
    lift(as_json, other["person"])
    clock.set(date(2026, 11, 7))
    as_json("people", "merge", "--yes", other["person"], marked)
    assert telling(everything) == []
    shown = as_json("people", "show", other["person"])["identity"]
    assert shown["confidential_address"]


def test_a_sibling_at_the_address_keeps_theirs_and_leads_to_nobody(
    loaded, as_json, load, tmp_path, flask
) -> None:
    """The sibling is found by the postcode; the one whose address is confidential is
    not, and neither is suggested as the other's duplicate.
    """
    twin = {
        **pupil(77, **{k: SHE[k] for k in ("family", "postcode")}),
        "born": SHE["born"],
        "given": "Zelda",
    }
    load("school-census", census(tmp_path / "census.csv", [twin]), as_at=OCTOBER)
    number = her(as_json)
    as_json("people", "address", number, "--because", "their safety")
    (found,) = as_json("people", "find", ALSO_HERE)
    sibling = found["person"]
    assert sibling != number
    shown = flask("people", "show", sibling, "--json").out
    assert SHE["given"] not in shown and str(number) not in re.findall(r'"\d+"', shown)
    assert SCHOOL


def test_loading_asks_once_about_confidential_addresses(
    loaded, load, tmp_path, monkeypatch
) -> None:
    """However many lines: without anybody marked there is no query for each."""
    queries = []
    real = store.history.sealed_facts.all_confidential
    monkeypatch.setattr(
        store.history.sealed_facts,
        "all_confidential",
        lambda: queries.append(1) or real(),
    )
    rows = [{**row, **STAYS} for row in people(60, first=100)]
    load("nccis-file", nccis(tmp_path / "many.xml", OCTOBER, rows))
    assert 1 <= len(queries) <= 6


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("999", "--because", "their safety"), "There is no young person 999."),
        (("999", "--because", "the danger is over"), "the reason is one of"),
        (("999", "--lift", "--because", "a court order"), "the reason is one of"),
    ],
)
def test_what_cannot_be_is_refused(loaded, flask, everything, words, says) -> None:
    before = everything()
    assert says in flask("people", "address", *words, code=2).err
    assert everything() == before


def test_marking_twice_and_lifting_twice_are_refused(marked, flask) -> None:
    again = flask("people", "address", marked, "--because", "a court order", code=2)
    assert "is confidential" in again.err
    words = ("people", "address", marked, "--lift", "--because", "the danger is over")
    flask(*words)
    assert "not confidential" in flask(*words, code=2).err
