"""Lines of the audit that wait too long for their seal, and numbers without a line.

Until it is sealed, a line can be deleted without a trace but for its number.
"""

from datetime import UTC, date, datetime, timedelta

from tracker import store
from tracker.store.accounts.audit_checks import Finding
from tracker.wording.counts import counted

_INNOCENT = (
    "a change that was undone or is not finished leaves such a number, and a database "
    "that was killed leaves up to 32"
)
#: The worker seals each minute. Within an hour it was only restarted, or was busy.
_LONG = timedelta(hours=1)


def faults(lines: int, since: datetime | None, at: datetime) -> list[Finding]:
    """A finding where lines have waited for over an hour, in which nothing was sealed.

    ``lines`` and ``since`` are their number and the moment of the oldest. An import has
    the moment of its start, so its line may look old in the minute of its end.
    """
    if since is None or at - since <= _LONG or _is_sealing(at):
        return []
    sentence = (
        f"{counted(lines, 'line')} since {since.astimezone(UTC):%Y-%m-%d %H:%M} UTC "
        f"{'is' if lines == 1 else 'are'} not sealed yet: is the worker running, or "
        "does a session of the database hold its lock? flask audit seal seals them, or "
        "gives the reason why not."
    )
    return [Finding("not sealed", "", date.min, sentence)]


def _is_sealing(at: datetime) -> bool:
    """Whether a seal was made within the hour, before or after by another clock."""
    last = store.accounts.audit_integrity.audit_waiting.last_sealed_at()
    return last is not None and abs(at - last) <= _LONG


def numbers(*, is_held_up: bool) -> tuple[list[Finding], list[str]]:
    """Numbers without a line: a finding where the sealing is held up as well.

    Otherwise they are information. A change that was undone leaves such a number too,
    and so does one that is not finished; a database that was killed leaves some thirty.
    """
    waiting = store.accounts.audit_integrity.audit_waiting
    passed = waiting.passed_over()
    information = []
    if passed:
        information.append(
            f"{_named(passed)} given out in the last days and had no line when later "
            f"ones were sealed: {_INNOCENT}, and so does a line that was deleted in "
            "its first minute."
        )
    missing = waiting.missing_numbers()
    if not missing:
        return [], information
    sentence = f"{_named(missing)} given out after the last sealed line to no line that"
    if not is_held_up:
        information.append(
            f"{sentence} is there: {_INNOCENT}, and so does a line that was deleted "
            "before it was sealed."
        )
        return [], information
    sentence += (
        f" is there, while others have waited for their seal: {_INNOCENT}, and so do "
        "lines that were deleted meanwhile. Compare with the log of that time."
    )
    return [Finding("numbers missing", "", date.min, sentence)], information


def _named(spans: list[tuple[int, int]]) -> str:
    """The numbers as the subject of a sentence, the newest twenty of them."""
    some = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans[-20:])
    more = f" and {len(spans) - 20:,} spans before them" if len(spans) > 20 else ""
    single = len(spans) == 1 and spans[0][0] == spans[0][1]
    return f"Number {some} was" if single else f"Numbers {some}{more} were"
