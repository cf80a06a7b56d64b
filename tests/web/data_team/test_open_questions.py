"""The questions about an uploaded file are answered before any of it is stored."""

import re
from threading import Barrier

import pytest

from tests.acts import act
from tests.factories import (
    COLLEGE,
    SCHOOL,
    nccis,
    people,
    person,
    provider_list,
    register,
)
from tests.journeys.restrictions.restricted import Pupil, collect
from tests.web.data_team.conftest import OCTOBER, TODAY, WITHIN, text
from tracker import store
from tracker.access import authority_scope
from tracker.extensions import db
from tracker.store.intake.import_batches import ImportBatch

PROVIDER = "10098845"
ENTERED = {
    "feed": "provider-enrolment",
    "sender": PROVIDER,
    "names": "changes",
    "as_at": TODAY,
}


def evidence(desk) -> int:
    with desk.pages.app_context():
        return int(db.session.scalar(db.text("SELECT count(*) FROM evidence")))


def batches(desk) -> list[int]:
    with desk.pages.app_context():
        return [each.id for each in store.intake.import_batches.batches(within=WITHIN)]


@pytest.fixture
def file(tmp_path):
    return provider_list(tmp_path / "list.csv", people(4))


def test_a_missing_date_is_a_question_at_once(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    page = desk.get(upload.location)
    assert "Nothing from the file is imported before you answer" in page
    assert "list.csv gives no date, so its as-at date has to be entered." in page
    assert "Leave this blank for today" not in page
    answer = text(
        desk.post(upload.location, **{**ENTERED, "sender": COLLEGE, "as_at": ""})
    )
    assert "There is a problem" in answer
    assert "list.csv gives no date" in answer
    assert desk.work() == 0
    assert batches(desk) == [1]


def test_a_sender_in_no_register_is_chosen_or_named(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    page = text(desk.post(upload.location, **ENTERED))
    assert "UKPRN 10098845, is in no register and has sent nothing before" in page
    assert "What is the new sender called?" in page
    assert desk.work() == 0
    # The answers so far are there when the page is opened again elsewhere.
    again = desk.get(upload.location)
    assert "UKPRN 10098845" in again
    assert "What is the new sender called?" in again
    named = {**ENTERED, "new_sender": "Wheels Training"}
    assert "Importing list.csv" in text(desk.post(upload.location, **named))
    desk.work()
    assert "Batch 2: Wheels Training" in desk.get("/imports/2")
    with desk.pages.app_context():
        assert store.intake.new_senders.names(["ukprn:10098845"], within=WITHIN) == {
            "ukprn:10098845": "Wheels Training"
        }
        day, sender = store.intake.batch_answers.of(2)
        assert (day.answer, sender.answer) == ("2026-11-24", "Wheels Training")
        assert sender.answered_by == "data-manager@example.org"


def test_the_school_of_a_no_is_a_question_at_the_senders_field(
    desk, registered, tmp_path
) -> None:
    *tables, _ = collect(tmp_path, [Pupil(74_009)])
    upload = desk.send(*tables, follow=False)
    entered = {**ENTERED, "feed": "school-census", "sender": ""}
    desk.post(upload.location, **entered)
    desk.work()
    assert batches(desk) == [1]
    assert "1 line says No to sharing" in desk.get(upload.location)
    with desk.pages.app_context():
        (waiting,) = store.intake.uploads.waiting(within=WITHIN)
    again = f"/imports/new/{waiting.id}"
    answer = text(desk.post(again, **entered))
    assert 'href="#sender"' in answer and "1 line says No to sharing" in answer
    desk.post(again, **{**entered, "sender": SCHOOL})
    desk.work()
    assert batches(desk) == [2, 1]


def test_all_open_questions_stand_at_the_top(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    answer = text(desk.post(upload.location, **{**ENTERED, "as_at": ""}))
    (summary,) = re.findall(
        r'<div class="govuk-error-summary".*?</ul>', answer, flags=re.DOTALL
    )
    assert 'href="#as_at-day"' in summary and "list.csv gives no date" in summary
    assert 'href="#new_sender"' in summary and "is in no register" in summary


def test_records_led_by_another_authority_wait_for_a_tick(desk, tmp_path) -> None:
    rows = [{**person(1), "activity": "210", "lead": "350"}]
    desk.send(nccis(tmp_path / "history.xml", OCTOBER, rows), follow=False)
    desk.work()
    assert batches(desk) == []
    upload = waiting(desk)
    assert "records of history.xml are led by Bolton (350) and not by" in desk.get(
        upload
    )
    entered = {"feed": "nccis-file", "names": "changes"}
    desk.post(upload, **entered, other_authorities="y")
    desk.work()
    assert len(batches(desk)) == 1


def test_a_registered_sender_can_be_chosen_instead(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    desk.post(upload.location, **ENTERED)
    chosen = {**ENTERED, "sender": "Testham College"}
    assert "Importing list.csv" in text(desk.post(upload.location, **chosen))


def test_a_new_name_for_a_registered_number_is_refused(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    named = {**ENTERED, "sender": COLLEGE, "new_sender": "Wheels Training"}
    page = text(desk.post(upload.location, **named))
    assert f"URN {COLLEGE} is Testham College (invented)" in page
    assert desk.work() == 0


@pytest.fixture
def history(tmp_path):
    """An NCCIS file of another authority."""
    made = nccis(tmp_path / "history.xml", OCTOBER, [{**person(1), "activity": "210"}])
    theirs = made.read_text(encoding="utf-8").replace(
        "<LEACode>359</LEACode>", "<LEACode>355</LEACode>"
    )
    made.write_text(theirs, encoding="utf-8")
    return made


def waiting(desk) -> str:
    """The page of the only file that waits for an answer."""
    (address,) = set(re.findall(r'href="(/imports/new/\d+)"', desk.get("/imports")))
    return address


def test_a_file_of_another_authority_waits_for_a_tick(desk, history) -> None:
    begun = desk.send(history, follow=False)
    desk.work()
    assert batches(desk) == []
    page = desk.get(begun.location)
    sentence = "The header of history.xml names Salford (355) and not Wigan (359)"
    assert sentence in page
    assert "Before it is imported" in page and "This could not be done" not in page
    upload = waiting(desk)
    page = desk.get(upload)
    assert sentence in page
    assert "Import it although it names other authorities" in page
    entered = {"feed": "nccis-file", "names": "changes"}
    answer = text(desk.post(upload, **entered))
    assert "There is a problem" in answer
    assert sentence in answer
    assert desk.work() == 0
    desk.post(upload, **entered, other_authorities="y")
    desk.work()
    assert batches(desk) == [1]
    with desk.pages.app_context():
        (kept,) = store.intake.batch_answers.of(1)
        assert (kept.kind, kept.answer) == ("other authorities", True)


def test_a_register_without_a_date_waits_for_it(desk, tmp_path) -> None:
    desk.send(register(tmp_path / "register.csv"))
    desk.work()
    assert batches(desk) == []
    upload = waiting(desk)
    assert "register.csv gives no date" in desk.get(upload)
    entered = {"feed": "establishments", "names": "changes"}
    assert "register.csv gives no date" in text(desk.post(upload, **entered))
    desk.post(upload, **entered, as_at=TODAY)
    desk.work()
    assert batches(desk) == [1]


def test_two_clicks_are_one_import(desk, registered, file) -> None:
    upload = desk.send(file, follow=False)
    entered = {**ENTERED, "new_sender": "Wheels Training"}
    first = desk.post(upload.location, follow=False, **entered)
    second = desk.post(upload.location, follow=False, **entered)
    assert first.location == second.location
    desk.work()
    third = desk.post(upload.location, follow=False, **entered)
    assert third.location == first.location
    assert "Batch 2" in desk.get(upload.location)
    assert batches(desk) == [2, 1]


def test_two_tabs_at_one_moment_are_one_import(desk, registered, file, at_once) -> None:
    from tests.web.conftest import NOW
    from tracker import actions

    sent = desk.send(file, follow=False)
    number = int(sent.location.rpartition("/")[2])
    desk.post(
        sent.location, follow=False, **{**ENTERED, "sender": COLLEGE, "as_at": ""}
    )

    both_read_it = Barrier(2, timeout=60)

    def hand_over():
        upload = store.intake.uploads.get(number, within=WITHIN)
        both_read_it.wait()
        return actions.intake.uploads.uploaded_files.hand_over(
            upload, [], act=act(by="data-manager@example.org", at=NOW)
        ).id

    one, other = at_once(hand_over, hand_over)
    assert one == other


def test_a_workers_question_is_not_answered_by_another_authoritys_upload(
    desk, history
) -> None:
    """The questions stay with the file that they are about."""
    desk.send(history)
    desk.work()
    upload = waiting(desk)
    with desk.pages.app_context():
        number = int(upload.rpartition("/")[2])
        store.intake.uploads.get(number, within=WITHIN).authority = "350"
        db.session.commit()
    assert desk.client.get(upload).status_code == 404
    with desk.pages.app_context():
        assert store.intake.uploads.waiting(within=authority_scope("359")) == []


@pytest.fixture
def useless(desk, registered, tmp_path) -> str:
    """The page of a batch whose lines are all invalid."""
    rows = [person(1, family=""), person(2, family="")]
    desk.import_list(provider_list(tmp_path / "bad.csv", rows))
    return "/imports/2"


def test_a_batch_without_usable_lines_has_a_reason_and_no_button(desk, useless) -> None:
    page = desk.get(useless)
    assert "It cannot be applied" in page
    assert "Each of its 2 lines is invalid, so there is nothing to apply." in page
    assert ">\n  Apply" not in page and "/imports/2/apply" not in page


def test_a_batch_without_usable_lines_is_not_applied_by_its_address(
    desk, useless
) -> None:
    for more in ({}, {"confirmed": "yes"}, {"new_sender": "Wheels"}):
        page = text(desk.post(useless + "/apply", **more))
        assert "is invalid, so there is nothing to apply." in page
    assert desk.work() == 0
    # Nor does a worker apply it, if it got the task before that was noticed.
    with desk.pages.app_context():
        from tests.web.conftest import NOW
        from tracker import actions

        actions.work.tasks.request(
            "apply",
            act=act(by="data-manager@example.org", at=NOW, authority="359"),
            subject="batch 2",
            batch=2,
            confirmed=True,
        )
    desk.work()
    assert evidence(desk) == 0
    assert "is invalid, so there is nothing to apply." in desk.get(useless)


@pytest.fixture
def unknown(desk, registered, file) -> str:
    """A batch that an earlier version received from a sender that is in no register."""
    desk.import_list(file)
    with desk.pages.app_context():
        batch = db.session.get_one(ImportBatch, 2)
        batch.sender = {"ukprn": PROVIDER}
        db.session.commit()
    return "/imports/2"


def test_a_batch_of_an_unknown_sender_raises_a_question_before_applying(
    desk, unknown
) -> None:
    page = desk.get(unknown)
    assert "What is the new sender called?" in page
    assert "UKPRN 10098845, is in no register" in page
    for name in ("", "  ", "123"):
        answer = text(desk.post(unknown + "/apply", new_sender=name))
        assert "There is a problem" in answer
    assert desk.work() == 0
    assert evidence(desk) == 0
    desk.post(unknown + "/apply", new_sender="Wheels Training")
    desk.work()
    assert evidence(desk) > 0
    assert "Batch 2: Wheels Training" in desk.get(unknown)


def test_a_register_that_shrinks_is_applied_after_a_tick(desk, tmp_path) -> None:
    whole = register(tmp_path / "edubasealldata20260901.csv")
    desk.send(whole)
    desk.work()
    lines = whole.read_bytes().splitlines(keepends=True)
    cut = tmp_path / "edubasealldata20261001.csv"
    cut.write_bytes(b"".join(lines[:2]))
    desk.send(cut)
    desk.work()
    page = desk.get("/imports/2")
    assert "It lists 1 establishment, but 3 were known." in page
    assert "I have checked what is unusual" in page
    assert "Tick that you have checked" in text(desk.post("/imports/2/apply"))
    assert desk.work() == 0
    desk.post("/imports/2/apply", confirmed="yes")
    desk.work()
    with desk.pages.app_context():
        found = store.intake.import_batches.batch(2, within=WITHIN)
        assert found is not None and found.status == "applied"
