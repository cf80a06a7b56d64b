"""The Common Transfer File of one pupil, as a council writes it for a school.

``ctf_versions.csv`` has the versions by the first day on which each is valid. The
number changes each September; a year that the table lacks has the newest before it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import AcademicYear

#: What stands for a council in place of an establishment number.
COUNCIL = "LLLL"
_NUMBERS = 1_000  # of files have names of their own


@dataclass(frozen=True, slots=True)
class Version:
    """A version, the day since which it is valid, its school year, and what it calls
    the element of a pupil's sex.
    """

    number: str
    since: date
    label: str
    sex: str


VERSIONS = tuple(
    sorted(
        tables.read(
            Path(__file__).with_name("ctf_versions.csv"),
            lambda row: Version(
                row["version"],
                date.fromisoformat(row["since"]),
                row["label"],
                row["sex"],
            ),
        ),
        key=lambda each: each.since,
    )
)


def version_on(day: date) -> Version:
    """The version that is valid on a day, as far as it is known."""
    return next((it for it in reversed(VERSIONS) if it.since <= day), VERSIONS[0])


@dataclass(frozen=True, slots=True)
class School:
    """A stay at a school or college, by its DfE number; it goes on without an end."""

    laestab: str
    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Pupil:
    """All that a file says about a pupil; what is not known is empty."""

    upn: str
    uln: str
    surname: str
    forename: str
    middle_names: str
    born: date
    sex: str
    lines: tuple[str, ...]
    county: str
    postcode: str
    schools: tuple[School, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """By which council and for which school (``to``, its DfE number), when, its number
    in the year, and its mark.
    """

    authority: str
    organisation: str
    to: str
    at: datetime
    number: int
    mark: str


def file_name(sent: Sent) -> str:
    """The name by the convention: the sender, the school, and a number."""
    number = sent.number % _NUMBERS
    return f"{sent.authority}{COUNCIL}_CTF_{sent.to}_{number:03}.xml"


def written(pupil: Pupil, sent: Sent) -> bytes:
    """The file. It is partial: a council holds no assessments and no attendance."""
    from lxml import etree

    version = version_on(sent.at.date())
    root = etree.Element("CTfile")

    def inside(above: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(above, name)

    def put(above: etree._Element, **fields: str) -> None:
        for name, text in fields.items():
            if text:
                inside(above, name).text = _plain(text)

    header = inside(root, "Header")
    put(
        header,
        DocumentName="Common Transfer File",
        CTFversion=version.number,
        DateTime=f"{sent.at:%Y-%m-%dT%H:%M:%S}",
        DocumentQualifier="partial",
        DataDescriptor=sent.mark,
        SupplierID="Tracker",
    )
    put(
        inside(header, "SourceSchool"),
        LEA=sent.authority,
        Estab=COUNCIL,
        SchoolName=sent.organisation,
        AcademicYear=str(AcademicYear.of(sent.at.date()).start),
    )
    put(inside(header, "DestSchool"), LEA=sent.to[:3], Estab=sent.to[3:])
    one = inside(inside(root, "CTFpupilData"), "Pupil")
    put(
        one,
        UPN=pupil.upn,
        UniqueLearnerNumber=pupil.uln,
        Surname=pupil.surname,
        Forename=pupil.forename,
        DOB=pupil.born.isoformat(),
        **{version.sex: pupil.sex},
    )
    if pupil.middle_names:
        put(inside(one, "BasicDetails"), MiddleNames=pupil.middle_names)
    if pupil.lines or pupil.postcode:
        home = inside(one, "Address")
        if pupil.lines:
            lines = {f"AddressLine{n}": it for n, it in enumerate(pupil.lines, start=1)}
            put(inside(home, "AddressLines"), **lines)
        put(home, County=pupil.county, PostCode=pupil.postcode)
    if pupil.schools:
        history = inside(one, "SchoolHistory")
        for place, school in enumerate(pupil.schools, start=1):
            put(
                inside(history, "School"),
                LEA=school.laestab[:3],
                Estab=school.laestab[3:],
                SchoolName=school.name,
                EntryDate=school.starts.isoformat(),
                LeavingDate=school.ends.isoformat() if school.ends else "",
                LastSchool="true" if place == len(pupil.schools) else "",
            )
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _plain(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(each for each in text if each.isprintable())
