"""The fixture that several journeys share. Everybody is invented."""

import pytest

from tests.factories import register
from tests.journeys.restrictions.restricted import sender


@pytest.fixture
def sent(tmp_path, load):
    """Sends files of the school, each in a layout."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    return sender(tmp_path, load)
