"""The answer for the week: attending, stopped or not seen, and what each comes to."""

import re
from datetime import date, timedelta

from sqlalchemy import text as sql

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    census,
    provider_list,
    pupil,
    unsure,
)
from tests.web.conftest import NOW, sign_in, token
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, text
from tests.web.school.lists.conftest import FRIDAY, LISTED, TODAY, WEEK, number_of
from tracker import actions
from tracker.access import authority_scope
from tracker.extensions import db

NOT_LISTED = "is not on your list any more"


def masked(page: str) -> str:
    """A page without what changes at random."""
    return re.sub(r'(csrf_token"[^>]*value|data-token|nonce)="[^"]*"', "", page)


def test_one_click_confirms_all_the_others(
    college, at_college, answer, where, waiting, signed_in
) -> None:
    stopped, unseen, *others = at_college
    page = text(college.get(WEEK))
    assert "12 students</strong> past Year 11 are on your lists" in page
    sent = answer(college, (stopped, "stopped", "18/11/2026"), (unseen, "not seen", ""))
    assert sent.location == "/lists/1/receipt"
    for row in others:
        assert where(row) == (COLLEGE_KEY, TODAY, None)
    # Not seen ends nothing and confirms nothing.
    assert where(unseen) == (COLLEGE_KEY, LISTED, None)
    assert where(stopped) == (None, None, "2026-11-18")
    (left, _, why), (check, _, unseen_why) = sorted(waiting(), reverse=True)
    assert (left, check) == ("left", "attendance")
    assert "18 November 2026" in why
    assert "This is no evidence that they left." in unseen_why
    receipt = " ".join(text(college.get("/lists/1/receipt")).split())
    for words in ("Stopped", "Not seen", "Attending, with all the others"):
        assert words in receipt
    assert unseen["family"] not in receipt
    page = text(college.get(WEEK))
    assert "You have answered this week" in page
    assert stopped["family"] not in page
    leader = text(signed_in("team-leader").get("/to-do"))
    assert "Attendance to check" in leader
    assert "Left their place" in leader


def test_an_answer_taken_back_leaves_everything_as_it_was(
    college, at_college, answer, where, waiting, post
) -> None:
    before = [where(row) for row in at_college]
    one, two, *_ = at_college
    answer(college, (one, "stopped", "18/11/2026"), (two, "not seen", ""))
    post(college, "/lists/1/receipt", "/lists/1/take-back")
    assert [where(row) for row in at_college] == before
    assert waiting() == []
    assert "Taken back" in text(college.get("/withdrawals/1"))
    assert one["family"] in text(college.get(WEEK))
    post(college, "/account", "/lists/1/take-back")
    assert "already been taken back" in text(college.get("/lists"))


def test_what_is_chosen_alone_confirms_no_other(
    college, at_college, answer, where, waiting, signed_in
) -> None:
    one, two, three, *_ = at_college
    answer(college, (one, "attending", ""), (two, "not seen", ""), step="chosen")
    assert where(one) == (COLLEGE_KEY, TODAY, None)
    assert where(three) == (COLLEGE_KEY, LISTED, None)
    assert "November 2026 is done" not in text(college.get("/lists"))
    # Nor does a click for all the others confirm who was not seen in the same week.
    answer(college)
    assert where(three) == (COLLEGE_KEY, TODAY, None)
    assert where(two) == (COLLEGE_KEY, LISTED, None)
    answer(college, (two, "not seen", ""))
    assert [kind for kind, *_ in waiting()] == ["attendance"]


def test_a_form_sent_twice_counts_once(college, at_college, answer, waiting) -> None:
    chosen = (at_college[0], "stopped", "18/11/2026"), (at_college[1], "not seen", "")
    page = text(college.get(WEEK))
    for _ in range(2):
        # By the second click the student who stopped is not on the list any more.
        again = answer(college, *chosen, page=page, step="chosen")
        assert again.location == "/lists/1/receipt"
    assert len(waiting()) == 2
    assert college.get("/lists/2/receipt").status_code == 404


