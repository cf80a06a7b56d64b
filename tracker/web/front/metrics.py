"""/metrics for Prometheus: how the service runs, and nothing of people.

It is never public. A scraper on this machine may read it; any other needs the token of
``TRACKER_METRICS_TOKEN``.

See decision 0160.
"""

import os
import secrets
from collections.abc import Iterator
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from tracker import actions, store
from tracker.extensions import db
from tracker.store.database.embedded import DatabaseUnavailable
from tracker.web.acting import now
from tracker.web.guard import public

bp = Blueprint("metrics", __name__)

#: A page takes a tenth of a second; a large file takes minutes.
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
_REQUESTS = Counter(
    "tracker_requests", "Answered requests.", ("endpoint", "method", "status")
)
_DURATION = Histogram(
    "tracker_request_seconds",
    "The time that a request took.",
    ("endpoint",),
    buckets=_SECONDS,
)
#: What a proxy adds: such a request has come from elsewhere.
_FROM_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
#: The server's processes count together in files below this folder.
_SHARED = "PROMETHEUS_MULTIPROC_DIR"


def count(endpoint: str, method: str, status: int, seconds: float) -> None:
    """Counts an answered request."""
    _REQUESTS.labels(endpoint, method, status).inc()
    _DURATION.labels(endpoint).observe(seconds)


class _OfTheBackups(Collector):
    """The last backup, which is known without the database."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        last = actions.backup.last_backup.last(current_app.config["TRACKER"].var)
        yield GaugeMetricFamily(
            "tracker_last_backup_timestamp_seconds",
            "The moment of the last backup; 0 where none is known.",
            last.at.timestamp() if last is not None else 0,
        )


class _OfTheDatabase(Collector):
    """Figures that the database holds, read when they are requested."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        at, shown = now(), store.database.shown
        try:
            with shown.showing_all():
                figures = store.work.service_figures.read(at)
        except (SQLAlchemyError, DatabaseUnavailable):
            db.session.rollback()
            yield GaugeMetricFamily("tracker_database_up", "Whether it answers.", 0)
            return
        yield GaugeMetricFamily("tracker_database_up", "Whether it answers.", 1)
        yield GaugeMetricFamily(
            "tracker_tasks_waiting", "Long work that waits.", figures.waiting
        )
        yield GaugeMetricFamily(
            "tracker_queue_age_seconds",
            "How long the oldest of it has waited.",
            figures.oldest_waiting_seconds,
        )
        yield GaugeMetricFamily(
            "tracker_tasks_failed",
            "Long work that failed and waits for a person.",
            figures.failed,
        )
        yield GaugeMetricFamily(
            "tracker_audit_unsealed_age_seconds",
            "How long the oldest line of the audit has waited for its seal.",
            figures.audit_unsealed_seconds,
        )
        imports = GaugeMetricFamily(
            "tracker_last_import_timestamp_seconds",
            "The moment of the newest file of a sender.",
            labels=("authority", "feed", "sender"),
        )
        for labels, when in sorted(figures.last_import.items()):
            imports.add_metric(labels, when.timestamp())
        yield imports
        returns = GaugeMetricFamily(
            "tracker_last_return_timestamp_seconds",
            "The moment at which a month's return was last frozen.",
            labels=("authority",),
        )
        for authority, when in sorted(figures.last_return.items()):
            returns.add_metric((authority,), when.timestamp())
        yield returns


def is_from_here() -> bool:
    """Whether a request was made on this machine, and by no proxy."""
    try:
        here = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    # With a proxy of ours the address is the client's, and this header is gone through.
    forwarded = any(name in request.headers for name in _FROM_A_PROXY)
    return here and not forwarded


def _has_token() -> bool:
    token: str = current_app.config["TRACKER"].metrics_token
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or kind != "Bearer":
        return False
    return secrets.compare_digest(token.encode(), given.encode())


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """The figures in Prometheus' text; "not found" for others than its scraper."""
    if not (is_from_here() or _has_token()):
        abort(404)
    registry = CollectorRegistry()
    registry.register(_OfTheBackups())
    registry.register(_OfTheDatabase())
    of_requests: CollectorRegistry = REGISTRY
    if _SHARED in os.environ:
        of_requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(of_requests)  # type: ignore[no-untyped-call]
    lines = generate_latest(of_requests) + generate_latest(registry)
    return Response(lines, content_type=CONTENT_TYPE_LATEST)
