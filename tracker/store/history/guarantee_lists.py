"""The lists of the September Guarantee that authorities have fixed, as entries.

A list is one entry with evidence about each young person who is on it, so it is
withdrawn like any other entry and holds after a merge.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import select, text

from tracker.access import Scope
from tracker.store.database import base, cached
from tracker.store.history.evidence import Entry

_BEGINS = "September Guarantee list of "
#: The condition of the index ``ix_entries_guarantee``.
_IS_A_LIST = f"source LIKE '{_BEGINS}%'"
#: The sources of the lists that an authority has fixed and not taken back.
FIXED = (
    "SELECT DISTINCT source FROM entries WHERE authority = %s"
    f" AND {_IS_A_LIST.replace('%', '%%')} AND withdrawn_at IS NULL"
)
_YEAR = re.compile(rf"{_BEGINS}(\d{{4}})")


def source_of(september: int) -> str:
    """The source of the entry that fixes the list of a September."""
    return f"{_BEGINS}{september}"


def september_of(entry: Entry) -> int | None:
    """The September of an entry that fixes a list; None for every other entry."""
    found = _YEAR.fullmatch(entry.source)
    return int(found[1]) if found is not None else None


def fixed(authority: str) -> frozenset[int]:
    """The Septembers whose list an authority has fixed and not taken back."""
    return cached.once(("lists", authority), partial(_fixed, authority))


def _fixed(authority: str) -> frozenset[int]:
    return _septembers(source for (source,) in base.repeated(FIXED, authority))


def hold_fixed(authority: str, sources: Iterable[str]) -> None:
    """Holds the lists, as ``FIXED`` found them, for the rest of a request."""
    cached.put(("lists", authority), _septembers(sources))


def _septembers(sources: Iterable[str]) -> frozenset[int]:
    return frozenset(int(source.removeprefix(_BEGINS)) for source in sources)


def people(
    entry: int, *, only: Sequence[int] | None = None
) -> list[tuple[int, str, str]]:
    """Everyone on the list that an entry fixed: person, school year, reason.

    In order of person; a merged record is given as the person it stands for. ``only``
    narrows it to some people.
    """
    narrowed = "" if only is None else " AND COALESCE(p.merged_into, p.id) = ANY(%s)"
    return list(
        base.stream(
            "SELECT DISTINCT ON (1) COALESCE(p.merged_into, p.id),"
            " f.statement->>'year', f.statement->>'why'"
            " FROM evidence e JOIN people p ON p.id = e.person_id"
            " JOIN facts f ON f.id = ANY(e.facts)"
            f" WHERE e.entry_id = %s{narrowed} ORDER BY 1, f.id",
            entry,
            *([] if only is None else [list(only)]),
        )
    )


def entries(september: int, *, within: Scope) -> Sequence[Entry]:
    """Every entry that has fixed this list, also withdrawn ones, the newest first."""
    return base.every(
        select(Entry)
        .where(
            Entry.authority.in_(within.authorities),
            text(_IS_A_LIST),
            Entry.source == source_of(september),
        )
        .order_by(Entry.id.desc())
    )
