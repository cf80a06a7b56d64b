"""`flask serve` as a process of its own: pages, worker, restart and end."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from flask import Flask

from tests.conftest import ROOT, environment, url_of
from tests.web.front import personal_in_logs
from tracker.cli.running.processes import SupervisedProcess

KEY = "of the tests, and of nothing else"
SAYS_WHERE = re.compile(r"Tracker is served at (http://127\.0\.0\.1:\d+/)")


@dataclass
class Served:
    """A server that is running."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        found = SAYS_WHERE.search(self.log.read_text("utf-8"))
        return found[1] if found else ""

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def children(self, words: str) -> set[int]:
        """The server's own processes whose command has these words."""
        found = set()
        for each in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # it may just have ended
                if words in " ".join(each.cmdline()):
                    found.add(each.pid)
        return found


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "that took too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def served(
    _application: Flask, var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("served") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve", "--port", "0", "--workers", "2"],
            cwd=ROOT,
            env=environment(var, SECRET_KEY=KEY, TRACKER_PLAIN_HTTP="yes"),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    made = Served(process, log)
    try:
        wait_until(lambda: made.address or process.poll() is not None)
        assert process.poll() is None, log.read_text("utf-8")
        yield made
    finally:
        process.kill()
        process.wait(30)
    assert personal_in_logs.found_in(log.parent) == []


def test_the_server_is_ready_once_its_worker_runs(served: Served) -> None:
    wait_until(lambda: served.get("ready")[0] == 200)
    assert len(served.children("flask work")) == 1
    status, page = served.get("sign-in")
    assert status == 200
    assert "Sign in" in page


@pytest.mark.long
def test_pages_alone_leave_the_long_work_to_another_process(
    _application: Flask, var: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    words = ["serve", "--port", "0", "--workers", "1", "--pages-only"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", *words],
            cwd=ROOT,
            env=environment(var, SECRET_KEY=KEY, TRACKER_PLAIN_HTTP="yes"),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    alone = Served(process, log)
    try:
        wait_until(lambda: alone.address or process.poll() is not None)
        assert alone.get("health")[0] == 200
        assert alone.children("gunicorn")
        assert alone.children("flask work") == set()
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "new version is in place" in log.read_text("utf-8"))
        assert alone.children("flask work") == set()
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait(30)


def test_static_files_are_kept_for_good_and_may_do_nothing(served: Served) -> None:
    _, page = served.get("sign-in")
    path = re.search(r'href="/(static/[0-9a-f]{16}/tracker\.css)"', page)[1]
    request = urllib.request.Request(
        served.address + path, headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        headers = answer.headers
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


def test_each_request_is_a_line_without_its_address(served: Served) -> None:
    served.get("sign-in?next=/find%3Fname%3DWoodmere")
    served.get("invitation/of-a-user-invented")
    served.get("people/2207")
    served.get("Woodmere")
    wait_until(lambda: '"endpoint": "none"' in served.log.read_text("utf-8"))
    log = served.log.read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line[:1] == "{"]
    by_page = {line["endpoint"]: line for line in lines if line["event"] == "request"}
    assert by_page["account.sign_in"]["method"] == "GET"
    assert by_page["account.sign_in"]["status"] == 200
    assert by_page["account.invitation"]["status"] == 404
    assert by_page["adviser.person"]["status"] == 302
    assert by_page["none"]["status"] == 404
    assert set(by_page["none"]) == {
        *("time", "level", "logger", "event"),
        *("request", "method", "endpoint", "status", "ms"),
    }
    for personal in ("Woodmere", "of-a-user", "people/2207"):
        assert personal not in log


def test_the_processes_count_requests_together(served: Served) -> None:
    def count() -> float:
        _, text = served.get("metrics")
        found = re.findall(
            r'^tracker_requests_total\{endpoint="health.health",method="GET",'
            r'status="200"\} ([\d.]+)$',
            text,
            re.MULTILINE,
        )
        return sum(map(float, found))

    before = count()
    for _ in range(20):
        served.get("health")
    wait_until(lambda: count() == before + 20)
    _, text = served.get("metrics")
    assert "tracker_database_up 1.0" in text
    assert "tracker_tasks_waiting" in text


def test_a_dead_worker_is_started_again(served: Served) -> None:
    (first,) = served.children("flask work")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: served.children("flask work") not in (set(), {first}))
    assert "The worker stopped by itself (-9)" in served.log.read_text("utf-8")


def test_a_new_version_takes_over_without_an_interrupted_request(
    served: Served,
) -> None:
    before = served.children("gunicorn") | served.children("flask work")
    answers, stop = [], threading.Event()

    def ask() -> None:
        # A pause leaves the processor to the new version, which is to be in place.
        while not stop.wait(0.02):
            answers.append(served.get("health"))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for each in asking:
        each.start()
    try:
        served.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "new version is in place" in served.log.read_text("utf-8"))
    finally:
        stop.set()
        for each in asking:
            each.join(30)
    after = served.children("gunicorn") | served.children("flask work")
    assert len(after) == 2
    assert not after & before
    assert len(answers) > 20
    assert {status for status, _ in answers} == {200}


def test_at_the_end_nothing_of_it_is_left(served: Served) -> None:
    """This is the last test with this server."""
    ours = psutil.Process(served.process.pid).children(recursive=True)
    assert len(ours) > 3
    served.process.terminate()
    assert served.process.wait(60) == 0
    _, alive = psutil.wait_procs(ours, timeout=10)
    assert alive == []


@pytest.mark.sample("words0*", "words3*", because="each starts a process of its own")
@pytest.mark.parametrize(
    ("words", "more", "says"),
    [
        ((), {}, "Set SECRET_KEY to a long random text"),
        ((), {"SECRET_KEY": "x" * 23}, "SECRET_KEY is too short to be safe"),
        ((), {"SECRET_KEY": "x" * 28}, "SECRET_KEY can be guessed"),
        (("--demo",), {}, "There is no demo yet; run make demo first."),
        (("--host", "203.0.113.1"), {"SECRET_KEY": KEY}, "cannot be served at 203."),
    ],
)
def test_a_missing_requirement_is_named_in_a_sentence(
    app: Flask, var: Path, tmp_path: Path, process, words, more, says
) -> None:
    # The folder is one in which no other test has made a demo.
    place = {"TRACKER_VAR": str(tmp_path), "DATABASE_URL": url_of(var, "tracker")}
    answer = process("serve", "--port", "0", *words, **place, **more)
    assert answer.code == 2
    assert says in answer.err
    assert answer.err.count("\n") == 1


def test_a_port_in_use_is_reported(process, served_port: int) -> None:
    answer = process("serve", "--port", served_port, SECRET_KEY=KEY)
    assert answer.code == 2
    assert f"port {served_port}: Address already in use" in answer.err


@pytest.fixture
def served_port() -> Iterator[int]:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_process_that_ends_at_once_is_restarted_after_longer_pauses() -> None:
    reports: list[str] = []
    process = SupervisedProcess(
        "worker", ["no_such_module"], environment={}, say=reports.append
    )
    process.begin()
    wait_until(lambda: not process.alive)
    for _ in range(3):
        process.restart_if_ended()
        process._restart_at = 0
        process.restart_if_ended()
        wait_until(lambda: not process.alive)
    process.restart_if_ended()
    assert [line.rpartition(" in ")[2] for line in reports] == [
        "2 seconds.",
        "4 seconds.",
        "8 seconds.",
        "16 seconds.",
    ]
