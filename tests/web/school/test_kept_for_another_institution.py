"""A form typed for one school or college is never saved for another.

Its user worked for the first when it was typed, and has been moved since.
"""

from datetime import timedelta
from typing import Any

import pytest

from tests.acts import act
from tests.web.conftest import NOW, sign_in, token
from tests.web.kept_forms.conftest import fields_of
from tests.web.school.conftest import COLLEGE_KEY, OTHER_KEY, text
from tracker import actions, store
from tracker.store.leavers.notices import Notice

EMAIL = "college-user@example.org"
PAGE = "/withdrawals/new"
TYPED = {"given": "Wren", "family": "Ashdown", "number": "A123456789012"}
#: What the page says where the form is shown again, filled in.
FILLED_IN = "We kept what you typed"


def move(pages: Any, institution: str, role: str = "college-user") -> None:
    """The council gives the user another college."""
    with pages.app_context():
        user = store.accounts.users.by_email(EMAIL)
        assert user is not None
        done = act(by="the tests", at=pages.config["NOW"], authority="359")
        actions.accounts.users.change(
            user, name=user.name, role=role, institution=institution, act=done
        )


def notices(pages: Any) -> int:
    with pages.app_context():
        return store.database.base.total(Notice)


@pytest.fixture
def typed(pages, college) -> dict[str, str]:
    """What the page of the first college would send, a while later."""
    found = {"csrf_token": token(text(college.get(PAGE))), **TYPED}
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    return found


@pytest.mark.parametrize("moved", ["before the click", "after it"])
def test_it_is_shown_to_copy_and_neither_filled_in_nor_saved(
    pages, college, typed, moved
) -> None:
    if moved == "before the click":
        move(pages, OTHER_KEY)
    assert college.post(PAGE, data=typed).status_code == 303
    if moved == "after it":
        move(pages, OTHER_KEY)
    where = sign_in(college, EMAIL).location
    page = text(college.get(where))
    assert "Ashdown" in page
    assert "You typed this as College user at Testham College (invented)" in page
    assert "You are now College user at Otherton College (invented)" in page
    assert FILLED_IN not in page
    assert '<input class="govuk-input' not in page.partition("<main")[2]
    # Its number in another form of the page saves nothing, and does not use it up.
    fields = dict(fields_of(text(college.get(PAGE)), PAGE))
    number = where.partition("kept_form=")[2]
    answer = college.post(PAGE, data={**fields, **TYPED, "kept_form": number})
    assert (answer.status_code, answer.location) == (303, where)
    assert notices(pages) == 0
    assert "Ashdown" in text(college.get(where))
    gone = college.post(
        f"/kept-forms/{number}/discard", data={"csrf_token": fields["csrf_token"]}
    )
    assert gone.status_code == 302
    assert "Ashdown" not in text(college.get(where))


def test_a_page_signed_in_again_meanwhile_is_the_first_colleges(
    pages, college, typed
) -> None:
    """The second tab was opened by the second college, the first is sent from there."""
    move(pages, OTHER_KEY)
    sign_in(college, EMAIL)
    answer = college.post(PAGE, data=typed)
    assert answer.status_code == 303
    page = text(college.get(answer.location))
    assert "Ashdown" in page
    assert FILLED_IN not in page


def test_the_same_words_typed_for_the_second_college_are_its_own(
    pages, college, typed
) -> None:
    college.post(PAGE, data=typed)
    move(pages, OTHER_KEY)
    sign_in(college, EMAIL)
    again = {**typed, "csrf_token": token(text(college.get(PAGE)))}
    pages.config["NOW"] += timedelta(minutes=16)
    college.post(PAGE, data=again)
    page = text(college.get(sign_in(college, EMAIL).location))
    assert FILLED_IN in page
    assert "Ashdown" in page
    assert text(college.get("/kept-forms")).count("/discard") == 2


def test_a_user_who_is_moved_back_has_the_form_again(pages, college, typed) -> None:
    college.post(PAGE, data=typed)
    move(pages, OTHER_KEY)
    where = sign_in(college, EMAIL).location
    assert FILLED_IN not in text(college.get(where))
    move(pages, COLLEGE_KEY)
    sign_in(college, EMAIL)
    assert FILLED_IN in text(college.get(where))


def test_another_role_is_another_place(pages, college, typed) -> None:
    college.post(PAGE, data=typed)
    move(pages, COLLEGE_KEY, role="school-user")
    page = text(college.get(sign_in(college, EMAIL).location))
    assert "You are now School user at Testham College (invented)" in page
    assert FILLED_IN not in page


def test_a_cookie_of_before_says_nothing_of_the_place(pages, college, typed) -> None:
    """A session that began before the place was kept: the form is not guessed at."""
    with college.session_transaction() as cookie:
        del cookie["place"]
    college.post(PAGE, data=typed)
    page = text(college.get(sign_in(college, EMAIL).location))
    assert "It is not known in which role" in page
    assert "Ashdown" in page
    assert FILLED_IN not in page
