"""Work that is done beside the answer, so that the time of an answer shows nothing.

After the answer, in its own thread, would be too late: the next request on the same
connection waits for that.
"""

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from flask import current_app

from tracker import store

if TYPE_CHECKING:
    from flask import Flask

#: The name of the threads.
BESIDE = "work beside an answer"


def do(work: Callable[["Flask"], None]) -> None:
    """Starts the work in a thread, where accounts may be looked up and no more."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_do, args=(app, work), name=BESIDE).start()


def _do(app: "Flask", work: Callable[["Flask"], None]) -> None:
    with app.app_context():
        store.database.shown.show([store.database.shown.SIGN_IN])
        work(app)