def test_an_answer_does_not_end_the_time_at_another_institution(
    college, at_college, answer, where, waiting, load, tmp_path
) -> None:
    one, two, three, *_ = moved = [
        {**row, "start": "02/11/2026"} for row in at_college[:3]
    ]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "other.csv", moved),
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
    )
    # The page is the college's own list: it does not show that they are elsewhere.
    answer(college, (one, "stopped", "30/10/2026"), (two, "attending", ""))
    for row in (one, two, three):
        assert where(row) == (OTHER_KEY, "2026-11-06", None)
    ((kind, _, why),) = waiting()
    assert kind == "attendance"
    assert "the record does not have them there" in why


def test_a_newer_list_counts_for_more_than_an_answer_for_last_week(
    college, at_college, answer, where, waiting, load, tmp_path, signed_in
) -> None:
    load(
        "provider-enrolment",
        provider_list(tmp_path / "newer.csv", at_college),
        institution=COLLEGE,
        as_at=date(2026, 11, 23),
        complete=True,
    )
    answer(college, (at_college[0], "stopped", "18/11/2026"), day=FRIDAY)
    for row in at_college[:2]:
        assert where(row) == (COLLEGE_KEY, "2026-11-23", None)
    # A contradiction is for the data team, and no one has to find out a next step.
    assert waiting() == []
    notices = text(signed_in("data-manager").get("/to-do?kind=notice"))
    assert "A list of a later day still has them there" in notices


def test_a_line_that_is_not_ones_own_is_refused_and_nothing_is_sent(
    college, at_college, elsewhere, answer, where, waiting, load, tmp_path, signed_in
) -> None:
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    theirs = number_of(text(other.get(WEEK)), elsewhere[0])
    left = {**at_college[0], "end": "20/11/2026"}
    page = text(college.get(WEEK))
    stale = number_of(page, left)
    load(
        "provider-enrolment",
        provider_list(tmp_path / "left.csv", [left]),
        institution=COLLEGE,
        as_at=date(2026, 11, 22),
    )
    seen = set()
    for number in (theirs, stale, "987654321"):
        refused = text(answer(college, (number, "not seen", "")))
        assert NOT_LISTED in refused
        assert elsewhere[0]["family"] not in refused
        seen.add(masked(refused))
    assert len(seen) == 1
    assert waiting() == []
    assert where(at_college[1]) == (COLLEGE_KEY, LISTED, None)
    assert college.get("/lists/1/receipt").status_code == 404


def test_a_pasted_list_is_looked_at_before_it_is_sent(
    college, at_college, answer, waiting, where
) -> None:
    one, two, three, *_ = at_college
    pasted = "\n".join(
        (
            "Student",
            one["uln"],
            f"{two['family']}, {two['given']} {two['born']}",
            "1234567890",
        )
    )
    given = {"pasted": pasted, "pasted_answer": "stopped", "pasted_last": "18/11/2026"}
    page = text(answer(college, (three, "not seen", ""), step="find", **given))
    assert "Not found on your lists: line 4." in page
    for row, choice in ((one, "stopped"), (two, "stopped"), (three, "not seen")):
        number = number_of(page, row)
        assert re.search(rf'name="answer-{number}" value="{choice}" checked', page)
    assert waiting() == []
    assert where(one) == (COLLEGE_KEY, LISTED, None)
    empty = answer(college, step="find", pasted=" ")
    assert "Paste a list" in text(empty)


def test_errors_name_the_student_and_send_nothing(
    college, at_college, answer, waiting
) -> None:
    row = at_college[0]
    name = f"{row['given']} {row['family']}"
    for chosen, more, sentence in (
        ((), {"step": "chosen"}, "Select an answer for a student"),
        (((row, "stopped", ""),), {}, f"Enter the last day of {name}"),
        (((row, "stopped", "31/11/2026"),), {}, "must be a real date"),
        (((row, "stopped", "25/11/2026"),), {}, "24 November 2026 or earlier"),
        (((row, "stopped", "23/11/2026"),), {"day": FRIDAY}, "20 November 2026 or"),
        (((row, "gone", ""),), {}, "Select one of the three answers"),
        ((), {"day": "2026-11-01"}, "Not a valid choice"),
    ):
        refused = text(answer(college, *chosen, **more))
        assert sentence in refused, sentence
    assert waiting() == []
    assert "You have not sent anything here yet" in text(college.get("/lists"))


