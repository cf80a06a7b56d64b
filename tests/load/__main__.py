"""Serves an authority of 150,000 to 215 users at once, and measures their waits.

python -m tests.load --people 150000 --seconds 120
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import text

from tests.bench.invented import AUTHORITY, DATABASE
from tests.conftest import ROOT
from tests.load import population
from tests.load.browsing import THINKING, Browser, Habit, Times, live
from tracker.app import create_app
from tracker.cli.running.processes import end_with_parent
from tracker.cli.running.serve import WORKERS
from tracker.config import Settings, from_environment

USERS = {"adviser": 50, "manager": 10, "data-manager": 5, "school-user": 150}
STAFF = sum(USERS.values()) - USERS["school-user"]
PASSWORD = "seven quiet lanterns drift"
#: The longest p95 allowed, in milliseconds.
AT_MOST = {"dashboard": 200.0}
AT_MOST_OF_A_PAGE = 100.0
WARMING = 20
_WHERE = re.compile(r"Tracker is served at http://([\d.]+):(\d+)/")


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes missing data, serves, measures and reports; returns 1 if too slow."""
    options = _arguments(arguments)
    settings = from_environment({"TRACKER_DATABASE_ID": DATABASE, **os.environ})
    folder = settings.var / "load"
    here = replace(settings, var=folder, database_url=None, authority=AUTHORITY)
    on = datetime.now().astimezone().date()
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    habits = _prepare(here, options.people, on)
    _into_memory(folder / "postgres" / "base")
    with _served(folder, options.workers, options.threads) as (host, port):
        times = asyncio.run(_measure(host, port, habits, options.seconds))
    return _report(times, options, folder)


def _prepare(settings: Settings, size: int, on: date) -> list[Habit]:
    """Makes the population of that size unless it exists, and begins its day."""
    from tracker import store

    app = create_app(settings)
    app.extensions["tracker"]()
    wanted = {"people": size, "tables": store.tables.HEAD}
    stamp = settings.var / "population.json"
    with app.app_context():
        store.tables.bring_up_to_date(embedded=True)
        if not stamp.is_file() or json.loads(stamp.read_text("utf-8")) != wanted:
            began = time.monotonic()
            stamp.unlink(missing_ok=True)
            _fill(size, settings, on)
            stamp.write_text(json.dumps(wanted), encoding="utf-8")
            print(f"Made in {time.monotonic() - began:.0f} seconds.")
        population.begin_day(on)
        return _habits(on)


def _into_memory(tables: Path) -> None:
    """Reads the files of all tables once: a server that has run since the morning has
    them in memory, and what is measured is its pages, not the disk of the machine.
    """
    read = sum(len(each.read_bytes()) for each in tables.rglob("*") if each.is_file())
    print(f"Read {read / 2**20:,.0f} MB of tables and indexes.", flush=True)


def _fill(size: int, settings: Settings, on: date) -> None:
    from argon2 import PasswordHasher

    from tracker import store

    began = time.monotonic()

    def say(words: str) -> None:
        print(f"[{time.monotonic() - began:4.0f} s] {words}", flush=True)

    store.reset.empty(at=datetime.now().astimezone(), authority=AUTHORITY)
    population.make(size, settings.var, on=on, say=say)
    population.staff(
        PasswordHasher().hash(PASSWORD),
        USERS,
        on=on,
        keys=settings.keys,
    )
    say("users, caseloads and contacts")


def _habits(on: date) -> list[Habit]:
    """The pages of each role, with the addresses of existing records."""
    from tracker.extensions import db

    held = list(
        db.session.execute(
            text(
                "SELECT p.id, p.given, p.family FROM caseload c"
                " JOIN people p ON p.id = c.person_id ORDER BY c.person_id LIMIT 3000"
            )
        )
    )
    population.give_reasons([number for number, *_ in held], on)
    persons = tuple(f"/people/{number}" for number, *_ in held)
    sought = tuple(
        f"/find?q={quote_plus(f'{given} {family}')}" for _, given, family in held[::7]
    )
    return [
        Habit(
            "adviser",
            (
                ("my day", 0.30, ("/my-day",)),
                ("person", 0.40, persons),
                ("find", 0.20, sought),
                ("not known", 0.10, ("/not-known",)),
            ),
        ),
        Habit(
            "manager",
            (
                ("dashboard", 0.5, ("/dashboard",)),
                ("the year", 0.2, ("/year",)),
                ("person", 0.3, persons),
            ),
        ),
        Habit(
            "data-manager",
            (
                ("who owes what", 0.5, ("/senders",)),
                ("missing from our file", 0.5, ("/senders/missing",)),
            ),
        ),
        Habit(
            "school-user",
            (
                ("school leavers", 0.6, ("/leavers",)),
                ("leavers one by one", 0.4, ("/leavers/each",)),
            ),
        ),
    ]


