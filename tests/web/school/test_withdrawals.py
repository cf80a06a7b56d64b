"""A student has left: reported in two minutes, found on the roll or looked for."""

from datetime import date

import pytest

from tests.factories import (
    AUTHORITY,
    COLLEGE,
    ELSEWHERE,
    SCHOOL,
    census,
    person,
    provider_list,
    pupil,
)
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, text
from tracker import store
from tracker.access import authority_scope


def notice(row, **changes):
    day, month, year = row["born"].split("/")
    return {
        "given": row["given"],
        "family": row["family"],
        "born": [day, month, year],
        "last_day": ["13", "11", "2026"],
        **changes,
    }


@pytest.fixture
def post(post, worked):
    """Sends a form, and lets the worker match the student."""

    def send(*words, **data):
        answer = post(*words, **data)
        worked()
        return answer

    return send


@pytest.fixture
def state(pages):
    """The state of a notice, which its sender does not see."""

    def ask(number=1):
        with pages.app_context():
            found = store.leavers.notices.get(number, within=authority_scope(AUTHORITY))
            assert found is not None
            return found.state

    return ask


@pytest.fixture
def where(as_json):
    def ask(row):
        (found,) = as_json("people", "find", row["upn"])
        return as_json("people", "show", found["person"], "--on", "2026-11-24")

    return ask


@pytest.mark.law("L-04")
def test_a_notice_ends_the_time_there_and_has_a_receipt(
    college, at_college, post, where
) -> None:
    row = at_college[0]
    answer = post(college, "/withdrawals/new", **notice(row, next_step="A job"))
    assert answer.location == "/withdrawals/1"
    page = text(college.get("/withdrawals/1"))
    assert "With the council" in page
    assert "24 November 2026 at 9:00am" in page
    assert "13 November 2026" in page
    last = where(row)["spells"][-1]
    assert (last["institution"], last["ends"]) == (COLLEGE_KEY, "2026-11-13")
    assert where(row)["position"]["institution"] is None
    assert row["family"] in text(college.get("/lists"))
    assert row["family"] in text(college.get("/withdrawals"))


def test_a_notice_sent_twice_counts_once(college, at_college, post, as_json) -> None:
    entered = notice(at_college[0])
    for _ in range(2):
        answer = post(college, "/withdrawals/new", **entered)
        assert answer.location == "/withdrawals/1"
    answer = post(
        college, "/withdrawals/new", **{**entered, "note": "By their mother."}
    )
    assert answer.location == "/withdrawals/2"


@pytest.mark.parametrize("by", ["upn", "uln"])
def test_a_number_and_the_family_name_are_enough(
    college, at_college, post, by, state
) -> None:
    row = at_college[0]
    entered = notice(row, born=["", "", ""], given="Bri", number=row[by])
    post(college, "/withdrawals/new", **entered)
    assert state() == "recorded"


@pytest.mark.law("L-04")
@pytest.mark.parametrize(
    "change",
    [
        {"given": "Zebedee"},
        {"family": "Othername"},
        {"born": ["2", "10", "2009"]},
    ],
)
def test_a_notice_about_an_unknown_student_waits_for_an_officer(
    college, at_college, post, where, change, state
) -> None:
    post(college, "/withdrawals/new", **notice(at_college[0], **change))
    assert "With the council" in text(college.get("/withdrawals/1"))
    assert state() == "open"
    assert where(at_college[0])["position"]["institution"] == COLLEGE_KEY


def test_a_college_does_not_end_a_stay_at_another_place(
    at_college, signed_in, post, where, state
) -> None:
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    post(other, "/withdrawals/new", **notice(at_college[0]))
    assert state() == "open"
    assert where(at_college[0])["position"]["institution"] == COLLEGE_KEY


@pytest.mark.law("O7")
def test_a_student_who_lives_elsewhere_is_passed_on(
    college, at_college, post, signed_in
) -> None:
    stranger = {"given": "Zara", "family": "Faraway", "born": "03/11/2009"}
    entered = notice(stranger, postcode=ELSEWHERE)
    post(college, "/withdrawals/new", **entered)
    page = text(college.get("/withdrawals/1"))
    assert "To be passed on" in page
    assert "Manchester" in page
    data_team = signed_in("data-manager")
    assert "To be passed on to Manchester" in text(data_team.get("/to-do?kind=notice"))
    post(data_team, "/matching/notices/1", answer="Passed on to Manchester today.")
    assert "Passed on to Manchester today." in text(college.get("/withdrawals/1"))
    assert "Nothing waits" in text(data_team.get("/to-do?kind=notice"))
    assert "Zara Faraway" in text(data_team.get("/to-do?kind=notice&done=yes"))


