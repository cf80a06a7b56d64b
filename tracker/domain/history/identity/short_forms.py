"""Given names that are one name: short forms, and several spellings.

The ``nicknames`` package knows that Liz is Elizabeth. ``short_forms.txt`` adds other
forms that are common in England: Liv for Olivia, Mo for Muhammad, Shaun for Sean. Names
are in plain small letters, as from ``domain.history.identity.name_forms.letters``.

See decision 0131.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.reference.letters import folded

if TYPE_CHECKING:
    from nicknames import NickNamer

TABLE = Path(__file__).with_name("short_forms.txt")


@lru_cache(maxsize=50_000)
def links(given: str) -> frozenset[str]:
    """Every known pair of forms of one name to which this name belongs.

    Two names share a link exactly when one is a form of the other: Alexander and Alex
    do. Alexander and Alexandra, who may be twins, do not.
    """
    return (
        _tables().links.get(given, frozenset())
        | {f"{given}>{short}" for short in _nicknames().nicknames_of(given)}
        | {f"{full}>{given}" for full in _nicknames().canonicals_of(given)}
    )


@lru_cache(maxsize=10_000)
def forms(given: str) -> frozenset[str]:
    """Every name that is a form of this one, or of which this one is a form.

    In our own table short forms of one name are each other's: Jim is Jimmy. In the
    package they are not, which has Jack for both John and Jacqueline.
    """
    found = _ends(links(given))
    known = _tables().links
    for each in _ends(known.get(given, frozenset())):
        found |= _ends(known.get(each, frozenset()))
    return frozenset(found - {given})


def _ends(pairs: frozenset[str]) -> set[str]:
    """The names at both ends of links."""
    return {name for pair in pairs for name in re.split("[>=]", pair)}


def are_one_name(one: str, other: str) -> bool:
    """Whether two names are so nearly one that hardly any siblings have both.

    Only our own table counts, because the package also has Emma for Emily and Lucas for
    Luke.
    """
    known = _tables().links
    return not known.get(one, frozenset()).isdisjoint(known.get(other, ()))


def is_of_both_sexes(given: str) -> bool:
    """Whether both girls and boys use this short form: Sam, Alex."""
    return given in _tables().of_both


def are_different_names(one: str, other: str) -> bool:
    """Whether the names are different though they sound alike: his and hers."""
    return frozenset((one, other)) in _tables().two


def is_known_short_form(short: str, full: str) -> bool:
    """Whether the package or our table has one name as a form of the other."""
    return not links(full).isdisjoint({f"{full}>{short}", _spelling(short, full)})


@dataclass(frozen=True)
class _Tables:
    """Our own table: the links of each name, the forms that both sexes use, and pairs
    of names that sound alike but are different.
    """

    links: Mapping[str, frozenset[str]]
    of_both: frozenset[str]
    two: frozenset[frozenset[str]]


@cache
def _tables() -> _Tables:
    spellings: dict[str, set[str]] = defaultdict(set)
    forms_of: dict[str, list[str]] = defaultdict(list)
    of_both: set[str] = set()
    two: set[frozenset[str]] = set()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("="):
            group = _names(line.removeprefix("="))
            for name in group:
                spellings[name].update(group)
        elif line.startswith("+"):
            of_both.update(_names(line.removeprefix("+")))
        elif line.startswith("!"):
            two.add(frozenset(_names(line.removeprefix("!"))))
        else:
            name, _, forms = line.partition(":")
            forms_of[folded(name)] += _names(forms)
    found: dict[str, set[str]] = defaultdict(set)
    for name, others in spellings.items():
        for other in others:
            found[name].add(_spelling(name, other))
    for full, its_forms in forms_of.items():
        for each in spellings.get(full, {full}):
            for form in its_forms:
                link = f"{each}>{form}"
                found[each].add(link)
                found[form].add(link)
    links_of = {name: frozenset(pairs) for name, pairs in found.items()}
    return _Tables(links_of, frozenset(of_both), frozenset(two))


def _spelling(one: str, other: str) -> str:
    return "=".join(sorted((one, other)))


def _names(text: str) -> list[str]:
    return [folded(name) for name in text.split()]


@cache
def _nicknames() -> "NickNamer":
    from nicknames import NickNamer

    return NickNamer()
