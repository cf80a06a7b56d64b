"""Rules that check one field for a common fault: each is a line of field_checks.csv.

``against`` is what the field is checked against: a code list, a pattern, a length,
another date, or the need of an activity. ``reports_bad_dates`` is whether the rule also
reports a date that is not one.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tracker import domain
from tracker.domain.reference.activity import Activity
from tracker.domain.reference.tables import YES_OR_NO
from tracker.returns.code_lists import CodeLists
from tracker.returns.record import COLUMNS
from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import Rule

_FAULTS: Mapping[str, Callable[[str, str, Records], Flags]] = {
    "blank": lambda field, _, it: it.blank(field),
    "blank in an activity": lambda field, _, it: it.with_activity & it.blank(field),
    "blank although needed": lambda field, need, it: it.lacking(field, need),
    "outside": lambda field, codes, it: it.outside(field, getattr(it.lists, codes)),
    "misshapen": lambda field, pattern, it: it.misshapen(field, pattern),
    "length": lambda field, length, it: it.wrong_length(field, int(length)),
    "not a date": lambda field, _, it: it.not_a_date(field),
    "before": lambda field, other, it: it.date(field) < it.date(other),
    "after": lambda field, other, it: it.date(field) > it.date(other),
}
#: The choice of what a field is checked against.
_AGAINST = {
    "blank although needed": dir(Activity),
    "outside": dir(CodeLists),
    "before": COLUMNS,
    "after": COLUMNS,
}


def _rule(row: dict[str, str]) -> Rule:
    field, fault, against = row["field"], row["fault"], row["against"]
    if against not in _AGAINST.get(fault, (against,)):
        raise ValueError(f"nothing is {fault} '{against}'")
    other = {
        "before": against,
        "after": against,
        "blank although needed": "ActivityCode",
    }
    return Rule(
        number=row["number"],
        sentence=row["sentence"],
        priority=int(row["priority"]),
        fields=(field, other[fault]) if fault in other else (field,),
        breaks=partial(_FAULTS[fault], field, against),
        date_field=field if YES_OR_NO[row["reports_bad_dates"]] else None,
    )


RULES = domain.reference.tables.read(Path(__file__).with_suffix(".csv"), _rule)
