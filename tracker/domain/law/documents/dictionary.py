"""The data dictionary as rows: every column of personal data, with its handling."""

from collections.abc import Iterable

from tracker.domain.law import retention
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.data_dictionary import Line
from tracker.domain.law.retention import Numbers


def rows(lines: Iterable[Line], numbers: Numbers) -> list[dict[str, str]]:
    """A row for each column, under the settings of an authority (Law D-01)."""
    return [_row(line, numbers) for line in lines]


def _row(line: Line, numbers: Numbers) -> dict[str, str]:
    held = line.handling
    return {
        "column": line.column,
        "label": line.label,
        "handling": held.name,
        "lawful basis": f"UK GDPR article {held.basis}: {held.law}",
        "condition": ". ".join(REASONS[it].place for it in held.conditions),
        "category": ", ".join(held.categories),
        "tier": held.sensitivity,
        "seen by": ", ".join(held.seen_by),
        "changed by": ", ".join(held.changed_by),
        "retention row": held.retention,
        "retention": retention.in_words(held.retention, numbers),
        "value": line.fold,
    }
