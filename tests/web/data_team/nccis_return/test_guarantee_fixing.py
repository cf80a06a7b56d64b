"""Fixing a list of the September Guarantee on pages, and back. All are invented."""

import re

import pytest

from tests.acts import act
from tests.web.conftest import NOW
from tests.web.data_team.nccis_return.spring import PUPILS, STUDENTS, load_spring
from tests.web.data_team.test_returns import post, text, works
from tests.web.management.reading import main_text
from tests.web.management.test_dashboard import page
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.year import guarantee_task
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

HERE = authority_scope("359")
OF_2026 = "/september-guarantee/2026"
FIX, TAKE_BACK = f"{OF_2026}/fix", f"{OF_2026}/take-back"
LISTED = len(PUPILS) + len(STUDENTS)


@pytest.fixture
def spring(pages, tmp_path, load, clock):
    load_spring(tmp_path, load, clock)
    return pages


@pytest.fixture
def desk(spring, signed_in):
    return signed_in("data-manager")


@pytest.fixture
def fixed(desk, spring) -> int:
    """The entry that fixes the list of September 2026."""
    assert post(desk, FIX).status_code == 302
    (entry,) = standing(spring)
    return entry


def standing(app) -> list[int]:
    with app.app_context():
        every = store.history.guarantee_lists.entries(2026, within=HERE)
        return [each.id for each in every if each.withdrawn_at is None]


def done(app, action: str) -> int:
    with app.app_context():
        return db.session.query(AuditLine).filter_by(action=action).count()


def test_fixing_is_confirmed_with_what_it_does(desk, spring) -> None:
    shown = main_text(page(desk, FIX))
    assert f"{LISTED} young people go on the list" in shown
    assert "1 pupil of Year 11 that another authority leads" in shown
    assert standing(spring) == []
    answer = post(desk, FIX)
    assert answer.location == OF_2026
    after = main_text(page(desk, OF_2026))
    assert f"is fixed: {LISTED} young people." in after
    assert "Fixed by Robin Example on 24 November 2026" in after
    assert f"0 of {LISTED} have an offer" in after
    assert "Take the list back" in after and "Fix the list" not in after
    # Those that another authority leads are shown beside a fixed list too.
    assert "1 young person, as known now" in page(desk, f"{OF_2026}/people?led=*")
    assert done(spring, "guarantee list fixed") == 1


def test_a_second_click_fixes_nothing_twice(desk, spring, twice) -> None:
    answers = twice(desk, FIX)
    assert sorted(each.status_code for each in answers) == [200, 302]
    (refused,) = [text(each) for each in answers if each.status_code == 200]
    assert "It is fixed already, by Robin Example" in refused
    assert len(standing(spring)) == 1
    assert done(spring, "guarantee list fixed") == 1
    assert "It is fixed already" in page(desk, FIX)


def test_taking_back_is_confirmed_and_done_once(desk, spring, fixed) -> None:
    shown = page(desk, TAKE_BACK)
    assert f"{LISTED} young people" in main_text(shown)
    assert standing(spring) == [fixed]
    assert post(desk, TAKE_BACK, entry=str(fixed)).status_code == 302
    again = text(post(desk, TAKE_BACK, entry=str(fixed)))
    assert "The list of September 2026 is not fixed." in again
    assert "there is nothing to take back" in again
    assert standing(spring) == []
    assert done(spring, "guarantee list taken back") == 1
    after = main_text(page(desk, OF_2026))
    assert "Not fixed: as it would be now" in after
    assert f"Entry {fixed}: fixed by Robin Example" in after


def test_a_page_of_before_takes_back_no_list_that_its_user_has_not_seen(
    desk, spring, fixed
) -> None:
    post(desk, TAKE_BACK, entry=str(fixed))
    post(desk, FIX)
    (newer,) = standing(spring)
    for seen in (str(fixed), "", "x", "999999999999999999999"):
        refused = text(post(desk, TAKE_BACK, entry=seen))
        assert f"has been fixed again since, by entry {newer}." in refused, seen
        assert standing(spring) == [newer]


def test_a_long_list_is_fixed_and_taken_back_by_a_worker(
    desk, spring, monkeypatch
) -> None:
    monkeypatch.setattr(guarantee_task, "FEW", 5)
    for _ in range(2):
        assert post(desk, FIX).location == OF_2026
    shown = main_text(page(desk, OF_2026))
    assert "Waiting in the queue" in shown and "Fix the list" not in shown
    assert standing(spring) == []
    with spring.app_context():
        works()
    (entry,) = standing(spring)
    assert "Fixed by Robin Example" in main_text(page(desk, OF_2026))
    assert done(spring, "guarantee list fixed") == 1
    assert "It is fixed already" in text(post(desk, FIX))
    for _ in range(2):
        assert post(desk, TAKE_BACK, entry=str(entry)).location == OF_2026
    with spring.app_context():
        works()
    assert standing(spring) == []
    assert "Not fixed" in main_text(page(desk, OF_2026))
    assert done(spring, "guarantee list taken back") == 1


def test_a_worker_that_comes_too_late_gives_the_reason(
    desk, spring, monkeypatch
) -> None:
    monkeypatch.setattr(guarantee_task, "FEW", 5)
    post(desk, FIX)
    with spring.app_context():
        actions.year.guarantee_lists.fix(2026, act=act(on=NOW.date()))
        works()
    shown = main_text(page(desk, OF_2026))
    assert "This could not be done" in shown and "is already fixed, by entry" in shown
    assert "Fixed by data@example.org" in shown
    assert len(standing(spring)) == 1


def test_a_merged_young_person_is_counted_once(desk, spring, fixed, flask) -> None:
    with spring.app_context():
        found = actions.year.guarantee_lists.shown(2026, act=act(on=NOW.date()))
        kept, lost = [each.person for each in found.cohort.listed][:2]
    flask("people", "merge", kept, lost, "--because", "one person (invented)")
    assert f"0 of {LISTED - 1} have an offer" in main_text(page(desk, OF_2026))
    named = re.findall(r'href="/people/(\d+)"', page(desk, f"{OF_2026}/people"))
    assert named.count(str(kept)) == 1
    assert str(lost) not in named
