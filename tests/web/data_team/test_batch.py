"""One batch on its page: previewed, applied, confirmed if unusual, withdrawn."""

import csv
import hashlib
import io
import re

import pytest

from tests.acts import act
from tests.factories import (
    COLLEGE,
    ELSEWHERE,
    offers,
    people,
    person,
    provider_list,
    pupil,
)
from tests.web.conftest import NOW
from tests.web.data_team.conftest import NOVEMBER, OCTOBER, WITHIN, text
from tests.web.management.reading import main_text
from tracker import actions, store
from tracker.extensions import db
from tracker.store.intake.import_batches import ImportBatch
from tracker.store.intake.sendings import Sending


@pytest.fixture
def matched(desk, registered, tmp_path) -> str:
    """Batch 2: three young people, one who lives elsewhere, one unusable line."""
    rows = [
        *people(3),
        person(4, postcode=ELSEWHERE),
        person(5, family="", upn="", uln=""),
    ]
    desk.import_list(provider_list(tmp_path / "list.csv", rows))
    return "/imports/2"


def status(desk, number: int = 2) -> str:
    with desk.pages.app_context():
        batch = store.intake.import_batches.batch(number, within=WITHIN)
        assert batch is not None
        return batch.status


def test_the_outcomes_of_the_lines_are_counted(desk, matched) -> None:
    page = " ".join(desk.get(matched).split())
    for words in (
        "Outcomes of its 5 lines",
        "<strong>New</strong>",
        "<strong>Out of area</strong>",
        "<strong>Cannot be used</strong>",
        "No person on record matched them.",
    ):
        assert words in page


def test_a_preview_is_made_without_a_request(desk, matched) -> None:
    page = " ".join(desk.get(matched).split())
    assert '<span class="tracker-counts__number">3</span>would be new' in page
    assert "None of it has been done yet." in page
    assert status(desk) == "matched"


def test_a_preview_of_offers_says_what_they_bring(desk, registered, tmp_path) -> None:
    """Two applications of one pupil, and an offer of another."""
    rows = [
        {**pupil(1), "stage": "Conditional offer", "course": "Art"},
        {**pupil(2), "stage": "Applied", "course": "Art"},
        {**pupil(2), "stage": "Interview", "course": "Music"},
    ]
    desk.import_list(offers(tmp_path / "offers.csv", rows), feed="offers")
    brings = "1 offer and 2 applications {} recorded for 2 young people."
    assert brings.format("would be") in desk.get("/imports/2")
    desk.post("/imports/2/apply")
    desk.work()
    assert brings.format("were") in desk.get("/imports/2")


def test_it_is_applied(desk, matched) -> None:
    page = text(desk.post(matched + "/apply"))
    assert "Waiting in the queue." in page
    desk.work()
    page = " ".join(desk.get(matched).split())
    assert "What applying it did" in page
    assert '<span class="tracker-counts__number">3</span>are new' in page
    assert status(desk) == "applied"


def test_a_batch_at_work_takes_no_other_request(desk, matched) -> None:
    desk.post(matched + "/apply")
    page = text(desk.post(matched + "/preview"))
    assert "The batch is already being worked on." in page
    assert "Withdraw this batch" not in page
    assert desk.work() == 1


def test_a_batch_is_withdrawn_after_a_confirmation(desk, matched) -> None:
    desk.post(matched + "/apply")
    desk.work()
    page = text(desk.post(matched + "/withdraw"))
    assert "Tick the box to confirm that you want to withdraw this batch." in page
    assert desk.work() == 0
    desk.post(matched + "/withdraw", sure="yes")
    desk.work()
    assert status(desk) == "withdrawn"
    page = desk.get(matched)
    assert "Its lines no longer count." in page
    assert "Apply again" in page


def test_a_withdrawn_batch_is_applied_again_after_a_confirmation(desk, matched) -> None:
    """The first time it wants no tick: nothing has counted before."""
    assert 'name="sure"' not in desk.get(matched)
    for action in ("apply", "withdraw"):
        desk.post(f"{matched}/{action}", sure="yes")
        desk.work()
    page = desk.get(matched)
    assert "Its lines will count again, and the history of every young person" in page
    assert "Apply batch 1 again" in page or "Apply batch 2 again" in page
    refused = text(desk.post(matched + "/apply"))
    assert "Tick the box to confirm that you want to apply this batch again." in refused
    assert desk.work() == 0
    assert status(desk) == "withdrawn"
    desk.post(matched + "/apply", sure="yes")
    desk.work()
    assert status(desk) == "applied"


def test_what_was_unusual_is_ticked_again_after_a_withdrawal(desk, unlike) -> None:
    for action in ("apply", "withdraw"):
        desk.post(f"{unlike}/{action}", sure="yes", confirmed="yes")
        desk.work()
    page = desk.get(unlike)
    assert "Apply again" in page
    assert "I have checked what is unusual" in page
    assert "Tick that you have checked" in text(desk.post(unlike + "/apply"))
    assert desk.work() == 0
    desk.post(unlike + "/apply", confirmed="yes")
    desk.work()
    assert status(desk, 3) == "applied"


