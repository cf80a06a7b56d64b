"""Files of strangers by way of confined processes: the same rows, and bombs refused."""

import io
import random
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlwt

from tests.feeds.reading import workbooks
from tracker import feeds
from tracker.confinement import processes
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS
from tracker.feeds.warming_up import warm_up

HEAD = "Forename,Surname,DOB,StartDate,Postcode\n"
ENROLMENT = FEEDS["provider-enrolment"]


def refusal(path: Path, feed: str = "provider-enrolment") -> str:
    """The sentence of the refusal, which comes within the time that a page waits."""
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        list(feeds.confined.read(FEEDS[feed], [path]).rows)
    assert time.monotonic() - begun < processes.MOST_SECONDS + 5
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    return sentence


def archive(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def book(sheets: dict[str, str]) -> dict[str, str]:
    """The parts of an XLSX with these sheets, each given by its rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>'
        for at, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{of}/worksheet" '
        f'Target="worksheets/s{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{of}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{of}"><sheets>{names}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{links}'
        "</Relationships>",
        **{
            f"xl/worksheets/s{at}.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}'
            "</sheetData></worksheet>"
            for at, rows in enumerate(sheets.values(), 1)
        },
    }


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize("feed", FEEDS)
def test_a_confined_reading_is_the_reading(samples: Path, feed: str) -> None:
    context = Context("359", date(2026, 10, 1))
    read = 0
    for path in sorted(samples.iterdir()):
        found = []
        for reads in (
            FEEDS[feed].read,
            lambda *it: feeds.confined.read(FEEDS[feed], *it),
        ):
            try:
                reading = reads([path], context)
                rows = list(reading.rows)
                found.append((reading, rows))
            except Unreadable as refused:
                found.append(str(refused))
        if not isinstance(found[0], str):
            read += 1
            for reading, _ in found:
                reading.rows = ()
        assert found[0] == found[1], path.name
    assert read or feed not in ("nccis-file", "school-census")


def test_the_looks_at_a_file_are_the_same(samples: Path) -> None:
    for path in sorted(samples.iterdir()):
        assert feeds.confined.recognise([path]) == feeds.registry.recognise(path)
        assert feeds.confined.reason_not_read([path]) == feeds.registry.reason_not_read(
            path
        )


def test_everything_is_loaded_before_anything_is_confined() -> None:
    warm_up()


def test_names_of_any_bytes(tmp_path: Path) -> None:
    for name in ("Zoë 名.csv", "b\udcffd.csv", "a\nb.csv"):
        path = tmp_path / name
        path.write_text(HEAD + "Joe,Marsh,04/05/2009,07/09/2026,WN1 1AZ\n")
        reading = feeds.confined.read(ENROLMENT, [path])
        assert [row.values["surname"] for row in reading.rows] == ["Marsh"]


def test_a_folder_and_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    (folder / "autumn").mkdir(parents=True)
    (folder / ".DS_Store").write_text("x")
    text = HEAD + "Joe,Marsh,04/05/2009,07/09/2026,WN1 1AZ\n"
    (folder / "autumn" / "a.csv").write_text(text)
    packed = archive(tmp_path / "lists.zip", {"a.csv": text, "__MACOSX/a.csv": "x"})
    with pytest.raises(Unreadable, match="is a folder"):
        feeds.confined.read(ENROLMENT, [folder])
    assert feeds.confined.recognise([folder]) == "provider-enrolment"
    assert len(list(feeds.confined.read(ENROLMENT, [packed]).rows)) == 1


def test_notes_are_complete_with_the_last_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        HEAD.encode() + "Zoë,Marsh,04/05/2009,07/09/2026,WN1 1AZ\n".encode("cp1252")
    )
    there, here = feeds.confined.read(ENROLMENT, [path]), ENROLMENT.read([path])
    assert list(there.rows) == list(here.rows)
    assert there.notes == here.notes


# --- Bombs ----------------------------------------------------------------------------


def test_one_cell_in_the_far_corner(tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "Surname")}</row>'
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    path = archive(tmp_path / "a.xlsx", book({"L": rows + far}))
    assert "memory or time" in refusal(path)


def test_an_old_workbook_that_takes_too_much_memory(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheets = [made.add_sheet(f"L{at}") for at in range(3)]
    for sheet in sheets:
        sheet.write(0, 0, "Surname")
        sheet.write(65_535, 255, "x")
    content = io.BytesIO()
    made.save(content)
    path = tmp_path / "a.xls"
    path.write_bytes(content.getvalue())
    assert "delete what lies outside the list" in refusal(path)


REPEATED = (
    '<table:table table:name="A"><table:table-row '
    'table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)


@pytest.mark.parametrize("columns", [16, 16_384])
def test_a_small_file_that_would_fill_the_memory(tmp_path: Path, columns: int) -> None:
    path = tmp_path / "a.ods"
    path.write_bytes(workbooks.ods_of(REPEATED.format(columns)))
    assert "a.ods" in refusal(path)


def test_three_thousand_sheets(tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "Surname")}</row>'
    path = archive(tmp_path / "a.xlsx", book({f"S{at}": rows for at in range(3_000)}))
    assert "has 3,000 sheets" in refusal(path)


@pytest.mark.parametrize("feed", ["nccis-file", "school-census"])
def test_millions_of_attributes(tmp_path: Path, feed: str) -> None:
    """Written so that no piece of it is made of attributes alone."""
    path = tmp_path / "a.xml"
    root = {"nccis-file": "NCCIS", "school-census": "Message"}[feed]
    chance = random.Random(1)
    with path.open("w") as file:
        file.write(f"<{root}><Collection>SC</Collection>")
        for at in range(30_000):
            names = "".join(f' a{chance.randrange(10**6)}_{i}=""' for i in range(40))
            file.write(
                f"<P{at % 4_000}{names}>some text that is long enough</P{at % 4_000}>"
            )
    assert refusal(path, feed)


@pytest.mark.long
def test_a_dense_archive(tmp_path: Path) -> None:
    """Within the limits of unpacking, and gigabytes once it is read."""
    row = HEAD + "A,B,1,2,3\n" * 1_000
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for at in range(4):
            with made.open(f"a{at}.csv", "w") as member:
                for _ in range(23_000):
                    member.write(row.encode())
    assert refusal(path)


def test_a_reading_of_a_file_that_stumbles_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    monkeypatch.setattr(
        processes,
        "stream",
        lambda *it, **more: stumbling("BadZipFile", "archives.py:3"),
    )
    path = tmp_path / "a.csv"
    path.write_text(HEAD)
    with pytest.raises(Unreadable, match="cannot be read as it is"):
        feeds.confined.read(ENROLMENT, [path])
    assert "archives.py:3" in caplog.text, "the place is in our log"


def stumbling(name: str, where: str):
    raise processes.Failed(name, where)
    yield


@pytest.mark.parametrize(
    "answer",
    [
        {"rows": [[1, "a", {"x": 1}, False, {}]]},
        {"rows": [["1", "a", {}, False, {}]]},
        {"rows": [[1, "a", {}, "no", {}]]},
        {"rows": [[1, "a"]]},
        {"rows": None},
        {"other": 1},
        7,
    ],
)
def test_rows_of_another_kind_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    head = {
        **{"layout": "list", "as_at": None, "institution": None, "notes": []},
        **{"headings": {}, "day_column": None, "authorities": None},
    }
    monkeypatch.setattr(processes, "stream", lambda *it, **more: iter([head, answer]))
    path = tmp_path / "a.csv"
    path.write_text(HEAD)
    with pytest.raises(Unreadable, match="cannot be read as it is"):
        list(feeds.confined.read(ENROLMENT, [path]).rows)
