"""The rule sets by requirement year: the first known one, then the changes.

The rules of the years between them are not known: the newest earlier set applies.

See decision 0018.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.activity import TO_BE_CONFIRMED
from tracker.domain.reference.codes import requirement_year
from tracker.returns.rules import (
    activities,
    added_2020_21,
    added_2026_27,
    authorities,
    currency,
    guarantee,
    needs,
    people,
    whole_file,
)
from tracker.returns.ruleset import Ruleset, rules_of

_2019_20 = Ruleset.of(
    "2019-20",
    rules_of(people, authorities, needs, activities, currency, guarantee, whole_file),
)
# The intended destination is no longer required.
_2020_21 = _2019_20.without("301").with_(*rules_of(added_2020_21)).named("2020-21")
# Its document has not been read: these rules come from other publications of DfE.
_2026_27 = _2020_21.with_(*rules_of(added_2026_27)).named("2026-27", TO_BE_CONFIRMED)

RULESETS: Mapping[str, Ruleset] = {
    each.year: each for each in (_2019_20, _2020_21, _2026_27)
}


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
    return _2026_27


def _in_force(year: int) -> Ruleset:
    """The newest set up to that year, or the first, with the codes of that year."""
    known = [each for each in RULESETS.values() if each.codes_of <= year]
    chosen = known[-1] if known else _2019_20
    if chosen.codes_of == year:
        return chosen
    name = f"{year}-{(year + 1) % 100:02d}"
    label = f"{name}, by the rules known to {chosen.year}"
    return replace(chosen, codes_of=year, label=label)
