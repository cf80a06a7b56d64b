"""A list is uploaded, checked by line, sent or taken back; only its sender sees it.

Everybody is invented.
"""

import csv
import hashlib
import io
import shutil
from datetime import UTC, datetime

import pytest

from tests.factories import AUTHORITY, ELSEWHERE, people, person
from tests.web.school.conftest import OTHER_KEY, text
from tracker import store
from tracker.access import authority_scope


def test_the_page_before_the_first_list_explains_how_to_begin(college) -> None:
    page = text(college.get("/lists"))
    assert "You have not sent anything yet" in page
    assert "Due by 30 November 2026" in page
    assert "send one first" in page


def test_a_list_that_is_overdue_is_late_in_words(college, pages) -> None:
    pages.config["NOW"] = datetime(2026, 10, 20, 9, tzinfo=UTC)
    assert "Late: it was due by 16 October 2026" in text(college.get("/lists"))


def test_a_list_loaded_by_the_council_is_mentioned(college, at_college) -> None:
    page = text(college.get("/lists"))
    assert "You have not sent anything here yet. The council has your list of " in page
    assert "You have not sent anything yet" not in page


def test_a_list_is_seen_line_by_line_before_it_is_sent(
    college, at_college, send_list, post
) -> None:
    rows = [
        at_college[0],
        person(50),
        person(51, postcode=ELSEWHERE),
        person(52, family=""),
    ]
    where = send_list(college, rows)
    page = text(college.get(where))
    for sentence in ("Waiting for you", "Can be used", "Another council’s"):
        assert sentence in page
    assert "Cannot be used" in page
    assert "since 7 September 2026" in page
    assert "The surname is missing" in page
    assert "Send 2 lines" in page
    answer = post(college, where, f"{where}/send")
    assert answer.location == f"{where}/receipt"
    assert "With the council" in text(college.get(where))
    assert "November 2026 is done" in text(college.get("/lists"))


def test_the_receipt_has_the_files_digest_and_no_names(
    college, at_college, send_list, post, signed_in, tmp_path
) -> None:
    """The council sees the same digest on its batch."""
    where = send_list(college, at_college)
    post(college, where, f"{where}/send")
    page = text(college.get(f"{where}/receipt"))
    digest = hashlib.sha256((tmp_path / "sent.csv").read_bytes()).hexdigest()
    assert digest in page
    assert at_college[0]["family"] not in page
    assert "24 November 2026 at 9:00am" in page
    batch = text(signed_in("data-manager").get("/imports/4"))
    assert digest in batch
    assert "sender’s receipt" in batch


def test_without_being_sent_there_is_no_receipt(college, send_list) -> None:
    where = send_list(college, people(3))
    assert college.get(f"{where}/receipt").status_code == 404


def test_lines_are_filtered_by_outcome(college, send_list) -> None:
    where = send_list(college, [person(1), person(2, family="")])
    page = text(college.get(f"{where}?outcome=invalid"))
    assert person(2)["given"] in page
    assert person(1)["given"] not in page
    assert college.get(f"{where}?outcome=nonsense").status_code == 404


def test_lines_to_correct_are_downloaded_corrected_and_sent_again(
    college, send_list, post, worked
) -> None:
    bad = person(2, born="31/31/2009", upn="", uln="")
    where = send_list(college, [person(1), bad])
    answer = college.get(f"{where}/to-fix.csv")
    assert answer.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff")))
    assert row["Surname"] == bad["family"]
    assert row["Line"] == "3"
    assert row["What to put right"]
    row["DOB"] = "03/11/2009"
    mended = io.StringIO(newline="")
    writer = csv.DictWriter(mended, row)
    writer.writeheader()
    writer.writerow(row)
    again = post(
        college,
        "/lists/new",
        file=(io.BytesIO(mended.getvalue().encode()), "to-fix.csv"),
        names="changes",
        as_at=["20", "11", "2026"],
    )
    worked()
    page = text(college.get(again.location))
    assert "Can be used" in page
    assert "Send 1 line" in page


