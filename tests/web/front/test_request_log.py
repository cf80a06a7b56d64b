"""Lines of JSON in files of a day: what they hold, and how long they stay."""

import json
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from tracker import logs
from tracker.web.front import request_log


def record(event: str = "a request", **more: object) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"msg": event, "levelname": "INFO", "name": "tracker", **more}
    )


def test_a_line_has_its_moment_in_utc_and_what_is_known() -> None:
    at = datetime(2026, 3, 29, 0, 59, 59, 250_000, tzinfo=UTC)
    made = logs.lines.JsonLines().format(
        record(created=at.timestamp(), request="abc", user=7, status=200, ms=12)
    )
    assert json.loads(made) == {
        "time": "2026-03-29T00:59:59.250+00:00",
        "level": "info",
        "logger": "tracker",
        "event": "a request",
        "request": "abc",
        "user": 7,
        "status": 200,
        "ms": 12,
    }


def test_a_line_break_forges_no_line() -> None:
    made = logs.lines.JsonLines().format(
        record('x\n{"level": "info", "event": "forged"}')
    )
    assert "\n" not in made
    assert json.loads(made)["event"].startswith("x\n")


def test_a_day_has_its_own_file_and_old_ones_go(tmp_path: Path) -> None:
    today = date(2026, 11, 24)
    old, kept = (
        tmp_path / f"pages-{today - timedelta(days=days)}.log"
        for days in (logs.lines.DAYS + 1, logs.lines.DAYS)
    )
    other = tmp_path / "of-another-program.log"
    for each in (old, kept, other):
        each.touch()
    file = logs.lines.DailyFiles(tmp_path, "pages")
    file.setFormatter(logs.lines.JsonLines())
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for at in (noon, noon + timedelta(days=1)):
        file.emit(record(created=at.timestamp()))
    file.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "of-another-program.log",
        "pages-2026-11-24.log",
        "pages-2026-11-25.log",
    ]
    assert file.path(today).stat().st_mode & 0o077 == 0


def test_several_writers_of_one_file_mix_no_lines(tmp_path: Path) -> None:
    def write(name: str) -> None:
        file = logs.lines.DailyFiles(tmp_path, "pages")
        file.setFormatter(logs.lines.JsonLines())
        for _ in range(50):
            file.emit(record(name * 300))
        file.close()

    writers = [Thread(target=write, args=(name,)) for name in "abcd"]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    lines = [
        json.loads(line)["event"]
        for path in tmp_path.iterdir()
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len(lines) == 200
    assert all(len(set(line)) == 1 for line in lines)


def test_a_disk_that_takes_no_log_stops_no_work() -> None:
    file = logs.lines.DailyFiles(Path("/proc/tracker"), "pages")
    file.setFormatter(logs.lines.JsonLines())
    file.emit(record())


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("0123456789abcdef", True),
        ("a1b2-c3d4.e5_f6", True),
        ("short", False),
        ("x" * 65, False),
        ("Robin Woodmere", False),
        ("robin@example.org", False),
        ("", False),
    ],
)
def test_a_request_keeps_only_a_number_that_is_one(
    pages: Flask, given: str, is_kept: bool
) -> None:
    answer = pages.test_client().get("/sign-in", headers={"X-Request-ID": given})
    number = answer.headers["X-Request-ID"]
    assert (number == given) is is_kept
    assert len(number) >= 8


def test_the_user_of_a_request_is_a_number(pages: Flask, signed_in) -> None:
    seen: list[dict[str, object]] = []
    client = signed_in("adviser")
    pages.after_request_funcs[None].insert(
        0,
        lambda answer: seen.append(request_log.fields(request_environ())) or answer,
    )
    try:
        client.get("/account")
    finally:
        pages.after_request_funcs[None].pop(0)
    (fields,) = seen
    assert isinstance(fields["user"], int)
    assert fields["endpoint"] == "account.mine"


def request_environ() -> dict[str, object]:
    from flask import request

    return request.environ
