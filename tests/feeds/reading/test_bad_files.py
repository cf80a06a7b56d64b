"""Files that cannot be received: one clear sentence, whatever their fault."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import feeds
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.registry import FEEDS, recognise

PEOPLE_FEEDS = ("school-census", "provider-enrolment", "nccis-file")
HEAD = "Forename,Surname,DOB,StartDate\n"


def refusal(feed: str, *paths: Path) -> str:
    """The refusal; every row is taken, since some faults show only while reading."""
    with pytest.raises(Unreadable) as refused:
        for _ in FEEDS[feed].read(paths).rows:
            pass
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    return sentence


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def lie_about_size(path: Path, claimed: bytes) -> None:
    """Writes this size and checksum into the entries of an archive."""
    checksum = zlib.crc32(claimed).to_bytes(4, "little")
    size = len(claimed).to_bytes(4, "little")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset : at + offset + 4] = checksum
            content[at + offset + 8 : at + offset + 12] = size
            at = content.find(mark, at + 4)
    path.write_bytes(content)


@pytest.mark.parametrize("feed", [*FEEDS])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.csv", b"", "is empty"),
        ("list.csv", b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no workbook"),
        ("list.pdf", b"%PDF-1.7 rubbish", "is a PDF"),
        ("list.csv", bytes(range(256)) * 40, "is not a table"),
        ("list.csv", b"\0\1\2\3" * 900, "is not a table"),
        ("list.zip", b"PK\x03\x04" + b"\0" * 90, "is damaged"),
    ],
)
def test_a_file_that_no_feed_can_read(write, feed, name, content, says) -> None:
    sentence = refusal(feed, write(name, content))
    assert says in sentence or "is not" in sentence
    assert name in sentence


@pytest.mark.parametrize("feed", [*FEEDS])
def test_a_file_that_is_not_there(tmp_path: Path, feed: str) -> None:
    assert "There is no file" in refusal(feed, tmp_path / "gone.csv")


@pytest.mark.parametrize("feed", ["provider-enrolment", "nccis-file", "establishments"])
def test_a_folder_where_a_file_was_expected(tmp_path: Path, feed: str) -> None:
    assert "is a folder" in refusal(feed, tmp_path)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "is empty" in refusal("school-census", tmp_path)


@pytest.mark.parametrize(
    ("feed", "sample", "looks"),
    [
        ("school-census", "enrolment_education.csv", "provider-enrolment"),
        ("school-census", "nccis_2026_06.xml", "nccis-file"),
        ("school-census", "edubasealldata.csv", "establishments"),
        ("provider-enrolment", "census_flat.csv", "school-census"),
        ("provider-enrolment", "edubasealldata.csv", "establishments"),
        ("nccis-file", "census_message.xml", "school-census"),
        ("nccis-file", "census_flat.csv", "school-census"),
        ("establishments", "enrolment_training.csv", "provider-enrolment"),
        ("establishments", "census_flat.csv", "school-census"),
    ],
)
def test_a_file_of_another_feed_is_named_as_such(
    samples: Path, feed: str, sample: str, looks: str
) -> None:
    sentence = refusal(feed, samples / sample)
    assert "is not" in sentence
    assert f"It looks like {FEEDS[looks].noun}; import it as that." in sentence


def test_missing_columns_are_named_beside_those_found(write) -> None:
    sentence = refusal(
        "provider-enrolment", write("list.csv", "Surname,Forename,Postcode\nA,B,C\n")
    )
    assert "it has no column DOB, StartDate" in sentence
    assert "Surname, Forename, Postcode are understood; it has no others." in sentence


def test_headings_that_are_not_understood_are_all_named(write) -> None:
    """One of them is the missing column, as a college calls it."""
    own = [f"Box {number}" for number in range(15)]
    heads = ["Surname", "Forename", "DOB", *own, "Enrol Dt"]
    sentence = refusal("provider-enrolment", write("list.csv", f"{','.join(heads)}\n"))
    assert sentence.endswith(
        "it has no column StartDate. Of its headings Surname, Forename, DOB are "
        f"understood; not understood are {', '.join(own)}, Enrol Dt."
    )


def test_a_list_without_headings_says_how_it_begins(write) -> None:
    sentence = refusal("provider-enrolment", write("list.csv", "Holt,Ann,1\nB,C,2\n"))
    assert "it begins with Holt, Ann, 1" in sentence


def test_two_rows_of_headings(workbook: Callable[..., Path]) -> None:
    head = ["Forename", "Surname", "DOB", "StartDate"]
    path = workbook(Learners=[head, head, ["Ann", "Holt", "03/04/2009", "07/09/2026"]])
    sentence = refusal("provider-enrolment", path)
    assert "two rows of headings, lines 1 and 2" in sentence


@pytest.mark.parametrize("feed", PEOPLE_FEEDS)
def test_a_line_of_a_million_columns(write, feed: str) -> None:
    assert refusal(feed, write("list.csv", "," * 1_000_000))
    assert refusal(feed, write("list.csv", HEAD + "," * 1_000_000 + "\n"))


def test_a_million_columns_are_a_line_without_end(write) -> None:
    sentence = refusal("provider-enrolment", write("list.csv", HEAD + "a," * 1_000_000))
    assert "a line of more than" in sentence


@pytest.mark.parametrize(
    "feed", ["provider-enrolment", "plans", "care", "school-census", "offers"]
)
def test_many_thousand_columns_are_too_many(write, feed: str) -> None:
    """Each reader gives up at once: it looks for no heading in so long a row."""
    row = HEAD.strip() + ",x" * 20_000 + "\n"
    for path in (write("list.csv", row + "A,B,C,D\n"), write("all.csv", row * 20)):
        assert "columns; no list has so many" in refusal(feed, path)


@pytest.mark.parametrize("rows", [0, 1, 400, 40_000])
def test_a_quotation_mark_that_is_never_closed(write, rows: int) -> None:
    text = HEAD + 'Ann,"Holt,1,2\n' + "Joe,Marsh,1,2\n" * rows
    assert "on line 2 of" in refusal("provider-enrolment", write("list.csv", text))


def test_a_zip_bomb_is_refused_by_the_sizes_that_it_gives(tmp_path: Path) -> None:
    path = archive(tmp_path / "census.zip", {"a.csv": b"0" * 60_000_000})
    assert "was not opened" in refusal("school-census", path)


def test_a_workbook_is_an_archive_too(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "list.xlsx",
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            "xl/worksheets/sheet1.xml": b" " * 60_000_000,
        },
    )
    assert "was not opened" in refusal("provider-enrolment", path)


def test_an_archive_that_lies_about_its_size(tmp_path: Path) -> None:
    path = archive(tmp_path / "census.zip", {"a.csv": b"0" * 60_000_000})
    lie_about_size(path, b"0" * 1_000)
    assert "is damaged" in refusal("school-census", path)


def test_an_archive_of_archives_is_not_unpacked_further(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("pupilonroll.csv", "pupilonrolltableid,surname\n")
    path = archive(tmp_path / "census.zip", {"inner.zip": inner.getvalue()})
    assert refusal("school-census", path)


@pytest.mark.parametrize("feed", [*FEEDS])
def test_an_archive_with_nothing_in_it(tmp_path: Path, feed: str) -> None:
    sentence = refusal(feed, archive(tmp_path / "census.zip", {}))
    assert "is an archive with nothing in it; pack the files again" in sentence


@pytest.mark.parametrize("feed", [*FEEDS])
@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_of_a_rare_kind(tmp_path: Path, feed: str, method: int) -> None:
    path = tmp_path / "census.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("list.csv", HEAD + "Ann,Holt,03/04/2009,07/09/2026\n")
    assert "pack it again as an ordinary ZIP file" in refusal(feed, path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xml", b"<NCCIS/>", "It looks like an NCCIS file; import it as that."),
        ("a.xml", b"<Other/>", "save the list as CSV or XLSX and send that."),
        (
            "a.csv",
            b"Forename,Surname\nA\0nn,Holt\n",
            "Line 2 of a.csv holds characters",
        ),
        (
            "a.csv",
            b"Forename,Surname\nA\0nn,Holt\n",
            "save the list again as CSV UTF-8",
        ),
    ],
)
def test_a_refusal_gives_the_next_step(
    write, name: str, content: bytes, says: str
) -> None:
    assert says in refusal("provider-enrolment", write(name, content))


def test_an_archive_within_an_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"list.csv": HEAD.encode()}).read_bytes()
    path = archive(tmp_path / "outer.zip", {"inner.zip": inner})
    assert "unpack it and send the files" in refusal("provider-enrolment", path)


def test_an_archive_with_a_broken_member(tmp_path: Path) -> None:
    path = archive(tmp_path / "census.zip", {"pupilonroll.csv": b"surname,x\n" * 900})
    content = bytearray(path.read_bytes())
    packed = zlib.compress(b"")
    content[60 : 60 + len(packed)] = packed
    path.write_bytes(content)
    assert "is damaged" in refusal("school-census", path)


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    path = archive(tmp_path / "list.xlsx", {"[Content_Types].xml": b"<Types/>"})
    assert "cannot be opened as a workbook" in refusal("provider-enrolment", path)


def test_a_forgotten_cell_in_the_far_corner(
    workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.reading.workbooks, "MOST_SPARSE", 1_000)
    far = [[None] * 60 + ["x"]]
    path = workbook(Learners=[HEAD.strip().split(","), *[[]] * 40, *far])
    assert "one in column 61; delete what lies outside" in refusal(
        "provider-enrolment", path
    )


@pytest.mark.parametrize(
    ("feed", "sample"),
    [("nccis-file", "nccis_2026_06.xml"), ("school-census", "census_message.xml")],
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_xml_that_breaks_off_says_where(
    samples: Path, write, feed: str, sample: str, share: float
) -> None:
    content = (samples / sample).read_bytes()
    cut = content[: int(len(content) * share)]
    sentence = refusal(feed, write("cut.xml", cut))
    assert "is broken or incomplete: line" in sentence


BOMB = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "lol">'
    for n in range(10)
)


@pytest.mark.parametrize("feed", ["nccis-file", "school-census"])
@pytest.mark.parametrize(
    "declared",
    [
        BOMB,
        '<!ENTITY e9 SYSTEM "file:///etc/passwd">',
        '<!ENTITY e9 SYSTEM "http://127.0.0.1:9/secret">',
        '<!ENTITY % e9 SYSTEM "file:///etc/passwd"> %e9;',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(
    samples: Path, write, feed: str, declared: str, encoding: str
) -> None:
    sample = {"nccis-file": "nccis_2026_06.xml", "school-census": "census_message.xml"}
    text = (samples / sample[feed]).read_text(encoding="utf-8")
    root = {"nccis-file": "NCCIS", "school-census": "Message"}[feed]
    body = text[text.index(f"<{root}>") :].replace("Amina", "&e9;")
    bomb = f"<!DOCTYPE {root} [{declared}]>{body}"
    sentence = refusal(feed, write("bomb.xml", bomb, encoding))
    assert "declares entities" in sentence or "is broken or incomplete" in sentence
    assert "root:" not in sentence


def test_a_doctype_line_alone_is_tolerated(samples: Path) -> None:
    assert "<!DOCTYPE" in (samples / "nccis_2026_06.xml").read_text()
    assert list(FEEDS["nccis-file"].read([samples / "nccis_2026_06.xml"]).rows)


def test_the_size_of_an_honest_archive_is_no_matter(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {
        file.name: file.read_bytes() for file in (samples / "census_collect").iterdir()
    }
    path = archive(tmp_path / "census.zip", members)
    assert list(FEEDS["school-census"].read([path]).rows)
    monkeypatch.setattr(feeds.reading.archives, "MOST_UNPACKED", 1_000)
    assert "would unpack to" in refusal("school-census", path)


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("census_flat.csv", "school-census"),
        ("census_collect", "school-census"),
        ("census_message.xml", "school-census"),
        ("enrolment_education.csv", "provider-enrolment"),
        ("enrolment_training.csv", "provider-enrolment"),
        ("nccis_2026_07.xml", "nccis-file"),
        ("edubasealldata.csv", "establishments"),
        ("links_edubasealldata.csv", "establishments"),
        ("README.md", None),
        ("nothing", None),
    ],
)
def test_a_file_is_recognised_by_what_it_holds(
    samples: Path, name: str, feed: str | None
) -> None:
    assert recognise(samples / name) == feed
