"""The troubles of the database are distinguished, whatever was in the row."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.conftest import runner, settings, url_of
from tests.store.database.own_server import application, own_folder
from tracker import store
from tracker.app import create_app
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.database.errors import Trouble

MARK = "Zyxwvut"


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("08006", Trouble.UNREACHABLE),
        ("57P01", Trouble.RESTARTING),
        ("57P03", Trouble.RESTARTING),
        ("57014", Trouble.OTHER),  # a statement that was stopped
        ("28P01", Trouble.REFUSED),
        ("3D000", Trouble.NO_DATABASE),
        ("42P01", Trouble.OUT_OF_DATE),
        ("42703", Trouble.OUT_OF_DATE),
        ("42601", Trouble.OTHER),
        ("40P01", Trouble.BUSY),
        ("53100", Trouble.FULL),
        ("53300", Trouble.OVERLOADED),
        ("22P02", Trouble.OTHER),
        ("XX000", Trouble.OTHER),
        ("58030", Trouble.OTHER),
    ],
)
def test_by_code(state: str, found: Trouble) -> None:
    error = psycopg.errors.lookup(state)(MARK)
    assert store.database.errors.of(error) is found
    assert store.database.errors.of(DBAPIError("SELECT", {}, error)) is found


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ('connection failed: FATAL:  role "x" does not exist', Trouble.REFUSED),
        ("fe_sendauth: no password supplied", Trouble.REFUSED),
        ('FATAL:  database "x" does not exist', Trouble.NO_DATABASE),
        ("FATAL:  the database system is starting up", Trouble.RESTARTING),
        ("connection failed: Connection refused", Trouble.UNREACHABLE),
        ("[Errno -2] failed to resolve host 'x'", Trouble.UNREACHABLE),
        ("the connection is closed", Trouble.UNREACHABLE),
        ("invalid connection option", Trouble.OPTIONS),
        ("a message of a later version", Trouble.OTHER),
    ],
)
def test_by_text_before_there_is_a_connection(message: str, found: Trouble) -> None:
    error = psycopg.OperationalError(message)
    assert store.database.errors.of(OperationalError("SELECT", {}, error)) is found


def test_an_error_outside_the_database_is_no_trouble_of_it() -> None:
    assert store.database.errors.of(ValueError("the connection is closed")) is None


def test_of_a_real_server(var, tmp_path) -> None:
    """The sentence of a command for each trouble of a real server."""
    real = url_of(var, "tracker")
    refused = real.partition("&passfile")[0]
    nothing = url_of(var, "nothing_of_that_name")
    for url, says in (
        (refused, "The database refused the connection."),
        (nothing, "The server does not have the database"),
        ("postgresql+psycopg://x@/x?host=/nowhere", "The database cannot be reached."),
    ):
        answer = runner(create_app(settings(tmp_path, url)))("imports", "list", code=2)
        assert answer.err.startswith(says)
        assert answer.err.count("\n") == 1


def test_an_unforeseen_error_is_logged_with_its_code_and_no_row(monkeypatch) -> None:
    with own_folder() as folder, application(folder) as app:
        flask = runner(app)
        flask("imports", "list")
        owner = store.database.embedded.server_passwords.TABLES
        with store.database.embedded.connect(folder, role=owner) as sql:
            sql.execute("ALTER TABLE import_batches RENAME COLUMN feed TO fed")
        gone = flask("imports", "list", code=2)
        assert gone.err.startswith("The tables of the database are not those")
        with store.database.embedded.connect(folder, role=owner) as sql:
            sql.execute("ALTER TABLE import_batches RENAME COLUMN fed TO feed")

        def odd_answer(**scope: object) -> None:
            db.session.execute(text(f"SELECT '{MARK}'::int"))

        monkeypatch.setattr(store.intake.import_batches, "batches", odd_answer)
        odd = flask("imports", "list", code=2)
        assert odd.err.startswith("Something unexpected failed (")
        reference = odd.err.strip().rstrip(".").rpartition(" ")[2]
        (path,) = (folder.parent / "log").glob("errors-*.log")
        log = path.read_text("utf-8")
        assert reference in log
        assert "(22P02)" in log
        assert MARK not in log + odd.err


def test_an_error_while_a_query_is_being_read_is_rolled_back(inside) -> None:
    """The query keeps the connection, so that a rollback would wait for it for ever."""

    def reads_and_fails() -> None:
        numbers = base.stream("SELECT generate_series(1, 100000)")
        assert next(numbers) == (1,)
        raise LookupError("while it is being read")

    with pytest.raises(LookupError, match="being read"), base.transaction():
        reads_and_fails()
    assert base.number("SELECT 1") == 1


def test_an_error_that_follows_from_another_lets_go_of_its_queries_too(inside) -> None:
    def reads_and_fails() -> None:
        numbers = base.stream("SELECT generate_series(1, 100000)")
        assert next(numbers) == (1,)
        raise LookupError("first")

    def fails_in_turn() -> None:
        try:
            reads_and_fails()
        except LookupError as first:
            raise ValueError("second") from first

    with pytest.raises(ValueError, match="second"), base.transaction():
        fails_in_turn()
    assert base.number("SELECT 1") == 1
