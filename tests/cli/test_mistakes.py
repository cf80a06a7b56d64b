"""Mistakes in a command: one sentence, exit code 2, nothing changed."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    provider_list,
    register,
    unsure,
)

HUGE = str(10**30)


def one_sentence(flask, *words, code: int = 2) -> str:
    """The sentence of a command that fails; in JSON it is the same."""
    answer = flask(*words, code=code)
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    sentence = answer.err.strip()
    assert flask(*words, "--json", code=code).json == {"error": sentence}
    return sentence


@pytest.mark.parametrize(
    "words",
    [
        *(("imports", name) for name in ("show", "apply", "withdraw", "preview")),
        *(("matching", name) for name in ("show", "resolve")),
        *(("people", name) for name in ("show", "unmerge", "withhold")),
        ("people", "merge", "1"),
        ("returns", "freeze"),
        ("returns", "diff", "1"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("number", [HUGE, "0", "x", "9" * 19])
def test_an_impossible_record_number(flask, words, number) -> None:
    assert f"{number} is not a record number" in one_sentence(flask, *words, number)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("measures", "--published", "99999"), "is not a year from 2005 to 2027"),
        (("measures", "--published", "x"), "is not a year from 2005 to 2027"),
        (("measures", "--period", "1999-10"), "is not a month of the years 2005 to"),
        (("measures", "--period", "9999-10"), "is not a month of the years 2005 to"),
        (("measures",), "Give either --period or --published. See flask measures"),
        (
            ("destinations", "--institution", "1", "--left", "99999"),
            "is not a year from 2005 to 2027",
        ),
        (("returns", "check", "x", "--year", "9999-00"), "2019-20, 2020-21 and 2026"),
        (("returns", "check", "x", "--year", "1999-00"), "2019-20, 2020-21 and 2026"),
        (("returns", "check", "x", "--year", "26"), "2019-20, 2020-21 and 2026"),
        (("returns", "check", "/dev/zero"), "neither a file nor a folder"),
        (("returns", "check", "n" * 5000), "File name too long"),
        (("returns", "check", ""), "it is empty"),
        (
            ("returns", "prepare", "--period", "2026-12", "--out", "x"),
            "December 2026 has not started",
        ),
        (("returns", "prepare", "--period", "2026-10", "--out", ""), "it is empty"),
        (("people", "show", "1", "--known-at", "0001-01-01T00:00"), "cannot be right"),
        (
            ("people", "show", "1", "--known-at", "0001-01-01T00:00+00:00"),
            "cannot be right",
        ),
        (("people", "merge", "1", "2", "1"), "cannot be merged with itself"),
        (("imports", "lod"), "No such command 'lod'"),
        (("imports", "load"), "school-census, provider-enrolment, "),
        (("imports", "load", "nonsense", "x"), "'nonsense' is not one of"),
        (("imports", "list", "--nonsense"), "No such option"),
        (("nonsense",), "There is no command nonsense. See flask --help."),
        (("imports", "load", "establishments", "/dev/zero"), "neither a file nor"),
        (("imports", "load", "establishments", ""), "it is empty"),
        (("imports", "load", "establishments", "n" * 5000), "File name too long"),
        *(
            (
                ("imports", "load", feed, "x", "--other-authorities"),
                "--other-authorities applies only to an NCCIS file or a list of "
                "residents educated elsewhere. See flask imports",
            )
            for feed in ("provider-enrolment", "school-census", "establishments")
        ),
        (
            ("imports", "load", "establishments", "x", "--as-at", "1999-12-31"),
            "too long ago",
        ),
        (
            ("imports", "load", "establishments", "x", "--as-at", "2027-11-26"),
            "more than a year ahead",
        ),
        (
            ("imports", "load", "establishments", "x", "--as-at", "2027-11-25"),
            "25 November 2027 is in the future",
        ),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else "",
)
def test_a_mistaken_command_is_refused_in_a_sentence(
    flask, monkeypatch, words, says
) -> None:
    monkeypatch.setattr("sys.argv", ["flask", *words, "--json"])
    if words == ("nonsense",):
        assert flask(*words, code=2).json == {"error": says}
    else:
        assert says in one_sentence(flask, *words)


def test_a_pipe_is_not_waited_for(flask, tmp_path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    load = ("imports", "load", "provider-enrolment", pipe, "--institution", COLLEGE)
    for words in (load, ("returns", "check", pipe), ("published", "load", pipe)):
        assert one_sentence(flask, *words) == f"{pipe} is neither a file nor a folder."


def test_only_the_files_read_from_a_folder_count(tmp_path) -> None:
    from tracker.actions.intake.receive import digests_of

    (tmp_path / "list.csv").write_text("a")
    before = digests_of([tmp_path])
    for left_behind in (".DS_Store", "Thumbs.db", "~$list.xlsx"):
        (tmp_path / left_behind).write_text("b")
    os.mkfifo(tmp_path / "pipe")
    assert digests_of([tmp_path]) == before
    # The terms of a COLLECT download are in folders of their own.
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "list.csv").write_text("c")
    deeper = digests_of([tmp_path])
    assert deeper != before
    (tmp_path / "other.csv").write_text("d")
    assert digests_of([tmp_path]) not in (before, deeper)


@pytest.mark.parametrize("error", [ValueError, TypeError])
def test_the_text_of_a_librarys_error_is_not_shown(flask, monkeypatch, error) -> None:
    from tracker import store

    def broken(**scope: object) -> None:
        raise error("All strings must be XML compatible")

    monkeypatch.setattr(store.intake.import_batches, "batches", broken)
    message = one_sentence(flask, "imports", "list")
    assert message.startswith(f"Something unexpected failed ({error.__name__})")


def of_driver(state: str, text: str = "") -> Exception:
    """PostgreSQL's error with this state, as SQLAlchemy raises it."""
    import psycopg
    from sqlalchemy.exc import OperationalError

    kind = psycopg.errors.lookup(state) if state else psycopg.OperationalError
    return OperationalError("SELECT", {}, kind(text))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("", "The embedded database is not responding."),
        ("40P01", "Another user is changing the same records."),
        ("40001", "Another user is changing the same records."),
        ("55P03", "Another user is changing the same records."),
        ("23505", "Another user is changing the same records."),
        ("53100", "The disk of the database is full."),
        ("53300", "The database is too busy."),
    ],
)
def test_each_database_error_has_its_own_sentence(
    flask, monkeypatch, state, says
) -> None:
    from tracker import store

    def broken(**scope: object) -> None:
        raise of_driver(state)

    monkeypatch.setattr(store.intake.import_batches, "batches", broken)
    assert one_sentence(flask, "imports", "list").startswith(says)


