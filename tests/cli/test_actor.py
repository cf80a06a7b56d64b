"""The actor of a command in the audit. Everybody is invented."""

import os
import pwd
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.factories import AUTHORITY, SCHOOL, register
from tracker import store
from tracker.access import authority_scope
from tracker.store.accounts.audit import Criteria

INVITED = ("users", "invite", "sam@example.org", "--name", "Sam Example", "--role")
WE = f"os user {pwd.getpwuid(os.getuid()).pw_name}"


@pytest.fixture
def lines(app: Flask) -> Callable[[], list[Any]]:
    """The lines of the audit, the newest first."""

    def read() -> list[Any]:
        with app.app_context():
            return list(
                store.accounts.audit.lines(
                    Criteria(), within=authority_scope(AUTHORITY), offset=0, limit=100
                )
            )

    return read


def test_no_variable_gives_another_name(flask, lines, monkeypatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "someone")
    flask(*INVITED, "adviser")
    assert [line.by for line in lines()] == [WE]


def test_a_user_without_a_name_is_a_number(flask, lines, monkeypatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_123)
    flask(*INVITED, "adviser")
    assert [line.by for line in lines()] == ["os user number 4000000123"]


@pytest.mark.parametrize("by", ["option", "variable"])
def test_the_audit_says_for_whom_they_act(flask, lines, monkeypatch, by) -> None:
    words: tuple[str, ...] = ("--for", "Jo  Wren")
    if by == "variable":
        monkeypatch.setenv("TRACKER_FOR", "Jo Wren")
        words = ()
    flask(*INVITED, "adviser", *words)
    (line,) = lines()
    assert (line.by, line.detail["acts_for"]) == (WE, "Jo Wren")


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 101, "Jo\x1b[2J", "Jo by os user root", "Jo\u200bWren"]
)
def test_a_name_that_could_pass_for_something_else_is_refused(
    flask, lines, name
) -> None:
    flask(*INVITED, "adviser", "--for", name, code=2)
    assert lines() == []


def test_each_list_of_people_leaves_a_line(flask, lines, load, tmp_path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    before = len(lines())
    shown = [
        ("people", "find", "Smith"),
        ("matching", "list"),
        ("identity", "list"),
        ("items",),
        ("imports", "show", "1"),
        ("destinations", "--institution", SCHOOL, "--left", "2026"),
    ]
    for words in shown:
        flask(*words, "--for", "Jo Wren")
    found = [line for line in lines() if line.action == "people listed"]
    commands = [" ".join(words[:2]).split(" --")[0] for words in shown]
    assert [line.detail["command"] for line in reversed(found)] == [
        word.removesuffix(" 1") for word in commands
    ]
    assert {line.detail["acts_for"] for line in found} == {"Jo Wren"}
    assert len(lines()) == before + len(shown)
