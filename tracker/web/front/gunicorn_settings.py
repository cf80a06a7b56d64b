"""How gunicorn serves the pages: what is the same on every machine.

`flask serve` says the rest: where, and with how many workers.
"""

import os
import re
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from tracker import failure_places

# The application is loaded once and its memory shared. A worker ends after so many
# pages, not all of them at once, so that nothing can grow for ever.
preload_app = True
worker_class = "gthread"
max_requests = 5_000
max_requests_jitter = 1_000

# A page is done in a tenth of a second; a file of 200 MB takes its time to arrive.
timeout = 120
graceful_timeout = 30
keepalive = 10

# Nobody steers it but `flask serve`.
control_socket_disable = True

# Which proxies are believed is said by TRACKER_PROXIES alone.
forwarded_allow_ips = ""

# Heartbeats of workers go to a file: not to a disk that may be busy.
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108

# Without what was asked after the question mark, which may be somebody's name, and
# without where they came from, which may be such an address.
accesslog = "-"
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'

_SECRET = re.compile(r"^(/invitation/).+", re.DOTALL)


class Log(Logger):  # type: ignore[misc]
    """Writes no address that opens something, and nothing of whom an error is about."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(failure_places.only_where)

    def atoms(self, *answered: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().atoms(*answered)
        told["U"] = without_secrets(str(told["U"]))
        return told


def without_secrets(path: str) -> str:
    """The path as it may be kept, on one line: the links of invitations let people in,
    and a line that somebody made up would stand there as one of ours.
    """
    return _shown(_SECRET.sub(r"\1...", path))


def _shown(text: str) -> str:
    """With the signs that nobody sees written out."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode()
        for sign in text
    )


logger_class = Log


def when_ready(server: Any) -> None:
    """Tells `flask serve` that whoever asks is answered."""
    where = os.environ.pop("TRACKER_READY_AT", "")
    if where:
        os.write(int(where), b"1")
        os.close(int(where))
