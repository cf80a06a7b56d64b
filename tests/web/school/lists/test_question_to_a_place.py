"""The council's question to a place about a student, and its answer."""

from datetime import date

import pytest

from tests.factories import COLLEGE, OTHER_COLLEGE, provider_list
from tests.web.adviser.young import record_evidence
from tests.web.management.reading import main_text
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, text
from tests.web.school.lists.conftest import LISTED, TODAY, WEEK
from tracker import domain
from tracker.domain.history.evidence import Doing, Tier
from tracker.domain.reference.institution import InstitutionRef

ASKS = "The council asks about 1 student"


@pytest.fixture
def adviser(signed_in):
    return signed_in("adviser")


@pytest.fixture
def asking(as_json):
    """The address of the page that asks about a young person."""

    def of(row):
        (found,) = as_json("people", "find", row["upn"])
        return f"/people/{found['person']}/ask-place"

    return of


@pytest.fixture
def ask(adviser, college, asking, post):
    """Asks about a young person on the page; the answer of the page."""

    def ask(row, place=COLLEGE_KEY):
        return post(adviser, asking(row), place=place)

    return ask


def test_a_question_waits_at_the_place_until_its_answer(
    adviser, college, at_college, asking, ask, answer, where, waiting
) -> None:
    one, two, *_ = at_college
    record = asking(two).removesuffix("/ask-place")
    assert "whether they attend" in main_text(text(adviser.get(record)))
    assert "The council asks about" not in text(college.get("/lists"))
    assert "and nothing else" in main_text(text(adviser.get(asking(two))))
    assert ask(two).location == record
    assert "is to answer whether" in main_text(text(adviser.get(record)))
    assert ASKS in main_text(text(college.get("/lists")))
    page = text(college.get(WEEK))
    assert ASKS in main_text(page)
    # The student of the question comes first.
    assert page.index(f"{two['given']} {two['family']}") < page.index(
        f"{one['given']} {one['family']}"
    )
    assert page.index("The council asks</strong>") < page.index(
        f"{one['given']} {one['family']}"
    )
    answer(college, (two, "attending", ""), step="chosen")
    assert where(two) == (COLLEGE_KEY, TODAY, None)
    assert where(one) == (COLLEGE_KEY, LISTED, None)
    assert waiting() == []
    assert "The council asks" not in text(college.get(WEEK))
    assert "is to answer whether" not in text(adviser.get(record))


def test_no_link_leads_to_a_question_about_who_was_on_no_list(
    adviser, college, at_college, leavers, asking, pages
) -> None:
    """An adviser has recorded that they are at the college; its lists have not."""
    record = asking(leavers[15]).removesuffix("/ask-place")
    there = Doing(
        domain.reference.activity.FURTHER_EDUCATION.code,
        at=InstitutionRef(urn=COLLEGE),
        starts=date(2026, 9, 7),
    )
    with pages.app_context():
        record_evidence(
            int(record.rpartition("/")[2]),
            there,
            as_at=date(2026, 11, 2),
            tier=Tier.ADVISER,
        )
    page = main_text(text(adviser.get(record)))
    assert "Testham College" in page
    assert "whether they attend" not in page


#: What is answered: the button, and the kinds of work that it leaves.
ANSWERS = {
    "stopped": ("chosen", ["left"]),
    "not seen": ("chosen", ["attendance"]),
    "": ("others", []),
}


@pytest.mark.parametrize(("choice", "leaves"), ANSWERS.items())
def test_each_answer_closes_it_and_leaves_the_work_that_follows(
    college, at_college, ask, answer, waiting, choice, leaves
) -> None:
    ask(at_college[1])
    button, kinds = leaves
    last = "18/11/2026" if choice == "stopped" else ""
    chosen = [(at_college[1], choice, last)] if choice else []
    answer(college, *chosen, step=button)
    assert [kind for kind, *_ in waiting()] == kinds


def test_an_answer_about_others_leaves_it_open(
    college, at_college, ask, answer, waiting
) -> None:
    ask(at_college[1])
    answer(college, (at_college[2], "attending", ""), step="chosen")
    assert [kind for kind, *_ in waiting()] == ["place-question"]


def test_an_answer_that_is_taken_back_opens_it_again(
    college, at_college, ask, answer, waiting, post
) -> None:
    ask(at_college[1])
    answer(college, (at_college[1], "not seen", ""), step="chosen")
    post(college, "/lists/1/receipt", "/lists/1/take-back")
    assert [kind for kind, *_ in waiting()] == ["place-question"]
    assert ASKS in main_text(text(college.get(WEEK)))


