"""flask serve: the pages in production, and the worker of long work beside them.

See decision 0055.
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from tracker import secret_keys
from tracker.cli import answer, stopping
from tracker.cli.demo import sign_ins
from tracker.cli.running import processes
from tracker.cli.running.processes import SupervisedProcess
from tracker.packing import training
from tracker.packing.program_files import STATIC

#: Two requests of one process compute in turns, and each waits for the other after each
#: of its queries. In two processes they do not: with twice as many processes as
#: processors, the slowest pages take a third less (decision 0256).
WORKERS = min(2 * (os.cpu_count() or 1), 8)
#: At the end, requests being answered and long work get this long to finish.
SECONDS_TO_FINISH = 40
_SECONDS_TO_START = 60
_TICK = 0.2
_OF_COUNTS = "tracker-counts-"
_WAITING_CONNECTIONS = 512


@answer.command(None, "serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 is every network.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=WORKERS,
    help="How many processes answer. [default: two for each processor, up to 8]",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="How many requests each of them answers at the same time.",
)
@click.option(
    "--pages-only",
    is_flag=True,
    help="Leave the long work to flask work, which you start beside it.",
)
@click.option("--demo", is_flag=True, help="Serve what flask demo made, to try it.")
def serve(
    host: str, port: int, workers: int, threads: int, pages_only: bool, demo: bool
) -> None:
    """Serve the pages, and do the long work that they request.

    Stop it with Ctrl-C or SIGTERM: work in progress is finished first. SIGHUP puts a
    new version in its place without interrupting any user.
    """
    environment = {**os.environ, "FLASK_APP": "tracker.app:create_app"}
    if demo:
        environment |= sign_ins.environment(answer.settings().var)
    elif answer.settings().is_training:
        if answer.settings().secret_key is None:
            raise answer.CannotBeDone(training.NOTHING_YET)
    else:
        if (weak := secret_keys.weakness(answer.settings().secret_key)) is not None:
            raise answer.CannotBeDone(weak)
        _ = answer.settings().needed_database_id
    _check_single_sign_on()
    if not (STATIC / "vendor").is_dir():
        raise answer.CannotBeDone(
            "The style sheets of the pages are not installed. Run make assets, or "
            "flask assets install."
        )
    with _listening_socket(host, port) as door, _counts() as folder:
        environment["PROMETHEUS_MULTIPROC_DIR"] = folder
        serving = Serving(
            door,
            environment,
            workers=workers,
            threads=threads,
            works=not pages_only,
            say=answer.progress() or (lambda line: None),
        )
        serving.run(ready=lambda: _print_address(host, door, demo))


def _check_single_sign_on() -> None:
    """Refuses wrong settings of single sign-on. Raises SettingMissing."""
    from tracker import sign_on

    sign_on.configuration.providers(answer.settings())


def _print_address(host: str, door: socket.socket, demo: bool) -> None:
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{door.getsockname()[1]}/"
    answer.give(
        {"address": address},
        sign_ins.in_words(answer.settings().var) if demo else [],
        f"Tracker is served at {address} until you press Ctrl-C.",
    )
    # A program that waits for the address gets it at once, also through a pipe.
    sys.stdout.flush()


@contextmanager
def _counts() -> Iterator[str]:
    """The folder in which the processes count requests together.

    It is in memory, which a full disk cannot take away, and holds no request. The
    folders of servers that were killed are removed.
    """
    memory = Path("/dev/shm")  # noqa: S108
    place = memory if memory.is_dir() else Path(tempfile.gettempdir())
    for left in place.glob(f"{_OF_COUNTS}*"):
        if not Path("/proc", left.name.removeprefix(_OF_COUNTS).split("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        prefix=f"{_OF_COUNTS}{os.getpid()}-", dir=place, ignore_cleanup_errors=True
    ) as folder:
        yield folder


def _listening_socket(host: str, port: int) -> socket.socket:
    """The listening socket, which stays open while serving processes are replaced."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        door = socket.create_server(
            (host, port), family=family, backlog=_WAITING_CONNECTIONS
        )
    except OSError as error:
        raise answer.CannotBeDone(
            f"The pages cannot be served at {host}, port {port}: "
            f"{(error.strerror or str(error)).rstrip('.')}. Choose another --port or "
            "--host."
        ) from error
    door.set_inheritable(True)
    return door


class Serving:
    """The server of the pages and the worker, until a signal stops them.

    Unless it ``works``, there is no worker: another process does the long work.
    """

    def __init__(
        self,
        door: socket.socket,
        environment: Mapping[str, str],
        *,
        workers: int,
        threads: int,
        works: bool,
        say: processes.Say,
    ) -> None:
        self._door, self._say = door, say
        number = door.fileno()
        self._pages = SupervisedProcess(
            "server of the pages",
            [
                *("gunicorn", "--config", "python:tracker.web.front.gunicorn_settings"),
                *("--bind", f"fd://{number}"),
                *("--workers", str(workers), "--threads", str(threads)),
                "tracker.app:served()",
            ],
            environment=environment,
            say=say,
            open_files=(number,),
        )
        worker = SupervisedProcess(
            "worker", ["flask", "work"], environment=environment, say=say
        )
        self._beside: tuple[SupervisedProcess, ...] = (worker,) if works else ()
        self._stop = self._renew = False

    def run(self, *, ready: Callable[[], None]) -> None:
        """Serves until a signal stops it, and then ends the processes it has started.

        ``ready`` is called once the pages answer. Raises answer.CannotBeDone where they
        do not start.
        """
        numbers = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
        with stopping.signals_handled(self._receive_signal, *numbers):
            try:
                self._serve(ready)
            finally:
                processes.end((self._pages, *self._beside), within=SECONDS_TO_FINISH)

    def _serve(self, ready: Callable[[], None]) -> None:
        self._pages.begin()
        if not self._stop and not self._pages.is_ready(_SECONDS_TO_START):
            raise answer.CannotBeDone(
                "The server of the pages did not start. Its message is above."
            )
        for each in self._beside:
            each.begin()
        ready()
        while not self._stop:
            if self._renew:
                self._replace_processes()
            for each in (self._pages, *self._beside):
                each.restart_if_ended()
            time.sleep(_TICK)

    def _receive_signal(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._renew = True
        else:
            self._stop = True

    def _replace_processes(self) -> None:
        """Starts new processes beside the old, and ends those once the new answer."""
        self._renew = False
        pages = self._pages.successor()
        beside = tuple(each.successor() for each in self._beside)
        pages.begin()
        if not pages.is_ready(_SECONDS_TO_START):
            self._say("The new version did not start. The old one carries on.")
            processes.end((pages,), within=1)
            return
        for each in beside:
            each.begin()
        old = (self._pages, *self._beside)
        self._pages, self._beside = pages, beside
        processes.end(old, within=SECONDS_TO_FINISH)
        self._say("The new version is in place.")
