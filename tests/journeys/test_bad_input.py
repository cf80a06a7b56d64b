"""Bad input, whatever the feed: one clear sentence, exit code 2, nothing changed."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests import factories
from tests.factories import COLLEGE, census, nccis, people, provider_list, pupil
from tests.feeds.ilr import records
from tests.feeds.ilr.records import aim, learner
from tests.feeds.transfer_files import written
from tests.journeys.claims import claimants
from tests.journeys.neighbours import lists
from tracker.feeds.registry import FEEDS

WELFARE = ("home-educated", "missing-education", "alternative-provision")
HUB = "Testham Youth Hub"
#: A correct file of each feed, to be given to another feed.
HEADINGS = {
    "school-census": "Estab,UPN,Surname,Forename,DoB,EnrolStatus,NCyearActual",
    "provider-enrolment": "Forename,Surname,DOB,Postcode,UPN,StartDate",
    "nccis-file": "YoungPersonsID,ActivityCode",
    "establishments": "URN,EstablishmentName,TypeOfEstablishment (code)",
    "jobcentre-claimants": "Claimant name,Date of birth,Address,Postcode,Claim start",
    "offers": "Applicant Name,Date of birth,College,Application Status",
    "intended-destinations": "Forename,Surname,DOB,Intended Destination",
    "ucas": "Forename,Surname,DOB,Postcode,UCAS Personal ID,University,UCAS Status",
    lists.FEED: "Legal Forename,Legal Surname,Date of Birth,School LAESTAB",
    "care": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "plans": "Surname,Forename,DOB,Plan Start Date,Cease Date",
    "youth-justice": "Surname,Forename,DOB,Postcode,Order Start Date,Order End Date",
    "risk-lists": "UPN,Surname,Forename,DOB,RONI score",
    "home-educated": "Surname,Forename,DOB,EHE Start Date",
    "missing-education": "Surname,Forename,DOB,Date became CME",
    "alternative-provision": "Surname,Forename,DOB,AP Start Date",
    "ilr": "LearnRefNumber,FamilyName,GivenNames,DateOfBirth,FundModel,LearnStartDate,"
    "CompStatus",
    "service-lists": "Forename,Surname,DOB,Postcode,What they do",
    "transfer-files": "UPN,Surname,Forename,DOB,SourceSchool,DestSchool",
    "transfer": "Forename,Surname,DOB,YoungPersonsID,MovedOn,History",
    "area-notices": "Forename,Surname,DOB,Provider,AsAt,HomeLA",
    "pupil-information": "PupilMatchingRef,AcademicYear,CensusTerm,UPN,Surname,"
    "Forename,DOB,EntryDate",
    "return-answer": "YPID,Error Code,Error Message,Field Name",
    "earlier-contacts": "Client Surname,Client Forename,Date of Birth,Interaction Date",
    "earlier-documents": "Surname,Forename,DOB,Document Date,Document Title,File Name",
    "earlier-activities": "Surname,Forename,DOB,Situation,Start Date,End Date",
}
OTHERS = {
    "school-census": "provider-enrolment",
    "provider-enrolment": "establishments",
    "nccis-file": "school-census",
    "establishments": "nccis-file",
    "jobcentre-claimants": "provider-enrolment",
    "offers": "intended-destinations",
    "intended-destinations": "offers",
    "ucas": "offers",
    lists.FEED: "establishments",
    "ilr": "establishments",
    "service-lists": "establishments",
    "transfer-files": "nccis-file",
    "care": "establishments",
    "plans": "establishments",
    "youth-justice": "establishments",
    "risk-lists": "establishments",
    "home-educated": "establishments",
    "missing-education": "establishments",
    "alternative-provision": "establishments",
    "pupil-information": "establishments",
    "return-answer": "establishments",
    "transfer": "establishments",
    "area-notices": "establishments",
    "earlier-contacts": "establishments",
    "earlier-activities": "establishments",
    "earlier-documents": "establishments",
}


def good(folder: Path, feed: str) -> Path:
    """A file that is correct for its feed."""
    if feed == "school-census":
        return census(folder / "census.csv", [pupil(1)])
    if feed == "provider-enrolment":
        return provider_list(folder / "list.csv", people(1))
    if feed == "ilr":
        study = aim(25, "2026-09-04", "2027-07-02")
        return records.xml(folder / "ilr.xml", [learner("A1", study)])
    if feed == "transfer-files":
        return written.ctf(folder / "ctf.xml", [written.pupil()])
    if feed == "care":
        return listed(folder, f"{HEADINGS[feed]}\n71,1,03/10/2010,WBRI,{UPN},0,")
    if feed in WELFARE:
        return listed(folder, f"{HEADINGS[feed]}\nHolt,Amina,03/10/2010,01/09/2020")
    if feed == "ucas":
        who = "Amina,Holt,03/10/2008,WN1 1AA"
        return listed(folder, f"{HEADINGS[feed]}\n{who},1234567890,Leeds,Firm")
    if feed == "youth-justice":
        who = "Holt,Amina,03/10/2010,WN1 1AA"
        return listed(folder, f"{HEADINGS[feed]}\n{who},01/09/2026,")
    if feed == "risk-lists":
        return listed(folder, f"{HEADINGS[feed]}\n{UPN},Holt,Amina,03/10/2010,5")
    if feed == "plans":
        return listed(folder, f"{HEADINGS[feed]}\nHolt,Amina,03/10/2010,01/09/2020,")
    if feed == "nccis-file":
        return nccis(folder / "NCCIS.xml", date(2026, 10, 31), people(1))
    if feed == claimants.FEED:
        return claimants.write(folder / "claimants.csv")
    if feed == "offers":
        return factories.offers(folder / "offers.csv", [{**pupil(1), "stage": "Offer"}])
    if feed == "intended-destinations":
        rows = [{**pupil(1), "destination": "College"}]
        return factories.intentions(folder / "plans.csv", rows)
    if feed == lists.FEED:
        return lists.neighbours_list(folder / "residents.csv", people(1))
    if feed == "service-lists":
        one = pupil(1)
        path = folder / "service.csv"
        who = (one["given"], one["family"], one["born"], one["postcode"])
        path.write_text(f"{HEADINGS[feed]}\n{','.join(who)},320\n", encoding="utf-8")
        return path
    if feed == "pupil-information":
        row = f"X1,2025/26,Summer,{UPN},Holt,Amina,03/10/2010,"
        return listed(folder, f"{HEADINGS[feed]}\n{row}")
    if feed == "return-answer":
        return listed(folder, f"{HEADINGS[feed]}\n3590000000001,229,Age,ActivityCode")
    if feed == "earlier-contacts":
        headings = f"{HEADINGS[feed]},Interaction Type,Running Notes"
        return moved(folder, headings, "02/10/2026,Telephone,Rang")
    if feed == "earlier-documents":
        return moved(folder, HEADINGS[feed], "02/10/2026,Plan,plan.pdf")
    if feed == "earlier-activities":
        return moved(folder, HEADINGS[feed], "230,01/09/2026,")
    return factories.register(folder / "edubasealldata.csv")


#: A number that is on no record.
UPN = factories.upn(900)


def listed(folder: Path, text: str) -> Path:
    """A list of the council's own, with these headings and lines."""
    path = folder / "own list.csv"
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def moved(folder: Path, headings: str, rest: str) -> Path:
    """An export of an earlier system about one young person."""
    one = pupil(1)
    who = f"{one['family']},{one['given']},{one['born']}"
    path = folder / "export.csv"
    path.write_text(f"{headings}\n{who},{rest}\n", encoding="utf-8")
    return path


