"""Lists of open orders in the manner of a youth justice service. All invented."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

HEAD = (
    *("YP Surname", "YP Forename", "Date of Birth", "Address", "Postcode", "UPN"),
    *("Order Type", "Offence", "Order Start Date", "Order End Date"),
    *("YJS Case Manager", "ETE Status", "ETE Hours", "In custody?"),
    *("Custody start", "Release Date", "Review Date", "Risk of harm"),
)
#: What may stand nowhere: values of columns that are left out, and of those kept.
OFFENCE, KIND, RISK = "Qzburglary", "Qzreferral order", "Qzhigh"
MANAGER, ETE, HOURS = "Qzara Manager", "Qzexcluded", "17.25"


def order(
    pupil: Mapping[str, str],
    start: str = "01/09/2026",
    end: str = "",
    *,
    upn: str | None = None,
    postcode: str | None = None,
    custody: Sequence[str] = ("", "", "", ""),
) -> list[str]:
    """The line of one order. ``custody`` has the last cells: whether, since when,
    until when, and the review.
    """
    return [
        pupil["family"],
        pupil["given"],
        pupil["born"],
        f"1 Qz Street, {pupil['postcode']}",
        pupil["postcode"] if postcode is None else postcode,
        pupil["upn"] if upn is None else upn,
        KIND,
        OFFENCE,
        start,
        end,
        MANAGER,
        ETE,
        HOURS,
        *custody,
        RISK,
    ]


def orders(
    path: Path, lines: Sequence[Sequence[str]], head: Sequence[str] = HEAD
) -> Path:
    """A list as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return path
