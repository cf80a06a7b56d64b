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


def test_a_list_warns_of_a_second_account_of_one_person(flask, as_json, tmp_path):
    """Of an account there is, by name or mailbox, and of an earlier line."""
    flask(*ADVISER, "adviser")
    path = tmp_path / "users.csv"
    lines = (
        "email,name,role",
        "s.example@example.org,Example Sam,manager",
        "SAM+two@example.org,Jo Wren,manager",
        "kim@example.org,Kim Holt,adviser",
        "k@example.org,K. Holt,team-leader",
        "lee@example.org,Lee Park,adviser",
    )
    path.write_text("\n".join(lines))
    list_ = ("users", "invite-list", path)
    for more in ((), ("--apply",)):
        found = {it["email"]: it["warning"] for it in as_json(*list_, *more)["lines"]}
        same = "s.example@example.org counts as the same person as sam@example.org"
        assert found["s.example@example.org"].startswith(same)
        assert " as sam@example.org:" in found["SAM+two@example.org"]
        assert " as kim@example.org:" in found["k@example.org"]
        assert found["lee@example.org"] == ""
    printed = flask(*list_).out
    assert "Line 2: s.example@example.org counts as the same person" in printed
