"""Files are uploaded on the page: recognised, explained, or refused in a sentence."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.factories import (
    COLLEGE,
    SCHOOL,
    census,
    nccis,
    people,
    person,
    provider_list,
    pupil,
    register,
)
from tests.waiting import waiting
from tests.web.conftest import NOW
from tests.web.data_team.conftest import OCTOBER, TODAY, WITHIN, text
from tracker import actions, store
from tracker.extensions import db


def kept(desk) -> list[Path]:
    """The files that are still in the folder of uploads."""
    folder = desk.pages.config["TRACKER"].var / "uploads"
    return [each for each in folder.rglob("*") if each.is_file()]


def test_the_page_before_the_first_file(desk) -> None:
    page = desk.get("/imports")
    assert "No files have been imported yet." in page
    assert "Import files" in page


def test_a_file_without_open_questions_is_imported_at_once(desk, tmp_path) -> None:
    page = text(desk.send(register(tmp_path / "edubasealldata20261101.csv")))
    assert "Importing edubasealldata20261101.csv" in page
    assert "Waiting in the queue." in page
    assert desk.work() == 1
    assert "establishments" in desk.get("/imports/1")
    assert kept(desk) == []


def test_a_list_is_recognised_and_its_sender_is_a_question(
    desk, registered, tmp_path
) -> None:
    file = provider_list(tmp_path / "october.csv", people(3))
    page = text(desk.send(file))
    assert "About october.csv" in page
    assert "It was recognised as the kind selected below." in page
    assert 'value="provider-enrolment" checked' in " ".join(page.split())


def test_a_list_is_imported_once_its_sender_is_entered(
    desk, registered, tmp_path
) -> None:
    file = provider_list(tmp_path / "october.csv", people(3))
    upload = desk.send(file, follow=False)
    page = text(
        desk.post(
            upload.location,
            feed="provider-enrolment",
            sender="Testham College",
            as_at=["9", "10", "2026"],
            names="complete",
        )
    )
    assert "Importing october.csv" in page
    assert desk.work() == 2, "taken in, and what it would do"
    page = desk.get("/imports/2")
    assert "Testham College (invented)" in page
    assert "as at 9 October 2026, a complete roll" in page
    assert "would be new" in page
    assert kept(desk) == []


def test_the_progress_page_leads_to_the_batch(desk, registered, tmp_path) -> None:
    upload = desk.send(provider_list(tmp_path / "a.csv", people(2)), follow=False)
    begun = desk.post(
        upload.location,
        follow=False,
        feed="provider-enrolment",
        sender=COLLEGE,
        names="changes",
        as_at=TODAY,
    )
    assert "Waiting in the queue." in desk.get(begun.location)
    desk.work()
    assert "Batch 2: Testham College" in desk.get(begun.location)


def test_the_same_file_again_is_reported_as_loaded(desk, registered, tmp_path) -> None:
    file = provider_list(tmp_path / "october.csv", people(3))
    desk.import_list(file)
    upload = desk.send(file, follow=False)
    begun = desk.post(
        upload.location,
        follow=False,
        feed="provider-enrolment",
        sender=COLLEGE,
        names="changes",
        as_at=TODAY,
    )
    desk.work()
    page = desk.get(begun.location)
    assert "The same file is already loaded as batch 2" in page
    assert "Batch 3" not in desk.get("/imports")
    assert kept(desk) == []


def test_several_files_are_each_recognised_by_kind(desk, registered, tmp_path) -> None:
    page = text(
        desk.send(
            nccis(
                tmp_path / "history.xml", OCTOBER, [{**person(1), "activity": "210"}]
            ),
            provider_list(tmp_path / "one.csv", people(2)),
            provider_list(tmp_path / "two.csv", people(2, first=5)),
        )
    )
    assert (
        "3 kinds of file were received. More information is needed about 2 of them"
        in page
    )
    assert "Importing history.xml" in page
    for name in ("one.csv", "two.csv"):
        assert name in page


def test_a_name_of_several_institutions_raises_a_question(
    desk, registered, tmp_path
) -> None:
    upload = desk.send(provider_list(tmp_path / "a.csv", people(2)), follow=False)
    entered = {
        "feed": "provider-enrolment",
        "sender": "college",
        "names": "changes",
        "as_at": TODAY,
    }
    page = text(desk.post(upload.location, **entered))
    assert "Select which of these sent it." in page
    assert "Otherton College (invented), Wigan, URN 130777" in page
    page = text(desk.post(upload.location, **entered, chosen="urn:130777"))
    assert "Importing a.csv" in page


REFUSED = [
    ({"sender": ""}, "Enter which school, college or provider sent it."),
    ({"sender": "Nowhere Academy"}, "No school, college or provider in the register"),
    ({"sender": "12345"}, "a URN has 6 digits, a DfE number 7, a UKPRN 8."),
    ({"feed": ""}, "Select what the file is."),
    ({"as_at": ["9", "10", "2030"]}, "9 October 2030 is in the future."),
    ({"as_at": ["31", "2", "2026"]}, "must be a real date"),
    ({"as_at": ""}, "a.csv gives no date, so its as-at date has to be entered."),
    (
        {"names": "complete", "as_at": ""},
        "Enter the day on which it lists everybody who was there.",
    ),
]


@pytest.mark.parametrize(("entered", "sentence"), REFUSED)
def test_missing_or_impossible_entries_are_refused(
    desk, registered, tmp_path, entered, sentence
) -> None:
    upload = desk.send(provider_list(tmp_path / "a.csv", people(2)), follow=False)
    whole = {
        "feed": "provider-enrolment",
        "sender": COLLEGE,
        "names": "changes",
        "as_at": TODAY,
    }
    data = {name: value for name, value in {**whole, **entered}.items() if value}
    answer = desk.post(upload.location, **data)
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "There is a problem" in text(answer)
    assert desk.work() == 0


def test_a_wrong_kind_is_refused_with_the_likely_one(
    desk, registered, tmp_path
) -> None:
    upload = desk.send(census(tmp_path / "pupils.csv", [pupil(1)]), follow=False)
    begun = desk.post(
        upload.location,
        follow=False,
        feed="nccis-file",
        sender=COLLEGE,
        names="changes",
        as_at=TODAY,
    )
    desk.work()
    page = desk.get(begun.location)
    assert "This could not be done" in page
    assert "pupils.csv" in page
    assert "It looks like a school census; import it as that." in page
    assert "could not be completed" in desk.get("/imports")


@pytest.fixture
def wrong(desk, registered, tmp_path) -> str:
    """The page of a census that was uploaded as an NCCIS file."""
    upload = desk.send(census(tmp_path / "pupils.csv", [pupil(1)]), follow=False)
    entered = {
        "feed": "nccis-file",
        "sender": COLLEGE,
        "names": "changes",
        "as_at": TODAY,
    }
    begun = desk.post(upload.location, follow=False, **entered)
    desk.work()
    return str(begun.location)


def test_a_file_is_imported_as_another_kind_without_a_second_upload(
    desk, wrong
) -> None:
    (address,) = set(re.findall(r'href="(/imports/new/\d+)"', desk.get("/imports")))
    assert f'href="{address}"' in desk.get(wrong)
    assert 'value="school-census" checked' in " ".join(desk.get(address).split())
    entered = {
        "feed": "school-census",
        "sender": SCHOOL,
        "names": "changes",
        "as_at": TODAY,
    }
    to_columns = desk.post(address, follow=False, **entered)
    if to_columns.location.endswith("/columns"):
        desk.post(to_columns.location, **{"column-0": "upn"})
    desk.work()
    assert "could not be completed" not in desk.get("/imports")


def test_failed_work_is_dismissed_and_stays_in_the_history(desk, wrong) -> None:
    number = wrong.rpartition("/")[2]
    page = text(desk.post(f"/imports/failed/{number}/dismiss"))
    assert "could not be completed" not in page
    done = desk.get("/to-do?done=yes&kind=failed-import")
    assert "pupils.csv" in done
    assert "Robin Example" in done


def test_only_failed_work_can_be_dismissed(desk, registered, tmp_path) -> None:
    desk.import_list(provider_list(tmp_path / "a.csv", people(2)))
    assert desk.post("/imports/failed/1/dismiss").status_code == 404


def test_an_unknown_file_raises_a_question(desk, registered, tmp_path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Pupil;Birthday;Came\nA Child;1/9/2009;7/9/2026\n")
    page = text(desk.send(file))
    assert "Nothing in it shows what it is." in page


UNREADABLE = [
    ("empty.csv", b"", "empty.csv is empty."),
    ("letter.pdf", b"%PDF-1.7 ...", "letter.pdf is a PDF; send a CSV, XLSX or XML"),
    (
        "old.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "old.xls is damaged, or no workbook",
    ),
]


@pytest.mark.parametrize(("name", "content", "sentence"), UNREADABLE)
def test_an_unreadable_file_is_refused_at_once(
    desk, tmp_path, name, content, sentence
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    page = text(desk.send(file))
    assert sentence in page
    assert "There is a problem" in page
    assert kept(desk) == []


def test_an_archive_too_large_for_the_disk_is_not_opened(desk, tmp_path) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.csv", b"0" * 30_000_000)
    page = text(desk.send(file))
    assert "bomb.zip would unpack to 30 MB in 1 files" in page
    assert kept(desk) == []


def test_a_form_without_a_file_is_refused(desk) -> None:
    assert "Select at least one file." in text(desk.post("/imports"))


def test_a_file_name_cannot_leave_the_folder(desk, registered) -> None:
    stream = (io.BytesIO(b"Pupil,Birthday,Came\na,b,c\n"), "../../../../evil.csv")
    desk.post("/imports", files=[stream])
    (file,) = kept(desk)
    assert file.name == "evil.csv"


def test_a_file_can_be_thrown_away(desk, registered, tmp_path) -> None:
    upload = desk.send(provider_list(tmp_path / "a.csv", people(2)), follow=False)
    page = text(desk.post(upload.location + "/throw-away"))
    assert "a.csv was deleted. Nothing from it is kept." in page
    assert kept(desk) == []


def test_an_upload_of_another_authority_is_not_found(
    desk, registered, tmp_path
) -> None:
    upload = desk.send(provider_list(tmp_path / "a.csv", people(2)), follow=False)
    with desk.pages.app_context():
        store.intake.uploads.get(1, within=WITHIN).authority = "350"
        db.session.commit()
    for address in (upload.location, upload.location + "/columns"):
        assert desk.client.get(address).status_code == 404
        assert desk.post(address).status_code == 404
    assert desk.post(upload.location + "/throw-away").status_code == 404


def test_the_list_costs_the_same_for_many_batches(desk, college_list, queries) -> None:
    college_list(people(2), "one.csv")
    desk.get("/imports")
    with queries() as few:
        desk.get("/imports")
    for number in range(6):
        college_list(people(2, first=10 * number + 10), f"list{number}.csv")
    with queries() as many:
        desk.get("/imports")
    assert len(many) == len(few)


def test_batches_are_narrowed_and_sorted_by_the_address(desk, college_list) -> None:
    college_list(people(2), "two.csv")
    college_list(people(1, first=10), "one.csv")

    def order(address: str) -> list[str]:
        return re.findall(r'href="/imports/(\d+)">Batch', desk.get(address))

    everything = order("/imports")
    assert everything == sorted(everything, key=int, reverse=True)
    lists = order("/imports?feed=provider-enrolment")
    assert len(lists) == 2 < len(everything)
    assert order("/imports?feed=provider-enrolment&sort=lines") == lists
    assert order("/imports?feed=provider-enrolment&sort=-lines") == lists[::-1]
    assert order("/imports?status=withdrawn") == []
    assert "No batch is like this." in desk.get("/imports?status=withdrawn")


def test_a_file_whose_work_was_given_up_is_tried_again_or_deleted(
    desk, registered, tmp_path
) -> None:
    file = provider_list(tmp_path / "list.csv", people(2))
    upload = desk.send(file, follow=False)
    entered = {"feed": "provider-enrolment", "sender": COLLEGE, "names": "changes"}
    taking = desk.post(upload.location, follow=False, **entered, as_at=TODAY).location
    with desk.pages.app_context():
        (task,) = waiting()
        actions.work.tasks.give_up(task.id, at=NOW, on=NOW.date())
    page = desk.get(taking)
    assert "This was started several times" in page
    assert "kept until you decide, and deleted after 7 days." in page
    assert "Nothing from the file was kept" not in page
    assert "try again or delete it</a>" in desk.get("/imports")
    (again,) = set(re.findall(r"/imports/new/[0-9]+(?=\")", page))
    form = desk.get(again)
    assert "the file is deleted after 7 days" in form
    assert "Testham College" in form
    desk.post(again, **entered, as_at=TODAY)
    assert desk.work() > 0
    assert "Batch 2" in desk.get("/imports")
