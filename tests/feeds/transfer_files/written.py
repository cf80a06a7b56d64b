"""Invented transfer files, as a school's system writes them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

SOURCE = ("359", "4034")
SECRET = {
    "phone": "07700 900461",
    "email": "robin@example.org",
    "contact": "Jocasta",
    "sen": "E",
}


def tag(name: str, text: object) -> str:
    return f"<{name}>{escape(str(text))}</{name}>" if text not in ("", None) else ""


def all_of(names: Iterable[str], given: Mapping[str, Any]) -> str:
    return "".join(tag(each, given.get(each)) for each in names)


def pupil(**more: Any) -> dict[str, Any]:
    """A pupil of Year 11 in 2025/26 who left the school at its end."""
    return {
        "UPN": "L359403421001",
        "UniqueLearnerNumber": "",
        "Surname": "Invented",
        "Forename": "Robin",
        "DOB": "2010-03-14",
        "Sex": "F",
        "NCyearActual": "11",
        "Ethnicity": "WBRI",
        "PostCode": "WN1 1AZ",
        "PAON": "1",
        "Street": "Invented Street",
        "Town": "Wigan",
        "entered": "2021-09-06",
        "left": "2026-07-17",
        **more,
    }


_FIRST = ("UPN", "UniqueLearnerNumber", "UCI", "Surname", "Forename", "DOB", "Sex")
_BASIC = (
    *("FormerUPN", "PreferredSurname", "PreferredForename", "FormerSurname"),
    *("FormerForename", "MiddleNames", "NCyearActual", "Ethnicity", "EthnicitySource"),
    *("MedicalFlag", "EnrolStatus"),
)


def _pupil(of: Mapping[str, Any], source: tuple[str, str]) -> str:
    parts = [all_of((*_FIRST, "Gender"), of)]
    parts.append(f"<BasicDetails>{all_of(_BASIC, of)}</BasicDetails>")
    parts += of.get("sections", ())
    if of.get("sen"):
        parts.append(
            "<SENhistory><SEN><StartDate>2023-09-01</StartDate><SENprovision>K"
            "</SENprovision></SEN><SEN><StartDate>2024-09-01</StartDate>"
            f"{tag('SENprovision', of['sen'])}</SEN></SENhistory>"
        )
    bs7666 = ("SAON", "PAON", "Street", "Locality", "Town", "PostTown")
    parts.append(
        "<Address><BS7666Address>"
        f"{all_of(bs7666, of)}</BS7666Address>{all_of(('PostCode', 'Postcode'), of)}"
        "</Address>"
    )
    if of.get("phone"):
        parts.append(
            "<Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01942 496000"
            "</PhoneNo></Phone><Phone><TelephoneType>M</TelephoneType>"
            f"{tag('PhoneNo', of['phone'])}</Phone></Phones>"
        )
    parts.append(tag("Email", of.get("email")))
    if of.get("contact"):
        parts.append(
            "<Contacts><Contact><Order>2</Order><Surname>Other</Surname><Forename>Una"
            "</Forename><Responsible>true</Responsible></Contact><Contact><Order>1"
            f"</Order><Surname>Invented</Surname>{tag('Forename', of['contact'])}"
            "<Relationship>PAM</Relationship><Responsible>true</Responsible><Phones>"
            "<Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900999</PhoneNo>"
            "</Phone></Phones></Contact></Contacts>"
        )
    lea, estab = source
    days = f"{tag('EntryDate', of.get('entered'))}{tag('LeavingDate', of.get('left'))}"
    parts.append(
        "<SchoolHistory><School><LEA>359</LEA><Estab>2000</Estab><EntryDate>2014-09-01"
        "</EntryDate><LeavingDate>2021-07-21</LeavingDate></School>"
        f"<School><LEA>{lea}</LEA><Estab>{estab}</Estab>{days}"
        "<LastSchool>true</LastSchool></School></SchoolHistory>"
    )
    return f"<Pupil>{''.join(parts)}</Pupil>\n"


def ctf(
    path: Path,
    pupils: Iterable[Mapping[str, Any]],
    *,
    to: tuple[str, str] | None = ("359", "4600"),
    source: tuple[str, str] = SOURCE,
    made: str = "2026-07-20T09:15:00",
    version: str = "25.0",
    qualifier: str = "full",
    year: str = "2025",
) -> Path:
    """Writes one file, for the school ``to`` (authority and number), None without."""
    dest = ""
    if to is not None:
        dest = f"<DestSchool>{tag('LEA', to[0])}{tag('Estab', to[1])}</DestSchool>"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<CTfile>\n<Header>'
        "<DocumentName>Common Transfer File</DocumentName>"
        f"{tag('CTFversion', version)}{tag('DateTime', made)}"
        f"{tag('DocumentQualifier', qualifier)}<SupplierID>Invented</SupplierID>"
        f"<SourceSchool>{tag('LEA', source[0])}{tag('Estab', source[1])}"
        f"<SchoolName>Invented High</SchoolName>{tag('AcademicYear', year)}"
        f"</SourceSchool>{dest}</Header>\n<CTFpupilData>\n"
        f"{''.join(_pupil(each, source) for each in pupils)}"
        "</CTFpupilData>\n</CTfile>\n",
        encoding="utf-8",
    )
    return path
