"""The record of processing activities (UK GDPR, article 30; Law D-14).

``processing.csv`` has the activities. Categories, bases, recipients and periods follow
from the data that is declared and the recipients that are configured.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.history.details.handling import HANDLINGS, Basis, Category
from tracker.domain.law import retention
from tracker.domain.law.conditions import REASONS
from tracker.domain.law.documents.configured import Configured
from tracker.domain.law.documents.notice import laws_of
from tracker.domain.reference import tables

#: The measures of security, as article 30(1)(g) wants them: in general terms.
SECURITY = (
    "Sign-in by two factors; permissions by role; each authority's rows kept apart by "
    "the database; sealed details, secrets and backups encrypted; every change and "
    "every opened record in an audit that shows tampering"
)

#: The handlings of whole lines of files, and of what is made of all that is known.
LINES = frozenset({"lines", "lines of other areas", "statements", "return"})

#: What no council has configured yet, in documents.
NOT_ENTERED = "to be filled in by the council"


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of processing, with the data and the gateways that belong to it."""

    name: str
    title: str
    purpose: str
    subjects: tuple[str, ...]
    handlings: tuple[str, ...]
    gateways: tuple[str, ...]


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("; ")))


def _activity(row: dict[str, str]) -> Activity:
    handlings = _several(row["handlings"])
    if unknown := set(handlings) - HANDLINGS.keys():
        raise ValueError(f"{min(unknown)} is no handling")
    return Activity(
        row["activity"],
        row["title"],
        row["purpose"],
        _several(row["subjects"]),
        handlings,
        _several(row["gateways"]),
    )


#: Every activity.
ACTIVITIES: tuple[Activity, ...] = tuple(
    tables.read(Path(__file__).with_name("processing.csv"), _activity)
)


def record(held: Configured) -> list[dict[str, str]]:
    """A row for each activity, with the contents that article 30(1) lists.

    An activity whose data the installation does not hold is left out.
    """
    there = {line.handling.name for line in held.all_lines}
    return [
        _row(each, held, [name for name in each.handlings if name in there])
        for each in ACTIVITIES
        if there.intersection(each.handlings)
    ]


def _row(activity: Activity, held: Configured, names: list[str]) -> dict[str, str]:
    handled = [HANDLINGS[name] for name in names]
    conditions = dict.fromkeys(it for each in handled for it in each.conditions)
    categories = {it for each in handled for it in each.categories}
    if Category.SEVERAL in categories:
        categories = categories.union(held.held) - {Category.SEVERAL}
    return {
        "activity": activity.title,
        "controller": held.council,
        "data protection officer": _joined((held.officer, held.email), ", ")
        or NOT_ENTERED,
        "purpose": activity.purpose,
        "lawful basis": _joined(
            f"UK GDPR {basis}: {', '.join(laws)}"
            for basis in Basis
            if (laws := laws_of(handled, basis))
        ),
        "conditions": _joined(REASONS[it].place for it in conditions),
        "people": ", ".join(activity.subjects),
        "categories of data": ", ".join(
            each for each in Category if each in categories
        ),
        "sources": _sources(activity, held),
        "recipients": _joined(
            f"{each.name} ({each.title})"
            for each in held.recipients
            if each.gateway in activity.gateways
        )
        or "none",
        "suspended": _joined(
            each.in_words
            for each in held.suspended
            if each.recipient.gateway in activity.gateways
        )
        or "none",
        "transfers outside the United Kingdom": "none",
        "kept for": _joined(
            f"{HANDLINGS[name].retention}: "
            + retention.in_words(
                HANDLINGS[name].retention, held.numbers, held.confirmed
            )
            for name in names
        ),
        "signed settings": " ".join(
            each.words
            for each in held.choices.values()
            if activity.name in each.activities
        )
        or "none",
        "security": SECURITY,
        "state": retention.PROPOSED,
    }


def _sources(activity: Activity, held: Configured) -> str:
    """The files that bring data of the activity; whole lines are of every file."""
    names = [
        each.title
        for each in held.sources
        if LINES & set(activity.handlings)
        or any(line.handling.name in activity.handlings for line in each.lines)
    ]
    return ", ".join(names) or "users of the system"


def _joined(parts: Iterable[str], between: str = "; ") -> str:
    return between.join(dict.fromkeys(filter(None, parts)))
