"""A file that an accident or an attacker has changed is read, or refused in one
sentence, in a confined process: it never ends in an error, takes more memory than it
may, or more time than a page waits.
"""

import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.feeds.reading.confined_readers import CONTEXT
from tests.feeds.reading.mutations import mutations
from tracker import feeds
from tracker.confinement import processes
from tracker.confinement.messages import Ended
from tracker.feeds.file_reading import Unreadable
from tracker.feeds.reading.open_files import OpenFiles
from tracker.feeds.registry import FEEDS
from tracker.returns.confined import check
from tracker.returns.xml_stream import UnreadableError


def answers(path: Path) -> list[tuple[str, str, int]]:
    """The answers of every reader, all in one process. Where that was ended at one of
    its limits, the last are those of each reader in a process of its own, as pages have
    it. Raises Failed, which fails the test.
    """
    files = OpenFiles([path])
    name = feeds.confined._sent(path)
    request = {"paths": [(name, [])], "files": [name], "folders": []}
    found = []
    try:
        for each in processes.stream(
            "tests.feeds.reading.confined_readers:answer",
            request,
            lambda _: files.handle(path).number,
            cpu_seconds=processes.MOST_SECONDS,
        ):
            found.append(each)
    except Ended:
        found += [(f"page {name}", *alone(name, path)) for name in FEEDS]
    return found


def alone(feed: str, path: Path) -> tuple[str, int]:
    """The sentence of a reader in a process of its own, and the number of its rows."""
    begun = time.monotonic()
    rows, sentence = 0, ""
    try:
        rows = sum(1 for _ in feeds.confined.read(FEEDS[feed], [path]).rows)
    except Unreadable as refused:
        sentence = str(refused)
    assert time.monotonic() - begun < processes.MOST_SECONDS, (feed, path)
    return sentence, rows


def refused_in_one_sentence(number: int, seed: int, samples: Path, folder: Path) -> int:
    """The number of refusals; fails at one that is not one sentence, and keeps its
    file.
    """
    count = 0
    for place, (name, content) in enumerate(mutations(samples, number, seed)):
        path = folder / name
        path.write_bytes(content)
        begun = time.monotonic()
        try:
            found = answers(path)
            sentences = [
                sentence
                for reader, sentence, _ in found
                if sentence and reader != "recognise"
            ]
            if path.suffix == ".xml":
                with suppress(UnreadableError):
                    list(check(path, None).issues)
        except Exception as error:
            kept = folder / f"kept-{place}-{name}"
            path.rename(kept)
            where = getattr(error, "where", "")
            raise AssertionError(f"{kept} ended in {error!r} {where}") from error
        if not any(reader.startswith("page ") for reader, *_ in found):
            passed = time.monotonic() - begun
            assert passed < processes.MOST_SECONDS, (seed, place, name)
        assert all(
            sentence.endswith(".") and "\n" not in sentence for sentence in sentences
        )
        count += len(sentences)
        path.unlink()
    return count


@pytest.mark.long
def test_a_file_that_an_accident_changed_is_read_or_refused(
    samples: Path, tmp_path: Path
) -> None:
    assert refused_in_one_sentence(100, 20_261_126, samples, tmp_path) > 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_none_of_20_000_files_ends_in_an_error(
    samples: Path, tmp_path: Path, seed: int
) -> None:
    assert refused_in_one_sentence(2_000, seed, samples, tmp_path) > 2_000


@pytest.mark.sample("nccis_2026_06.xml", because="hundreds of changed files")
@pytest.mark.parametrize("name", ["enrolment_education.csv", "nccis_2026_06.xml"])
def test_no_line_of_a_changed_file_is_lost(
    samples: Path, tmp_path: Path, name: str
) -> None:
    """Each way of reading gives the same rows, or the same refusal."""
    whole = (samples / name).read_bytes()
    for place, (_, content) in enumerate(mutations(samples, 25, 7)):
        path = tmp_path / name
        path.write_bytes(content if place else whole)
        for feed in FEEDS.values():
            found = []
            for read in (feed.read, partial(feeds.confined.read, feed)):
                try:
                    reading = read([path], CONTEXT)
                    found.append((list(reading.rows), reading.notes))
                except Unreadable as refused:
                    found.append(str(refused))
            assert found[0] == found[1], (place, feed.name)
