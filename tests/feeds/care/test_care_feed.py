"""Returns and lists about children in care: sealed, by number. All invented."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.factories import upn
from tests.feeds.care.care_files import (
    HOME,
    PLACED,
    Child,
    episode,
    family,
    leaver,
    tables,
    xml,
)
from tracker.domain.history.evidence import Detail, Doing
from tracker.feeds.care.columns import RETURNED_IN
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["care"]
DAY = date(2026, 3, 31)
CONTEXT = Context("359", DAY)
BORN = "03/10/2009"


def meant(*paths: Path) -> tuple[list[Interpretation], list[str]]:
    reading = FEED.read(paths, CONTEXT)
    found = [
        FEED.interpret(row.values, row.restricted, row.line, CONTEXT)
        for row in reading.rows
    ]
    return found, reading.notes


def held(found: Interpretation) -> set[str]:
    """The codes that a row states."""
    return {it.get("code") for it in found.statements if isinstance(it, Detail)}


#: The child, the codes that are stated, and those that are over.
CHILDREN = {
    "in care": (Child("1", BORN, episodes=[episode("01/02/2020")]), {"110"}, set()),
    "in care again": (
        Child(
            "1",
            BORN,
            episodes=[episode("01/02/2019", "01/02/2020"), episode("02/02/2020")],
        ),
        {"110"},
        set(),
    ),
    "not in care any more": (
        Child("1", BORN, episodes=[episode("01/02/2020", "31/03/2026")]),
        set(),
        {"110"},
    ),
    "in care until tomorrow": (
        Child("1", BORN, episodes=[episode("01/02/2020", "01/04/2026")]),
        {"110"},
        set(),
    ),
    "in care from tomorrow": (
        Child("1", BORN, episodes=[episode("01/04/2026")]),
        set(),
        set(),
    ),
    "short breaks": (
        Child("1", BORN, episodes=[episode("01/02/2020", status="V4")]),
        set(),
        set(),
    ),
    "no day that can be read": (
        Child("1", BORN, episodes=[episode("01/02/2020", "31/02/2026")]),
        set(),
        set(),
    ),
    "a care leaver": (
        Child(
            "1", BORN, episodes=[episode("01/02/2020", "01/12/2025")], leaver=leaver()
        ),
        {"160"},
        {"110"},
    ),
    "a care leaver of long ago": (Child("1", BORN, leaver=leaver()), {"160"}, set()),
    "back with the parents": (
        Child("1", BORN, leaver=leaver("RHOM", "0")),
        set(),
        {"160"},
    ),
    "died": (Child("1", BORN, leaver=leaver("DIED", "0")), set(), set()),
    "came alone": (
        Child("1", BORN, episodes=[episode("01/02/2025")], alone_until=""),
        {"110", "130"},
        set(),
    ),
    "came alone and is grown": (
        Child("1", BORN, alone_until="03/10/2025"),
        set(),
        {"130"},
    ),
}


@pytest.mark.parametrize("layout", ["tables", "xml"])
@pytest.mark.parametrize("kind", CHILDREN)
def test_what_a_return_means(tmp_path: Path, kind: str, layout: str) -> None:
    child, codes, over = CHILDREN[kind]
    child.upn = upn(1)
    as_xml = layout == "xml"
    paths = (
        [xml(tmp_path / "r.xml", [child])]
        if as_xml
        else tables(tmp_path / "r", [child])
    )
    (found,), _ = meant(*paths)
    assert (held(found), set(found.ended)) == (codes, over)
    assert found.identity.upn == upn(1) and found.identity.sex == "M"
    assert found.finds_only
    assert bool(found.problems) is (kind in ("died", "no day that can be read"))


def test_the_public_size_means_the_same_as_tables_and_as_xml(tmp_path: Path) -> None:
    children = family(2_675)
    of_tables, notes = meant(*tables(tmp_path / "r", children))
    of_xml, as_xml = meant(xml(tmp_path / "r.xml", children))
    assert len(of_tables) == len(of_xml) > 1_000

    def meaning(found: Interpretation) -> tuple[object, ...]:
        problems = tuple((it.column, it.message) for it in found.problems)
        return found.identity, found.by_day, found.ended, problems

    assert list(map(meaning, of_tables)) == list(map(meaning, of_xml))
    assert set(as_xml) == set(notes) - {"Reviews.csv is not needed and was not read."}
    left_out = next(note for note in notes if note.startswith("Children left out"))
    assert len(of_tables) + int(left_out.split()[-1].rstrip(".")) == len(children)


def test_the_activity_of_a_care_leaver_is_that_of_their_birthday(
    tmp_path: Path,
) -> None:
    of = {}
    for code in ("F1", "F4", "P1", "F2", "G4", "G6", "0", "Z9"):
        child = Child("1", BORN, upn=upn(1), leaver=leaver(activity=code))
        (of[code],), notes = meant(*tables(tmp_path / code, [child]))
        several = any("could be several" in note for note in notes)
        assert several is (code in ("F2", "G4", "G6")), code
    assert of["F1"].earlier == (date(2025, 10, 3), (Doing("240"),))
    assert of["F4"].earlier == (date(2025, 10, 3), (Doing("310"),))
    assert of["P1"].earlier == (date(2025, 10, 3), (Doing("250"),))
    assert [of[code].earlier for code in ("F2", "G4", "G6", "0", "Z9")] == [None] * 5
    assert "not known here" in of["Z9"].problems[0].message


@pytest.mark.parametrize("number", ["", "UN1", "UN5", "un3", "UN12", "X"])
def test_a_child_without_a_number_is_a_problem_and_never_a_person(
    tmp_path: Path, number: str
) -> None:
    child = Child("1", BORN, upn=number, episodes=[episode("01/02/2020")])
    for paths in (tables(tmp_path / "r", [child]), [xml(tmp_path / "r.xml", [child])]):
        (found,), _ = meant(*paths)
        assert not found.usable and found.identity.upn is None
        (problem,) = (each for each in found.problems if each.stops)
        assert problem.column == "UPN" and "UPN" in problem.message


def test_no_postcode_is_kept_and_the_notes_say_so(tmp_path: Path) -> None:
    child = Child("1", BORN, upn=upn(1), episodes=[episode("01/02/2020")])
    for paths in (tables(tmp_path / "r", [child]), [xml(tmp_path / "r.xml", [child])]):
        reading = FEED.read(paths, CONTEXT)
        (row,) = reading.rows
        assert not {HOME, PLACED} & set(row.values.values())
        assert any("HOME_POST, PL_POST" in note for note in reading.notes)
        assert FEED.sealed_cells(row.values) == row.values.keys() - {RETURNED_IN}


#: Lists 8 and 9 by Ofsted's own headings, some of them.
LIST_8 = (
    "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,"
    "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)),"
    "Date Started to be Looked After,Child's Legal Status,Placement postcode,"
    "Date Ceased to be Looked After,Allocated Worker"
)
LIST_9 = (
    "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Allocated Team,"
    "Eligibility Category,LA in Touch,Type of Accommodation,Activity Status"
)
IN_CARE = f"71,b) Female,a) WBRI,{BORN},16,{{}},2019-08-06,{{}},{PLACED},{{}},Jo Doe"


def annex(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("cells", "codes", "over"),
    [
        (("b) No", "C2: FCO", ""), {"110"}, set()),
        (("a) Yes", "V2: Single period under S20", ""), {"110", "130"}, set()),
        (("b) No", "V4: Short term breaks", ""), set(), set()),
        (("b) No", "C2: FCO", "2026-03-01"), set(), {"110"}),
    ],
)
def test_list_8_by_its_own_headings(tmp_path: Path, cells, codes, over) -> None:
    path = annex(
        tmp_path, "list8.csv", f"{LIST_8},UPN", f"{IN_CARE.format(*cells)},{upn(1)}"
    )
    assert recognise(path) == "care"
    (found,), notes = meant(path)
    assert (held(found), set(found.ended)) == (codes, over)
    assert found.identity.sex == "F" and found.identity.upn == upn(1)
    assert "Placement postcode" in " ".join(notes)


@pytest.mark.parametrize(
    ("eligibility", "codes"),
    [
        ("a) Relevant child", {"160"}),
        ("b) Former relevant child", {"160"}),
        ("c) Qualifying care leaver", {"160"}),
        ("d) Eligible child", {"110"}),
        ("Not yet decided", set()),
    ],
)
def test_list_9_by_its_own_headings(tmp_path: Path, eligibility, codes) -> None:
    line = f"72,a) Male,a) WBRI,{BORN},17,Leaving care,{eligibility},a) Yes,U: own,{{}}"
    college = line.format("F1: Full time in higher education")
    path = annex(tmp_path, "list9.csv", f"{LIST_9},UPN", f"{college},{upn(1)}")
    assert recognise(path) == "care"
    (found,), _ = meant(path)
    assert held(found) == codes
    # The list gives what they do on its day.
    assert Doing("240") in found.statements and found.earlier is None
    assert bool(found.problems) is (not codes)


def test_a_list_without_numbers_finds_them_in_the_header_of_the_return(
    tmp_path: Path,
) -> None:
    path = annex(tmp_path, "list8.csv", LIST_8, IN_CARE.format("b) No", "C2", ""))
    (alone,), _ = meant(path)
    assert not alone.usable and "send it together" in alone.problems[0].message
    child = Child("71", BORN, "2", upn(1))
    (found,), _ = meant(path, *tables(tmp_path / "r", [child], "Header"))
    assert found.usable and found.identity.upn == upn(1) and held(found) == {"110"}


def test_a_list_with_names_needs_no_number(tmp_path: Path) -> None:
    line = IN_CARE.format("b) No", "C2", "")
    path = annex(tmp_path, "l.csv", f"{LIST_8},Surname,Forename", f"{line},Holt,Amina")
    (found,), _ = meant(path)
    assert found.usable and found.identity.full_name == "Amina Holt"


def test_two_tables_that_disagree_about_a_child_are_a_problem(tmp_path: Path) -> None:
    child = Child("1", BORN, upn=upn(1), leaver=leaver())
    paths = tables(tmp_path / "r", [child])
    oc3 = next(path for path in paths if path.name == "OC3.csv")
    oc3.write_text(oc3.read_text().replace(BORN, "04/10/2009"))
    (found,), _ = meant(*paths)
    assert [each.column for each in found.problems] == ["DateOfBirth"]


HOSTILE = [
    Child("1", "31/02/2009", "9", upn(1), [episode("Zzyzx", "Quillfred")]),
    Child("1", "03/10/1949", "1", "Zzyzxqx", [episode("01/01/2020", "Quillfred")]),
    Child(
        "1",
        BORN,
        "1",
        upn(1)[:-1] + "Q9",
        leaver={"IN_TOUCH": "Zzyzx", "ACTIV": "Quillfred"},
    ),
    Child("1", BORN, "Zzyzx", upn(1), alone_until="Quillfred"),
]


@pytest.mark.parametrize("child", HOSTILE)
def test_no_problem_quotes_a_cell(tmp_path: Path, child: Child) -> None:
    for paths in (tables(tmp_path / "r", [child]), [xml(tmp_path / "r.xml", [child])]):
        (found,), _ = meant(*paths)
        assert found.problems
        for each in found.problems:
            for telltale in ("Zzyzx", "Quillfred", "1949", "31/02", upn(1)[:-1]):
                assert telltale not in each.message
            assert each.message.endswith(".") and each.line


def test_a_return_without_episodes_has_no_child_in_care(tmp_path: Path) -> None:
    child = Child("1", BORN, upn=upn(1))
    (found,), notes = meant(*tables(tmp_path / "r", [child], "Header"))
    assert held(found) == set()
    assert any("no table of episodes" in note for note in notes)


def test_every_table_is_known_and_goes_with_the_others(tmp_path: Path) -> None:
    for path in tables(tmp_path / "r", [Child("1", BORN, upn=upn(1))]):
        assert recognise(path) == "care", path.name
    assert recognise(xml(tmp_path / "r.xml", [Child("1", BORN)])) == "care"


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "without an end": lambda data: data.replace(b"</EXPSSDA903>", b"</Oops>"),
    "nothing": lambda data: b"",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_return_is_refused_as_a_whole(tmp_path: Path, how: str) -> None:
    path = xml(tmp_path / "r.xml", family(40))
    path.write_bytes(BROKEN[how](path.read_bytes()))
    with pytest.raises(Unreadable):
        list(FEED.read([path], CONTEXT).rows)
