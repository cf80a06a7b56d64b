"""Lists that repeat what was changed by hand: they do not undo the change.

A school's list has the old address for months after the family has given the new one.
A value that was there before the change and comes again is no news. A third value is,
and so is the old one once a person enters it again.

See decision 0184.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from tracker.domain.history.evidence import Detail
from tracker.domain.reference.contact_details import same_phone

_NUMBERS = re.compile(r"\d+")
_LINES = ("line1", "line2", "line3", "line4")


def _text(field: str) -> Callable[[Detail], str]:
    return lambda detail: " ".join((detail.get(field) or "").casefold().split())


def _home(detail: Detail) -> str:
    """A home, however its lines are written: by postcode and numbers, or first line."""
    lines = " ".join(filter(None, map(detail.get, _LINES)))
    numbers = " ".join(sorted(_NUMBERS.findall(lines)))
    words = numbers or " ".join(lines.casefold().split())
    return f"{detail.get('postcode') or ''} {words}".strip()


#: What makes two values of a subject the same. Needs and characteristics are not here:
#: a plan that comes again is a new plan.
_SAME: Mapping[str, Callable[[Detail], str]] = {
    "address": _home,
    "phone": lambda detail: same_phone(detail.get("phone") or ""),
    "email": _text("email"),
    "parent": _text("name"),
    "ethnicity": _text("ethnicity"),
    "uln": _text("uln"),
}

Order = tuple[int, int, float, tuple[tuple[str, str], ...]]
Entry = tuple[Order, date, Detail]


def without_repeats(
    about: str, entries: Sequence[Entry], changes: Sequence[Entry]
) -> list[Entry]:
    """The entries of a subject without those of lists that repeat a replaced value.

    ``changes`` are the entries that were made by hand, as ``entries`` the newest first.
    A change counts until the next one.
    """
    same = _SAME.get(about)
    if same is None:
        return list(entries)
    dropped: set[int] = set()
    following = date.max
    for change in changes:
        _, day, made = change
        value = same(made)
        before = {same(each) for _, as_at, each in entries if as_at <= day}
        replaced = before - {value, ""}
        dropped.update(
            id(entry)
            for entry in entries
            if _of_list(entry)
            and day < entry[1] <= following
            and same(entry[2]) in replaced
        )
        following = day
    return [entry for entry in entries if id(entry) not in dropped]


def _of_list(entry: Entry) -> bool:
    """Whether an entry came with a file: only what a person wrote has a moment."""
    return entry[0][2] == 0.0
