"""Work in another thread, so that the time of an answer shows nothing.

In the thread of the answer it would delay the next request on the same connection, also
where it is done after the answer.
"""

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from flask import current_app

from tracker import store

if TYPE_CHECKING:
    from flask import Flask

#: The name of the threads.
NAME = "work in the background"


def start(work: Callable[["Flask"], None]) -> None:
    """Starts the work in a thread, where accounts may be looked up and no more."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_run, args=(app, work), name=NAME).start()


def _run(app: "Flask", work: Callable[["Flask"], None]) -> None:
    with app.app_context():
        store.database.shown.show([store.database.shown.SIGN_IN])
        work(app)
