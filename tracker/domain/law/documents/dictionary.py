"""The data dictionary as rows: every column of personal data, with its handling."""

from collections.abc import Iterable, Mapping

from tracker.domain.law import retention
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.data_dictionary import Line
from tracker.domain.law.documents.configured import Configured


def rows(lines: Iterable[Line], held: Configured) -> list[dict[str, str]]:
    """A row for each column, as an authority has configured it (Law D-01)."""
    goes_to: dict[str, list[str]] = {}
    for each in held.recipients:
        for name in each.handlings:
            goes_to.setdefault(name, []).append(each.name)
    return [_row(line, held, goes_to) for line in lines]


def _row(
    line: Line, held: Configured, goes_to: Mapping[str, list[str]]
) -> dict[str, str]:
    handling = line.handling
    name = handling.name
    return {
        "column": line.column,
        "label": line.label,
        "handling": name,
        "lawful basis": f"UK GDPR article {handling.basis}: {handling.law}",
        "condition": ". ".join(REASONS[it].place for it in handling.conditions),
        "category": ", ".join(handling.categories),
        "tier": handling.sensitivity,
        "seen by": ", ".join(handling.seen_by),
        "changed by": ", ".join(handling.changed_by),
        "goes to": "; ".join(dict.fromkeys(goes_to.get(name, ()))),
        "retention row": handling.retention,
        "retention": retention.in_words(
            handling.retention, held.numbers, held.confirmed
        ),
        "limits": " ".join(
            each.words for each in held.choices.values() if name in each.handlings
        ),
        "value": line.fold,
    }
