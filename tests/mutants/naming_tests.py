"""For pytest under coverage: each test gives its name to the lines that it reaches."""

from collections.abc import Iterator

import pytest
from coverage import Coverage


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """The lines of a test's fixtures count as reached by it."""
    measuring = Coverage.current()
    assert measuring is not None
    measuring.switch_context(item.nodeid.partition("[")[0])
    return (yield)
