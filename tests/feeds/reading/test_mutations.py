"""A file that an accident or an attacker has changed is read, or refused in one
sentence: it never ends in an error.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.feeds.reading.mutations import mutations
from tracker import feeds
from tracker.feeds.declaration import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.returns.check import check
from tracker.returns.xml_stream import UnreadableError


def read_to_the_end(feed: str, path: Path, context: Context) -> None:
    for row in FEEDS[feed].read([path], context).rows:
        FEEDS[feed].interpret(row.values, row.restricted, row.line, context)


def refusals(path: Path, context: Context) -> list[str]:
    """The sentence of each reader that refuses this file."""
    attempts: list[Callable[[], object]] = [
        lambda: recognise(path),
        lambda: feeds.seen_headings.recognised([path]),
        *(
            lambda feed=feed: read_to_the_end(feed, path, context)  # type: ignore
            for feed in FEEDS
        ),
        *(
            lambda feed=feed: feeds.seen_headings.seen([path], feed)  # type: ignore
            for feed in FEEDS
        ),
    ]
    if path.suffix == ".xml":
        attempts.append(lambda: check(path, None))
    sentences = []
    for attempt in attempts:
        try:
            attempt()
        except (Unreadable, UnreadableError) as refused:
            sentences.append(str(refused))
    return sentences


def refused_in_one_sentence(
    number: int, seed: int, samples: Path, folder: Path, context: Context
) -> int:
    """The number of refusals; fails at a refusal that is not one sentence."""
    count = 0
    for place, (name, content) in enumerate(mutations(samples, number, seed)):
        path = folder / name
        path.write_bytes(content)
        try:
            sentences = refusals(path, context)
        except Exception as error:
            kept = folder / f"kept-{place}-{name}"
            path.rename(kept)
            raise AssertionError(f"{kept} ended in {error!r}") from error
        assert all(
            sentence.endswith(".") and "\n" not in sentence for sentence in sentences
        )
        count += len(sentences)
        path.unlink()
    return count


def test_a_file_that_an_accident_changed_is_read_or_refused(
    samples: Path, tmp_path: Path, context: Context
) -> None:
    assert refused_in_one_sentence(100, 20_261_126, samples, tmp_path, context) > 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_none_of_20_000_files_ends_in_an_error(
    samples: Path, tmp_path: Path, context: Context, seed: int
) -> None:
    assert refused_in_one_sentence(2_000, seed, samples, tmp_path, context) > 2_000
