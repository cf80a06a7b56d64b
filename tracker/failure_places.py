"""Where something failed, without what it was about: that may be somebody's."""

import hashlib
import logging
import traceback


def where(error: BaseException) -> str:
    """The places that an error passed, and its type; never its text.

    The text of a database's error holds the row that it was about: names, notes, an
    email address. What it was raised from is told in the same way.
    """
    told: list[str] = []
    each: BaseException | None = error
    seen: set[int] = set()
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        told.insert(
            0, f"{''.join(traceback.format_tb(each.__traceback__))}{_named(each)}\n"
        )
        each = each.__cause__ or (
            None if each.__suppress_context__ else each.__context__
        )
    return "which led to\n".join(told)


def reference(told: str) -> str:
    """A number to find a trace by: the same for the same fault at the same place."""
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def only_where(record: logging.LogRecord) -> bool:
    """A filter for the logs of libraries, which would write an error in full."""
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = where(record.exc_info[1])
        record.exc_info = None
    return True


def _named(error: BaseException) -> str:
    """Its type, and what PostgreSQL calls the trouble: a code of five characters."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__