def test_a_second_click_makes_one_question(at_college, ask, waiting, college) -> None:
    for _ in range(2):
        ask(at_college[1])
    assert len(waiting()) == 1


def test_no_question_shows_a_place_whom_the_council_has_there(
    adviser, college, at_college, asking, ask, waiting, load, tmp_path, signed_in
) -> None:
    """A record may have someone at a college that never had them on a list."""
    row = at_college[0]
    load(
        "provider-enrolment",
        provider_list(tmp_path / "other.csv", [{**row, "start": "02/11/2026"}]),
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
    )
    signed_in("college-user", OTHER_KEY, "other@example.org")
    # Of the other college no complete list is here: no question goes out.
    assert "no line about them" in main_text(text(adviser.get(asking(row))))
    assert "no line about them" in text(ask(row, OTHER_KEY))
    # The page of an hour ago named the first college.
    assert "has them at" in text(ask(row))
    assert waiting() == []


def test_a_place_without_an_account_has_no_question(
    adviser, leavers, at_college, asking
) -> None:
    assert "has no account here" in main_text(text(adviser.get(asking(at_college[0]))))


def test_of_who_is_at_no_place_there_is_no_question(
    adviser, leavers, asking, post, waiting
) -> None:
    page = main_text(text(adviser.get(asking(leavers[15]))))
    assert "at no place of the register" in page
    post(adviser, asking(leavers[15]), place=COLLEGE_KEY)
    assert waiting() == []


def test_who_may_not_be_passed_on_has_no_question_about(
    adviser, college, at_college, asking, ask, as_json, waiting
) -> None:
    (found,) = as_json("people", "find", at_college[0]["upn"])
    as_json(
        *("restrictions", "record", found["person"], "--institution", COLLEGE),
        *("--answer", "no", "--by", "young person", "--how", "letter"),
    )
    assert "may not be named" in main_text(text(adviser.get(asking(at_college[0]))))
    ask(at_college[0])
    assert waiting() == []


@pytest.mark.parametrize("before", [True, False])
def test_who_is_named_to_no_one_outside_is_in_no_question(
    adviser, college, at_college, asking, ask, as_json, before
) -> None:
    """Whether that is decided before the question or after it."""
    (found,) = as_json("people", "find", at_college[0]["upn"])
    if not before:
        ask(at_college[0])
        assert ASKS in main_text(text(college.get(WEEK)))
    as_json("people", "withhold", found["person"])
    if before:
        assert "may not be named" in main_text(text(adviser.get(asking(at_college[0]))))
        ask(at_college[0])
    for page in (WEEK, "/lists"):
        assert "The council asks" not in text(college.get(page)), page


def test_another_college_reads_nothing_of_it(
    college, at_college, elsewhere, ask, signed_in
) -> None:
    other = signed_in("college-user", OTHER_KEY, "other@example.org")
    before = main_text(text(other.get(WEEK)))
    ask(at_college[0])
    assert main_text(text(other.get(WEEK))) == before


@pytest.mark.parametrize("role", ["manager", "auditor", "college-user"])
def test_no_other_role_asks(role, at_college, asking, signed_in) -> None:
    key = COLLEGE_KEY if role == "college-user" else None
    client = signed_in(role, key, f"{role}-2@example.org")
    assert client.get(asking(at_college[0])).status_code == 404


def test_a_merged_record_keeps_its_question(
    college, at_college, leavers, ask, answer, waiting, as_json
) -> None:
    ask(at_college[1])
    one, other = (
        as_json("people", "find", row["upn"])[0]["person"]
        for row in (at_college[1], leavers[15])
    )
    as_json("people", "merge", "--yes", other, one, "--born-of", one)
    assert ASKS in main_text(text(college.get(WEEK)))
    answer(college, (at_college[1], "not seen", ""), step="chosen")
    assert [kind for kind, *_ in waiting()] == ["attendance"]


def test_a_question_to_the_next_college_need_not_wait_for_the_first(
    adviser, college, at_college, asking, ask, load, tmp_path, signed_in, waiting
) -> None:
    row = at_college[0]
    ask(row)
    load(
        "provider-enrolment",
        provider_list(tmp_path / "next.csv", [{**row, "start": "02/11/2026"}]),
        institution=OTHER_COLLEGE,
        as_at=date(2026, 11, 6),
        complete=True,
    )
    signed_in("college-user", OTHER_KEY, "other@example.org")
    page = main_text(text(adviser.get(asking(row).removesuffix("/ask-place"))))
    assert "Testham College (invented) is to answer" in page
    assert "Ask Otherton College (invented) whether they attend" in page
    ask(row, OTHER_KEY)
    assert len(waiting()) == 2
