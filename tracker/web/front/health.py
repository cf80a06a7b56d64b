"""Whether the service is up: for the monitoring system, which does not sign in."""

from datetime import timedelta

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tracker import actions, store
from tracker.extensions import INSTITUTION, db
from tracker.store.database.embedded import DatabaseUnavailable
from tracker.version import VERSION
from tracker.web.front import metrics
from tracker.web.guard import public

bp = Blueprint("health", __name__)

#: A worker reports twelve times in this time that it is alive.
_HEARD_WITHIN = timedelta(seconds=60)


def _version() -> dict[str, str]:
    """The version, for the machine's own administrators only: it names known faults."""
    return {"version": VERSION} if metrics.is_from_here() else {}


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Answers while this process lives; without an answer it is to be restarted."""
    return jsonify(status="ok")


@bp.get("/ready")
@public
def ready() -> ResponseReturnValue:
    """Whether users may be sent here: 200, or 503 with what is missing."""
    found = {"disk": False, "database": False, "migrations": False, "worker": False}
    found["disk"] = (
        actions.doctor.disk.trouble(current_app.config["TRACKER"].var) is None
    )
    try:
        # Schools and colleges have a login of their own.
        for engine in (db.engine, db.engines[INSTITUTION]):
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        found["database"] = True
        found["migrations"] = store.tables.is_current()
        found["worker"] = found["migrations"] and store.work.queue.worker_seen(
            within=_HEARD_WITHIN
        )
    except (SQLAlchemyError, DatabaseUnavailable):
        db.session.rollback()
    return jsonify(**_version(), **found), 200 if all(found.values()) else 503
