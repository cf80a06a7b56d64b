"""The counts in the menu: those of the pages themselves, kept in the user's session.

A page that counts anyway leaves its count in the session. Another page counts only
after its reader has changed something, or when the count is old, so that the menu costs
next to nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, g, request, session

from tracker.web.acting import now
from tracker.web.guard import me

KEPT_FOR = timedelta(minutes=5)
_COUNTS, _ONLY_KEPT = "counts", "only_kept_counts"
_READING = ("GET", "HEAD", "OPTIONS")


def remember(endpoint: str, count: int) -> None:
    """Keeps the count of a page, for the menu of this page and of those after it."""
    key = f"{me().id} {endpoint}"
    kept = session.get(_COUNTS, {})
    session[_COUNTS] = {**kept, key: [count, int(now().timestamp())]}


def of(endpoint: str, count: Callable[[], int]) -> int:
    """The count of a page: the kept one, or otherwise the result of ``count``."""
    key = f"{me().id} {endpoint}"
    found, at = session.get(_COUNTS, {}).get(key, (0, 0))
    if g.get(_ONLY_KEPT):
        return int(found)
    if not 0 <= now().timestamp() - at < KEPT_FOR.total_seconds():
        found = count()
        remember(endpoint, found)
    return int(found)


def only_kept() -> None:
    """Lets the menu of this answer show the kept counts, and count nothing."""
    setattr(g, _ONLY_KEPT, True)


def _forget_after_a_change() -> None:
    if request.method not in _READING:
        session.pop(_COUNTS, None)


def init_app(app: Flask) -> None:
    app.before_request(_forget_after_a_change)
