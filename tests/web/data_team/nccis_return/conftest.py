"""A return that was sent, which a list of DfE may answer. Everybody is invented."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.factories import COLLEGE, people, person, provider_list, register
from tests.web.conftest import NOW
from tests.web.data_team.nccis_return.dfe_lists import post, rows, works


@pytest.fixture
def data_manager(signed_in):
    return signed_in("data-manager")


@pytest.fixture
def sent(pages, tmp_path, load, clock, data_manager, signed_in) -> int:
    """The return of October of four young people, one without a sex; it was sent."""
    # What an earlier test left waiting.
    shutil.rmtree(Path(pages.config["TRACKER"].var) / "uploads", ignore_errors=True)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [*people(3), person(4, given="Zelda", family="Orrell", sex="")]
    file = provider_list(tmp_path / "list.csv", rows)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    requested = post(data_manager, "/returns/snapshot", month="2026-10")
    with pages.app_context():
        works()
    done = data_manager.get(requested.location)
    number = int(done.location.rpartition("/")[2])
    manager = signed_in("manager")
    post(manager, f"/returns/{number}/sign-off", confirmed="y", reason="So be it.")
    day = [str(NOW.day), str(NOW.month), str(NOW.year)]
    assert post(data_manager, f"/returns/{number}/sent", day=day).status_code == 302
    return number


@pytest.fixture
def ids(pages, sent) -> dict[str, str]:
    """The ID of each family name in the return, and the numbers of its people."""
    return {
        record["FamilyName"]: record["YoungPersonsID"]
        for (record,) in rows(pages, "SELECT record FROM return_records")
    }