@contextmanager
def _served(folder: Path, workers: int, threads: int) -> Iterator[tuple[str, int]]:
    """The address of the production server on that database."""
    log = folder / "server.log"
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "FLASK_APP": "wsgi:app",
        "TRACKER_VAR": str(folder),
        "TRACKER_AUTHORITY": AUTHORITY,
        "TRACKER_DATABASE_ID": DATABASE,
        "TRACKER_PLAIN_HTTP": "yes",
        "SECRET_KEY": "of the load test, and of nothing else",
    }
    words = ["serve", "--port", "0", "--workers", workers, "--threads", threads]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "flask", *map(str, words)],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - no threads yet
        )
    try:
        until = time.monotonic() + 90
        while not (found := _WHERE.search(log.read_text("utf-8"))):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The server did not start: see {log}.")
            time.sleep(0.1)
        yield found[1], int(found[2])
    finally:
        server.terminate()
        server.wait(60)


async def _measure(host: str, port: int, habits: list[Habit], seconds: int) -> Times:
    everybody = [
        (habit, f"{habit.role}-{place}@load.example")
        for habit in habits
        for place in range(USERS[habit.role])
    ]
    browsers = [Browser(host, port) for _ in everybody]
    print(f"{len(everybody)} people sign in.", flush=True)
    turn = asyncio.Semaphore(4)

    async def sign_in(browser: Browser, email: str) -> None:
        async with turn:
            await browser.sign_in(email, PASSWORD)

    await asyncio.gather(
        *(
            sign_in(browser, email)
            for browser, (_, email) in zip(browsers, everybody, strict=True)
        )
    )
    print(f"They look around for {seconds} seconds.", flush=True)
    times = Times()
    begin = time.monotonic() + WARMING
    await asyncio.gather(
        *(
            live(
                browser,
                habit,
                times,
                begin=begin,
                until=begin + seconds,
                seed=seed,
            )
            for seed, (browser, (habit, _)) in enumerate(
                zip(browsers, everybody, strict=True)
            )
        )
    )
    for browser in browsers:
        browser.close()
    return times


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def _report(times: Times, options: argparse.Namespace, folder: Path) -> int:
    """Prints the table, stores it, and returns 0 if it was fast enough, else 1."""
    rows, slow = [], []
    for name, took in sorted(times.of.items()):
        most = AT_MOST.get(name, AT_MOST_OF_A_PAGE)
        p50, p95, p99 = (_at(took, share) for share in (0.5, 0.95, 0.99))
        rows.append(
            {"page": name, "requests": len(took), "p50": p50, "p95": p95, "p99": p99}
        )
        if p95 > most:
            slow.append(f"{name}: one in twenty took {p95:.0f} ms, {most:.0f} may be")
    summary: dict[str, Any] = {
        "people": options.people,
        "staff": STAFF,
        "school_users": USERS["school-user"],
        "seconds_between_pages": THINKING,
        "workers": options.workers,
        "threads": options.threads,
        "seconds": options.seconds,
        "processors": os.cpu_count(),
        "pages": rows,
        "wrong": times.wrong,
    }
    name = f"{datetime.now():%Y-%m-%d-%H%M%S}.json"
    (folder / name).write_text(json.dumps(summary, indent=2), encoding="utf-8")
    print(
        f"\n{options.people:,} young people; {STAFF} staff and "
        f"{USERS['school-user']} school users, each with {THINKING[0]:.0f} to "
        f"{THINKING[1]:.0f} seconds between pages. Milliseconds:\n"
    )
    print(f"{'page':20}{'requests':>9}{'p50':>8}{'p95':>8}{'p99':>8}")
    for row in rows:
        print(
            f"{row['page']:20}{row['requests']:9,}{row['p50']:8.0f}{row['p95']:8.0f}"
            f"{row['p99']:8.0f}"
        )
    print(f"\nKept in {folder / name}.")
    for line in [*slow, *sorted(set(times.wrong))]:
        print(line, file=sys.stderr)
    return 1 if slow or times.wrong or not rows else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--people", type=int, default=150_000)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--fresh", action="store_true", help="make all people again")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
