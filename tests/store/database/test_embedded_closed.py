"""Only the account that owns the embedded database can reach it."""

import os
import stat
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.store.database.own_server import ask, own_folder, python
from tracker import store
from tracker.store.database.embedded.server_account import Account

#: An account that every system has; it stands for that of another user.
NO_ACCOUNT = 65534
AS_ROOT = os.geteuid() == 0


def psql(
    server: store.database.embedded.Server, role: str, **who: object
) -> subprocess.Popen[str]:
    words = [
        store.database.embedded.programs.folder(store.database.embedded.programs.NEWEST)
        / "psql",
        "--no-password",
        f"--host={server.socket}",
        f"--username={role}",
        "--command=SELECT 'let in'",
        "tracker",
    ]
    return subprocess.Popen(
        words,
        env={"PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **who,  # type: ignore[arg-type]
    )


@pytest.fixture
def server(var: Path) -> store.database.embedded.Server:
    store.database.embedded.connect(var / "postgres").close()
    return store.database.embedded.start(var / "postgres")


@pytest.mark.parametrize("role", ["postgres", "tracker", "root"])
def test_the_socket_is_closed_to_other_users(server, role) -> None:
    """Where the tests run as root, another user really tries."""
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert server.socket.stat().st_uid == server.account.uid
    if AS_ROOT:
        other = psql(server, role, user=NO_ACCOUNT, group=NO_ACCOUNT, extra_groups=[])
        output, error = other.communicate(timeout=30)
        assert other.returncode != 0
        assert output == ""
        assert "Permission denied" in error


@pytest.mark.parametrize("role", ["postgres", "tracker"])
def test_a_user_who_reaches_the_socket_needs_a_password(server, role) -> None:
    """A user might be let into the folder by a mistake in its permissions."""
    same = psql(server, role)
    output, error = same.communicate(timeout=30)
    assert (same.returncode, output) == (2, "")
    assert "no password supplied" in error
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(
            host=str(server.socket), user=role, dbname="tracker", password="postgres"
        )


def test_every_way_in_asks_for_a_password(server, var) -> None:
    with store.database.embedded.owner(var / "postgres") as sql:
        rules = sql.execute(
            "SELECT type, auth_method, error FROM pg_hba_file_rules"
        ).fetchall()
        assert set(rules) == {("local", "scram-sha-256", None)}
        kept = sql.execute(
            "SELECT rolname, rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid"
            " WHERE rolcanlogin"
        ).fetchall()
    roles = store.database.embedded.server_passwords.ROLES
    assert dict(kept) == dict.fromkeys(roles, True)


def test_no_network_is_listened_to(server) -> None:
    process = store.database.embedded.postmaster.process(server.data, server.account)
    assert process is not None
    assert process.net_connections("inet") == []
    assert ask(server.data, "SHOW listen_addresses") == ""


def test_the_application_may_not_do_what_the_owner_may(server, var) -> None:
    with store.database.embedded.connect(var / "postgres") as sql:
        held = sql.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication"
            " OR rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert held == (False, "tracker")
        # Nor by membership of a role that may.
        assert sql.execute(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
            " WHERE r.rolname = current_user"
        ).fetchone() == (0,)
    for forbidden in (
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT rolpassword FROM pg_authid",
        "ALTER SYSTEM SET log_statement = 'all'",
        "SET log_error_verbosity = verbose",
        "ALTER ROLE tracker SUPERUSER",
        "CREATE DATABASE another",
    ):
        with (
            store.database.embedded.connect(var / "postgres") as sql,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            sql.autocommit = True
            sql.execute(forbidden)


def test_passwords_are_files_that_we_alone_can_read(server) -> None:
    assert stat.S_IMODE(server.access.stat().st_mode) == 0o700
    for role in store.database.embedded.server_passwords.ROLES:
        path = store.database.embedded.server_passwords.file(server.access, role)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        password = path.read_text().strip().split(":")[-1]
        assert len(password) > 40
        assert password not in server.address("tracker", role)


def test_no_secret_is_in_the_environment_of_the_server(monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "the key of the pages")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:password@b/c")
    monkeypatch.setenv("A_TOKEN_OF_THE_COUNCIL", "another secret")
    with own_folder(new=True) as folder:
        server = store.database.embedded.start(folder)
        process = store.database.embedded.postmaster.process(
            server.data, server.account
        )
        assert process is not None
        looked_at = 0
        for each in (process, *process.children(recursive=True)):
            # Some of the server's processes live for only a moment.
            try:
                environment, line = each.environ(), " ".join(each.cmdline())
            except psutil.NoSuchProcess:
                continue
            looked_at += 1
            ours = {
                name
                for name in environment
                if not name.startswith(("LC_", "PG"))
                and name not in store.database.embedded.server_account._KEPT
            }
            # The shell that starts it adds its own folder.
            assert ours <= {"PATH", "PWD", "OLDPWD", "SHLVL", "_"}, environment
            for role in store.database.embedded.server_passwords.ROLES:
                kept = (
                    store.database.embedded.server_passwords.file(server.access, role)
                    .read_text()
                    .strip()
                    .split(":")
                )
                assert kept[-1] not in line + str(environment)
        assert looked_at > 1


@pytest.fixture
def runtime(tmp_path, monkeypatch) -> Path:
    """A runtime folder of the test's own, whatever the machine has."""
    place = tmp_path / "r"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return place


LONG = ["the records of young people aged thirteen to nineteen"] * 3


def test_a_long_path_gets_a_private_folder_with_a_short_one() -> None:
    with own_folder(*LONG) as folder:
        assert ask(folder, "SELECT 1") == 1
        server = store.database.embedded.start(folder)
        assert server.socket != folder
        assert (
            len(os.fsencode(server.socket / store.database.embedded.folders.SOCKET))
            < 104
        )
        state = server.socket.lstat()
        assert (state.st_uid, stat.S_IMODE(state.st_mode)) == (
            server.account.uid,
            0o700,
        )
        for parent in server.socket.resolve().parents:
            assert parent.stat().st_uid in (0, os.geteuid())
            assert not parent.stat().st_mode & 0o022, parent
        # Another process finds the same folder, wherever its own runtime folder is.
        other = python(
            "embedded.connect(folder).close(); print(embedded.start(folder).socket)",
            folder,
            XDG_RUNTIME_DIR="/nowhere",
        )
        assert other.communicate(timeout=60)[0].strip() == str(server.socket)
        store.database.embedded.leave(folder)
        assert not server.socket.exists()


def test_a_long_path_without_a_private_folder_is_refused(monkeypatch) -> None:
    """The socket is never below a folder that others can write to."""
    monkeypatch.setattr(
        store.database.embedded.folders, "_short", lambda account: [Path("/tmp")]
    )
    account = store.database.embedded.server_account.of(Path("/nowhere"))
    with pytest.raises(
        store.database.embedded.DatabaseUnavailable, match="too long for its socket"
    ):
        store.database.embedded.folders.of_socket(Path("/", *LONG), account)


def test_a_folder_that_another_user_prepared_is_refused(tmp_path) -> None:
    """Another user made the folder, and opened it, before us."""
    ours = Account(os.geteuid(), os.getegid(), None)
    other = Account(os.geteuid() + 1, os.getegid(), None)
    (tmp_path / "prepared").mkdir(mode=0o700)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").touch()
    for name, account in (("prepared", other), ("link", ours), ("file", ours)):
        assert not store.database.embedded.folders.is_private(tmp_path / name, account)
        if not AS_ROOT or account is ours:
            with pytest.raises(
                store.database.embedded.DatabaseUnavailable, match="not made by"
            ):
                store.database.embedded.folders.make_private(tmp_path / name, account)
    (tmp_path / "elsewhere").chmod(0o750)
    assert not store.database.embedded.folders.is_private(tmp_path / "elsewhere", ours)


def test_data_of_another_user_is_refused(tmp_path) -> None:
    with own_folder() as folder:
        store.database.embedded.start(folder)
        store.database.embedded.leave(folder)
        other = python(
            "print(server_account.of(folder))",
            folder,
            begin=(
                "import sys, os\n"
                "from pathlib import Path\n"
                "from tracker.store.database.embedded import server_account\n"
                "folder = Path(sys.argv[1])\n"
                "os.geteuid = lambda: 4321\n"
            ),
        )
        output, error = other.communicate(timeout=60)
        assert output == ""
        assert "belongs to another user of this machine" in error


def test_a_restored_copy_with_open_files_is_closed_again() -> None:
    with own_folder() as folder:
        server = store.database.embedded.start(folder)
        store.database.embedded.leave(folder)
        server.access.chmod(0o755)
        for role in store.database.embedded.server_passwords.ROLES:
            store.database.embedded.server_passwords.file(server.access, role).chmod(
                0o644
            )
        assert ask(folder, "SELECT 1") == 1
        assert stat.S_IMODE(server.access.stat().st_mode) == 0o700
        assert {
            stat.S_IMODE(
                store.database.embedded.server_passwords.file(server.access, role)
                .stat()
                .st_mode
            )
            for role in store.database.embedded.server_passwords.ROLES
        } == {0o600}


def test_lost_passwords_are_made_again_and_wrong_ones_are_reported() -> None:
    with own_folder() as folder:
        server = store.database.embedded.start(folder)
        ask(folder, "SELECT 1")
        lost = store.database.embedded.server_passwords.file(
            server.access, store.database.embedded.server_passwords.APPLICATION
        )
        lost.write_text("*:*:*:tracker:of another copy\n")
        with pytest.raises(
            store.database.embedded.DatabaseUnavailable, match="from the same copy"
        ):
            store.database.embedded.connect(folder)
        store.database.embedded.leave(folder)
        lost.unlink()
        assert ask(folder, "SELECT current_user") == "tracker"


def test_rules_that_let_others_in_are_put_right_at_the_next_start() -> None:
    with own_folder() as folder:
        store.database.embedded.start(folder)
        store.database.embedded.leave(folder)
        with (folder / "pg_hba.conf").open("a") as file:
            file.write("local all all trust\nhost all all 0.0.0.0/0 trust\n")
        with (folder / "postgresql.auto.conf").open("a") as file:
            file.write("listen_addresses = '*'\nlog_error_verbosity = 'verbose'\n")
        assert ask(folder, "SHOW listen_addresses") == ""
        assert ask(folder, "SHOW log_error_verbosity") == "terse"
        assert "trust" not in (folder / "pg_hba.conf").read_text()


def test_a_program_of_another_users_in_its_place_is_not_believed(server) -> None:
    """It gets no password: the system says which account listens at the socket."""
    if server.account.name is not None:
        assert f"requirepeer={server.account.name}" in server.address("tracker")
    with own_folder() as folder, pytest.raises(psycopg.OperationalError, match="peer"):
        taken = store.database.embedded.start(folder)
        psycopg.connect(
            taken.address("postgres").partition("&requirepeer")[0]
            + "&requirepeer=daemon"
        )


def test_only_the_servers_account_is_let_through(tmp_path) -> None:
    """Run by root, the server has another account; no folder is opened to all users."""
    closed = tmp_path / "closed"
    (closed / "within").mkdir(parents=True)
    closed.chmod(0o700)
    account = store.database.embedded.server_account.of(tmp_path / "postgres")
    store.database.embedded.server_account.let_through(account, closed / "within")
    assert not closed.stat().st_mode & 0o007
    if AS_ROOT:
        for uid, comes in ((account.uid, True), (NO_ACCOUNT, False)):
            tried = subprocess.run(
                ["/bin/ls", "-d", str(closed / "within")],
                user=uid,
                group=account.gid if comes else NO_ACCOUNT,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
            assert (tried.returncode == 0) is comes, tried.stderr
