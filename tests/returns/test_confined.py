"""A return of another system is checked in a confined process, with the same result."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.feeds.reading.mutations import mutated, mutations
from tracker import returns
from tracker.confinement import processes
from tracker.domain.reference.academic_year import AcademicYear
from tracker.returns.check import Report
from tracker.returns.confined import warm_up
from tracker.returns.xml_stream import UnreadableError

TextFile = Callable[[str | bytes], Path]


def answer(check: Callable[..., Report], path: Path, year: object = None) -> object:
    try:
        report = check(path, year)
        return report.summary(), len(report.issues), list(report.issues)
    except UnreadableError as refused:
        return str(refused)


def same(path: Path, year: AcademicYear | None = None) -> object:
    found = answer(returns.confined.check, path, year)
    assert found == answer(returns.check.check, path, year)
    return found


def test_everything_is_loaded_before_anything_is_confined() -> None:
    warm_up()


@pytest.mark.parametrize("year", [None, "2019-20", "2026-27"])
def test_a_valid_return_and_one_with_faults_give_the_same_report(
    sample: Path, sample_text: str, text_file: TextFile, year: str | None
) -> None:
    requirement = None if year is None else AcademicYear.parse(year)
    same(sample, requirement)
    faulty = sample_text.replace("Testham", "Zoë 1").replace("<Gender>F", "<Gender>Q")
    found = same(text_file(faulty), requirement)
    assert isinstance(found, tuple) and found[1] > 5


def test_changed_files_give_the_same_report_or_refusal(
    tmp_path: Path, sample: Path
) -> None:
    path = tmp_path / "return.xml"
    outcomes = set()
    chance = random.Random(20_261_127)
    # Files of every kind, and some of the one that a report is made of.
    changed = [content for _, content in mutations(sample.parents[1], 80, 20_261_127)]
    changed += [mutated(sample.read_bytes(), chance) for _ in range(60)]
    for content in changed:
        path.write_bytes(content)
        outcomes.add(type(same(path)))
    assert outcomes == {str, tuple}


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "ISO-2022-JP", "ebcdic"])
def test_encodings_are_known_in_there(
    sample_text: str, text_file: TextFile, encoding: str
) -> None:
    text = sample_text.replace("UTF-8", encoding)
    written = "cp500" if encoding == "ebcdic" else encoding
    same(text_file(text.encode(written, "xmlcharrefreplace")))


def test_more_issues_than_go_in_one_message(
    sample_text: str, text_file: TextFile
) -> None:
    records = sample_text[
        sample_text.index("<YoungPersonsRecord>") : sample_text.rindex("</NCCIS>")
    ]
    path = text_file(sample_text.replace("</NCCIS>", f"{records * 80}</NCCIS>"))
    found = same(path)
    assert isinstance(found, tuple) and found[1] > 500


def test_a_path_without_a_file_and_a_folder(tmp_path: Path) -> None:
    assert same(tmp_path / "none.xml") == f"There is no file {tmp_path / 'none.xml'}."
    assert same(tmp_path) == f"{tmp_path.name} is a folder, not a file."


# --- Files made to do harm ------------------------------------------------------------

LAUGHS = "".join(
    f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "ha" * 100}">' for at in range(9)
)


def lines_without_end() -> Iterator[bytes]:
    yield b"<NCCIS><YoungPersonsRecord><PersonalDetails><GivenName>"
    for _ in range(40):
        yield b"x" * 1_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"<!DOCTYPE NCCIS [{LAUGHS}]><NCCIS>&l8;</NCCIS>", "defines entities"),
        (b"".join(lines_without_end()), "cannot be read at line 1"),
        ("<NCCIS>" + "<a>" * 100_000, "cannot be read at line 1"),
        (b"PK\x03\x04" + bytes(1_000_000), "cannot be read at line 1"),
    ],
)
def test_a_bomb_is_one_sentence(
    text_file: TextFile, content: str | bytes, says: str
) -> None:
    with pytest.raises(UnreadableError, match=says) as refused:
        list(returns.confined.check(text_file(content), None).issues)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.parametrize("limits", [{"memory": 400_000_000}, {"seconds": 0.02}])
def test_what_takes_too_much_memory_or_time_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, flask, sample_text: str, text_file, limits
) -> None:
    """Each limit is lowered, so that a file of 50 MB passes it."""
    long = f"<GivenName>{'x' * 9_000_000}"
    large = text_file(sample_text.replace("<GivenName>", long, 6))
    stream = processes.stream
    monkeypatch.setattr(
        processes, "stream", lambda *it, **more: stream(*it, **{**more, **limits})
    )
    refused = flask("returns", "check", large, code=2)
    assert refused.err.strip().endswith(
        "stranger.xml takes more memory or time than any return, so it was not checked."
    )
    assert refused.out == ""


def test_a_check_that_stumbles_is_one_sentence_without_a_word_of_the_file(
    monkeypatch: pytest.MonkeyPatch, sample: Path, caplog
) -> None:
    def stumbling(*it, **more):
        raise processes.Failed("KeyError", "returns/cells.py:3")
        yield

    monkeypatch.setattr(processes, "stream", stumbling)
    with pytest.raises(UnreadableError, match="cannot be read as it is"):
        returns.confined.check(sample, None)
    assert "returns/cells.py:3" in caplog.text


HEAD = {
    **{"records": 1, "year": "2026-27", "label": "x", "file_errors": []},
    **{"by_rule": {"44": 1}, "issues": 1},
}
ISSUE = ["1", "44", 1, "GivenName", "wrong", "x", 1]


@pytest.mark.parametrize(
    "answers",
    [
        [7],
        [{**HEAD, "records": "1"}],
        [{**HEAD, "by_rule": {"44": True}}],
        [{**HEAD, "file_errors": [1]}],
        [HEAD, [ISSUE[:6]]],
        [HEAD, [[*ISSUE[:2], "1", *ISSUE[3:]]]],
        [HEAD, [[None, *ISSUE[1:]]]],
        [HEAD, 7],
    ],
)
def test_answers_of_another_kind_are_not_believed(
    monkeypatch: pytest.MonkeyPatch, sample: Path, answers: list[object]
) -> None:
    monkeypatch.setattr(processes, "stream", lambda *it, **more: iter(answers))
    with pytest.raises(UnreadableError, match="cannot be read as it is"):
        list(returns.confined.check(sample, None).issues)


def test_a_file_that_is_replaced_meanwhile_is_checked_as_it_was(
    sample: Path, sample_text: str, text_file: TextFile
) -> None:
    path = text_file(sample_text)
    file = returns.xml_stream.opened(path)
    path.unlink()
    path.write_text("<other/>")
    report = returns.check.check(file, None)
    assert replace(report, issues=[]) == replace(
        returns.check.check(sample, None), issues=[]
    )