def text(name: str, content: str | bytes) -> Callable[[Path, str], Path]:
    def make(folder: Path, feed: str) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def wrong_feed(folder: Path, feed: str) -> Path:
    return good(folder, OTHERS[feed])


def truncated_xml(folder: Path, feed: str) -> Path:
    path = nccis(folder / "cut.xml", date(2026, 10, 31), people(40))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def two_heading_rows(folder: Path, feed: str) -> Path:
    path = folder / "headings.xlsx"
    columns = HEADINGS[feed].split(",")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns)
        sheet.write_row(1, 0, columns)
        sheet.write_row(2, 0, ["x"] * len(columns))
    return path


def million_columns(folder: Path, feed: str) -> Path:
    path = folder / "wide.csv"
    path.write_text(HEADINGS[feed] + "\n" + "," * 1_000_000 + "\n")
    return path


def zip_bomb(folder: Path, feed: str) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        name = "pupilonroll.csv" if feed == "school-census" else "list.csv"
        with file.open(name, "w", force_zip64=True) as member:
            block = b"0" * (1 << 20)
            for _ in range(64):
                member.write(block)
    path = folder / "bomb.zip"
    path.write_bytes(inner.getvalue())
    return path


def workbook_bomb(folder: Path, feed: str) -> Path:
    path = folder / "bomb.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, HEADINGS[feed].split(","))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet2.xml", b"0" * (64 << 20))
    return path


