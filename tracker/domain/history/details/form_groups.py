"""The form groups of one young person, each as its own school gave it.

A school census names a form group on the line that says that the pupil is on the
school's roll. Another school, or a sixth form years later, has form groups of its own:
they say nothing about this one's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.history.evidence import Detail, Doing, Evidence, Source
from tracker.domain.history.stays import Resolve

_Line = tuple[int | None, str | None, int | None]  # batch, file and line


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A form group of a school (the institution's key) as its list had it on a day."""

    institution: str
    as_at: date
    group: str


def form_groups(evidence: Iterable[Evidence], resolve: Resolve) -> list[FormGroup]:
    """Every form group that a school named of its own pupil, the oldest first.

    One that came without the school that it is of is of no school.
    """
    given: list[tuple[_Line, date, str]] = []
    places: dict[_Line, str] = {}
    for item in evidence:
        told = item.statement
        if isinstance(told, Detail):
            if told.about == "form group" and (group := told.get("group")):
                given.append((_line(item.source), item.as_at, group))
        elif isinstance(told, Doing) and told.at is not None:
            found = resolve(told.at)
            if found is not None:
                places[_line(item.source)] = found.key
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
    """The last form group that an institution gave by a day, None without one."""
    found = [
        each.group
        for each in given
        if each.institution == institution and each.as_at <= by
    ]
    return found[-1] if found else None


def _line(source: Source) -> _Line:
    return source.batch, source.file, source.line