@pytest.mark.parametrize("state", ["23502", "23503", "23514"])
def test_a_broken_constraint_is_not_blamed_on_another_user(
    flask, monkeypatch, state
) -> None:
    """A second try would not help; the log has the place in the code."""
    import psycopg
    from sqlalchemy.exc import IntegrityError

    from tracker import store

    def broken(**scope: object) -> None:
        raise IntegrityError(
            "INSERT", {}, psycopg.errors.lookup(state)("a young person")
        )

    monkeypatch.setattr(store.intake.import_batches, "batches", broken)
    message = one_sentence(flask, "imports", "list")
    assert message.startswith("Something unexpected failed (IntegrityError)")


@pytest.fixture
def at_a_terminal() -> Iterator[None]:
    """Ctrl-C interrupts, also where the tests run in the background, ignoring it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("hidden", [False, True])
def test_a_command_that_is_stopped_says_so(flask, monkeypatch, number, hidden) -> None:
    """The driver may be in the middle of a query, and fail with another error."""
    from tracker import store

    def stopped(**scope: object) -> None:
        try:
            signal.raise_signal(number)
        finally:
            if hidden:
                raise RuntimeError("the connection is in a transaction")

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(store.intake.import_batches, "batches", stopped)
    assert one_sentence(flask, "imports", "list", code=130) == (
        "Stopped. Anything unfinished was left as it was. Run the same command to "
        "carry on."
    )
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def lines(tmp_path, load):
    """Loads some people, and a list with a doubtful line."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = people(3)
    load("provider-enrolment", provider_list(tmp_path / "list.csv", rows),
         institution=COLLEGE)  # fmt: skip
    bare = {**unsure(rows[2]), "postcode": "WN7 1AB"}
    doubtful = provider_list(tmp_path / "doubtful.csv", [bare])
    return load("provider-enrolment", doubtful, institution=OTHER_COLLEGE)


def test_a_record_named_twice_is_merged_once(lines, as_json, flask) -> None:
    assert as_json("people", "merge", 1, 2, 2, "--yes") == {"person": 1, "merged": [2]}
    as_json("people", "unmerge", 1)
    assert flask("people", "merge", 1, 2, 2, "--yes").out.startswith("1 merged into")


def test_a_line_of_a_withdrawn_batch_waits_for_nothing(
    lines, as_json, flask, everything
) -> None:
    (row,) = as_json("matching", "list")
    as_json("imports", "withdraw", lines["batch"])
    before = everything()
    message = one_sentence(flask, "matching", "resolve", row["row"], "--new")
    assert message.startswith(
        f"Row {row['row']} is in batch {lines['batch']}, which was"
    )
    assert everything() == before


def test_measures_name_their_definitions(lines, as_json, flask) -> None:
    words = flask("measures", "--period", "2026-10").out
    assert "By the definitions of the 2026-27 requirement." in words
    assert "to be confirmed against the current requirement." in words
    assert {
        each["requirement"] for each in as_json("measures", "--published", 2026)
    } == {"2025-26"}


def test_a_migration_is_written_only_if_one_is_owed(flask, monkeypatch) -> None:
    from alembic import command

    options = {}

    def revision(configuration, message, **more):
        print("Generating ... done")
        options.update(more)

    monkeypatch.setattr(command, "revision", revision)
    result = flask("db", "revision", "nothing new", "--json").json
    assert result == {"revision": None, "file": None}

    class Nothing:
        class upgrade_ops:
            is_empty = staticmethod(lambda: True)

    directives = [Nothing]
    options["process_revision_directives"](None, None, directives)
    assert directives == []


@pytest.mark.parametrize(
    ("authority", "says"), [("999", "The demo can invent authority ")]
)
def test_a_demo_of_another_authority_throws_nothing_away(
    lines, app, flask, everything, monkeypatch, authority, says
) -> None:
    here = replace(app.config["TRACKER"], authority=authority)
    monkeypatch.setitem(app.config, "TRACKER", here)
    before = everything()
    assert one_sentence(flask, "demo", "--replace").startswith(says)
    assert everything() == before
