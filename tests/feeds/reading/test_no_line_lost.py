"""Of a damaged list every line is a row or a problem, or the file is refused.

The lists of youth justice, of UCAS, and of colleges in the headings of the record.
Everybody is invented.
"""

import csv
import io
import random
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.reading.mutations import mutated
from tracker.domain.reference.institution import InstitutionRef
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS

CONTEXT = Context("359", date(2026, 11, 30), InstitutionRef(urn="130500", name="A"))
LISTS = {
    "open_orders.csv": "youth-justice",
    "ucas_list.csv": "ucas",
    "enrolment_record.csv": "provider-enrolment",
}
#: What slips and programs write in the place of a cell.
DAMAGE = ("31/02/2010", "99999999999999999999", "=1+1", "nan", "é", "'", "-1")


def read(feed: str, path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """The lines of a list with their problems. Raises Unreadable."""
    found = []
    for row in FEEDS[feed].read([path], CONTEXT).rows:
        meaning = FEEDS[feed].interpret(row.values, False, row.line, CONTEXT)
        assert all(each.message.endswith(".") for each in meaning.problems)
        found.append((row.line, tuple(it.message for it in meaning.problems)))
    return found


@pytest.mark.parametrize(("name", "feed"), LISTS.items())
def test_a_whole_list_has_each_of_its_lines(samples: Path, name: str, feed: str):
    lines = (samples / name).read_text("utf-8").splitlines()
    assert len(read(feed, samples / name)) == len(lines) - 1


@pytest.mark.parametrize(("name", "feed"), LISTS.items())
def test_a_damaged_cell_leaves_every_line_where_it_stands(
    samples: Path, tmp_path: Path, name: str, feed: str
) -> None:
    text = (samples / name).read_text("utf-8")
    by = ";" if ";" in text.splitlines()[0] else ","
    path = tmp_path / "list.csv"
    for number in range(200):
        chance = random.Random(f"{name} {number}")
        lines = list(csv.reader(io.StringIO(text), delimiter=by))
        cells = lines[chance.randrange(1, len(lines))]
        cells[chance.randrange(len(cells))] = chance.choice(DAMAGE)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=by).writerows(lines)
        assert len(read(feed, path)) == len(lines) - 1, cells


@pytest.mark.parametrize(("name", "feed"), LISTS.items())
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
    assert 0 < refused < how_many
