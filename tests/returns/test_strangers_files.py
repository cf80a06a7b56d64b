"""Files as other suppliers write them, and files that are wrong as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.returns.check import Report, check
from tracker.returns.xml_stream import UnreadableError

TextFile = Callable[[str | bytes], Path]


def judged(path: Path) -> Report:
    return check(path, None)


def is_clean(report: Report) -> bool:
    return (report.records, report.issues, report.file_errors) == (12, [], [])


TOLERATED = {
    "a DOCTYPE": ("<NCCIS>", '<!DOCTYPE NCCIS SYSTEM "nccis.dtd">\n<NCCIS>'),
    "a DOCTYPE with a declaration": (
        "<NCCIS>",
        "<!DOCTYPE NCCIS [<!ELEMENT NCCIS ANY>]>\n<NCCIS>",
    ),
    "NeetStartDate": ("NEETStartDate>", "NeetStartDate>"),
    "DatabaseId": ("DatabaseID>", "DatabaseId>"),
    "a year in the root": ("NCCIS>", "NCCIS2015>"),
    "a namespace": ("<NCCIS>", '<NCCIS xmlns="urn:invented:nccis">'),
    "empty elements": (
        "</DateVerified>",
        "</DateVerified><ReviewDate></ReviewDate><NEETStartDate/>",
    ),
    "blank elements": ("</FamilyName>", "</FamilyName><County>\n  </County>"),
    "an element of earlier years": (
        "</SENSupportFlag>",
        "</SENSupportFlag><YouthContractIndicator>N</YouthContractIndicator>",
    ),
    "comments and instructions": (
        "<GivenName>",
        "<!-- who? --><?supplier 1?><GivenName>",
    ),
    "values on lines of their own": ("<Gender>F<", "<Gender>\n  F\n<"),
    "CDATA": ("<Town>Testham<", "<Town><![CDATA[Testham & Sons]]><"),
}


@pytest.mark.parametrize("what", TOLERATED)
def test_another_way_of_writing_is_accepted(
    what: str, sample_text: str, text_file: TextFile
) -> None:
    old, new = TOLERATED[what]
    path = text_file(sample_text.replace(old, new))
    assert path.read_text(encoding="utf-8") != sample_text
    assert is_clean(judged(path))


def test_utf_16_and_a_byte_order_mark_are_read(
    sample_text: str, text_file: TextFile
) -> None:
    assert is_clean(judged(text_file(b"\xef\xbb\xbf" + sample_text.encode())))
    wide = sample_text.replace("UTF-8", "UTF-16").encode("utf-16")
    assert is_clean(judged(text_file(wide)))


def test_a_header_after_the_records_is_found(
    sample_text: str, text_file: TextFile
) -> None:
    start, end = sample_text.index("  <FileHeader>"), sample_text.index("  <Young")
    header = sample_text[start:end]
    moved = sample_text.replace(header, "").replace("</NCCIS>", header + "</NCCIS>")
    assert is_clean(judged(text_file(moved)))


def test_a_malformed_date_of_birth_is_reported_once_and_compared_nowhere(
    sample_text: str, text_file: TextFile
) -> None:
    spoilt = sample_text.replace("<DOB>2009-01-19<", "<DOB>19/01/2009<")
    [issue] = judged(text_file(spoilt)).issues
    assert (issue.id, issue.rule, issue.field) == ("4440000000003", "8", "DOB")
    assert issue.message == "DOB is not a date such as 2026-10-31"
    assert issue.value == "19/01/2009"
    assert issue.explained == f"{issue.message} (found: 19/01/2009)"


def test_an_issue_shows_the_value_of_the_field(
    sample_text: str, text_file: TextFile
) -> None:
    first, rest = sample_text.split("<Gender>", 1)
    [issue] = judged(text_file(f"{first}<Gender>X</Gender>{rest[10:]}")).issues
    assert (issue.rule, issue.value) == ("5", "X")
    long = sample_text.replace("<UniqueLearnerNo>", "<UniqueLearnerNo>" + "9" * 500, 1)
    [issue] = judged(text_file(long)).issues
    assert issue.value == "9" * 59 + "…"


def test_records_that_share_a_number_show_it(
    sample_text: str, text_file: TextFile
) -> None:
    number = sample_text.split("<UniqueLearnerNo>")[1][:10]
    other = sample_text.split("<UniqueLearnerNo>")[2][:10]
    both = judged(text_file(sample_text.replace(other, number))).issues
    assert [(it.rule, it.value) for it in both] == [("907", number)] * 2


def test_other_spellings_of_an_element_are_read(
    sample_text: str, text_file: TextFile
) -> None:
    spelt = sample_text.replace("LevelOfNeedCode", "LevelofNeedCode")
    assert is_clean(judged(text_file(spelt)))


def test_of_a_repeated_field_the_first_is_checked(
    sample_text: str, text_file: TextFile
) -> None:
    first, rest = sample_text.split("<Gender>", 1)
    report = judged(text_file(f"{first}<Gender>X</Gender><Gender>{rest}"))
    assert [(it.id, it.rule) for it in report.issues] == [("4440000000001", "5")]


def test_the_text_of_a_field_includes_inner_elements(
    sample_text: str, text_file: TextFile
) -> None:
    first, rest = sample_text.split("<GivenName>", 1)
    name, rest = rest.split("<", 1)
    spoilt = f"{first}<GivenName>{name[:2]}<b>1</b>{name[2:]}<{rest}"
    [issue] = judged(text_file(spoilt)).issues
    assert (issue.id, issue.field) == ("4440000000001", "GivenName")


def test_two_records_with_one_uln_are_both_reported(
    sample_text: str, text_file: TextFile
) -> None:
    report = judged(text_file(sample_text.replace(">1000000104<", ">1000000106<")))
    assert [(it.id, it.rule) for it in report.issues] == [
        ("4440000000004", "907"),
        ("4440000000006", "907"),
    ]


def test_the_report_as_json_names_the_record_and_counts_by_rule(
    sample_text: str, text_file: TextFile
) -> None:
    spoilt = sample_text.replace("<Gender>W</Gender>", "")
    report = judged(text_file(spoilt))
    issues = [issue._asdict() for issue in report.issues]
    assert {**report.summary(), "issues": issues} == {
        "records": 12,
        "year": "2026-27",
        "label": "2026-27, to be confirmed against the current requirement",
        "file_errors": [],
        "by_rule": {"4": 1},
        "issues": [
            {
                "id": "4440000000011",
                "rule": "4",
                "priority": 2,
                "field": "Gender",
                "message": "Gender is not recorded",
                "value": "",
                "record": 11,
            }
        ],
    }


def cut(text: str, start: str, end: str) -> str:
    first = text.index(start)
    return text[:first] + text[text.index(end, first) + len(end) :]


def twice(text: str, start: str, end: str) -> str:
    first = text.index(start)
    last = text.index(end, first) + len(end)
    return text[:last] + text[first:last] + text[last:]


WRONG_FILES: dict[str, tuple[Callable[[str], str], str]] = {
    "no header": (
        lambda text: cut(text, "<FileHeader>", "</FileHeader>"),
        "The file has no FileHeader.",
    ),
    "two headers": (
        lambda text: twice(text, "<FileHeader>", "</FileHeader>"),
        "The file has 2 FileHeaders, not one.",
    ),
    "no personal details": (
        lambda text: cut(text, "<PersonalDetails>", "</PersonalDetails>"),
        "Record 1 has no PersonalDetails section.",
    ),
    "two activities": (
        lambda text: twice(text, "<Cohort>", "</Cohort>"),
        "Record 1 has more than one Cohort section.",
    ),
    "two genders": (
        lambda text: twice(text, "<Gender>", "</Gender>"),
        "Record 1 has more than one Gender.",
    ),
    "two ends of the period": (
        lambda text: twice(text, "<PeriodEnd>", "</PeriodEnd>"),
        "The header has more than one PeriodEnd.",
    ),
    "an authority of no country": (
        lambda text: text.replace("<LEACode>359<", "<LEACode>999<", 1),
        "The header's LEACode 999 is not an authority in England.",
    ),
    "a second root": (
        lambda text: text + "<NCCIS></NCCIS>\n",
        "Line 475 continues after the end of the return; "
        "nothing from there on was read.",
    ),
    "no records": (
        lambda text: text[: text.index("  <YoungPersonsRecord>")] + "</NCCIS>",
        "The file holds no young person's record.",
    ),
    "a database of four digits": (
        lambda text: text.replace("<DatabaseID>444<", "<DatabaseID>4444<"),
        "The header's DatabaseID '4444' is not three digits.",
    ),
    "no database": (
        lambda text: cut(text, "<DatabaseID>", "</DatabaseID>"),
        "The header names no database (DatabaseID).",
    ),
    "no authority": (
        lambda text: cut(text, "<SourceLEAs>", "</SourceLEAs>"),
        "The header names no authority (LEACode in SourceLEAs).",
    ),
    "an authority by name": (
        lambda text: text.replace("<LEACode>359<", "<LEACode>Wigan<", 1),
        "The header's LEACode 'Wigan' is not three digits.",
    ),
    "a date of send that is none": (
        lambda text: text.replace("2026-11-04<", "2026-11-31<"),
        "The header's DateOfSend '2026-11-31' is not a date such as 2026-10-31.",
    ),
    "no period end": (
        lambda text: cut(text, "<PeriodEnd>", "</PeriodEnd>"),
        "The header has no PeriodEnd.",
    ),
    "a stranger in the header": (
        lambda text: text.replace(
            "<SupplierName>", "<Colour>red</Colour><SupplierName>"
        ),
        "The header holds Colour, which does not belong there.",
    ),
    "no activities": (
        lambda text: cut(text, "<Activities>", "</Activities>"),
        "1 record breaks rule 240, for which the whole file is rejected.",
    ),
    "a cohort status X": (
        lambda text: text.replace(">P</CohortStatus>", ">X</CohortStatus>", 2),
        "2 records break rule 904, for which the whole file is rejected.",
    ),
}


@pytest.mark.parametrize("what", WRONG_FILES)
def test_an_error_of_the_whole_file_is_a_sentence(
    what: str, sample_text: str, text_file: TextFile
) -> None:
    spoil, sentence = WRONG_FILES[what]
    assert sentence in judged(text_file(spoil(sample_text))).file_errors


def test_a_wrong_header_causes_no_issues_of_records(
    sample_text: str, text_file: TextFile
) -> None:
    report = judged(text_file(cut(sample_text, "<FileHeader>", "</FileHeader>")))
    assert report.issues == []
    assert report.file_errors == [
        "The file has no FileHeader.",
        "The period is not known, so the rules of 2026-27 were used and nothing that "
        "depends on the month was checked.",
    ]


def test_many_records_with_one_fault_make_one_sentence(
    sample_text: str, text_file: TextFile
) -> None:
    spoilt = sample_text.replace("PersonalDetails>", "PrivateDetails>")
    report = judged(text_file(spoilt))
    assert (report.records, report.issues) == (12, [])
    assert report.file_errors == [
        "12 records have no PersonalDetails section; the first is record 1."
    ]


BOMB = (
    '<!DOCTYPE NCCIS [<!ENTITY a "invented">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)

UNREADABLE = {
    "an empty file": (b"", "The file is empty."),
    "a table": (b"UPN,Forename\nA1,Jo\n", "line 1: it is not XML"),
    "a zip": (b"PK\x03\x04" + bytes(40), "line 1: it is not XML"),
    "another document": (b"<html><p/></html>", "its outermost element is html"),
    "a file that ends too early": (
        b"<NCCIS>\n<FileHeader>\n<Databases>",
        "line 3: the file ends too early there",
    ),
    "a file that ends within a tag": (
        b"<NCCIS>\n<FileHeader>\n</FileHea",
        "line 3: a tag is not closed, or the file ends too early",
    ),
    "an ampersand as it is": (
        b"<NCCIS>\n<A>Riverside & Moor</A></NCCIS>",
        "line 2: there is an & or < that is not escaped",
    ),
    "crossed elements": (
        b"<NCCIS>\n<A><B></A></B></NCCIS>",
        "line 2: an element is closed by another's tag",
    ),
    "bytes of another encoding": (
        b"<NCCIS>\n<A>Chlo\xe9 </A></NCCIS>",
        "line 2: some bytes are not in the file's encoding",
    ),
    "an undefined entity": (
        b"<NCCIS>&who;</NCCIS>",
        "line 1: an entity is used that is not defined",
    ),
    "an entity that the other supplier's DOCTYPE may define": (
        b'<!DOCTYPE NCCIS SYSTEM "nccis.dtd">\n<NCCIS><YoungPersonsRecord>\n'
        b"<PersonalDetails><GivenName>Ren&eacute;e</GivenName></PersonalDetails>\n"
        b"</YoungPersonsRecord></NCCIS>",
        "line 3: an entity is used that is not defined",
    ),
    "an encoding of no name": (
        b'<?xml version="1.0" encoding="banana"?><NCCIS/>',
        "line 1: the encoding has no known name",
    ),
    "a line before the declaration": (
        b'\n<?xml version="1.0"?><NCCIS/>',
        "line 2: nothing may come before <?xml",
    ),
    "a text without end": (
        b"<NCCIS><FileHeader><A>" + b"x" * 10_000_001 + b"</A></FileHeader></NCCIS>",
        "line 1: no return has so much in one place",
    ),
    "an entity bomb": (
        f"{BOMB}<NCCIS>&j;</NCCIS>".encode(),
        "The file defines entities of its own",
    ),
    "an entity from outside": (
        b'<!DOCTYPE NCCIS [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b"<NCCIS>&x;</NCCIS>",
        "The file defines entities of its own",
    ),
    "a parameter entity from outside": (
        b'<!DOCTYPE NCCIS [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]><NCCIS/>',
        "The file defines entities of its own",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_unreadable_file_is_refused_in_one_sentence(
    what: str, text_file: TextFile
) -> None:
    content, expected = UNREADABLE[what]
    with pytest.raises(UnreadableError) as refusal:
        judged(text_file(content))
    sentence = str(refusal.value)
    assert expected in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_return_that_ends_too_early_is_refused_with_its_line(
    sample_text: str, text_file: TextFile
) -> None:
    broken = sample_text[: sample_text.index("<DOB>2009-05-05")]
    line = broken.count("\n") + 1
    with pytest.raises(UnreadableError, match=f"line {line}: the file ends too early"):
        judged(text_file(broken))
