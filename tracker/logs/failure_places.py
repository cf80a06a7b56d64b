"""The places where an error passed, without its data, which may be personal."""

import hashlib
import logging
import traceback


def where(error: BaseException) -> str:
    """The trace of an error: its places and its type, never its text.

    The text of a database error holds the row: names, notes, an email address. The
    causes of the error are traced in the same way.
    """
    trace: list[str] = []
    each: BaseException | None = error
    seen: set[int] = set()
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        trace.insert(
            0, f"{''.join(traceback.format_tb(each.__traceback__))}{_named(each)}\n"
        )
        each = each.__cause__ or (
            None if each.__suppress_context__ else each.__context__
        )
    return "which led to\n".join(trace)


def reference(trace: str) -> str:
    """A number to find a trace by: the same for the same fault at the same place."""
    return hashlib.sha256(trace.encode()).hexdigest()[:8]


def only_where(record: logging.LogRecord) -> bool:
    """A filter for the logs of libraries, which otherwise write an error in full."""
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = where(record.exc_info[1])
        record.exc_info = None
    return True


def _named(error: BaseException) -> str:
    """The type of an error, with the five characters of PostgreSQL's error code."""
    code = getattr(error, "sqlstate", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__
