"""The reason why the embedded database cannot be used, in a sentence."""

import subprocess

from tracker.refusal import Refusal


class DatabaseUnavailable(Refusal):
    """The database cannot be reached or started; the text says what to do."""


def not_started(folder: object, error: Exception, output: str = "") -> Exception:
    """The error to raise where the server in ``folder`` did not start.

    ``output`` is the output of PostgreSQL's own programs, which is pages long.
    """
    if isinstance(error, DatabaseUnavailable):
        return error
    return DatabaseUnavailable(
        f"The embedded database in {folder} could not be started: "
        f"{_reason(error, output)}"
    )


def _reason(error: Exception, output: str) -> str:
    text = f"{output}\n{error}"
    if "No space left on device" in text:
        return "there is no room left on its disk. Make room, then try again."
    if isinstance(error, subprocess.TimeoutExpired | TimeoutError):
        return "it takes too long. Try again when the machine has less to do."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}. Set TRACKER_VAR to a folder that can be written."
    for line in text.splitlines():
        for sign in ("FATAL:", "PANIC:", "error:", "postgres:"):
            _, found, why = line.partition(sign)
            if found and why.strip():
                return f"{why.strip().rstrip('.')}."
    return f"{(str(error) or type(error).__name__).splitlines()[0].rstrip('.')}."
