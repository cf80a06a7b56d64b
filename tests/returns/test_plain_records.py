"""Records cut from plain bytes equal those from a walk through the elements."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tracker import returns
from tracker.returns.cells import SINGLE, Cells
from tracker.returns.nccis_xml import Reading
from tracker.returns.plain_records import BEGINS, ENDS, cut
from tracker.returns.record import CHARACTERISTICS, PERSONAL_DETAILS

TextFile = Callable[[str | bytes], Path]
Rows = list[dict[str, Any]]


def rows_of(cells: Cells) -> Rows:
    """The cells by record, from the walk."""
    columns = {name: cells.columns[name].to_pylist() for name in SINGLE}
    rows: Rows = [
        {name: texts[place] for name, texts in columns.items() if texts[place]}
        for place in range(cells.size)
    ]
    for place, code in zip(*cells.characteristics, strict=True):
        rows[place].setdefault(CHARACTERISTICS, []).append(code.as_py())
    return rows


def by_parts(reading: Reading) -> list[tuple[int, dict[str, Any]]]:
    found = []
    for numbers, cells in reading.parts():
        found += zip(numbers, rows_of(cells), strict=True)
    return found


def by_walk(reading: Reading) -> list[tuple[int, dict[str, Any]]]:
    known = {*SINGLE, CHARACTERISTICS}
    return [
        (number, {name: row[name] for name in row if name in known})
        for number, row in enumerate(reading, start=1)
        if row[PERSONAL_DETAILS]
    ]


def body(text: str) -> bytes:
    """The records of a return, from the first to the last."""
    data = text.encode()
    return data[data.index(BEGINS) : data.rindex(ENDS) + len(ENDS)]


def test_the_sample_is_plain(sample_text: str, sample: Path) -> None:
    cells = cut(body(sample_text))
    assert cells is not None
    assert cells.size == 12
    assert list(enumerate(rows_of(cells), start=1)) == by_walk(Reading(sample))


PLAIN = {
    "no line breaks": lambda text: text.replace("\n", "").replace("  ", ""),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blank elements": lambda text: text.replace(
        "</FamilyName>", "</FamilyName><County>\n  </County><MiddleName/>"
    ),
    "no space before the end": lambda text: text.replace(
        "</DateVerified>", "</DateVerified><ReviewDate />"
    ),
    "entities": lambda text: text.replace(
        "<GivenName>", "<GivenName>&#x4F;&apos;&amp;&lt;"
    ),
    "lines in a text": lambda text: text.replace("<Town>", "<Town>\r\nby\r\nthe sea "),
    "wide blanks": lambda text: text.replace("<Town>", "<Town>\u00a0\u3000"),
    "other letters": lambda text: text.replace("<GivenName>", "<GivenName>Zoë Ñ"),
    "another spelling": lambda text: text.replace("NEETStartDate", "NeetStartDate"),
    "an empty section": lambda text: text.replace(
        "</PersonalDetails>", "</PersonalDetails><SeptemberGuarantee/>", 1
    ),
    "text between the records": lambda text: text.replace("<Young", "and <Young"),
}


@pytest.mark.parametrize("what", PLAIN)
def test_another_way_of_writing_is_plain_too(
    what: str, sample_text: str, text_file: TextFile
) -> None:
    text = PLAIN[what](sample_text)
    assert text != sample_text
    assert cut(body(text)) is not None or "SeptemberGuarantee" in text
    path = text_file(text.encode())
    assert by_parts(Reading(path)) == by_walk(Reading(path))


NOT_PLAIN = {
    "a comment": ("<GivenName>", "<!-- <YoungPersonsRecord> --><GivenName>"),
    "CDATA": ("<Town>Testham<", "<Town><![CDATA[Testham]]><"),
    "an instruction": ("<DOB>", "<?x y?><DOB>"),
    "an attribute": ("<DOB>", '<DOB kind="1>2">'),
    "a bracket in a text": ("<Town>", "<Town>a>b "),
    "an unknown element": ("<LeadLEA>", "<Colour>red</Colour><LeadLEA>"),
    "a field of another section": (
        "<Gender>",
        "<ActivityCode>1</ActivityCode><Gender>",
    ),
    "a blank field of another section": ("<Gender>", "<ActivityCode/><Gender>"),
    "a field within a field": ("<Town>", "<Town><County>x</County>"),
    "a field twice": ("<Gender>", "<Gender>X</Gender><Gender>"),
    "a field outside of sections": (
        "<PersonalDetails>",
        "<DOB>1</DOB><PersonalDetails>",
    ),
    "a section that is nowhere": ("PersonalDetails>", "PrivateDetails>"),
    "a section twice": ("<LevelOfNeed>", "<LevelOfNeed/><LevelOfNeed>"),
    "a section within another": ("<SENDFlag>", "<Activities/><SENDFlag>"),
    "a record within a record": (
        "<LevelOfNeed>",
        "<YoungPersonsRecord></YoungPersonsRecord><LevelOfNeed>",
    ),
    "an empty record": (
        "<YoungPersonsRecord>",
        "<YoungPersonsRecord/><YoungPersonsRecord>",
    ),
    "another header": ("</YoungPersonsRecord>", "</YoungPersonsRecord><FileHeader/>"),
    "an entity of a DOCTYPE": ("<Town>", "<Town>&town;"),
}


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_bytes_that_only_the_parser_can_read_are_not_cut(
    what: str, sample_text: str, text_file: TextFile
) -> None:
    first, rest = sample_text.split("</YoungPersonsRecord>", 1)
    old, new = NOT_PLAIN[what]
    spoilt = rest.replace(old, new)
    assert spoilt != rest
    text = f"{first}</YoungPersonsRecord>{spoilt}"
    assert cut(body(text)) is None
    if what == "an entity of a DOCTYPE":
        return
    path = text_file(text)
    ours, walk = Reading(path), Reading(path)
    assert by_parts(ours) == by_walk(walk)
    assert ours.file_errors == walk.file_errors
    assert ours.records_read == walk.records_read


def test_a_file_in_pieces_is_cut_where_plain_and_walked_where_not(
    sample_text: str, text_file: TextFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns.xml_stream, "FIRST_PIECE", 700)
    monkeypatch.setattr(returns.xml_stream, "PIECE", 3000)
    records = body(sample_text).decode()
    odd = records.replace("<GivenName>", "<!-- odd --><GivenName>", 1)
    start, end = sample_text.split(records)
    path = text_file(start + records + odd + records + end)
    whole: list[bool] = []
    real = returns.nccis_xml.cut

    def counted(data: bytes) -> Cells | None:
        found = real(data)
        whole.append(found is not None)
        return found

    monkeypatch.setattr(returns.nccis_xml, "cut", counted)
    assert by_parts(Reading(path)) == by_walk(Reading(path))
    assert len(Reading(path).header.databases) == 1
    assert whole.count(False) == 2  # the header, and the piece with the odd record
    assert whole.count(True) > 5


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_other_encodings_give_the_same_text(
    encoding: str, sample_text: str, text_file: TextFile
) -> None:
    text = sample_text.replace("UTF-8", encoding).replace("<Town>", "<Town>Zoë ")
    path = text_file(text.encode(encoding))
    found = by_parts(Reading(path))
    assert found == by_walk(Reading(path))
    assert found[0][1]["Town"].startswith("Zoë ")


def test_an_incomplete_piece_is_never_cut(
    sample_text: str, text_file: TextFile
) -> None:
    broken = body(sample_text).replace(b"Testham", b"Test\xe9 ")
    start = sample_text.encode().split(BEGINS, 1)[0]
    with pytest.raises(
        returns.xml_stream.UnreadableError, match="not in the file's encoding"
    ):
        by_parts(Reading(text_file(start + broken + b"</NCCIS>")))


TEXTS = st.text(
    st.one_of(
        st.sampled_from(" \t\n\r<>&'\"\u00a0\u3000éX1"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")),
    ),
    max_size=6,
)
NAMES = list(returns.nccis_xml.LAYOUT.children[0].children)


@settings(max_examples=200)
@given(
    st.lists(
        st.dictionaries(st.sampled_from([leaf.tag for leaf in NAMES]), TEXTS),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_is_cut_as_it_is_parsed(records: Rows) -> None:
    root = etree.Element("NCCIS")
    for record in records:
        element = etree.SubElement(root, "YoungPersonsRecord")
        details = etree.SubElement(element, PERSONAL_DETAILS)
        for tag, text in record.items():
            etree.SubElement(details, tag).text = returns.nccis_xml._UNWRITABLE.sub(
                "", text
            )
    data = etree.tostring(root, encoding="UTF-8")
    data = data[data.index(BEGINS) : data.rindex(ENDS) + len(ENDS)]
    parsed = etree.fromstring(b"<NCCIS>" + data + b"</NCCIS>")
    assert parsed is not None
    expected = [
        {
            child.tag: text
            for child in element[0]
            if (text := (child.text or "").strip())
        }
        for element in parsed
    ]
    cells = returns.plain_records.cut(data)
    assert cells is not None
    assert rows_of(cells) == expected