ENTITIES = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(10)
)


def entity_bomb(folder: Path, feed: str) -> Path:
    root = "Message" if feed == "school-census" else "NCCIS"
    return text(
        "bomb.xml",
        f'<?xml version="1.0"?><!DOCTYPE {root} [{ENTITIES}]>'
        f"<{root}><FileHeader>&e9;</FileHeader></{root}>",
    )(folder, feed)


def outside_entity(folder: Path, feed: str) -> Path:
    root = "Message" if feed == "school-census" else "NCCIS"
    return text(
        "outside.xml",
        f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<{root}><FileHeader>&x;</FileHeader></{root}>",
    )(folder, feed)


def folder_of_nothing(folder: Path, feed: str) -> Path:
    path = folder / "nothing"
    path.mkdir()
    return path


BAD: dict[str, Callable[[Path, str], Path]] = {
    "an empty file": text("list.csv", b""),
    "headings and no rows": lambda folder, feed: text(
        "list.csv", HEADINGS[feed] + "\n"
    )(folder, feed),
    "another feed's file": wrong_feed,
    "XML cut off": truncated_xml,
    "two rows of headings": two_heading_rows,
    "a million columns": million_columns,
    "a zip bomb": zip_bomb,
    "a workbook bomb": workbook_bomb,
    "an entity bomb": entity_bomb,
    "an entity from outside": outside_entity,
    "nothing there": lambda folder, feed: folder / "gone.csv",
    "bytes of no kind": text("list.csv", bytes(range(256)) * 40),
    "a PDF": text("list.pdf", b"%PDF-1.7 rubbish"),
    "a damaged workbook": text("list.xlsx", b"PK\x03\x04" + b"\0" * 90),
    "a folder of nothing": folder_of_nothing,
}


def answers(feed: str) -> tuple[str, ...]:
    """The answers to every question that a file of this feed may raise."""
    number, name = (COLLEGE, "A college")
    if feed == lists.FEED:
        number, name = (lists.BOLTON, "Bolton")
    if feed.startswith("earlier-"):
        return ("--institution", "Their system", "--as-at", "today")
    if feed == "service-lists":
        return ("--institution", HUB, "--as-at", "today")
    of_no_sender = ("care", "plans", "pupil-information", "risk-lists", "youth-justice")
    if feed in (*of_no_sender, *WELFARE):
        return ("--as-at", "today")
    return ("--institution", number, "--new-sender", name, "--as-at", "today")


def agree(flask, feed: str) -> None:
    """Agrees with the sender of a feed that stands by an agreement."""
    if feed == claimants.FEED:
        claimants.agree(flask)
    if feed == "service-lists":
        fields = "name,born,postcode,status"
        claimants.agree(flask, "SV-1", gateway="service-list", party=HUB, fields=fields)