def test_a_restricted_student_is_neither_confirmed_nor_noted(
    college, at_college, answer, where, waiting, as_json, pages
) -> None:
    one, two, three, *_ = at_college
    for row in (one, two, three):
        (found,) = as_json("people", "find", row["upn"])
        as_json(
            *("restrictions", "record", found["person"], "--institution", COLLEGE),
            *("--answer", "no", "--by", "young person", "--how", "letter"),
        )
    answer(college, (one, "not seen", ""), (two, "attending", ""))
    # The receipt is the same as for everybody: it counts the sender's own choices.
    assert "Not seen" in text(college.get("/lists/1/receipt"))
    assert waiting() == []
    for row in (one, two, three):
        assert where(row)[1] != TODAY
    with pages.app_context():
        (kept,) = db.session.scalars(
            sql("SELECT arguments FROM tasks WHERE kind = 'answer for the week'")
        )
        assert (kept["not seen"], kept["attending"]) == ([], [])


def test_a_sealed_former_name_changes_nothing_on_the_page(
    college, at_college, load, tmp_path, as_json
) -> None:
    row = at_college[0]
    now = {**row, "given": "Ottoline", "family": "Oldershaw"}
    (found,) = as_json("people", "find", row["upn"])
    file = census(tmp_path / "now.csv", [pupil(1, **now)])
    load("school-census", file, as_at=date(2026, 11, 10))
    for each in as_json("matching", "list"):
        as_json("matching", "resolve", each["row"], "--person", found["person"])
    before = text(college.get(WEEK))
    sealed = ("--given", row["given"], "--family", row["family"])
    as_json("people", "seal", found["person"], *sealed)
    after = text(college.get(WEEK))
    assert masked(after) == masked(before)
    assert number_of(after, row)
    assert "Ottoline" not in after


def test_a_line_that_waits_for_a_decision_has_a_work_item_of_its_own(
    college, at_college, leavers, answer, load, tmp_path, waiting
) -> None:
    doubtful = {**unsure(leavers[15]), "postcode": "WN7 1AB", "start": "02/11/2026"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "unsure.csv", [doubtful]),
        institution=COLLEGE,
        as_at=date(2026, 11, 2),
    )
    answer(college, (doubtful, "not seen", ""))
    ((kind, of, why),) = waiting()
    assert (kind, of) == ("attendance", None)
    assert "Line 2 of batch 4" in why


def test_an_answer_outlives_its_session(pages, college, at_college) -> None:
    page = text(college.get(WEEK))
    number = number_of(page, at_college[0])
    data = {"csrf_token": token(page), "day": TODAY, f"answer-{number}": "not seen"}
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    late = college.post(WEEK, data={**data, "step": "others"})
    assert late.status_code in (302, 303)
    back = sign_in(college, "college-user@example.org")
    shown = text(college.get(back.location))
    assert re.search(
        rf'<input[^>]*name="answer-{number}" value="not seen" checked', shown
    )


def test_a_week_without_an_answer_is_on_the_chase_board(
    college, at_college, answer, signed_in, pages
) -> None:
    with pages.app_context():
        actions.history.positions.refresh([NOW.date()], within=authority_scope("359"))
    data_team = signed_in("data-manager")
    assert "No answer this week" in text(data_team.get("/senders"))
    answer(college, (at_college[0], "attending", ""), step="chosen")
    board = text(data_team.get("/senders"))
    assert "Answered this week" in board
    assert "No answer this week" not in board


def test_without_a_complete_list_the_page_leads_to_one(college, post) -> None:
    page = text(college.get(WEEK))
    assert "send one first" in page
    assert 'href="/lists/new"' in page
    refused = text(post(college, "/account", WEEK, day=TODAY, step="others"))
    assert "Send one first" in refused
