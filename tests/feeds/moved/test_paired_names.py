"""Which file an index means: another server's paths, and names that occur twice."""

import pytest

from tracker.feeds.moved_documents.paired_names import (
    leaves_its_folder,
    paired,
    parts_of,
)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (r"D:\Data\Docs\1001\cv.pdf", ("Data", "Docs", "1001", "cv.pdf")),
        (r"\\server\share\cv.pdf", ("server", "share", "cv.pdf")),
        ("/export/./1001//cv.pdf ", ("export", "1001", "cv.pdf")),
        ("../../etc/passwd", ("etc", "passwd")),
        ("C:", ()),
        (" / ", ()),
    ],
)
def test_a_path_of_any_system_has_its_parts(name: str, parts: tuple[str, ...]) -> None:
    assert parts_of(name) == parts


@pytest.mark.parametrize(
    ("name", "files", "meant"),
    [
        ("cv.pdf", ["export/1001/cv.pdf", "export/1001/plan.pdf"], 0),
        (r"D:\Docs\1001\cv.pdf", ["export/1001/cv.pdf", "export/1002/cv.pdf"], 0),
        (r"D:\Docs\1001\CV.PDF", ["cv.pdf"], 0),
        ("cv.pdf", ["1001/cv.pdf", "cv.pdf"], 1),
        ("a/1/cv.pdf", ["b/1/cv.pdf", "a/1/cv.pdf"], 1),
        # As macOS and as Windows write one accent.
        (
            "Zoe\N{COMBINING DIAERESIS}.pdf",
            ["Zo\N{LATIN SMALL LETTER E WITH DIAERESIS}.pdf"],
            0,
        ),
    ],
)
def test_a_name_means_one_file(name: str, files: list[str], meant: int) -> None:
    found = paired([name], [[each] for each in files])
    assert found.found == {name: meant}
    assert found.unnamed == tuple(at for at in range(len(files)) if at != meant)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("1001/cv.pdf", ["1002/cv.pdf"]),
        ("cv.pdf", ["plan.pdf"]),
        ("cv.pdf", ["cv.pdf.exe"]),
    ],
)
def test_the_file_of_another_folder_is_not_taken_for_it(
    name: str, files: list[str]
) -> None:
    found = paired([name], [[each] for each in files])
    assert (found.found, found.lost) == ({}, (name,))


@pytest.mark.parametrize(
    ("names", "files", "unclear"),
    [
        (["cv.pdf"], ["1001/cv.pdf", "1002/cv.pdf"], ["cv.pdf"]),
        (["x/1/cv.pdf"], ["a/1/cv.pdf", "b/1/cv.pdf"], ["x/1/cv.pdf"]),
        # A flattened archive kept one of two.
        (["1/cv.pdf", "2/cv.pdf"], ["cv.pdf"], ["1/cv.pdf", "2/cv.pdf"]),
        (["cv.pdf"], ["cv.pdf", "cv.pdf"], ["cv.pdf"]),
    ],
)
def test_what_is_not_certain_is_none(
    names: list[str], files: list[str], unclear: list[str]
) -> None:
    found = paired(names, [[each] for each in files])
    assert found.found == {}
    assert list(found.unclear) == unclear


def test_two_young_people_may_share_a_document() -> None:
    found = paired(["docs/letter.pdf", "letter.pdf"], [["docs/letter.pdf"]])
    assert found.found == {"docs/letter.pdf": 0, "letter.pdf": 0}


def test_a_name_in_an_unknown_encoding_is_known_by_any_reading() -> None:
    found = paired(["Zoë.pdf"], [["Zoδ.pdf", "Zoë.pdf"]])
    assert found.found == {"Zoë.pdf": 0}


def test_a_path_that_leaves_its_folder_is_known() -> None:
    assert leaves_its_folder(r"..\..\windows\win.ini")
    assert leaves_its_folder("a/../../b")
    assert not leaves_its_folder("a/b..c/..d.pdf")
