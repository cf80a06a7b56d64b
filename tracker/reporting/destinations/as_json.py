"""The destinations of an institution's leavers as JSON, suppressed like the pages.

A count or percentage that is hidden is given as its symbol, "c" or "z".
"""

from typing import Any

from tracker.domain.figures.disclosure import Cell, Shown
from tracker.domain.leavers.destinations import Destinations, Group
from tracker.domain.leavers.leaver import Destination, Leaver

Json = dict[str, Any]


def as_json(destinations: Destinations) -> Json:
    """The whole content of the workbook, as plain JSON values."""
    return {
        "institution": destinations.institution,
        "name": destinations.institution_name,
        "left": destinations.left,
        "as_of": destinations.as_of.isoformat(),
        "leavers": [_leaver(leaver, destinations) for leaver in destinations.leavers],
        "not_listed": destinations.not_listed,
        "reported_on": destinations.reported_on.isoformat(),
        "totals": _beside(destinations.totals),
        "days": [
            {"on": day.on.isoformat(), "now": day.now, "totals": _beside(day.totals)}
            for day in destinations.days
        ],
        "by_group": [
            {
                "title": group.title,
                "here": _rows(group.here),
                "authority": _rows(group.authority),
            }
            for group in destinations.by_group
        ],
        "years": [
            {
                "left": year.left,
                "compared_on": year.compared_on.isoformat(),
                "destinations": _beside(year.here),
                "two_terms_provisional": _beside(year.outcomes),
            }
            for year in destinations.years
        ],
        "confirmed_by": {
            source: _plain(cell) for source, cell in destinations.confirmations
        },
    }


def _leaver(leaver: Leaver, destinations: Destinations) -> Json:
    return {
        "person": leaver.person,
        "upn": leaver.upn,
        "family": leaver.family,
        "given": leaver.given,
        "form_group": leaver.form_group,
        **_where(destinations.last.of(leaver)),
        "on_days": [
            {"on": day.on.isoformat(), **_where(day.of(leaver))}
            for day in destinations.reported
        ],
        "now": None if leaver.now is None else _where(leaver.now),
        "still_there_in_march": leaver.still_there,
        "two_terms_provisional": leaver.sustained,
        "lasted_in_provisional": _text(leaver.lasted_in),
    }


def _text(value: object) -> str | None:
    """A value as text, a date as 2026-11-04."""
    return None if value is None else str(value)


def _where(found: Destination) -> Json:
    return {
        "destination": str(found.category),
        "provider": found.provider,
        "since": _text(found.since),
        "confirmed_on": _text(found.confirmed_on),
        "confirmed_by": found.source,
    }


def _beside(group: Group) -> list[Json]:
    """One row for each category: the institution's number and the authority's."""
    here, there = group.here, group.authority
    return [
        {
            "name": name,
            "count": _plain(here.cells[0][column]),
            "percent": _plain(here.percents[0][column]),
            "authority_count": _plain(there.cells[0][column]),
            "authority_percent": _plain(there.percents[0][column]),
        }
        for column, name in enumerate(here.columns)
    ] + [
        {
            "name": "All leavers",
            "count": _plain(here.row_totals[0]),
            "authority_count": _plain(there.row_totals[0]),
        }
    ]


def _rows(shown: Shown) -> list[Json]:
    return [
        {
            "group": label,
            "counts": dict(zip(shown.columns, map(_plain, cells), strict=True)),
            "all": _plain(total),
        }
        for label, cells, total in zip(
            shown.rows, shown.cells, shown.row_totals, strict=True
        )
    ]


def _plain(cell: Cell) -> float | int | str | None:
    return cell.symbol if cell.value is None else cell.value
