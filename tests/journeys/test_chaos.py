"""Everything that runs is killed, the disk fills, a clock jumps: nothing is lost.

The moments are random, from a fixed seed. The server is `flask serve` as a council runs
it, with a database and a folder of its own.
"""

import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import psutil
import pytest

from tests.conftest import ROOT, environment
from tests.factories import COLLEGE, people, provider_list, register
from tests.journeys import clock_library
from tests.store.database.own_server import as_in_production, own_folder
from tests.web.front import personal_in_logs
from tracker import store

pytestmark = pytest.mark.long
KEY = "5f2c9a7be4d1083677aa90fe41c2d3b4"
KILLS, LISTS, OF_A_LIST = 30, 12, 15
_WHERE = re.compile(r"Tracker is served at (http://127\.0\.0\.1:\d+/)")


class Served:
    """A server of its own, which is killed in parts and never helped."""

    def __init__(self, var: Path, log: Path, **more: str) -> None:
        self.var, self.log = var, log
        self.environment = environment(
            var,
            **{
                "SECRET_KEY": KEY,
                "TRACKER_PLAIN_HTTP": "yes",
                "TRACKER_LOG": "files",
                **more,
            },
        )
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "serve", "--port", "0"],
                cwd=ROOT,
                env=self.environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def address(self) -> str:
        found = _WHERE.search(self.log.read_text("utf-8"))
        return found[1] if found else ""

    def get(self, path: str) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def flask(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """Runs a command beside the server."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def below(self) -> list[psutil.Process]:
        """Every process below the supervisor: pages, workers, their children."""
        with suppress(psutil.NoSuchProcess):
            return list(psutil.Process(self.process.pid).children(recursive=True))
        return []

    def database(self) -> list[psutil.Process]:
        """The first process of the database."""
        with suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
            text = (self.var / "postgres" / "postmaster.pid").read_text()
            found = psutil.Process(int(text.splitlines()[0]))
            if found.name() == "postgres":
                return [found]
        return []


def wait_until(true: Callable[[], object], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "that took too long"
        time.sleep(0.1)


@contextmanager
def serving(var: Path, log: Path, **more: str) -> Iterator[Served]:
    served = Served(var, log, **more)
    try:
        wait_until(lambda: served.address or served.process.poll() is not None)
        assert served.process.poll() is None, log.read_text("utf-8")
        wait_until(lambda: served.get("ready") == 200)
        yield served
    finally:
        served.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            served.process.wait(60)
        served.process.kill()


@pytest.fixture
def var() -> Iterator[Path]:
    with own_folder() as folder:
        # A commit that is not on the disk yet would be lost with the killed server.
        as_in_production(folder)
        store.database.embedded.leave(folder)
        yield folder.parent


def load(served: Served, number: int, folder: Path) -> int:
    """Loads a list of people of its own; its exit code."""
    some = people(LISTS * OF_A_LIST)[number * OF_A_LIST : (number + 1) * OF_A_LIST]
    file = provider_list(folder / f"list-{number}.csv", some)
    return served.flask(
        *("imports", "load", "provider-enrolment", file, "--as-at", "2026-10-09"),
        *("--institution", COLLEGE, "--yes"),
    ).returncode


def test_thirty_kills_under_load_lose_nothing(var: Path, tmp_path: Path) -> None:
    draw = Random(11)
    with serving(var, tmp_path / "log") as served:
        file = register(tmp_path / "edubasealldata20260901.csv")
        assert served.flask("imports", "load", "establishments", file).returncode == 0
        stop, statuses, acknowledged = threading.Event(), [], set()

        def look() -> None:
            while not stop.is_set():
                statuses.append(served.get("sign-in"))
                time.sleep(0.05)

        def work() -> None:
            for number in range(LISTS):
                if not stop.is_set() and load(served, number, tmp_path) == 0:
                    acknowledged.add(number)

        threads = [threading.Thread(target=look), threading.Thread(target=work)]
        for each in threads:
            each.start()
        kinds: list[str] = []
        until = time.monotonic() + 300
        try:
            while len(kinds) < KILLS and time.monotonic() < until:
                time.sleep(draw.uniform(0.3, 2.5))
                kind = draw.choice(("below", "below", "database"))
                victims = served.database() if kind == "database" else served.below()
                if victims:  # there are none while the supervisor waits
                    kinds.append(kind)
                    with suppress(psutil.NoSuchProcess):
                        draw.choice(victims).send_signal(signal.SIGKILL)
        finally:
            stop.set()
            for each in threads:
                each.join()
        assert len(kinds) == KILLS
        assert 3 <= kinds.count("database") < KILLS
        # Without a hand.
        wait_until(lambda: served.get("ready") == 200)
        assert 200 in statuses
        before = batches(served)
        for number in acknowledged:
            assert f"list-{number}.csv" in before, "an acknowledged load is lost"
        assert {before[f"list-{number}.csv"] for number in acknowledged} <= {"applied"}
        for number in range(LISTS):
            assert load(served, number, tmp_path) == 0
        after = batches(served)
        assert len([name for name in after if name.startswith("list-")]) == LISTS
        assert set(after.values()) == {"applied"}
        assert people_count(served) == len(
            {each["uln"] for each in people(LISTS * OF_A_LIST)}
        )
    assert personal_in_logs.found_in(var / "log") == []


def batches(served: Served) -> dict[str, str]:
    """The status of each batch, by the name of its file; each stands once."""
    answer = served.flask("imports", "list", "--json")
    assert answer.returncode == 0, answer.stderr
    listed = json.loads(answer.stdout)
    rows = listed if isinstance(listed, list) else listed["batches"]
    by_file: dict[str, str] = {}
    for row in rows:
        name = Path(str(row["files"][0])).name
        assert name not in by_file, f"{name} was loaded twice"
        by_file[name] = row["status"]
    return by_file


def people_count(served: Served) -> int:
    answer = served.flask(
        *("db", "owner", "psql", "-tAc", "SELECT count(*) FROM people"),
    )
    assert answer.returncode == 0, answer.stderr
    return int(answer.stdout.strip())


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own; only root can make one."""
    place.mkdir()
    place.chmod(0o755)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)],
        check=True,
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_and_a_read_only_disk_stop_it_and_it_goes_on(var, tmp_path) -> None:
    """The files below the folder are on a disk of their own; the database is not."""
    with (
        small_disk(Path(f"{var}-small"), 400) as disk,
        serving(
            disk, tmp_path / "log", DATABASE_URL=own_url(var), TRACKER_LOG="stderr"
        ) as served,
    ):
        full = disk / "full"
        with suppress(OSError):
            full.write_bytes(bytes(399 * 1024 * 1024))
        assert served.get("ready") == 503
        assert served.get("health") == 200
        assert served.get("sign-in") == 200
        full.unlink()
        assert served.get("ready") == 200
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert served.get("ready") == 503
        assert served.get("sign-in") == 200
        assert "Nothing can be written" in served.flask("doctor").stdout
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        assert served.get("ready") == 200


