"""The settings of gunicorn that are the same on every machine.

`flask serve` adds the others: the address, and the number of workers.
"""

import logging
import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from tracker import logs
from tracker.config import from_environment
from tracker.web.front import metrics, request_log

# The application is loaded once and its memory shared. Each worker restarts after so
# many pages, not all at once, so that no leak can grow for ever.
preload_app = True
worker_class = "tracker.web.front.slow_clients.PatientWorker"
# Until it has ended, it takes no new ones, so slow clients are not waited for.
max_requests = 50_000
max_requests_jitter = 10_000

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

#: Gunicorn's words that quote a request, and ours in their place.
_QUOTING = {
    "Invalid request from": "A request that is not HTTP was refused.",
    "Error handling request": "A request failed outside the pages.",
}

accesslog = "-"


class Log(Logger):  # type: ignore[misc]
    """Lines of JSON, without addresses and without personal data from errors."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        here = from_environment()
        for log in (self.error_log, self.access_log):
            log.handlers = [logs.lines.handler(here.log, here.var, "pages")]
        self.error_log.addFilter(_without_requests)
        # What the pages themselves and their libraries log goes the same way.
        logs.lines.set_up(here.log, here.var, "pages")

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Logs an answered request."""
        ms = round(request_time.total_seconds() * 1000)
        fields = request_log.fields(environ)
        status = int(str(resp.status).split()[0])
        metrics.count(
            fields["endpoint"],
            str(fields["method"]),
            status,
            request_time.total_seconds(),
        )
        self.access_log.info("request", extra={**fields, "status": status, "ms": ms})


def _without_requests(record: logging.LogRecord) -> bool:
    """A filter for gunicorn's words about a request, which quote it."""
    for begins, shown in _QUOTING.items():
        if str(record.msg).startswith(begins):
            record.msg, record.args = shown, ()
    return True


logger_class = Log


def when_ready(server: Any) -> None:
    """Signals `flask serve` that requests are answered."""
    where = os.environ.pop("TRACKER_READY_AT", "")
    if where:
        os.write(int(where), b"1")
        os.close(int(where))
