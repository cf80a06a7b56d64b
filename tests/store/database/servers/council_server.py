"""A PostgreSQL of the council's own, set up as its administrator is shown to.

It runs as an account without privileges, asks for passwords, and knows nothing of the
embedded server.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import AUTHORITY, ROOT
from tracker.store.database.embedded import server_account
from tracker.store.database.roles import STATEMENTS

PASSWORD = "of the tests"
_ROLES = {
    "DATABASE_URL": "tracker",
    "DATABASE_INSTITUTION_URL": "tracker_institution",
    "DATABASE_OWNER_URL": "tracker_owner",
}


@dataclass(frozen=True)
class Council:
    """A server with the three roles, and the folder of everything that is made."""

    folder: Path
    programs: Path
    port: int

    def flask(self, *words: object, var: str, database: str = "tracker") -> str:
        """What a command prints that uses a database of this server. It ends with 0."""
        place = self.folder / var
        own = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "TRACK"))}
        done = subprocess.run(
            [sys.executable, "-m", "flask", *map(str, words)],
            cwd=ROOT,
            env={
                **own,
                **{name: self.url(role, database) for name, role in _ROLES.items()},
                "PATH": f"{self.programs}{os.pathsep}{own['PATH']}",
                "FLASK_APP": "wsgi:app",
                "FLASK_SKIP_DOTENV": "1",
                "TRACKER_VAR": str(place),
                "TRACKER_AUTHORITY": AUTHORITY,
                "TRACKER_DATABASE_ID": AUTHORITY,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout[-2000:]}{done.stderr}"
        return done.stdout

    def url(self, role: str, database: str) -> str:
        """The address of a database for a role."""
        password = PASSWORD.replace(" ", "%20")
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def psql(self, script: str) -> str:
        """What the administrator's psql prints about a script."""
        return self.psql_as(self.url("administrator", "postgres"), script)

    def psql_as(self, url: str, script: str) -> str:
        """What psql prints about a script for the role of an address."""
        words = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", f"--dbname={url}"]
        done = subprocess.run(
            [self.programs / "psql", *words],
            input=script,
            env={"PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def council(installation: Path, *, with_roles: bool = True) -> Iterator[Council]:
    """A server of the programs in a folder's bin, with the roles and their database."""
    folder = Path(tempfile.mkdtemp(prefix="council-")).resolve()
    folder.chmod(0o711)
    programs = installation.resolve() / "bin"
    data = folder / "data"
    data.mkdir(mode=0o700)
    account = server_account.of(folder)
    if account.is_other:
        os.chown(data, account.uid, account.gid)
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)
    port = _free_port()
    server = None
    try:
        _do(
            account,
            *(programs / "initdb", "--pgdata", data, "--username=administrator"),
            *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
        )
        options = {"port": port, "unix_socket_directories": "", "fsync": "off"}
        server = account.start(
            *(programs / "postgres", "-D", data),
            *(word for k, v in options.items() for word in ("-c", f"{k}={v}")),
            stderr=subprocess.DEVNULL,
        )
        made = Council(folder, programs, port)
        _wait(programs, port)
        if with_roles:
            made.psql(_without_a_terminal(STATEMENTS))
        yield made
    finally:
        if server is not None:
            server.terminate()
            server.wait(60)
        shutil.rmtree(folder)


def _without_a_terminal(statements: str) -> str:
    """The statements with a password in place of each question for one."""
    lines = [
        f"ALTER ROLE {line.split()[1]} PASSWORD '{PASSWORD}';"
        if line.startswith("\\password")
        else line
        for line in statements.splitlines()
    ]
    return "\n".join(lines)


def _do(account: server_account.Account, *words: str | Path) -> None:
    started = account.start(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output, _ = started.communicate(timeout=120)
    assert started.returncode == 0, output


def _wait(programs: Path, port: int) -> None:
    words = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(200):
        if subprocess.run([*words, "-t", "1"], check=False).returncode == 0:
            return
    raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