def test_the_questions_that_a_list_would_raise_are_unusual_too(desk, unlike) -> None:
    page = desk.get(unlike)
    sentence = "It would raise 36 questions about young people who are not on it any"
    assert sentence in page.partition("What this means for")[0]


def test_before_a_preview_there_is_no_button_to_apply(desk, matched) -> None:
    with desk.pages.app_context():
        for task in db.session.query(store.work.tasks.Task).filter_by(kind="preview"):
            db.session.delete(task)
        db.session.commit()
    page = desk.get(matched)
    assert "Work out what it would do" in page
    assert f'action="{matched}/apply"' not in page
    desk.post(matched + "/preview")
    desk.work()
    assert f'action="{matched}/apply"' in desk.get(matched)


def numbers(page: str, before: str, after: str) -> int:
    """The sum of the numbers in a part of a page."""
    part = page.partition(before)[2].partition(after)[0]
    return sum(map(int, re.findall(r"\d+", part)))


def test_each_line_is_in_one_count_before_and_after_applying(
    desk, matched, tmp_path
) -> None:
    """Lines are counted apart from where young people are."""
    for step in ("apply", None):
        page = main_text(desk.get(matched))
        if step:
            assert numbers(page, "Of its 5 lines:", ".") == 5
            desk.post(f"{matched}/{step}")
            desk.work()
        counted = numbers(page, "Outcomes of its 5 lines", "See every line")
        assert counted == 5
    assert "What this means for 3 young people" in page
    desk.import_list(provider_list(tmp_path / "again.csv", people(3)))
    again = main_text(desk.get("/imports/3"))
    assert "would not change" not in again
    assert re.search("would (stay where they are|be confirmed)", again)


def test_the_digest_is_that_of_the_file(desk, matched, tmp_path) -> None:
    digest = hashlib.sha256((tmp_path / "list.csv").read_bytes()).hexdigest()
    page = desk.get(matched)
    assert "SHA-256 of the file<" in page and digest in page


def test_a_file_that_an_earlier_version_received_is_known_again(
    desk, matched, tmp_path
) -> None:
    with desk.pages.app_context():
        batch = db.session.get_one(ImportBatch, 2)
        file = (tmp_path / "list.csv").read_bytes()
        batch.sha256 = hashlib.sha256(file + b"\0").hexdigest()
        db.session.commit()
    desk.import_list(tmp_path / "list.csv")
    with desk.pages.app_context():
        assert db.session.query(ImportBatch).count() == 2


def test_it_is_applied_again(desk, matched) -> None:
    for action in ("apply", "withdraw", "apply"):
        desk.post(f"{matched}/{action}", sure="yes")
        desk.work()
    assert status(desk) == "applied"


def test_the_register_is_withdrawn_and_applied_again(desk, registered) -> None:
    desk.post("/imports/1/withdraw", sure="yes")
    desk.work()
    assert status(desk, 1) == "withdrawn"
    page = desk.get("/imports/1")
    assert "None of it has been done yet." not in page
    assert "Its facts about institutions will count again" in page
    desk.post("/imports/1/apply", sure="yes")
    desk.work()
    assert status(desk, 1) == "applied"


@pytest.fixture
def unlike(desk, college_list, tmp_path) -> str:
    """A complete list of four students after one of forty, waiting to be applied."""
    college_list(people(40), "many.csv", complete=True)
    few = provider_list(tmp_path / "few.csv", people(4))
    desk.import_list(few, as_at=["6", "11", "2026"], names="complete")
    return "/imports/3"


def test_a_batch_unlike_the_last_one_raises_an_alarm(desk, unlike) -> None:
    page = desk.get(unlike)
    assert "Unusual" in page
    assert "It has 4 lines; the last one from this sender, batch 2, had 40." in page
    assert "36 questions would be raised: no longer on the complete roll" in page


def test_an_applied_batch_names_the_people_in_its_questions(desk, unlike) -> None:
    desk.post(unlike + "/apply", confirmed="yes")
    desk.work()
    page = " ".join(desk.get(unlike).split())
    assert "36 young people to ask about: no longer on the complete roll" in page
    missing = people(5)[4]
    link = f">{missing['given']} {missing['family']}</a>, born"
    assert link in page


def test_a_batch_names_some_of_many_people_and_counts_the_rest(
    desk, unlike, monkeypatch
) -> None:
    monkeypatch.setattr("tracker.web.data_team.intake.batch.PEOPLE_SHOWN", 20)
    desk.post(unlike + "/apply", confirmed="yes")
    desk.work()
    assert "And 16 more" in desk.get(unlike)


def test_it_is_applied_only_after_a_tick(desk, unlike) -> None:
    page = text(desk.post(unlike + "/apply"))
    assert "Tick that you have checked it before you apply it." in page
    assert desk.work() == 0
    desk.post(unlike + "/apply", confirmed="yes")
    desk.work()
    assert status(desk, 3) == "applied"


