"""The settings of gunicorn that are the same on every machine.

`flask serve` adds the others: the address, and the number of workers.
"""

import logging
import os
import re
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from tracker import failure_places
from tracker.confinement import processes

# The application is loaded once and its memory shared. Each worker restarts after so
# many pages, not all at once, so that no leak can grow for ever.
preload_app = True
worker_class = "tracker.web.front.slow_clients.PatientWorker"
max_requests = 5_000
max_requests_jitter = 1_000

# A page takes a tenth of a second, but a file of 200 MB takes time to arrive.
timeout = 120
graceful_timeout = 30
keepalive = 10

# A thread of ours can wait for the client of an answer; the system's own sending
# of files cannot.
sendfile = False

# Only `flask serve` controls it.
control_socket_disable = True

# TRACKER_PROXIES alone decides which proxies are trusted.
forwarded_allow_ips = ""

# Workers write their heartbeats to memory: a disk may be busy.
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108

# Without the query string, which may hold a name, and without the referrer, which may
# be such an address.
accesslog = "-"
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'

#: Gunicorn's words that quote a request, and ours in their place.
_QUOTING = {
    "Invalid request from": "A request that is not HTTP was refused.",
    "Error handling request": "A request failed outside the pages.",
}
_SECRET = re.compile(r"^(/invitation/).+", re.DOTALL)


class Log(Logger):  # type: ignore[misc]
    """A log without secret links, and without personal data from errors."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(failure_places.only_where)
        self.error_log.addFilter(_without_requests)

    def atoms(self, *answered: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*answered)
        atoms["U"] = without_secrets(str(atoms["U"]))
        return atoms


def without_secrets(path: str) -> str:
    """The path as the log keeps it, on one line. The link of an invitation lets people
    in, and a line break in a path could forge a line of the log.
    """
    return _shown(_SECRET.sub(r"\1...", path))


def _without_requests(record: logging.LogRecord) -> bool:
    """A filter for gunicorn's words about a request, which quote it."""
    for begins, shown in _QUOTING.items():
        if str(record.msg).startswith(begins):
            record.msg, record.args = shown, ()
    return True


def _shown(text: str) -> str:
    """The text with invisible characters written out."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in text
    )


logger_class = Log


def post_fork(server: Any, worker: Any) -> None:
    """Starts what reads uploaded files, so that the first upload need not wait."""
    processes.get_ready()


def when_ready(server: Any) -> None:
    """Signals `flask serve` that requests are answered."""
    where = os.environ.pop("TRACKER_READY_AT", "")
    if where:
        os.write(int(where), b"1")
        os.close(int(where))
