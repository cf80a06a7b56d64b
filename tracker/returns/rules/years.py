"""The rule sets by requirement year: the first known one, then the changes.

A year without a rule set of its own has the rules of the nearest earlier year that has
one; a year before the first set has the first.

See decision 0018.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import NamedTuple

from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import TO_BE_CONFIRMED
from tracker.domain.reference.codes import requirement_year
from tracker.returns.rules import (
    activities,
    added_2020_21,
    added_2026_27,
    authorities,
    currency,
    field_checks,
    guarantee,
    needs,
    people,
    whole_file,
)
from tracker.returns.ruleset import Ruleset, rules_of


class Changes(NamedTuple):
    """A year's new rules, and the numbers of those of the year before that it drops.

    ``note`` is shown with the year wherever a return was checked by it.
    """

    year: str
    new: ModuleType
    dropped: tuple[str, ...] = ()
    note: str = ""


#: In the order of years.
CHANGES = [
    # The intended destination is no longer required.
    Changes("2020-21", added_2020_21, dropped=("301",)),
    # Its document has not been read: these rules come from other publications of DfE.
    Changes("2026-27", added_2026_27, note=TO_BE_CONFIRMED),
]


def _each_year() -> Iterator[Ruleset]:
    """The first known year, then each year as the one before it with its changes."""
    rules = Ruleset.of(
        "2019-20",
        (
            *field_checks.RULES,
            *rules_of(people, authorities, needs, activities, currency, guarantee),
            *rules_of(whole_file),
        ),
    )
    yield rules
    for year, new, dropped, note in CHANGES:
        rules = rules.without(*dropped).with_(*rules_of(new)).named(year, note)
        yield rules


RULESETS: Mapping[str, Ruleset] = {each.year: each for each in _each_year()}


def ruleset_for(period_end: date) -> Ruleset:
    """The rules for the return of that month."""
    return _in_force(requirement_year(period_end))


def ruleset_named(year: str | AcademicYear) -> Ruleset:
    """The rules of a requirement year such as "2026-27".

    Raises ValueError with a sentence if it is not a year.
    """
    return _in_force(
        (AcademicYear.parse(year) if isinstance(year, str) else year).start
    )


def newest_ruleset() -> Ruleset:
    return list(RULESETS.values())[-1]


def _in_force(year: int) -> Ruleset:
    """The newest set up to that year, or the first, with the codes of that year."""
    first, *later = RULESETS.values()
    chosen = [first, *(each for each in later if each.codes_of <= year)][-1]
    if chosen.codes_of == year:
        return chosen
    name = f"{year}-{(year + 1) % 100:02d}"
    label = f"{name}, by the rules known to {chosen.year}"
    return replace(chosen, codes_of=year, label=label)
