"""A small invented authority, written once for all tests that look at its files."""

from datetime import date

import pytest

from tracker.demo.authority import write

ON = date(2026, 11, 24)


@pytest.fixture(scope="session")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "feeds"
    return write(
        folder,
        people=300,
        seed=7,
        on=ON,
        authority="359",
        progress=lambda sentence: None,
    )