@pytest.mark.sample("*-school-census", "*-nccis-file", because="one reader of all")
@pytest.mark.parametrize("feed", [*FEEDS])
@pytest.mark.parametrize("kind", BAD)
def test_one_sentence_and_nothing_changed(
    tmp_path: Path, flask, everything, feed: str, kind: str
) -> None:
    path = BAD[kind](tmp_path, feed)
    agree(flask, feed)
    before = everything()
    words = ["imports", "load", feed, path, *answers(feed)]
    answer = flask(*words, code=None)
    assert answer.code == 2, answer
    assert answer.out == ""
    sentence = answer.err.removesuffix("\n")
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert not sentence.startswith(("Error", "Traceback"))
    assert "not foreseen" not in sentence
    assert path.name in sentence
    assert everything() == before
    again = flask(*words, "--json", code=2)
    assert again.json == {"error": sentence}
    assert everything() == before


@pytest.mark.parametrize(
    "feed", [name for name, feed in FEEDS.items() if not feed.own_door]
)
def test_the_right_file_is_taken_where_the_others_are_not(
    tmp_path: Path, flask, feed: str
) -> None:
    agree(flask, feed)
    if feed.startswith("earlier-"):
        # A list of the earlier system finds young people and makes none.
        known = census(tmp_path / "known.csv", [pupil(1)])
        flask("imports", "load", "school-census", known, *answers("school-census"))
    # What finds young people and makes none is taken, with a problem for each line.
    finds = ("care", "pupil-information", "risk-lists", "youth-justice")
    code = 1 if feed in finds else 0
    flask("imports", "load", feed, good(tmp_path, feed), *answers(feed), code=code)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--institution", "12"), "12 is not an institution"),
        (("--institution", "college"), "college is neither the number nor the name"),
        (("--as-at", "31/02/2026"), "31/02/2026"),
        (("--as-at", "soon"), "soon"),
        (("--authority", "999"), "999"),
        (("--authority", "XYZ"), "XYZ"),
    ],
)
def test_options_that_cannot_be(
    tmp_path: Path, flask, everything, words: tuple[str, ...], says: str
) -> None:
    file = provider_list(tmp_path / "list.csv", people(1))
    before = everything()
    answer = flask("imports", "load", "provider-enrolment", file, *words, code=2)
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert everything() == before


def test_one_bad_file_among_good_ones_stops_all_of_them(
    tmp_path: Path, flask, everything
) -> None:
    fine = provider_list(tmp_path / "fine.csv", people(3))
    bad = text("bad.csv", b"")(tmp_path, "")
    before = everything()
    answer = flask("imports", "load", "provider-enrolment", fine, bad, code=2)
    assert "bad.csv" in answer.err
    assert everything() == before


def test_a_fault_far_down_the_file_leaves_nothing_of_what_stood_before(
    tmp_path: Path, flask, everything
) -> None:
    path = nccis(tmp_path / "NCCIS.xml", date(2026, 10, 31), people(300))
    path.write_bytes(path.read_bytes().replace(b"</NCCIS>", b"</Oops>"))
    before = everything()
    flask("imports", "load", "nccis-file", path, code=2)
    assert everything() == before


def test_a_file_of_nothing_but_bad_lines_is_not_applied_and_says_so(
    tmp_path: Path, flask
) -> None:
    rows = [{**row, "born": "not a date"} for row in people(3)]
    file = provider_list(
        tmp_path / "list.csv", [{**r, "upn": "", "uln": ""} for r in rows]
    )
    found = flask(
        *(
            "imports",
            "load",
            "provider-enrolment",
            file,
            *answers("provider-enrolment"),
        ),
        "--json",
        code=1,
    ).json
    assert found["outcomes"] == {"invalid": 3}
    assert not found["applied"]
    assert {problem["line"] for problem in found["problems"]} == {2, 3, 4}
