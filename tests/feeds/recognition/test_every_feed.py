"""Rules for every feed: it declares itself, and a row means the same each time."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.history.evidence import Tier, as_json, from_json
from tracker.domain.reference.institution import REGISTER, InstitutionKind
from tracker.feeds.file_reading import Context
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.registry import FEEDS, rolls, sent_by

DAY = date(2026, 10, 9)
SAMPLES = {
    "school-census": [["census_flat.csv"], ["census_collect"], ["census_message.xml"]],
    "transfer-files": [["3594034_CTF_3594600_001.xml", "3594034_CTF_XXXXXXX_002.xml"]],
    "provider-enrolment": [["enrolment_education.csv"], ["enrolment_training.csv"]],
    "nccis-file": [["nccis_2026_06.xml", "nccis_2026_07.xml"]],
}
LAYOUTS = [(feed, names) for feed, layouts in SAMPLES.items() for names in layouts]


def test_the_names_that_batches_were_loaded_under_are_still_there() -> None:
    assert {*SAMPLES, REGISTER} <= set(FEEDS)


@pytest.mark.parametrize("name", [*FEEDS])
def test_a_feed_declares_itself(name: str) -> None:
    feed = FEEDS[name]
    assert feed.name == name
    assert feed.title and feed.sender and feed.frequency
    assert feed.noun.split()[0] in ("a", "an", "the")
    signature = feed.signature
    assert signature.headings or signature.needs or signature.xml.roots
    assert feed.silence.endswith(".")
    assert feed.tier in Tier
    names = [column.name for column in feed.columns]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [*FEEDS])
def test_a_feed_that_an_institution_sends_may_be_restricted(name: str) -> None:
    feed = FEEDS[name]
    kept = feed.of_restricted({"surname": "Holt", "phone": "07700 900123"}, DAY)
    assert ("phone" in kept) is not feed.from_institutions
    assert bool(feed.sent_by) == bool(feed.senders_noun)
    assert feed.from_institutions or not feed.sent_by


def test_institutions_send_lists_first_and_schools_a_census_as_well() -> None:
    by_all = ["provider-enrolment", "offers"]
    by_schools = ["school-census", "intended-destinations", "ucas"]
    assert sent_by(InstitutionKind.SCHOOL) == by_all + by_schools
    assert sent_by(InstitutionKind.CUSTODY) == by_all
    assert set(rolls()) == {"ilr", "provider-enrolment", "school-census"}


@pytest.mark.parametrize("name", [*FEEDS])
def test_no_heading_means_two_columns(name: str) -> None:
    meaning: dict[str, str] = {}
    for column in FEEDS[name].columns:
        for heading in (column.title, column.name, *column.aliases):
            known = meaning.setdefault(heading_key(heading), column.name)
            assert known == column.name, heading


@pytest.mark.parametrize(("feed", "names"), LAYOUTS)
def test_a_stored_row_means_the_same_when_it_is_applied(
    samples: Path, context: Context, feed: str, names: list[str]
) -> None:
    rows = list(FEEDS[feed].read([samples / name for name in names], context).rows)
    assert rows
    for row in rows:
        first = FEEDS[feed].interpret(row.values, row.restricted, row.line, context)
        stored = json.loads(json.dumps(row.values))
        again = FEEDS[feed].interpret(stored, row.restricted, row.line, context)
        assert again == first
        assert stored == row.values
        for statement in first.statements:
            assert from_json(json.loads(json.dumps(as_json(statement)))) == statement


@pytest.mark.parametrize(("feed", "names"), LAYOUTS)
def test_reading_twice_gives_the_same_rows(
    samples: Path, context: Context, feed: str, names: list[str]
) -> None:
    paths = [samples / name for name in names]
    first, second = (list(FEEDS[feed].read(paths, context).rows) for _ in range(2))
    assert first == second
    columns = {column.name for column in FEEDS[feed].columns}
    for row in first:
        assert all(row.values.values())
        assert set(row.values) - columns <= {"roll"}


def test_heavy_libraries_wait_until_a_file_needs_them() -> None:
    opened = "; ".join(f"FEEDS[{name!r}]" for name in FEEDS)
    code = (
        f"import sys; from tracker.feeds.registry import FEEDS; {opened}; "
        "print([name for name in ('pandas', 'numpy', 'lxml', 'python_calamine', "
        "'xlsxwriter', 'msgpack') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
