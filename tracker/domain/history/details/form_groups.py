"""The form groups of one young person, each from the school that it belongs to.

A school census gives the form group on the line that puts the pupil on the school's
roll. Another school, or a sixth form years later, has form groups of its own. They do
not change the form group that the first school gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.history.details.attribution import Line, line_of
from tracker.domain.history.evidence import Detail, Doing, Evidence
from tracker.domain.history.stays import Resolve


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A form group of a school (the institution's key), from its list of a day."""

    institution: str
    as_at: date
    group: str


def form_groups(evidence: Iterable[Evidence], resolve: Resolve) -> list[FormGroup]:
    """Every form group that a school gave for its own pupil, the oldest first.

    A form group on a line without a school is left out.
    """
    given: list[tuple[Line, date, str]] = []
    places: dict[Line, str] = {}
    for item in evidence:
        statement = item.statement
        if isinstance(statement, Detail):
            if statement.about == "form group" and (group := statement.get("group")):
                given.append((line_of(item.source), item.as_at, group))
        elif isinstance(statement, Doing) and statement.at is not None:
            found = resolve(statement.at)
            if found is not None:
                places[line_of(item.source)] = found.key
    return sorted(
        (
            FormGroup(places[line], as_at, group)
            for line, as_at, group in given
            if line in places
        ),
        key=lambda each: (each.as_at, each.institution, each.group),
    )


def form_group_of(
    given: Iterable[FormGroup], institution: str, *, by: date
) -> str | None:
    """The last form group that an institution gave by a day, or None."""
    found = [
        each.group
        for each in given
        if each.institution == institution and each.as_at <= by
    ]
    return found[-1] if found else None
