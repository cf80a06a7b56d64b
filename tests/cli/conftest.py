"""What several tests of commands begin with."""

import pytest

from tests.factories import register


@pytest.fixture
def registered(load, tmp_path) -> None:
    """The register of institutions is loaded."""
    load("establishments", register(tmp_path / "edubasealldata20260901.csv"))
