"""A folder in place of an image, and namespaces in place of an engine.

The steps of the Containerfile are carried out below a folder whose programs are the
machine's own. What starts from it then is confined as a container is: the root is
read-only, the account is unprivileged, and the network is its own.
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import psutil

from tests.deploy.containerfile import Stage, Step, substituted, variables

INSIDE = Path(__file__).with_name("inside.py")
#: What the base image has as well: its path, and its language.
_BASE = {
    "PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
}
#: Programs that this machine may have, and the slim base image has not.
_NOT_IN_BASE = (
    *("bin/node", "bin/npm", "bin/gcc", "bin/cc", "bin/g++", "bin/c++", "bin/make"),
    *("bin/git", "bin/psql", "bin/pg_dump", "lib/postgresql", "local/bin/node"),
    *("local/bin/npm", "local/bin/uv"),
)
#: Settings of this machine by which its registries are reached.
_OF_REGISTRIES = ("PIP_", "SSL_", "NODE_EXTRA_CA_CERTS")
_SECONDS_TO_END = 60


class NoRoom(Exception):
    """This machine cannot confine a folder; the text says what it needs."""


@dataclass
class Room:
    """A root folder, with what steps added to the system's own programs."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(_BASE))
    arguments: dict[str, str] = field(default_factory=dict)
    within: str = "/"

    @property
    def root(self) -> Path:
        """The root of the room, without the system's programs."""
        return self.folder / "root"

    @property
    def layers(self) -> Path:
        """What was added to the system's programs and settings."""
        return self.folder / "layers"

    def furnish(self) -> None:
        """Makes the room as a base image is: the system, and a Python."""
        for part in ("proc", "dev", "tmp", "run", "usr", "etc", "var", "root"):
            (self.root / part).mkdir(parents=True)
        for part in ("bin", "sbin", "lib", "lib64"):
            if Path("/", part).is_symlink():
                (self.root / part).symlink_to(Path("/", part).readlink())
        for part in ("usr", "etc"):
            (self.layers / "work" / part).mkdir(parents=True)
            (self.layers / part).mkdir()
        for each in _NOT_IN_BASE:
            if Path("/usr", each).exists():
                hidden = self.layers / "usr" / each
                hidden.parent.mkdir(parents=True, exist_ok=True)
                # How an overlay marks what is no longer there.
                os.mknod(hidden, stat.S_IFCHR, os.makedev(0, 0))
        programs = self.layers / "usr" / "local" / "bin"
        programs.mkdir(parents=True, exist_ok=True)
        for name in ("python", "python3"):
            (programs / name).symlink_to(system_python())
        # It leads to a folder that this root does not have.
        resolver = Path("/etc/resolv.conf")
        if resolver.exists():
            shutil.copyfile(resolver, self.layers / "etc" / "resolv.conf")

    def inside(self, path: str) -> Path:
        """The place outside of a path inside, as a step names it."""
        return self.root / str(PurePosixPath(self.within, path)).strip("/")

    def carry_out(
        self, step: Step, context: Path, others: Mapping[str, "Room"]
    ) -> None:
        """Does what a step says."""
        known = {**self.environment, **self.arguments}
        if step.instruction == "ENV":
            self.environment |= variables(step.words, known)
        elif step.instruction == "ARG":
            name, _, value = step.words.partition("=")
            self.arguments[name] = value
        elif step.instruction == "WORKDIR":
            self.within = str(
                PurePosixPath(self.within, substituted(step.words, known))
            )
            self.inside(".").mkdir(parents=True, exist_ok=True)
        elif step.instruction == "COPY":
            self._copy(step.words.split(), context, others)
        else:
            self._run(step.words, known)

    def _copy(
        self, words: list[str], context: Path, others: Mapping[str, "Room"]
    ) -> None:
        *named, last = words
        target = self.inside(last)
        if named[0].startswith("--from="):
            room = others[named.pop(0).removeprefix("--from=")]
            found = [room.root / each.strip("/") for each in named]
        else:
            found = [context / each for each in named]
        is_folder = last.endswith("/") or len(found) > 1
        (target if is_folder else target.parent).mkdir(parents=True, exist_ok=True)
        for each in found:
            if each.is_dir():
                # What is in a folder is copied, and not the folder.
                shutil.copytree(each, target, symlinks=True, dirs_exist_ok=True)
            else:
                to = target / each.name if is_folder or target.is_dir() else target
                shutil.copy2(each, to)

    def _run(self, words: str, environment: Mapping[str, str]) -> None:
        # Addresses and certificates of a registry, which an engine is given too.
        ours = {k: v for k, v in os.environ.items() if k.startswith(_OF_REGISTRIES)}
        ours |= {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
        done = subprocess.run(
            self.words(["/bin/sh", "-c", words], {**ours, **environment}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=1200,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}"

    def words(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        user: tuple[int, int] = (0, 0),
        mounts: Mapping[str, Path] | None = None,
        read_only: bool = False,
    ) -> list[str]:
        """What starts a program in the room. Read-only, it has its own network too."""
        described = {
            "root": str(self.root),
            "layers": str(self.layers),
            "words": list(words),
            "environment": dict(environment),
            "within": self.within,
            "user": user,
            "mounts": {k: str(v) for k, v in (mounts or {}).items()},
            "read_only": read_only,
        }
        spaces = ["--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
        spaces += ["--net"] if read_only else []
        return [
            *(program("unshare"), *as_root(), *spaces),
            *(sys.executable, "-I", str(INSIDE), json.dumps(described)),
        ]


def as_root() -> list[str]:
    """How namespaces are entered by an account that is not root."""
    return [] if os.geteuid() == 0 else ["--map-root-user", "--map-auto"]


def program(name: str) -> str:
    """A program of util-linux. Raises NoRoom."""
    found = shutil.which(name)
    if found is None:
        raise NoRoom(f"Install util-linux: there is no {name} on this machine.")
    return found


def system_python() -> str:
    """A Python of the system, as the base image has one. Raises NoRoom."""
    for each in (f"/usr/bin/python3.{minor}" for minor in (13, 14, 12, 11)):
        looks = [each, "-c", "import ensurepip, venv, ssl, sqlite3"]
        if (
            Path(each).is_file()
            and subprocess.run(looks, capture_output=True, check=False).returncode == 0
        ):
            return each
    raise NoRoom(
        "Install a Python of the system with its venv, such as python3.13-venv: the "
        "folder that stands for the image is made with it."
    )


def built(all_stages: Sequence[Stage], folder: Path, context: Path) -> Room:
    """The last stage's room, after every step of every stage."""
    rooms: dict[str, Room] = {}
    for stage in all_stages:
        room = rooms[stage.name] = Room(folder / stage.name)
        room.furnish()
        for step in stage.steps:
            room.carry_out(step, context, rooms)
    return room


class Container:
    """A started room: the program of CMD, confined."""

    def __init__(
        self, room: Room, stage: Stage, var: Path, log: Path, **environment: str
    ) -> None:
        self._room, self._stage = room, stage
        self.environment = {**room.environment, **environment}
        self.log = log
        words = room.words(
            stage.command(),
            self.environment,
            user=stage.user(),
            mounts={stage.volume(): var},
            read_only=True,
        )
        with log.open("ab") as out:
            self._outer = subprocess.Popen(words, stdout=out, stderr=out)

    @property
    def first(self) -> psutil.Process:
        """The container's first process, which the program of CMD has become."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = psutil.Process(self._outer.pid).children()
            # Until then it is the program that closes the room.
            if found and str(INSIDE) not in found[0].cmdline():
                return found[0]
            assert self._outer.poll() is None, self.log.read_text("utf-8")
            time.sleep(0.05)
        raise AssertionError(self.log.read_text("utf-8"))

    def run(
        self, *words: str, seconds: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Runs another program in the container, as an engine's ``exec`` does."""
        user, group = self._stage.user()
        enters = [program("nsenter"), "--target", str(self.first.pid), "--all"]
        becomes = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]
        becomes += ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        return subprocess.run(
            [*enters, "--root", "--wd", *becomes, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def is_healthy(self) -> bool:
        """Whether the command of HEALTHCHECK ends with 0."""
        return self.run(*self._stage.command("HEALTHCHECK")).returncode == 0

    def wait_until_healthy(self, seconds: float = 180) -> None:
        """Waits as an engine does; the log shows why it never was."""
        until = time.monotonic() + seconds
        while not self.is_healthy():
            assert self._outer.poll() is None, self.log.read_text("utf-8")
            assert time.monotonic() < until, self.log.read_text("utf-8")
            time.sleep(1)

    def stop(self) -> int:
        """Stops it as an engine does; how its first process ended."""
        if self._outer.poll() is None:
            self.first.send_signal(signal.Signals[self._stage.settings["STOPSIGNAL"]])
        return self._outer.wait(_SECONDS_TO_END)

    def kill(self) -> None:
        """Ends everything in it, at the end of a test."""
        if self._outer.poll() is None:
            self._outer.kill()
            self._outer.wait(30)
