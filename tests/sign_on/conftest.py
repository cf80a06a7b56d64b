"""The provider process of these tests, and the connections to it."""

from collections.abc import Iterator

import pytest

from tests.sign_on.process import Process, started


@pytest.fixture(scope="session")
def _provider() -> Iterator[Process]:
    with started() as process:
        yield process


@pytest.fixture
def provider(_provider: Process) -> Process:
    """The provider process, as if it had just begun."""
    _provider.control(reset=True)
    return _provider