def own_url(var: Path) -> str:
    store.database.embedded.connect(var / "postgres").close()
    address = store.database.embedded.address(var / "postgres")
    subprocess.run(
        [sys.executable, "-m", "flask", "db", "current"],
        cwd=ROOT,
        env=environment(var),
        check=False,
        capture_output=True,
    )
    subprocess.run(
        [sys.executable, "-m", "flask", "items"],
        cwd=ROOT,
        env=environment(var),
        check=True,
        capture_output=True,
    )
    return address


#: The workers that have shown a sign of life since the database was started again.
_WORKERS = (
    "SELECT count(*) FROM procrastinate_workers"
    " WHERE last_heartbeat > pg_postmaster_start_time()"
)


def test_two_servers_share_one_folder(var: Path, tmp_path: Path) -> None:
    with serving(var, tmp_path / "first") as first:
        with serving(var, tmp_path / "second") as second:
            assert (first.get("sign-in"), second.get("sign-in")) == (200, 200)
            for each in second.database():
                each.send_signal(signal.SIGKILL)
            wait_until(lambda: first.get("ready") == second.get("ready") == 200, 20)
            # Either server's worker makes both ready; here each has its own again.
            workers = ("db", "owner", "psql", "-tAc", _WORKERS)
            wait_until(lambda: first.flask(*workers).stdout.strip() == "2", 60)
        # The end of one takes nothing from the other.
        for _ in range(5):
            assert first.get("ready") == 200
            time.sleep(0.3)


def test_a_clock_that_jumps_stops_nothing(var: Path, tmp_path: Path) -> None:
    """The clock of the machine alone: the database keeps the right one."""
    library = clock_library.find()
    assert library is not None, clock_library.WHAT_TO_DO
    moment = tmp_path / "moment"
    moment.write_text("+0")
    with serving(
        var,
        tmp_path / "log",
        LD_PRELOAD=str(library),
        FAKETIME_TIMESTAMP_FILE=str(moment),
        FAKETIME_NO_CACHE="1",
        DONT_FAKE_MONOTONIC="1",
    ) as served:
        for jump in ("+3h", "-2h", "+2d", "+0"):
            moment.write_text(jump)
            for _ in range(5):
                assert served.get("sign-in") == 200
                assert served.get("ready") == 200
            found = served.flask("doctor").stdout
            assert ("clocks of this machine and of the database" in found) is (
                jump != "+0"
            )
        wait_until(lambda: len(served.below()) >= 3)
