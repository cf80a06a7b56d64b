"""Common transfer files: who the pupil is, and what follows about where they go."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.feeds.transfer_files.written import SECRET, ctf, pupil
from tracker.domain.history.evidence import Detail, Doing, Tier
from tracker.domain.intake.leaver_questions import LeaverQuestion
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation

FEED = FEEDS["transfer-files"]
CONTEXT = Context("359", date(2026, 7, 25))
NEXT = "3594600"
SEPTEMBER = date(2026, 9, 1)


def meant(*paths: Path, context: Context = CONTEXT) -> list[Interpretation]:
    return [
        FEED.interpret(row.values, row.restricted, row.line, context)
        for row in FEED.read(paths, context).rows
    ]


def notes(*paths: Path) -> list[str]:
    reading = FEED.read(paths, CONTEXT)
    list(reading.rows)
    return reading.notes


def places(found: Interpretation) -> list[Doing]:
    stated = [each for _, some in found.by_day for each in some]
    return [each for each in stated if isinstance(each, Doing)]


def details(found: Interpretation) -> dict[str, dict[str, str]]:
    return {
        each.about: dict(each.values)
        for each in found.statements
        if isinstance(each, Detail)
    }


#: What is changed about the pupil, about the file, the activity proposed (None for
#: none, "" for the one that the kind of place gives) and the question raised.
CASES: dict[
    str, tuple[dict[str, Any], dict[str, Any], str | None, LeaverQuestion | None]
] = {
    "left Year 11 in July": ({}, {}, "210", None),
    "left on the last day of May": (
        {"left": "2026-05-31"},
        {},
        None,
        LeaverQuestion.UNSURE,
    ),
    "left on the first day of June": ({"left": "2026-06-01"}, {}, "210", None),
    "left on the last day of August": (
        {"left": "2026-08-31"},
        {"made": "2026-09-07T10:00:00", "year": "2026"},
        "210",
        None,
    ),
    "left in September": (
        {"left": "2026-09-01", "DOB": "2010-09-14"},
        {"made": "2026-09-07T10:00:00"},
        None,
        LeaverQuestion.UNSURE,
    ),
    "left in January": ({"left": "2026-01-16"}, {}, None, LeaverQuestion.UNSURE),
    "no day of leaving": ({"left": ""}, {}, None, LeaverQuestion.UNSURE),
    "moved up before the file was made": ({"NCyearActual": "12"}, {}, "210", None),
    "a year behind": ({"NCyearActual": "10"}, {}, None, LeaverQuestion.UNSURE),
    "no school year": ({"NCyearActual": ""}, {}, "210", None),
    "no date of birth": ({"DOB": ""}, {}, "210", None),
    "no date of birth, and made in the next year": (
        {"DOB": ""},
        {"made": "2026-09-07T10:00:00"},
        None,
        LeaverQuestion.UNSURE,
    ),
    "Year 12 to another school": (
        {"DOB": "2009-03-14", "NCyearActual": "12"},
        {},
        None,
        LeaverQuestion.UNSURE,
    ),
    "Year 10 to another school": (
        {"DOB": "2011-03-14", "NCyearActual": "10"},
        {},
        None,
        None,
    ),
    "to a college": ({}, {"to": ("359", "8600")}, "", None),
    "not known": ({}, {"to": ("XXX", "XXXX")}, None, LeaverQuestion.UNKNOWN),
    "not known, in small letters": (
        {},
        {"to": ("xxx", "xxxx")},
        None,
        LeaverQuestion.UNKNOWN,
    ),
    "the authority known alone": (
        {},
        {"to": ("350", "XXXX")},
        None,
        LeaverQuestion.UNKNOWN,
    ),
    "outside the sector": ({}, {"to": ("MMM", "MMMM")}, None, LeaverQuestion.OUTSIDE),
    "not known, of Year 10": (
        {"DOB": "2011-03-14", "NCyearActual": "10"},
        {"to": ("XXX", "XXXX")},
        None,
        LeaverQuestion.UNKNOWN,
    ),
    "for the council": ({}, {"to": ("359", "LLLL")}, None, None),
    "for its own school": ({}, {"to": ("359", "4034")}, None, None),
    "no number": ({}, {"to": ("359", "46O0B")}, None, LeaverQuestion.UNKNOWN),
    "for no one": ({}, {"to": None}, None, None),
    "data about a pupil who stays": ({}, {"qualifier": "partial"}, None, None),
    "no qualifier": ({}, {"qualifier": ""}, "210", None),
    "left three years ago": (
        {"left": "2023-07-20", "DOB": "2007-03-14"},
        {},
        None,
        LeaverQuestion.UNSURE,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_where_a_leaver_goes(tmp_path: Path, case: str) -> None:
    of_pupil, of_file, activity, question = CASES[case]
    (found,) = meant(ctf(tmp_path / "sent.xml", [pupil(**of_pupil)], **of_file))
    assert found.usable
    assert found.question is question
    if activity is None:
        assert places(found) == []
        return
    number = "".join(of_file.get("to", ("359", "4600")))
    at = InstitutionRef(laestab=number)
    assert places(found) == [Doing(activity or None, at=at, starts=SEPTEMBER)]


@pytest.mark.parametrize(
    ("made", "day"),
    [
        ("2026-07-20", date(2026, 7, 20)),
        ("2026-09-30", date(2026, 9, 30)),
        ("2026-10-01", date(2026, 9, 30)),
        ("2027-08-02", date(2026, 9, 30)),
    ],
)
def test_a_late_file_proposes_no_more_than_september(
    tmp_path: Path, made: str, day: date
) -> None:
    path = ctf(tmp_path / "sent.xml", [pupil(NCyearActual="")], made=f"{made}T09:00:00")
    (found,) = meant(path)
    days = [
        on for on, some in found.by_day if any(isinstance(it, Doing) for it in some)
    ]
    assert days == [day]
    assert found.as_at == date.fromisoformat(made)


def test_a_proposal_confirms_nothing() -> None:
    assert FEED.tier is Tier.OFFER_ACCEPTED
    assert not FEED.tier.verifies


def test_a_place_in_no_register_is_asked_about(tmp_path: Path) -> None:
    context = Context("359", CONTEXT.as_at, in_register=lambda ref: False)
    (found,) = meant(ctf(tmp_path / "sent.xml", [pupil()]), context=context)
    assert places(found) == [] and found.question is LeaverQuestion.UNSURE
    (problem,) = found.problems
    assert NEXT in problem.message and not problem.stops


def test_the_pupil_and_the_school_that_sends(tmp_path: Path) -> None:
    given = pupil(
        FormerUPN="B801200005001",
        PreferredForename="Bobbie",
        FormerSurname="Former",
        MiddleNames="Jo",
        **SECRET,
    )
    (found,) = meant(ctf(tmp_path / "sent.xml", [given]))
    who = found.identity
    assert (who.given, who.middle, who.family) == ("Robin", "Jo", "Invented")
    assert (who.born, who.sex, who.postcode) == (date(2010, 3, 14), "F", "WN1 1AZ")
    assert who.former_upns == ("B801200005001",)
    assert who.other_names == (("Bobbie", ""), ("", "Former"))
    assert found.as_at == date(2026, 7, 20)
    assert found.passed_on_by == (InstitutionRef(laestab="3594034"),)
    about = details(found)
    assert about["address"] == {
        "line1": "1 Invented Street",
        "town": "Wigan",
        "postcode": "WN1 1AZ",
    }
    assert about["send"] == {"send": "Y", "support": "N"}
    assert about["phone"] == {"phone": "07700 900461"}
    assert about["email"] == {"email": "robin@example.org"}
    assert about["parent"] == {"name": "Jocasta Invented"}
    assert about["ethnicity"] == {"ethnicity": "WBRI"}


@pytest.mark.law("L-07")
def test_of_a_restricted_pupil_nothing_else_is_kept(tmp_path: Path) -> None:
    path = ctf(tmp_path / "sent.xml", [pupil(**SECRET)])
    (row,) = FEED.read([path], CONTEXT).rows
    kept = FEED.of_restricted(row.values, CONTEXT.as_at)
    for secret in (*SECRET.values(), "L359403421001", "4600", "WBRI"):
        assert not any(secret in text for text in kept.values()), secret
    found = FEED.interpret(kept, True, row.line, CONTEXT)
    assert found.usable and found.question is None
    assert set(details(found)) == {"name", "birth", "address"}
    assert places(found) == []
    assert found.passed_on_by == (InstitutionRef(laestab="3594034"),)


def test_a_file_of_the_department_gives_the_identity_alone(tmp_path: Path) -> None:
    path = ctf(
        tmp_path / "giap.xml",
        [pupil(left="", entered="")],
        source=("XXX", "XXXX"),
        to=("XXX", "XXXX"),
        qualifier="partial",
        made="2026-08-03T11:00:00",
    )
    (found,) = meant(path)
    assert found.usable and found.problems == ()
    assert places(found) == [] and found.question is None
    assert found.identity.upn == "L359403421001"
    assert found.passed_on_by == ()


@pytest.mark.parametrize("sex", ["Sex", "Gender"])
@pytest.mark.parametrize("version", ["18.0", "22.0", "23.0", "25.0", "31.2", ""])
def test_versions_since_2018_and_later_ones(
    tmp_path: Path, version: str, sex: str
) -> None:
    of = pupil() | {"Sex": "", sex: "M"}
    (found,) = meant(ctf(tmp_path / "sent.xml", [of], version=version))
    assert found.identity.sex == "M"
    assert len(places(found)) == 1


def test_another_systems_words(tmp_path: Path) -> None:
    """A DOCTYPE line, a namespace, address lines, Postcode, the day at the pupil."""
    path = tmp_path / "sent.xml"
    path.write_text(
        "<!DOCTYPE CTfile>\r\n<CTfile xmlns='urn:example:ctf'><Header>"
        "<DateTime>20/07/2026 09:15</DateTime><DestSchool><LEA>359</LEA><Estab>4600"
        "</Estab></DestSchool><SourceSchool><LEA>359</LEA><Estab>4034</Estab>"
        "</SourceSchool></Header><CTFpupilData><Pupil><UPN>L359403421001</UPN>"
        "<ULN>1000000043</ULN><Surname>Ó Súilleabháin</Surname><Forename>Tadhg"
        "</Forename><DOB>14/03/2010</DOB><Gender>M</Gender><LeavingDate>17/07/2026"
        "</LeavingDate><Address><AddressLines><AddressLine1>Flat 2</AddressLine1>"
        "<AddressLine2>1 Invented Street</AddressLine2></AddressLines><Postcode>"
        "wn11az</Postcode></Address></Pupil></CTFpupilData></CTfile>",
        encoding="utf-8",
    )
    assert recognise(path) == FEED.name
    (found,) = meant(path)
    assert found.identity.family == "Ó Súilleabháin"
    assert found.identity.uln == "1000000043"
    assert found.identity.postcode == "WN1 1AZ"
    assert details(found)["address"]["line1"] == "Flat 2"
    assert places(found)[0].starts == SEPTEMBER


def test_the_name_gives_what_the_header_leaves_out(tmp_path: Path) -> None:
    path = ctf(
        tmp_path / "3594034_CTF_XXXXXXX_007.xml",
        [pupil()],
        to=None,
        source=("", ""),
    )
    (found,) = meant(path)
    assert found.question is LeaverQuestion.UNKNOWN
    assert found.passed_on_by == (InstitutionRef(laestab="3594034"),)


def test_a_name_that_says_otherwise_is_noted(tmp_path: Path) -> None:
    path = ctf(tmp_path / "3594034_CTF_MMMMMMM_007.xml", [pupil()])
    (note, *_) = notes(path)
    assert "for 3594600 by its header and for MMMMMMM by its name" in note
    (found,) = meant(path)
    assert places(found)[0].at == InstitutionRef(laestab=NEXT)


@pytest.mark.parametrize(
    ("year", "is_noted"),
    [("2025", False), ("2026", False), ("2025/26", False), ("2023", True), ("", False)],
)
def test_the_school_year_is_read_leniently(
    tmp_path: Path, year: str, is_noted: bool
) -> None:
    found = notes(ctf(tmp_path / "sent.xml", [pupil()], year=year))
    assert any("old file" in each for each in found) is is_noted


def test_what_is_not_kept_is_named_and_not_stored(tmp_path: Path) -> None:
    given = pupil(
        MedicalFlag="true",
        sections=[
            "<LookedAfter><InCare>true</InCare><CareAuthority>350</CareAuthority>"
            "</LookedAfter>",
            "<Attendance><YearData><Year>2026</Year></YearData></Attendance>",
        ],
    )
    path = ctf(tmp_path / "sent.xml", [given])
    reading = FEED.read([path], CONTEXT)
    (row,) = reading.rows
    (note,) = reading.notes
    assert note == "Elements of pupils not read: MedicalFlag, LookedAfter, Attendance."
    assert not {"true", "350"} & set(row.values.values())


def test_many_files_at_once_each_with_its_own_day(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    july = ctf(folder / "3594034_CTF_3594600_001.xml", [pupil(), pupil(DOB="")])
    ctf(
        folder / "3594034_CTF_XXXXXXX_002.xml",
        [pupil(UPN="Z35940221900A")],
        to=("XXX", "XXXX"),
        made="2026-07-22T09:00:00",
    )
    again = folder / "copy of 001.xml"
    again.write_bytes(july.read_bytes())
    reading = FEED.read([folder], CONTEXT)
    rows = list(reading.rows)
    assert len(rows) == 3
    assert reading.as_at == date(2026, 7, 22)
    assert any("is the same file as" in each for each in reading.notes)
    days = {row.values["reference_date"] for row in rows}
    assert days == {"2026-07-20", "2026-07-22"}
    archive = tmp_path / "sent.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for each in sorted(folder.iterdir()):
            made.write(each, each.name)
    assert [row.values for row in FEED.read([archive], CONTEXT).rows] == [
        row.values for row in rows
    ]


def test_pupils_of_other_years_are_left_out_and_counted(tmp_path: Path) -> None:
    young = pupil(DOB="2015-03-14", NCyearActual="6")
    path = ctf(tmp_path / "sent.xml", [young, pupil()])
    assert len(meant(path)) == 1
    assert any("Years 9 to 14 nor 13 or older: 1" in each for each in notes(path))


def test_a_field_given_twice_is_a_problem(tmp_path: Path) -> None:
    path = ctf(tmp_path / "sent.xml", [pupil()])
    text = path.read_text().replace(
        "<DOB>2010-03-14</DOB>", "<DOB>2010-03-14</DOB><DOB>2009-03-14</DOB>"
    )
    path.write_text(text)
    (found,) = meant(path)
    assert found.identity.born == date(2010, 3, 14)
    assert any("more than one DOB" in each.message for each in found.problems)
