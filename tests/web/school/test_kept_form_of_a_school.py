"""A school's form whose session ended is kept, and shown again to the same user."""

from datetime import timedelta

from tests.web.conftest import NOW, sign_in, token
from tests.web.school.conftest import text

TYPED = {"given": "Wren", "family": "Ashdown"}


def test_what_was_typed_is_there_after_signing_in_again(pages, school) -> None:
    number = token(text(school.get("/withdrawals/new")))
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    late = school.post("/withdrawals/new", data={"csrf_token": number, **TYPED})
    assert late.status_code in (302, 303)
    back = sign_in(school, "school-user@example.org")
    shown = school.get(back.location)
    assert shown.status_code == 200
    assert "Ashdown" in text(shown)


def test_a_made_up_number_of_a_kept_form_is_ignored(school) -> None:
    assert school.get("/withdrawals/new?kept_form=1").status_code == 200


def test_a_form_of_an_earlier_session_is_kept(pages, school) -> None:
    number = token(text(school.get("/withdrawals/new")))
    pages.config["NOW"] = NOW + timedelta(minutes=16)
    school.get("/withdrawals/new")
    sign_in(school, "school-user@example.org")
    answer = school.post("/withdrawals/new", data={"csrf_token": number, **TYPED})
    assert answer.status_code == 303
    assert "Ashdown" in text(school.get(answer.location))
