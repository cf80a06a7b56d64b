"""Names that extracts of other systems write in place of a code, or beside it.

The names are those of the lists in use by the Department and two suppliers, and our own
titles; ``codes_by_name.csv`` has those that are no titles of ours. A name counts as a
code only if it is the whole name of exactly one code.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from tracker import domain
from tracker.domain.reference.code_titles import TITLES, YES_OR_NO
from tracker.domain.reference.codes import CHARACTERISTICS, GENDERS
from tracker.feeds.headings.matched_headings import heading_key
from tracker.feeds.nccis import columns

#: What a name of an activity may begin with: the group that it belongs to.
_GROUPS = re.compile(
    r"(?:(?:neet)?(?:not)?available(?:to(?:the)?labourmarket)?|neetother|neet|eet"
    r"|compulsoryeducation|postcompulsoryeducation|fulltimeeducation|education"
    r"|employment|training|other|notknown|unknown)"
)

_BOTH = re.compile(r"([A-Za-z0-9]{1,4})\s*(?:[-–:=]|\s)\s*(.*\D.*)")


class Names:
    """The names of one list, as headings are compared, and their codes."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        found: dict[str, set[str]] = {}
        for name, code in known:
            found.setdefault(heading_key(name), set()).add(code)
        self.codes = {code for _, code in known}
        self._by_name = {
            name: codes.copy().pop() for name, codes in found.items() if len(codes) == 1
        }

    def code(self, text: str) -> str:
        """The code of a name, or of "230 - Further education"; else the text itself."""
        given = text.strip()
        if not given or given.upper() in self.codes:
            return text
        key = heading_key(given)
        if key in self._by_name:
            return self._by_name[key]
        if both := _BOTH.fullmatch(given):
            code = both[1].upper()
            # Where code and name contradict each other, neither is used.
            if code in self.codes and self.code(both[2]) in (both[2], code):
                return code
        if (group := _GROUPS.match(key)) and key[group.end() :] in self._by_name:
            return self._by_name[key[group.end() :]]
        return text


def _titles(of: str) -> list[tuple[str, str]]:
    """The titles and codes of a list."""
    return [(title, code) for code, title in TITLES[of].items()]


def _entry(row: dict[str, str]) -> tuple[str, str, str]:
    if row["code"] not in TITLES[row["list"]]:
        raise ValueError(f"'{row['code']}' is no code of the list '{row['list']}'")
    return row["list"], row["name"], row["code"]


_ENTRIES = domain.reference.tables.read(
    Path(__file__).with_name("codes_by_name.csv"), _entry
)


@cache
def names_of(of: str) -> Names:
    """The names of a list of ``domain.reference.code_titles``."""
    more = [(name, code) for each, name, code in _ENTRIES if each == of]
    return Names([*_titles(of), *more])


#: Lists of single letters, which their columns read themselves.
_LETTERS = (YES_OR_NO, GENDERS.name)


@cache
def lists() -> Mapping[str, Names]:
    """The names that may stand in each column with one coded value."""
    return {
        each.name: names_of(each.codes)
        for each in columns.COLUMNS
        if each.codes and each.codes not in (*_LETTERS, CHARACTERISTICS.name)
    }


def characteristics() -> Names:
    return names_of(CHARACTERISTICS.name)


@lru_cache(maxsize=50_000)
def code_of(column: str, text: str) -> str:
    """The code that stands in a column, or is named there; else the text itself."""
    names = lists().get(column)
    return text if names is None else names.code(text)
