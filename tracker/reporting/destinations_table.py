"""The leavers of an institution as rows: what the workbook and the CSV both write."""

from collections.abc import Iterator
from typing import TextIO

from tracker.domain.academic_year import say_date
from tracker.domain.destinations import Destinations
from tracker.domain.sustained import PROVISIONAL
from tracker.reporting.export import Value, write_csv


def has_form_groups(destinations: Destinations) -> bool:
    """Whether anybody's form group is known; without one there is no such column."""
    return any(leaver.form_group for leaver in destinations.leavers)


def headings(destinations: Destinations) -> tuple[str, ...]:
    """The columns, with the dates that they speak of."""
    return (
        "UPN",
        "Family name",
        "Given name",
        *(("Form group",) if has_form_groups(destinations) else ()),
        f"Where on {say_date(destinations.as_of)}",
        "School, college or employer",
        "Since",
        "Confirmed on",
        "Confirmed by",
        f"Still there in March {destinations.left + 1}",
        f"Two terms ({PROVISIONAL})",
    )


def rows(destinations: Destinations) -> Iterator[tuple[Value, ...]]:
    """One row a leaver who may be listed, by family name."""
    form_groups = has_form_groups(destinations)
    for leaver in destinations.leavers:
        yield (
            leaver.upn,
            leaver.family,
            leaver.given,
            *((leaver.form_group,) if form_groups else ()),
            str(leaver.now.category),
            leaver.now.provider,
            leaver.now.since,
            leaver.now.confirmed_on,
            leaver.now.source,
            leaver.still_there,
            leaver.sustained,
        )


def write_leavers(stream: TextIO, destinations: Destinations) -> int:
    """Writes the leavers as CSV and returns how many, as ``export.write_csv`` does."""
    return write_csv(stream, headings(destinations), rows(destinations))
