"""The first accounts, from the command line. Everybody is invented."""

import pytest

from tests.factories import SCHOOL, register

ADVISER = ("users", "invite", "sam@example.org", "--name", "Sam Example", "--role")


def test_an_invitation_is_a_link(flask, as_json) -> None:
    out = flask(*ADVISER, "adviser").out
    assert out.startswith("Sam Example is invited as adviser.")
    link = out.splitlines()[-1]
    assert link.startswith("/invitation/")
    again = as_json(*ADVISER, "adviser")
    assert again["role"] == "adviser"
    assert again["link"] != link


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("school-user",), "Select the school or college"),
        (("manager", "--institution", SCHOOL), "Only a school or college user"),
        (("school-user", "--institution", "999999"), "999999 is not in the register"),
    ],
)
def test_what_is_refused(flask, load, tmp_path, words, says) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    assert says in flask(*ADVISER, *words, code=2).err


def test_a_school_user_works_at_the_school(flask, load, as_json, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    assert as_json(*ADVISER, "school-user", "--institution", SCHOOL)["user"] == 1