def test_the_data_team_chooses_the_young_person(
    college, at_college, post, where, as_json, signed_in
) -> None:
    row = at_college[0]
    post(college, "/withdrawals/new", **notice(row, given="Brinny"))
    (found,) = as_json("people", "find", row["upn"])
    data_team = signed_in("data-manager")
    unsaid = post(data_team, "/matching/notices/1", person=found["person"])
    assert "Enter what you did" in text(unsaid)
    wrong = post(data_team, "/matching/notices/1", person="9999", answer="Found.")
    assert "There is no young person 9999." in text(wrong)
    post(data_team, "/matching/notices/1", person=found["person"], answer="Found.")
    assert where(row)["spells"][-1]["ends"] == "2026-11-13"
    assert "Dealt with" in text(college.get("/withdrawals/1"))


def test_a_list_of_the_same_day_raises_a_question(
    college, at_college, post, state, signed_in
) -> None:
    post(college, "/lists", "/lists/unchanged")
    post(college, "/withdrawals/new", **notice(at_college[0]))
    assert state() == "open"
    page = text(signed_in("data-manager").get("/to-do?kind=notice"))
    assert "A list of a later day still has them there" in page


@pytest.mark.parametrize("starts", ["07/09/2026", ""])
@pytest.mark.parametrize("list_first", [True, False])
def test_a_later_list_with_them_raises_a_question_in_either_order(
    college, at_college, post, state, signed_in, load, tmp_path, starts, list_first
) -> None:
    """Not for a list of an earlier day, which is only older than the notice."""

    def listed(day: date) -> None:
        rows = [{**row, "start": starts} for row in at_college]
        load(
            "provider-enrolment",
            provider_list(tmp_path / f"{day}.csv", rows),
            institution=COLLEGE,
            as_at=day,
        )

    listed(date(2026, 11, 13))
    if list_first:
        listed(date(2026, 11, 20))
    post(college, "/withdrawals/new", **notice(at_college[0]))
    if not list_first:
        assert state() == "recorded"
        listed(date(2026, 11, 20))
        post(college, "/account")  # lets the worker look
    assert state() == "open"
    data_team = signed_in("data-manager")
    page = text(data_team.get("/to-do?kind=notice"))
    assert "A list of a later day still has them there" in page
    page = text(data_team.get("/matching/notices/1"))
    assert "as at 20 November 2026 still has them there." in page
    answer = "The college took them off its list."
    unchosen = post(data_team, "/matching/notices/1", answer=answer)
    assert "Select which of the two is right." in text(unchosen)
    post(data_team, "/matching/notices/1", right="notice", answer=answer)
    listed(date(2026, 11, 23))
    post(college, "/account")
    assert state() == "settled"


def test_the_list_may_be_right(
    college, at_college, post, state, signed_in, load, tmp_path, where
) -> None:
    row = at_college[0]
    post(college, "/withdrawals/new", **notice(row))
    load(
        "provider-enrolment",
        provider_list(tmp_path / "later.csv", at_college),
        institution=COLLEGE,
        as_at=date(2026, 11, 20),
    )
    post(college, "/account")
    leader = signed_in("team-leader")
    assert "Left their place" in text(leader.get("/to-do"))
    data_team = signed_in("data-manager")
    post(
        data_team,
        "/matching/notices/1",
        right="list",
        answer="The college had reported a student of the same name.",
    )
    assert state() == "settled"
    assert where(row)["position"]["institution"] == COLLEGE_KEY
    assert where(row)["spells"][-1]["ends"] is None
    assert "Left their place" not in text(leader.get("/to-do"))
    assert "a student of the same name" in text(college.get("/withdrawals/1"))


def test_one_who_came_again_raises_no_question(
    college, at_college, post, state, load, tmp_path
) -> None:
    post(college, "/withdrawals/new", **notice(at_college[0]))
    load(
        "provider-enrolment",
        provider_list(
            tmp_path / "again.csv", [{**at_college[0], "start": "16/11/2026"}]
        ),
        institution=COLLEGE,
        as_at=date(2026, 11, 20),
    )
    post(college, "/account")
    assert state() == "recorded"


