"""What a school or college types, uploads and records about a pupil with a No."""

import re
from datetime import date

import pytest

from tests.acts import act
from tests.factories import COLLEGE, census, provider_list, pupil
from tests.journeys.restrictions.restricted import Pupil, leaks
from tests.web.school.conftest import COLLEGE_KEY, SCHOOL_KEY, text
from tracker import actions
from tracker.access import authority_scope
from tracker.domain.history.details.changes.grounds import By
from tracker.domain.history.details.entering import FORMS

MAY = date(2026, 5, 21)
ONE = Pupil(61, "Rowena", "Tranmere", date(2009, 10, 7))


@pytest.fixture
def no(leavers, tmp_path, load):
    """One of the school's twenty-one pupils, who answered No in May."""
    row = pupil(
        61,
        ONE.born,
        given=ONE.given,
        family=ONE.family,
        upn=ONE.secrets["upn"],
        uln=ONE.secrets["uln"],
        yssa="No",
    )
    load("school-census", census(tmp_path / "no.csv", [row]), as_at=MAY)
    return {**row, "start": "07/09/2026"}


def test_restrictions_in_a_list_uploaded_by_the_school(
    pages, school, no, leavers, send_list
) -> None:
    others = [{**row, "start": "07/09/2026"} for row in leavers[:3]]
    address = send_list(school, [no, *others], complete=False)
    assert text(school.get(address))
    assert leaks(pages, ONE) == []


def test_restrictions_in_a_list_that_fails(
    pages, school, no, send_list, post, monkeypatch
) -> None:
    """It may be the only copy: it waits, encrypted, until its school says what next."""
    from tracker import actions

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions.intake.load, "receive_files", fail)
    address = send_list(school, [no], complete=False)
    assert {name for name, _, _ in leaks(pages, ONE)} == {"upn", "uln"}
    post(school, f"{address}/columns", f"{address}/take-back")
    assert leaks(pages, ONE) == []


def test_the_colleges_own_list_keeps_its_numbers(pages, college, no, send_list) -> None:
    send_list(college, [no], complete=False)
    assert {name for name, _, _ in leaks(pages, ONE)} == {"upn", "uln"}


def notice(**changes: object) -> dict[str, object]:
    return {
        "given": ONE.given,
        "family": ONE.family,
        "born": ["7", "10", "2009"],
        "last_day": ["10", "7", "2026"],
        "next_step": ONE.secrets["form_group"],
        "note": f"Call {ONE.secrets['phone']}, {ONE.secrets['email']}",
        **changes,
    }


@pytest.mark.parametrize("number", ["upn", "uln"])
def test_a_notice_about_a_restricted_student_keeps_the_leaving_alone(
    pages, school, no, post, number
) -> None:
    """The notice is owed (section 13); the school may not pass on more than that."""
    entered = notice(number=ONE.secrets[number])
    answer = post(school, "/withdrawals/new", **entered)
    assert answer.status_code == 302, text(answer)
    assert leaks(pages, ONE) == []
    assert "10 July 2026" in text(school.get(answer.location))


def test_a_notice_of_another_institution_is_kept_whole(
    pages, college, no, post
) -> None:
    post(college, "/withdrawals/new", **notice(number=ONE.secrets["uln"]))
    assert {name for name, _, _ in leaks(pages, ONE)} == {
        *("uln", "form_group", "phone", "email")
    }


def test_a_waiting_notice_is_narrowed_once_its_student_is_known(
    pages, school, no, post, signed_in, as_json
) -> None:
    entered = notice(given="Ro", number=ONE.secrets["upn"], born=["8", "10", "2009"])
    answer = post(school, "/withdrawals/new", **entered)
    assert leaks(pages, ONE), "its student is not known yet"
    (person,) = as_json("people", "find", ONE.given, ONE.family)
    team = signed_in("data-manager")
    number = answer.location.rpartition("/")[2]
    done = post(
        team,
        f"/matching/notices/{number}",
        person=str(person["person"]),
        answer="Rowena Tranmere",
    )
    assert done.status_code == 302, text(done)
    assert leaks(pages, ONE) == []


# --- The page of its own restrictions ------------------------------------------------

BORN = date(2011, 10, 7)
PAGE = "/lists/restrictions"


