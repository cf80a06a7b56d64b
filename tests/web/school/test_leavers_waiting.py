"""A page about leavers answers at once while those of a whole authority are made."""

import pytest

from tests.web.school.conftest import text
from tests.web.school.test_leavers import FILES, PAGES, listed
from tracker import actions


def test_pages_wait_until_the_leavers_are_worked_out(
    school, at_college, worked, monkeypatch
) -> None:
    monkeypatch.setattr(actions.worker.backlog, "FEW", 5)
    for page in (*PAGES, *FILES):
        answer = school.get(page)
        assert answer.status_code == 200
        assert "We first have to work out where leavers are" in text(answer)
        assert f'data-address="{page}"' in text(answer)
    assert worked() == 1  # however many pages were opened
    assert len(listed(text(school.get("/leavers/each")))) == 20
    assert "work out where leavers are" not in text(school.get("/leavers"))


@pytest.mark.parametrize("role", ["data-manager", "manager"])
def test_staff_wait_as_schools_do(
    role, at_college, signed_in, worked, monkeypatch
) -> None:
    monkeypatch.setattr(actions.worker.backlog, "FEW", 5)
    browser = signed_in(role)
    assert "work out where leavers are" in text(browser.get("/leavers"))
    worked()
    assert "20 young people left in summer 2026" in text(browser.get("/leavers"))


def test_correcting_one_leaver_does_not_wait(
    school, at_college, worked, monkeypatch
) -> None:
    page = text(school.get("/leavers/each"))
    address = next(
        each.split('"')[0]
        for each in page.split('href="')
        if each.split('"')[0].endswith("/correct")
    )
    monkeypatch.setattr(actions.worker.backlog, "FEW", -1)
    assert "work out" not in text(school.get(address))
