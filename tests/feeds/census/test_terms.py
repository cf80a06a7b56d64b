"""A download of three terms: three families of tables, whose numbers mean nothing to
one another. The columns are those of the Department's download; all people invented.
"""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.evidence import Detail, Doing
from tracker.feeds.census.collect import day_in
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["school-census"]
_START = "NativeId,sourceid"


def table(name: str, columns: str, *rows: str) -> tuple[str, str]:
    """A table as it is downloaded: with an identifier and an order of its own."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(f"{name}tableid,{name}orderseqcolumn,{_START},{columns}".split(","))
    for at, row in enumerate(rows, start=1):
        own = f"sch{at}" if name == "schoolcensus" else str(at)
        lines.writerow([own, at, f"359{at}", "COLLECT", *row.split("|")])
    return f"{name}.csv", text.getvalue()


PUPIL = (
    "schoolcensustableid,upn,formerupn,surname,forename,middlenames,preferredsurname,"
    "formersurname,dob,entrydate,uniquelearnernumber,sex,yssa,enrolstatus,ncyearactual,"
    "senprovision"
)
ADDRESS = (
    "{},uniquepropertyreferencenumber,postcode,saon,paon,street,locality,town,"
    "administrativearea,posttown,addressline1,addressline2,addressline3,addressline4,"
    "addressline5"
)
SCHOOL = "name,collection,term,year,referencedate,sourcelevel,estab,urn,lea"


def pupils(*who: str) -> tuple[str, str]:
    """On roll: their surname, UPN, year group and agreement."""
    rows = []
    for each in who:
        name, upn, year, yssa = each.split(" ", 3)
        rows.append(
            f"sch1|{upn}||{name}|Ann||||2009-Apr-03 00:00:00|2020-Sep-07 00:00:00||F"
            f"|{yssa}|C|{year}|N"
        )
    return table("pupilonroll", PUPIL, *rows)


def addresses(name: str, *where: str) -> tuple[str, str]:
    rows = [
        f"{each.split(' ', 1)[0]}|1|{each.split(' ', 1)[1]}" + "|" * 12
        for each in where
    ]
    return table(name, ADDRESS.format("pupilonrolltableid"), *rows)


def school(term: str, year: str, day: str) -> tuple[str, str]:
    values = f"School Census|SC|{term}|{year}|{day}|L|4034|106543|359"
    return table("schoolcensus", SCHOOL, values)


TERMS = {
    "Autumn 2025": [
        pupils("Holt F359403416001 11 UNS", "Marsh V359403416002 11 Yes"),
        # the second address of the first pupil, then the first
        addresses("addressesonroll", "1 WN1 1AZ", "2 WN2 3AB"),
        table(
            "fsmperiodsonroll",
            "pupilonrolltableid,fsmstartdate,fsmenddate,ukcountry",
            "1|2024-Sep-01 00:00:00||ENG",
        ),
        table(
            "programmeaimsonroll",
            "pupilonrolltableid,qn,learningstartdate,learningplannedenddate,"
            "learningactualenddate,learningaimstatus,learningwithdrawalreason,"
            "traineeship,progtype",
            "2|Z|2025-Sep-08 00:00:00|2027-Jul-16 00:00:00||1|||",
        ),
        table(
            "learningaimsonroll",
            "programmeaimsonrolltableid,pupilonrolltableid,qn,learningstartdate,"
            "learningplannedenddate,learningactualenddate",
            "p|2|Y|2025-Nov-01 00:00:00|2026-Jan-16 00:00:00|",
        ),
        school("AUT", "2025", "2025-Oct-02 00:00:00"),
    ],
    "Spring 2026": [
        # the same numbers for other pupils
        pupils("Marsh V359403416002 11 Sought, no reply", "Holt F359403416001 11 UNS"),
        addresses("addresses", "1 WN7 1AB", "2 WN3 4AD"),
        table(
            "fsmperiod",
            "pupilonrolltableid,fsmstartdate,fsmenddate,ukcountry",
            "1|2024-Sep-01 00:00:00||ENG",
        ),
        school("SPR", "2026", "2026-Jan-15 00:00:00"),
    ],
    "Summer 2026": [
        pupils("Holt F359403416001 11 Yes"),
        addresses("addresses", "1 WN1 1AA"),
        school("SUM", "2026", "2026-May-21 00:00:00"),
    ],
}


Terms = dict[str, list[tuple[str, str]]]


def in_folders(tmp_path: Path, terms: Terms) -> list[Path]:
    for term, tables in terms.items():
        (tmp_path / "census" / term).mkdir(parents=True)
        for name, text in tables:
            (tmp_path / "census" / term / name).write_text(text)
    return [tmp_path / "census"]


def in_one_folder(tmp_path: Path, terms: Terms) -> list[Path]:
    (tmp_path / "census").mkdir()
    for term, tables in terms.items():
        for name, text in tables:
            (tmp_path / "census" / f"{term.replace(' ', '_')}_{name}").write_text(text)
    return [tmp_path / "census"]


def as_files(tmp_path: Path, terms: Terms) -> list[Path]:
    return sorted(in_one_folder(tmp_path, terms)[0].iterdir())


def in_an_archive(tmp_path: Path, terms: Terms) -> list[Path]:
    with zipfile.ZipFile(tmp_path / "census.zip", "w") as archive:
        for term, tables in terms.items():
            for name, text in tables:
                archive.writestr(f"{term}/{name}", text)
    return [tmp_path / "census.zip"]


SENT = [in_folders, in_one_folder, as_files, in_an_archive]


def meanings(paths: list[Path], context: Context) -> list[Interpretation]:
    return [
        FEED.interpret(row.values, row.restricted, row.line, context)
        for row in FEED.read(paths, context).rows
    ]


@pytest.mark.parametrize("sent", SENT)
def test_each_term_is_read_with_its_own_tables(
    tmp_path: Path, context: Context, sent: Callable[..., list[Path]]
) -> None:
    paths = sent(tmp_path, TERMS)
    assert {recognise(path) for path in paths} <= {"school-census", None}
    found = meanings(paths, context)
    assert [(it.as_at, it.identity.family, it.identity.postcode) for it in found] == [
        (date(2025, 10, 2), "Holt", "WN1 1AZ"),
        (date(2025, 10, 2), "Marsh", "WN2 3AB"),
        (date(2026, 1, 15), "Marsh", "WN7 1AB"),
        (date(2026, 1, 15), "Holt", "WN3 4AD"),
        (date(2026, 5, 21), "Holt", "WN1 1AA"),
    ]
    assert [bool(about(it, "upn")) for it in found] == [True] * 5
    meals = [about(it, "meals") for it in found]
    assert meals == ["Y", "N", "Y", "N", ""]


def about(found: Interpretation, what: str) -> str:
    return next(
        (
            str(dict(it.values).get("eligible", it.values))
            for it in found.statements
            if isinstance(it, Detail) and it.about == what
        ),
        "",
    )


def test_the_day_of_a_term_may_be_in_its_name_alone(
    tmp_path: Path, context: Context
) -> None:
    terms = {
        term: [each for each in tables if each[0] != "schoolcensus.csv"]
        for term, tables in TERMS.items()
    }
    days = [it.as_at for it in meanings(in_folders(tmp_path, terms), context)]
    assert [*dict.fromkeys(days)] == [
        date(2025, 10, 2),
        date(2026, 1, 15),
        date(2026, 5, 21),
    ]


def test_each_note_names_its_term(tmp_path: Path, context: Context) -> None:
    terms = {term: [*tables] for term, tables in TERMS.items()}
    terms["Summer 2026"][0] = pupils("Young F359403416001 6 Yes")
    reading = FEED.read(in_folders(tmp_path, terms), context)
    assert len(list(reading.rows)) == 4
    assert any(
        note.startswith("Summer 2026: Pupils left out") for note in reading.notes
    )


def test_a_programme_of_today_has_a_start_of_its_own(
    tmp_path: Path, context: Context
) -> None:
    terms = {"Autumn 2025": [*TERMS["Autumn 2025"]]}
    terms["Autumn 2025"][0] = pupils(
        "Holt F359403416001 12 UNS", "Marsh V359403416002 12 Yes"
    )
    _, marsh = meanings(in_folders(tmp_path, terms), context)
    (doing,) = [it for it in marsh.statements if isinstance(it, Doing)]
    assert (doing.starts, doing.expected_end) == (date(2025, 9, 8), date(2027, 7, 16))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("October_2023", date(2023, 10, 5)),
        ("Autumn 2023", date(2023, 10, 5)),
        ("School Census 2023-24 Autumn", date(2023, 10, 5)),
        ("School Census 2023-24 Spring", date(2024, 1, 18)),
        ("202324/Summer", date(2024, 5, 16)),
        ("Jan 2024", date(2024, 1, 18)),
        ("sum2024", date(2024, 5, 16)),
        ("May_2024", date(2024, 5, 16)),
        ("2024", None),
        ("Autumn", None),
        ("Consumer 2024", None),
    ],
)
def test_the_census_day_in_a_name(name: str, day: date | None) -> None:
    assert day_in(name) == day