@pytest.fixture
def two(registered, tmp_path, load):
    """A pupil with a No in the census, and one whose answer is unsought."""
    rows = [
        pupil(61, BORN, given="Rowena", family="Tranmere", yssa="No", year="10"),
        pupil(62, BORN, given="Osbert", family="Tallis", yssa="UNS", year="10"),
    ]
    load("school-census", census(tmp_path / "two.csv", rows), as_at=MAY)


def entered(**changes):
    return {
        "given": "Osbert",
        "family": "Tallis",
        "born": ["7", "10", "2011"],
        "answer": "no",
        "by": "parent",
        "how": "letter",
        "as_at": ["20", "11", "2026"],
        "reference": "Pupil file",
        **changes,
    }


@pytest.mark.law("N-13")
def test_a_school_reads_and_records_its_restrictions(two, school, post) -> None:
    page = text(school.get(PAGE))
    assert "Tranmere, Rowena" in page
    assert "Tallis" not in page
    assert "an answer for 1 pupil" in page
    answer = post(school, f"{PAGE}/new", **entered())
    assert answer.status_code == 302, text(answer)
    page = text(school.get(PAGE))
    assert "Tallis, Osbert" in page
    assert "Pupil file" in page
    assert "every pupil has an answer" in page


def test_a_school_takes_its_own_answer_back(two, school, post, as_json) -> None:
    post(school, f"{PAGE}/new", **entered())
    rows = as_json("restrictions", "list")["restrictions"]
    (entry,) = [each["entry"] for each in rows if each["family"] == "Tallis"]
    post(school, PAGE, f"{PAGE}/{entry}/take-back")
    assert "Tallis" not in text(school.get(PAGE))


def test_a_school_cannot_take_back_the_councils_answer(
    two, school, post, as_json
) -> None:
    (person,) = as_json("people", "find", "Tallis")
    entry = as_json(
        *("restrictions", "record", person["person"], "--institution", "106500"),
        *("--answer", "no", "--by", "parent", "--how", "letter"),
    )["entry"]
    answer = post(school, PAGE, f"{PAGE}/{entry}/take-back")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "Quennell"},
        {"born": ["8", "10", "2011"]},
        {"by": "young person"},
        {"as_at": ["1", "1", "2030"]},
    ],
)
def test_an_answer_that_cannot_be_recorded_is_refused(
    two, school, post, changes
) -> None:
    answer = post(school, f"{PAGE}/new", **entered(**changes))
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_a_college_learns_nothing_about_the_schools_pupils(two, college, post) -> None:
    """The sentence is the same for a pupil of another school and for a stranger."""
    page = text(college.get(PAGE))
    assert "Tranmere" not in page
    sentences = set()
    for family in ("Tranmere", "Quennell"):
        given = entered(given="Rowena", family=family)
        answer = text(post(college, f"{PAGE}/new", **given))
        assert "You have sent no pupil" in answer
        sentences.add("You have sent no pupil" in answer)
    assert sentences == {True}


def test_a_pupil_who_is_not_named_outward_is_on_no_page_of_the_school(
    two, school, as_json
) -> None:
    (person,) = as_json("people", "find", "Tranmere")
    as_json("people", "withhold", person["person"])
    assert "Tranmere" not in text(school.get(PAGE))
    rows = as_json("restrictions", "list")["restrictions"]
    assert SCHOOL_KEY in {each["institution"] for each in rows}


# --- A pupil that two institutions have sent ------------------------------------------


@pytest.fixture
def sent_twice(two, tmp_path, load):
    """The college sends Osbert later than the school, by another family name."""

    def run(family="Tallis-Roe", as_at=date(2026, 10, 9), number=62, **changes):
        row = pupil(number, BORN, given="Osbert", family=family)
        row = {**row, "start": "07/09/2026", **changes}
        load(
            "provider-enrolment",
            provider_list(tmp_path / f"{family}{as_at}.csv", [row]),
            institution=COLLEGE,
            as_at=as_at,
        )

    return run


