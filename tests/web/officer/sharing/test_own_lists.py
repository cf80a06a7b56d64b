"""Statuses go back to the service that sent the list, and for no one else.

Everybody is invented.
"""

import csv
import io
from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    census,
    nccis,
    provider_list,
    pupil,
    register,
)
from tests.feeds.care.care_files import Child, episode, leaver, tables
from tests.waiting import run_waiting
from tests.web.conftest import NOW
from tracker import actions
from tracker.extensions import db
from tracker.store.law.disclosures import Disclosure

SERVICE = "Virtual school (invented)"
FIELDS = ["name", "upn", "status", "institution", "confirmed", "care_activity"]
OCTOBER, MARCH = date(2026, 10, 31), date(2026, 11, 2)


@pytest.fixture
def on_record(pages, load, tmp_path, clock) -> list[dict[str, str]]:
    """Seven of Year 12: three at the college, the rest looking for something."""
    clock.set(NOW.date())
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [pupil(n, date(2009, 10, n), entry="05/09/2021") for n in range(1, 8)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    seeking = {"start": "07/09/2026", "ascertained": "10/09/2026", "activity": "619"}
    month = nccis(tmp_path / "NCCIS.xml", OCTOBER, [{**it, **seeking} for it in rows])
    load("nccis-file", month)
    file = provider_list(tmp_path / "list.csv", rows[:3])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 11, 1))
    return rows


@pytest.fixture
def sent(on_record, load, tmp_path) -> int:
    """The service's return: two are on record by their number, one is not known."""
    children = [
        Child(
            f"VS{at}", row["born"], "1" if row["sex"] == "M" else "2", row["upn"], **it
        )
        for at, row, it in (
            (1, on_record[0], {"episodes": [episode("01/02/2020")]}),
            (2, on_record[4], {"leaver": leaver(activity="F2")}),
            (3, pupil(40), {"episodes": [episode("01/02/2020")]}),
        )
    ]
    return load("care", *tables(tmp_path / "r", children), as_at=MARCH)


@pytest.fixture
def agreement(pages, officer, owner) -> int:
    """What was signed with the service."""
    with pages.app_context():
        law = actions.law
        kind = law.agreements.outward("own-list-status").party
        made = law.agreements.propose(
            law.parties.named(kind, SERVICE, by="359"),
            "own-list-status",
            reference="VS-01",
            fields=FIELDS,
            starts=date(2026, 9, 1),
            ends=date(2027, 7, 31),
            review_on=date(2027, 6, 1),
            act=officer.act(),
        )
        law.agreements.sign(made.id, act=owner.act())
        return made.id


def batch(pages) -> str:
    with pages.app_context():
        return str(
            db.session.execute(
                db.text("SELECT max(id) FROM import_batches WHERE feed = 'care'")
            ).scalar_one()
        )


def form(which: str, **changes) -> dict[str, object]:
    return {"step": "check", "who": which, "fields": FIELDS, "form": "csv", **changes}


def rows_of(taken) -> list[dict[str, str]]:
    text = taken.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.law("O9", "L-09")
def test_the_service_gets_what_its_own_young_people_do_by_its_own_numbers(
    desk_of, pages, sent, agreement, on_record
) -> None:
    data, which = desk_of("data-manager"), batch(pages)
    page = " ".join(data.get(f"/share/{agreement}").get_data(as_text=True).split())
    assert "2 young people on record" in page
    assert "Their numbers" not in page
    rows = rows_of(data.send(f"/share/{agreement}", **form(which, step="share")))
    found = {row["Your number"]: row for row in rows}
    assert found.keys() == {"VS1", "VS2"}
    assert [found[it]["UPN"] for it in ("VS1", "VS2")] == [
        on_record[0]["upn"],
        on_record[4]["upn"],
    ]
    assert found["VS1"]["What they do"] == "Education: further education"
    assert found["VS1"]["ACTIV"] == "F2"
    assert found["VS1"]["Last confirmed"] == "01/11/2026"
    assert found["VS2"]["ACTIV"] == "G5"
    with pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.people) == ("own-list-status", 2)


def test_a_list_that_says_who_is_in_care_is_for_those_who_may_see_it(
    desk_of, pages, sent, agreement
) -> None:
    leader, which = desk_of("team-leader"), batch(pages)
    page = leader.get(f"/share/{agreement}").get_data(as_text=True)
    assert "none that you may see" in page
    assert "Children in care" not in page
    answer = leader.send(f"/share/{agreement}", **form(which, step="share"))
    assert "Content-Disposition" not in answer.headers
    with pages.app_context():
        assert db.session.query(Disclosure).count() == 0


@pytest.mark.parametrize("which", ["", "0", "999999", "enrolled", "1"])
def test_no_other_list_is_given(desk_of, pages, sent, agreement, which) -> None:
    """Batch 1 is the register's; no service sent it."""
    data = desk_of("data-manager")
    answer = data.send(f"/share/{agreement}", **form(which, step="share"))
    assert answer.status_code == 200
    assert "Content-Disposition" not in answer.headers


def test_a_list_taken_back_gives_nothing_any_more(
    desk_of, pages, sent, agreement
) -> None:
    data, which = desk_of("data-manager"), batch(pages)
    data.send(f"/imports/{which}/withdraw", sure="yes")
    with pages.app_context():
        assert run_waiting(clock=lambda: NOW, day=lambda at: at.date()) == 1
    page = data.get(f"/share/{agreement}").get_data(as_text=True)
    assert "has been applied in the last two years" in page


def test_the_page_of_a_batch_leads_there(desk_of, pages, sent) -> None:
    data, which = desk_of("data-manager"), int(batch(pages))
    assert 'href="/share"' in data.get(f"/imports/{which}").get_data(as_text=True)
    assert "Give the service" not in data.get("/imports/1").get_data(as_text=True)
