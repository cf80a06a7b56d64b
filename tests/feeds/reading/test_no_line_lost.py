"""Of a damaged list every line is a row or a problem, or the file is refused.

Every feed has a sample, so a new one comes with its own. Everybody is invented.
"""

import csv
import io
import random
import re
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.reading.feed_samples import LISTS, OF_FEEDS
from tests.feeds.reading.mutations import mutated
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS

CONTEXT = Context(
    *("359", date(2026, 11, 30), InstitutionRef(urn="130500", name="A")), database="331"
)
#: What slips and programs write in the place of a cell.
DAMAGE = ("31/02/2010", "99999999999999999999", "=1+1", "nan", "é", "'", "-1")
#: A note that counts lines of those who are too young to be tracked.
_LEFT_OUT = re.compile(r"left out .*: (\d+)\.")
#: The files that are damaged one at a time, each with its feed.
FILES = {
    name: feed
    for feed, every in OF_FEEDS.items()
    for names in every
    for name in names
    if "." in name and "/" not in name
} | LISTS


def read(feed: str, path: Path) -> int:
    """How many lines of a list are a row, or are counted as left out. Interprets each
    row. Raises Unreadable.
    """
    lines = set()
    reading = FEEDS[feed].read([path], CONTEXT)
    for row in reading.rows:
        meaning = FEEDS[feed].interpret(row.values, False, row.line, CONTEXT)
        assert all(each.message.endswith(".") for each in meaning.problems)
        lines.add(row.line)
    counts = filter(None, map(_LEFT_OUT.search, reading.notes))
    return len(lines) + sum(int(each[1]) for each in counts)


def test_every_feed_has_a_sample() -> None:
    """Without one its files are not among those that accidents are tried on."""
    assert set(OF_FEEDS) == set(FEEDS)


@pytest.mark.parametrize(
    ("feed", "names"),
    [(feed, names) for feed, every in OF_FEEDS.items() for names in every],
)
def test_a_sample_is_read_by_its_feed(
    samples: Path, feed: str, names: tuple[str, ...]
) -> None:
    rows = list(FEEDS[feed].read([samples / name for name in names], CONTEXT).rows)
    assert rows
    for row in rows:
        FEEDS[feed].interpret(row.values, False, row.line, CONTEXT)


@pytest.mark.parametrize(("name", "feed"), LISTS.items())
def test_a_whole_list_has_each_of_its_lines(samples: Path, name: str, feed: str):
    lines = (samples / name).read_text("utf-8-sig").splitlines()
    assert read(feed, samples / name) == len(lines) - 1


def test_a_quotation_mark_out_of_place_names_no_person_in_the_refusal(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        'Surname,DOB,Postcode,"Since\nHolt,03/10/2010,WN1 1AZ,\nNow",Notes\n', "utf-8"
    )
    with pytest.raises(Unreadable) as refused:
        read("missing-education", path)
    assert "Holt" not in str(refused.value)
    assert "a cell with several lines of values" in str(refused.value)


@pytest.mark.sample(
    "plans_list.csv-*",
    "enrolment_record.csv-*",
    "pupil_information.csv-*",
    because="each cell of each file",
)
@pytest.mark.parametrize(("name", "feed"), LISTS.items())
def test_a_damaged_cell_leaves_every_line_where_it_stands(
    samples: Path, tmp_path: Path, name: str, feed: str
) -> None:
    text = (samples / name).read_text("utf-8-sig")
    by = ";" if ";" in text.splitlines()[0] else ","
    path = tmp_path / "list.csv"
    for number in range(200):
        chance = random.Random(f"{name} {number}")
        lines = list(csv.reader(io.StringIO(text), delimiter=by))
        cells = lines[chance.randrange(1, len(lines))]
        cells[chance.randrange(len(cells))] = chance.choice(DAMAGE)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=by).writerows(lines)
        assert read(feed, path) == len(lines) - 1, cells


@pytest.mark.sample(
    "150-census_flat.csv-*",
    "150-nccis_2026_07.xml-*",
    "150-annex_a*",
    because="150 damages of each file",
)
@pytest.mark.parametrize(("name", "feed"), FILES.items())
@pytest.mark.parametrize("how_many", [150, pytest.param(3400, marks=pytest.mark.long)])
def test_a_damaged_file_is_read_or_refused_in_one_sentence(
    samples: Path, tmp_path: Path, name: str, feed: str, how_many: int
) -> None:
    whole = (samples / name).read_bytes()
    refused = 0
    for number in range(how_many):
        path = tmp_path / name
        path.write_bytes(mutated(whole, random.Random(f"{name} {number}")))
        try:
            read(feed, path)
        except Unreadable as error:
            refused += 1
            assert str(error).count("\n") == 0 and str(error).endswith(".")
    assert refused
    # Any accident breaks the signature of a signed file, and most break XML.
    assert refused < how_many or name not in LISTS