@pytest.mark.law("N-13")
@pytest.mark.parametrize("day", [date(2026, 10, 9), date(2026, 2, 2)])
def test_each_institution_records_reads_and_takes_back_its_own_answer(
    sent_twice, school, college, post, as_json, day
) -> None:
    """Whichever list is the newer one, and by the name that each of them sent."""
    sent_twice(as_at=day)
    recorded = post(school, f"{PAGE}/new", **entered())
    assert recorded.status_code == 302, text(recorded)
    page = text(school.get(PAGE))
    assert "Tallis, Osbert" in page and "Roe" not in page
    assert "Osbert" not in text(college.get(PAGE))
    as_sent = entered(family="Tallis-Roe", reference="Office")
    assert post(college, f"{PAGE}/new", **as_sent).status_code == 302
    page = text(college.get(PAGE))
    assert "Tallis-Roe, Osbert" in page and "Pupil file" not in page
    rows = as_json("restrictions", "list")["restrictions"]
    theirs = {
        each["institution"]: each["entry"]
        for each in rows
        if each["family"] == "Tallis"
    }
    for client, other in ((school, COLLEGE_KEY), (college, SCHOOL_KEY)):
        answer = post(client, PAGE, f"{PAGE}/{theirs[other]}/take-back")
        assert answer.status_code == 404
    post(school, PAGE, f"{PAGE}/{theirs[SCHOOL_KEY]}/take-back")
    rows = as_json("restrictions", "list")["restrictions"]
    assert COLLEGE_KEY in {each["institution"] for each in rows}
    assert "Osbert" not in text(school.get(PAGE))


def test_a_name_that_another_institution_sent_is_not_ones_own(
    sent_twice, school, post
) -> None:
    sent_twice()
    answer = post(school, f"{PAGE}/new", **entered(family="Tallis-Roe"))
    assert "You have sent no pupil" in text(answer)


def test_a_corrected_date_of_birth_leaves_a_pupil_with_the_school(
    two, school, post, as_json, pages
) -> None:
    (found,) = as_json("people", "find", "Tallis")
    with pages.app_context():
        new = actions.people.changing.Change(
            FORMS["born"],
            {"born": "2011-10-09"},
            By.DOCUMENT,
            "birth certificate",
            date(2026, 11, 24),
        )
        actions.people.changing.change(
            found["person"], new, within=authority_scope("359"), act=act()
        )
    assert post(school, f"{PAGE}/new", **entered()).status_code == 302
    assert "Tallis, Osbert" in text(school.get(PAGE))


def test_an_answer_stays_with_the_schools_record_after_an_unmerge(
    sent_twice, school, post, as_json
) -> None:
    sent_twice("Quennell", number=77)
    (ours,) = as_json("people", "find", "Tallis")
    (other,) = as_json("people", "find", "Quennell")
    as_json("people", "merge", "--yes", other["person"], ours["person"])
    assert post(school, f"{PAGE}/new", **entered()).status_code == 302
    page = text(school.get(PAGE))
    assert "Tallis, Osbert" in page and "Quennell" not in page
    as_json("people", "unmerge", other["person"])
    assert "Tallis, Osbert" in text(school.get(PAGE))
    rows = as_json("restrictions", "list")["restrictions"]
    assert ours["person"] in {each["person"] for each in rows}
    assert other["person"] not in {each["person"] for each in rows}


def test_twins_are_distinguished_by_their_first_names(
    two, tmp_path, load, school, post
) -> None:
    twin = pupil(63, BORN, given="Oswin", family="Tallis", yssa="UNS", year="10")
    load("school-census", census(tmp_path / "twin.csv", [twin]), as_at=MAY)
    assert post(school, f"{PAGE}/new", **entered(given="Oswin")).status_code == 302
    page = text(school.get(PAGE))
    assert "Tallis, Oswin" in page and "Osbert" not in page


def test_a_school_reads_and_takes_back_a_yes_and_a_colleagues_answer(
    two, school, post, signed_in, as_json
) -> None:
    post(school, f"{PAGE}/new", **entered(answer="yes"))
    colleague = signed_in("school-user", email="colleague@school.example")
    page = text(colleague.get(PAGE))
    assert "Tallis, Osbert" in page
    entry = re.search(rf"{PAGE}/(\d+)/take-back", page)[1]
    post(colleague, PAGE, f"{PAGE}/{entry}/take-back")
    assert "Osbert" not in text(school.get(PAGE))


def test_a_sealed_former_identity_is_on_no_page_of_who_sent_it(
    sent_twice, college, post, as_json
) -> None:
    sent_twice()
    post(college, f"{PAGE}/new", **entered(family="Tallis-Roe"))
    assert "Osbert" in text(college.get(PAGE))
    (found,) = as_json("people", "find", "Tallis-Roe")
    as_json("people", "seal", found["person"], "--family", "Tallis-Roe")
    page = text(college.get(PAGE))
    assert "Tallis" not in page and "Osbert" not in page
