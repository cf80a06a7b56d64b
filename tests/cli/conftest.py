"""Fixtures that several tests of commands share."""

import pytest

from tests.factories import register


@pytest.fixture
def registered(load, tmp_path) -> None:
    """Loads the register of institutions."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
