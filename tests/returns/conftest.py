"""A valid return of twelve invented young people, to be read, spoilt and written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.returns.nccis_xml import Reading, write
from tracker.returns.record import Header

SAMPLE = Path(__file__).parents[1] / "samples" / "nccis" / "october_2026.xml"
Rows = list[dict[str, Any]]


@pytest.fixture
def sample() -> Path:
    return SAMPLE


@pytest.fixture
def header() -> Header:
    return Reading(SAMPLE).header


@pytest.fixture
def rows() -> Rows:
    return list(Reading(SAMPLE))


@pytest.fixture
def sample_text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def file_of(tmp_path: Path, header: Header) -> Callable[[Rows], Path]:
    """Writes records as a file of the sample's period."""

    def write_file(rows: Rows) -> Path:
        path = tmp_path / "return.xml"
        with path.open("wb") as stream:
            write(stream, header, rows)
        return path

    return write_file


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes a file as it is."""

    def write_file(content: str | bytes) -> Path:
        path = tmp_path / "stranger.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file