def test_a_notice_taken_back_ends_no_stay(college, at_college, post, where) -> None:
    before = where(at_college[0])["position"]
    post(college, "/withdrawals/new", **notice(at_college[0]))
    post(college, "/withdrawals/1", "/withdrawals/1/take-back")
    assert "Taken back" in text(college.get("/withdrawals/1"))
    assert where(at_college[0])["position"] == before
    post(college, "/account", "/withdrawals/1/take-back")
    assert "already been taken back" in text(college.get("/withdrawals/1"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"given": ""}, "Enter the first name."),
        ({"family": " "}, "Enter the family name."),
        ({"last_day": ["", "", ""]}, "Enter the last day with you."),
        (
            {"last_day": ["25", "11", "2026"]},
            "The last day must be today or in the past.",
        ),
        ({"last_day": ["31", "11", "2026"]}, "must be a real date"),
        ({"last_day": ["13", "11", "26"]}, "must have four digits"),
        ({"born": ["", "11", "2009"]}, "must be a real date"),
        ({"born": ["", "", ""]}, "Enter the date of birth, UPN or ULN"),
        ({"number": "123"}, "ULN"),
        ({"number": "X12"}, "UPN"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"note": "x" * 2001}, "2,000 characters or fewer"),
    ],
)
def test_a_wrong_notice_is_refused_and_not_kept(
    college, at_college, post, change, sentence
) -> None:
    answer = post(college, "/withdrawals/new", **notice(at_college[0], **change))
    assert answer.status_code == 200
    assert sentence in text(answer)
    assert "None yet" in text(college.get("/withdrawals"))


def test_other_users_do_not_find_a_notice(college, at_college, post, signed_in) -> None:
    post(college, "/withdrawals/new", **notice(at_college[0]))
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    assert other.get("/withdrawals/1").status_code == 404
    assert post(other, "/account", "/withdrawals/1/take-back").status_code == 404
    assert "None yet" in text(other.get("/withdrawals"))
    for role in ("adviser", "manager", "administrator"):
        assert signed_in(role).get("/withdrawals/1").status_code == 404


def test_twins_are_distinguished_by_their_given_names(
    college, leavers, load, post, where, tmp_path
) -> None:
    one = person(70)
    two = {**person(71), "family": one["family"], "born": one["born"], "given": "Odo"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "twins.csv", [one, two]),
        institution=COLLEGE,
        as_at=date(2026, 10, 9),
    )
    post(college, "/withdrawals/new", **notice(two))
    assert where(two)["position"]["institution"] is None
    assert where(one)["position"]["institution"] == COLLEGE_KEY


def test_a_pupil_of_year_11_who_leaves_is_looked_for(
    school, post, load, tmp_path, signed_in
) -> None:
    """No figure counts them as not known, so no list would have them."""
    row = pupil(1)
    load(
        "school-census",
        census(tmp_path / "pupils.csv", [row]),
        institution=SCHOOL,
        as_at=date(2026, 10, 1),
    )
    leaves = {each: row[each] for each in ("given", "family", "born")}
    post(school, "/withdrawals/new", **notice(leaves))
    work = text(signed_in("team-leader").get("/to-do"))
    assert "Left their place" in work
    assert "find out where they learn" in work


def test_a_pupil_of_year_11_with_a_new_place_needs_no_one_to_look(
    school, post, load, tmp_path, signed_in
) -> None:
    row = pupil(1)
    load(
        "school-census",
        census(tmp_path / "pupils.csv", [row]),
        institution=SCHOOL,
        as_at=date(2026, 10, 1),
    )
    at_college = {**person(1, date(2010, 10, 2)), "start": "16/11/2026"}
    load(
        "provider-enrolment",
        provider_list(tmp_path / "college.csv", [at_college]),
        institution=COLLEGE,
        as_at=date(2026, 11, 20),
    )
    leaves = {each: row[each] for each in ("given", "family", "born")}
    post(school, "/withdrawals/new", **notice(leaves))
    work = text(signed_in("team-leader").get("/to-do"))
    assert "Left their place" not in work
