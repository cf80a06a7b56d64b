"""What journeys of more than one file share. Everybody is invented."""

import pytest

from tests.factories import SCHOOL, register
from tests.journeys.restricted import LAYOUTS


@pytest.fixture
def sent(tmp_path, load):
    """Sends a file of the school, of a layout."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def run(layout, *pupils, as_at, **how):
        feed, write = LAYOUTS[layout]
        folder = tmp_path / f"sent{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        files = write(folder, pupils)
        return load(feed, *files, as_at=as_at, institution=SCHOOL, **how)

    return run