def test_formulas_in_a_list_come_back_as_text(college, send_list) -> None:
    where = send_list(college, [person(1, family="=cmd()", born="", upn="", uln="")])
    assert "'=cmd()" in text(college.get(f"{where}/to-fix.csv"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"one,two\n1,2\n", "cannot be read as an enrolment list"),
        (
            b"<Message><Header><Collection>CIN</Collection></Header></Message>",
            "is a children in need census, which is not read yet",
        ),
        (b"YoungPersonsID,ActivityCode\n1,2\n", "looks like an NCCIS file"),
        (b"Surname,NCyearActual,DOB\nX,11,1/1/2010\n", "looks like a school census"),
    ],
)
def test_another_file_is_refused_in_a_sentence_and_not_kept(
    college, post, pages, content, sentence
) -> None:
    uploads = pages.config["TRACKER"].var / "uploads"
    shutil.rmtree(uploads, ignore_errors=True)
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(content), "thing.csv"),
        names="changes",
    )
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "You have not sent anything yet" in text(college.get("/lists"))
    assert not list(uploads.glob("sending-*"))


def test_a_list_without_a_date_is_never_taken_for_todays(college, post, pages) -> None:
    uploads = pages.config["TRACKER"].var / "uploads"
    shutil.rmtree(uploads, ignore_errors=True)
    rows = b"Surname,Forename,DOB,Postcode,StartDate\nA,B,01/10/2009,WN1 1AZ,07/09/2026"
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(rows), "list.csv"),
        names="changes",
    )
    assert answer.status_code == 200
    assert "list.csv gives no date of its own. Enter the date of the list." in text(
        answer
    )
    assert "You have not sent anything yet" in text(college.get("/lists"))
    assert not list(uploads.glob("sending-*"))


def test_a_school_may_send_its_census(school, post, worked, samples_of_census) -> None:
    answer = post(
        school,
        "/lists/new",
        file=(io.BytesIO(samples_of_census.read_bytes()), "census.xml"),
        names="changes",
    )
    assert answer.status_code == 302, text(answer)
    worked()
    assert "Line by line" in text(school.get(answer.location))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"names": "changes"}, "Select the file with your list."),
        ({"file": True}, "Select who is on the list."),
        ({"file": True, "names": "complete"}, "Enter the date of the list."),
        (
            {"file": True, "names": "complete", "as_at": ["25", "11", "2026"]},
            "must be today or in the past",
        ),
        (
            {"file": True, "names": "complete", "as_at": ["31", "11", "2026"]},
            "must be a real date",
        ),
    ],
)
def test_missing_entries_are_refused_beside_their_fields(
    college, post, data, sentence
) -> None:
    given = dict(data)
    if given.pop("file", False):
        given["file"] = (
            io.BytesIO(b"Surname,DOB,StartDate\nA,1/1/2010,1/9/2026\n"),
            "l",
        )
    answer = post(college, "/lists/new", **given)
    assert answer.status_code == 200
    assert sentence in text(answer)


def test_a_file_that_fails_while_it_is_read_has_a_sentence(
    college, post, worked
) -> None:
    content = b"Surname,Forename,DOB,StartDate\n"
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(content), "l.csv"),
        names="changes",
        as_at=["20", "11", "2026"],
    )
    assert answer.status_code == 302
    assert "Being read" in text(college.get(answer.location))
    worked()
    page = text(college.get(answer.location))
    assert "could not be read" in page
    assert "headings but no rows" in page


def test_a_list_without_a_usable_line_is_not_sent(college, send_list, post) -> None:
    where = send_list(college, [person(2, family="")])
    page = text(college.get(where))
    assert "None of the lines can be used" in page
    post(college, where, f"{where}/send")
    assert "Correct what is listed below" in text(college.get(where))


def test_a_list_taken_back_has_no_effect_and_can_be_sent_again(
    college, send_list, post, pages
) -> None:
    first = send_list(college, people(3))
    post(college, first, f"{first}/send")
    post(college, first, f"{first}/take-back")
    assert "It does not count" in text(college.get(f"{first}/receipt"))
    with pages.app_context():
        (batch,) = [
            each
            for each in store.intake.import_batches.batches(
                within=authority_scope(AUTHORITY)
            )
            if each.feed == "provider-enrolment"
        ]
        assert batch.status == "withdrawn"
    second = send_list(college, people(3))
    assert second != first
    post(college, second, f"{second}/send")
    assert "With the council" in text(college.get(second))
    with pages.app_context():
        assert store.intake.import_batches.batch(
            batch.id, within=authority_scope(AUTHORITY)
        ).status == ("matched")


