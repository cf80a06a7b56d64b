"""All files of a form are looked at in one time, and a slow one costs no other."""

import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.factories import COLLEGE, people, provider_list, register
from tests.web.data_team.conftest import WITHIN, Desk, text
from tracker import feeds, store
from tracker.actions.intake.uploads import file_groups, uploaded_files
from tracker.confinement import deadlines, readings

#: The whole time of a page in these tests; in use it is 20 seconds.
SECONDS = 3.0


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that sleeps over each file whose name begins with "slow"."""
    real = readings.answers

    def answers(function: str, request: Any, *given: Any, **more: Any) -> Any:
        if any(Path(name).name.startswith("slow") for name, _ in request["paths"]):
            function = "tests.confinement.strangers:never_answers"
        return real(function, request, *given, **more)

    feeds.confined.pasted("a,b")  # the server is ready
    monkeypatch.setattr(readings, "answers", answers)
    monkeypatch.setattr(deadlines, "MOST_SECONDS", SECONDS)
    monkeypatch.setattr(file_groups, "_ENOUGH_SECONDS", 0.5)


@pytest.fixture
def desk(pages: Flask, signed_in) -> Desk:
    shutil.rmtree(pages.config["TRACKER"].var / "uploads", ignore_errors=True)
    return Desk(pages, signed_in("data-manager"))


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    def make(*names: str) -> list[Path]:
        return [provider_list(tmp_path / name, people(2)) for name in names]

    return make


@pytest.fixture
def in_time() -> Any:
    begun = time.monotonic()
    yield
    # "A little" is what the answer needs beside the reading.
    assert time.monotonic() - begun < SECONDS + 3


def waiting(desk: Desk) -> list[tuple[str, str | None]]:
    with desk.pages.app_context():
        return [
            (Path(each.files[0]).name, each.feed)
            for each in reversed(store.intake.uploads.waiting(within=WITHIN))
        ]


def left(desk: Desk) -> list[str]:
    found = (desk.pages.config["TRACKER"].var / "uploads").rglob("*.csv")
    return sorted(each.name for each in found)


def test_each_slow_file_has_its_sentence_and_the_others_are_kept(
    desk: Desk, files, in_time
) -> None:
    page = text(desk.send(*files("slow1.csv", "a.csv", "slow2.csv", "b.csv")))
    for name in ("slow1.csv", "slow2.csv"):
        assert page.count(f"{name} took too long to look at beside") == 1
    assert waiting(desk) == [
        ("a.csv", "provider-enrolment"),
        ("b.csv", "provider-enrolment"),
    ]
    assert left(desk) == ["a.csv", "b.csv"]


def test_slow_files_alone_are_refused_each_in_a_sentence(
    desk: Desk, files, in_time
) -> None:
    page = text(desk.send(*files("slow1.csv", "slow2.csv")))
    for name in ("slow1.csv", "slow2.csv"):
        assert f"{name} took too long to look at beside the other files" in page
    assert (waiting(desk), left(desk)) == ([], [])


def test_a_slow_file_is_refused_and_the_next_request_has_its_own_time(
    desk: Desk, files, in_time
) -> None:
    page = text(desk.send(*files("slow.csv")))
    assert "slow.csv takes more memory or time than any list" in page
    assert (waiting(desk), left(desk)) == ([], [])
    desk.send(*files("a.csv"))
    assert waiting(desk) == [("a.csv", "provider-enrolment")]


def test_a_file_for_which_no_time_is_left_waits_for_its_sender(
    desk: Desk, files, in_time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_groups, "_ENOUGH_SECONDS", 60)
    page = text(desk.send(*files("slow.csv", "a.csv")))
    assert "slow.csv took too long" in page
    assert waiting(desk) == [("a.csv", None)]


def test_a_file_that_was_kept_stays_where_the_time_ends_after_it(
    desk: Desk, files
) -> None:
    desk.send(*files("a.csv"))
    with desk.pages.app_context():
        (upload,) = store.intake.uploads.waiting(within=WITHIN)
        with deadlines.within(0):
            assert uploaded_files.is_plain(upload) is False


@pytest.fixture
def registered(load, tmp_path: Path) -> None:
    load("establishments", register(tmp_path / "edubasealldata.csv"))


def test_a_school_waits_once_for_a_slow_list(
    pages: Flask, registered, signed_in, files, in_time
) -> None:
    client = signed_in("college-user", f"urn:{COLLEGE}")
    (slow,) = files("slow.csv")
    answer = Desk(pages, client).post(
        "/lists/new",
        file=(io.BytesIO(slow.read_bytes()), slow.name),
        names="changes",
        as_at=["20", "11", "2026"],
    )
    assert "slow.csv takes more memory or time than any list" in text(answer)