def test_a_tick_confirms_what_the_page_showed(desk, unlike) -> None:
    """The tab was opened before something else became unusual."""
    earlier = {"confirmed": "yes", "seen": ["It has 5 lines; the last one had 6."]}
    page = text(desk.post(unlike + "/apply", **earlier))
    assert "Tick that you have checked it before you apply it." in page
    assert desk.work() == 0
    assert status(desk, 3) == "matched"


def test_an_unforeseen_alarm_stops_applying(desk, unlike) -> None:
    with desk.pages.app_context():
        for task in db.session.query(store.work.tasks.Task).filter_by(kind="preview"):
            db.session.delete(task)
        db.session.commit()
    desk.post(unlike + "/apply")
    desk.work()
    assert status(desk, 3) == "matched"
    page = desk.get(unlike)
    assert "Unusual" in page
    assert "I have checked what is unusual, and it is right" in page
    assert "Tick that you have checked" in text(desk.post(unlike + "/apply"))


def test_the_lines_are_listed_by_outcome(desk, matched) -> None:
    page = desk.get(matched + "/lines?outcome=invalid")
    assert "Cannot be used" in page
    assert "surname" in page.lower()
    assert person(1)["family"] not in page
    page = desk.get(matched + "/lines")
    assert person(1)["family"] in page
    assert "1 to 5 of 5 lines" in page


@pytest.mark.parametrize("outcome", ["matched-conflict", "possible", "nonsense"])
def test_a_list_of_no_lines_is_a_page_too(desk, matched, outcome) -> None:
    assert "Lines of batch 2" in desk.get(f"{matched}/lines?outcome={outcome}")


def test_the_problems_are_a_file_to_send_back(desk, matched) -> None:
    answer = desk.client.get(matched + "/problems.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    assert any(row["Line can be used"] == "No" and row["Line"] == "6" for row in rows)
    assert "Problems downloaded" in desk.get(matched)


def test_the_history_of_a_batch_is_shown(desk, matched) -> None:
    page = desk.get(matched)
    assert "SHA-256" in page
    assert "24 November 2026 at 9:00am by Robin Example" in page
    assert "list.csv" in page


def test_a_batch_of_another_authority_is_not_found(desk, matched) -> None:
    with desk.pages.app_context():
        batch = store.intake.import_batches.batch(2, within=WITHIN)
        batch.authority = "350"
        db.session.commit()
    for page in ("", "/lines", "/problems.csv"):
        assert desk.client.get(matched + page).status_code == 404
    for action in ("match", "preview", "apply", "withdraw"):
        assert desk.post(f"{matched}/{action}", sure="yes").status_code == 404


def test_a_user_who_may_not_import_finds_no_batch(signed_in, desk, matched) -> None:
    adviser = signed_in("adviser")
    for page in ("/imports", matched, matched + "/lines", "/senders"):
        assert adviser.get(page).status_code == 404


def test_a_task_that_was_killed_is_done_again_and_once(desk, matched) -> None:
    """The worker had applied the batch and was killed before it could report so."""
    desk.post(matched + "/apply")
    with desk.pages.app_context():
        batch = store.intake.import_batches.batch(2, within=WITHIN)
        actions.intake.apply.apply(
            batch, act=act(by="data-manager@example.org", at=NOW, on=NOW.date())
        )
    desk.work()
    assert status(desk) == "applied"
    with desk.pages.app_context():
        task = store.work.tasks.newest(
            actions.intake.file_tasks.subject(2), within=WITHIN
        )
        assert task is not None
        assert task.result["applied"] is True
        assert task.result["outcomes"]["new-in-area"] == 3


def test_a_list_that_its_sender_still_looks_at_is_not_applied(desk, matched) -> None:
    with desk.pages.app_context():
        batch = db.session.get_one(ImportBatch, 2)
        batch.received_by = "college-user@example.org"
        db.session.add(
            Sending(
                authority="359",
                institution=f"urn:{COLLEGE}",
                kind="list",
                state="kept",
                files=["list.csv"],
                batch_id=2,
                made_by=batch.received_by,
                made_at=NOW,
            )
        )
        db.session.commit()
    assert "The sender is still checking it" in desk.get("/imports")
    page = text(desk.post(matched + "/apply"))
    assert "has not sent it yet." in page
    assert desk.work() == 0


def test_the_page_costs_the_same_for_many_lines(desk, college_list, queries) -> None:
    college_list(people(2), "few.csv", as_at=OCTOBER)
    college_list(people(60, first=10), "many.csv", as_at=NOVEMBER)
    desk.get("/imports/2")
    counts = {}
    for page in ("", "/lines"):
        for batch in (2, 3):
            with queries() as found:
                desk.get(f"/imports/{batch}{page}")
            counts[page, batch] = len(found)
        assert counts[page, 2] == counts[page, 3]