def test_only_the_council_withdraws_an_applied_list(
    college, send_list, post, as_json
) -> None:
    where = send_list(college, people(3))
    post(college, where, f"{where}/send")
    number = as_json("imports", "list")[0]["batch"]
    as_json("imports", "apply", number)
    page = text(college.get(where))
    assert "Accepted" in page
    assert "/take-back" not in page
    post(college, "/account", f"{where}/take-back")
    assert "only the council can take" in text(college.get(where))


def test_another_college_does_not_find_a_list(
    college, send_list, signed_in, post
) -> None:
    where = send_list(college, people(3))
    post(college, where, f"{where}/send")
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    assert "You have not sent anything yet" in text(other.get("/lists"))
    for page in (where, f"{where}/to-fix.csv", f"{where}/receipt"):
        assert other.get(page).status_code == 404, page
    for page in (f"{where}/send", f"{where}/take-back"):
        assert post(other, "/account", page).status_code == 404, page


def test_a_sender_never_learns_the_match_of_a_line(
    college, at_college, send_list, as_json
) -> None:
    """The record says Bryn; the college's line, which has his number, does not."""
    line = {**at_college[0], "given": "Minnie"}
    page = text(college.get(send_list(college, [line])))
    assert "Minnie" in page
    assert at_college[0]["given"] not in page
    assert "/people/" not in page


def test_the_number_of_queries_does_not_grow_with_the_lines(
    college, send_list, queries
) -> None:
    few, many = send_list(college, people(3)), send_list(college, people(45, first=60))
    college.get(few)
    with queries() as for_few:
        college.get(few)
    with queries() as for_many:
        college.get(many)
    # Two of them set the rows that are shown, at the start of a transaction.
    assert len(for_few) == len(for_many) <= 18
    with queries() as of_both:
        college.get("/lists")
    send_list(college, people(4, first=200))
    with queries() as of_three:
        college.get("/lists")
    assert len(of_both) == len(of_three)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_template_is_the_one_of_the_command_line(college, form) -> None:
    answer = college.get(f"/lists/template.{form}")
    assert answer.status_code == 200
    assert f"enrolment-list.{form}" in answer.headers["Content-Disposition"]


def test_the_template_filled_in_is_known_again(college, post, worked) -> None:
    headings = text(college.get("/lists/template.csv")).removeprefix("\ufeff")
    row = dict.fromkeys(headings.strip().split(","), "")
    row |= {"Forename": "Amina", "Surname": "Holtby", "DOB": "03/11/2009"}
    row |= {"StartDate": "07/09/2026", "Postcode": "WN1 1AZ"}
    filled = headings + ",".join(row.values()) + "\r\n"
    answer = post(
        college,
        "/lists/new",
        file=(io.BytesIO(filled.encode()), "filled.csv"),
        names="changes",
        as_at=["20", "11", "2026"],
    )
    worked()
    assert "Can be used" in text(college.get(answer.location))


def test_a_text_is_no_file(college, post) -> None:
    answer = post(college, "/lists/new", file="Surname,DOB", names="changes")
    assert answer.status_code == 200
    assert "Select the file with your list." in text(answer)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("x" * 396 + ".csv", "x" * 116 + ".csv"),
        ("🙂" * 200 + ".csv", "🙂" * 59 + ".csv"),
        ("li\0st.csv", "list.csv"),
        ("C:\\lists\\list.csv", "list.csv"),
        ("../../list.csv", "list.csv"),
        ("...", "list"),
    ],
    ids=["long", "of many bytes", "NUL", "a folder", "elsewhere", "dots"],
)
def test_a_file_may_be_called_anything(
    college, send_list, tmp_path, name: str, kept: str
) -> None:
    where = send_list(college, people(2), name=name)
    assert f"{kept}" in text(college.get(where))
