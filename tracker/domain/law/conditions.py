"""The conditions for special categories and offences, each with why it is met.

UK GDPR, articles 9 and 10, and Data Protection Act 2018, schedule 1 (Law D-01). Each is
our proposal; the council's information asset owner confirms it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.history.details.handling import Condition
from tracker.domain.reference import tables


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition with its place in the law, and why the council meets it.

    ``document``: an appropriate policy document has to explain the use of it.
    """

    condition: Condition
    title: str
    article: str
    schedule_1: str
    document: bool
    reason: str

    @property
    def place(self) -> str:
        """Where the condition stands in the law, in words."""
        return (
            f"UK GDPR article {self.article}; Data Protection Act 2018, schedule 1, "
            f"{self.schedule_1}"
        )


def _reason(row: dict[str, str]) -> Reason:
    return Reason(
        Condition(row["condition"]),
        row["title"],
        row["article"],
        row["schedule 1"],
        tables.YES_OR_NO[row["document"]],
        row["reason"],
    )


#: Every condition that a handling may name.
REASONS: Mapping[Condition, Reason] = {
    each.condition: each
    for each in tables.read(Path(__file__).with_name("conditions.csv"), _reason)
}
