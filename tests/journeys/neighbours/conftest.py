"""A neighbour's list as it is loaded on 24 November 2026."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.neighbours.lists import (
    BOLTON,
    FEED,
    neighbours_list,
    wide_register,
)

AUTUMN = date(2026, 11, 2)


@pytest.fixture
def registered(tmp_path: Path, load) -> None:
    """The register of this area and its neighbours."""
    load("establishments", *wide_register(tmp_path))


@pytest.fixture
def theirs(tmp_path: Path, load, registered) -> Callable[..., dict[str, Any]]:
    """Loads a neighbour's list from the command line."""

    def run(
        rows: Sequence[dict[str, str]],
        name: str = "residents.csv",
        *,
        sender: str | None = BOLTON,
        as_at: date = AUTUMN,
        **more: Any,
    ) -> dict[str, Any]:
        file = neighbours_list(tmp_path / name, rows)
        return load(FEED, file, institution=sender, as_at=as_at, **more)

    return run
