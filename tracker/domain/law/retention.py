"""The retention schedule: how long each category of data is kept, and what follows.

``retention.csv`` is our proposal: a rule in state "proposed" applies once the asset
owner of the council has signed it. Where several rules of a category apply to one
person, the latest day counts (Law D-04, N-20).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tracker.domain.reference import tables

#: The numbers that an authority has chosen, by the name of the setting
#: (``domain.settings.Chosen.numbers``).
Numbers = Mapping[str, int]


class From(StrEnum):
    """The event from which a period is counted."""

    TRACKING_ENDS = "tracking ends"
    BIRTH = "birth"
    RECEIPT = "receipt"
    CLOSING = "closing"
    CASE_CLOSING = "case closing"
    END_OF_YEAR = "end of year"


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    YEARS = "years"


class State(StrEnum):
    """Who stands behind a rule: the program, our proposal alone, or the council."""

    BUILT_IN = "built in"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"  # by the asset owner of an authority


#: How each event is put after a period.
_AFTER = {
    From.TRACKING_ENDS: "after the school year in which tracking ends",
    From.BIRTH: "after birth",
    From.RECEIPT: "after it arrives",
    From.CLOSING: "after the account is closed",
    From.CASE_CLOSING: "after the case is closed",
    From.END_OF_YEAR: "after the calendar year in which it is recorded",
}

#: A rule that the council has not confirmed, in words.
PROPOSED = "proposed; the council's information asset owner confirms"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the schedule.

    ``keep_for`` is a number, or the name of the setting that has it. ``then`` is what
    happens to the data at the end.
    """

    category: str
    title: str
    applies_to: str
    keep_for: int | str
    unit: Unit
    counts_from: From
    then: str
    source: str
    decided_by: str
    state: State

    def number(self, chosen: Numbers) -> int:
        """The length of the period under the settings of an authority."""
        if isinstance(self.keep_for, str):
            return chosen[self.keep_for]
        return self.keep_for

    def period(self, chosen: Numbers) -> str:
        """The period in words, such as "1 day after it arrives"."""
        number = self.number(chosen)
        if number == 0:
            return "until the account is closed"
        if self.counts_from is From.BIRTH:
            return f"until the age of {number}"
        unit = self.unit.value if number != 1 else self.unit.value[:-1]
        return f"{number} {unit} {_AFTER[self.counts_from]}"

    @property
    def label(self) -> str:
        """The state as documents show it."""
        return PROPOSED if self.state is State.PROPOSED else self.state.value


def _rule(row: dict[str, str]) -> Rule:
    given = row["keep for"]
    return Rule(
        row["category"],
        row["title"],
        row["applies to"],
        int(given) if given.isdigit() else given,
        Unit(row["unit"]),
        From(row["from"]),
        row["then"],
        row["source"],
        row["decided by"],
        State(row["state"]),
    )


#: Every rule, in the order of the documents.
RULES: tuple[Rule, ...] = tuple(
    tables.read(Path(__file__).with_name("retention.csv"), _rule)
)

#: The rules of each category.
SCHEDULE: Mapping[str, tuple[Rule, ...]] = {
    category: tuple(each for each in RULES if each.category == category)
    for category in dict.fromkeys(each.category for each in RULES)
}


def state_of(rule: Rule, confirmed: Collection[Rule]) -> State:
    """Who stands behind a rule in an authority that has confirmed some of them."""
    return State.CONFIRMED if rule in confirmed else rule.state


def in_words(
    category: str, chosen: Numbers, confirmed: Collection[Rule] = frozenset()
) -> str:
    """How long a category is kept, and whether that is only proposed.

    ``confirmed`` are the rules that the authority has confirmed. Raises KeyError for a
    category that is not in the schedule.
    """
    rules = SCHEDULE[category]
    parts = [
        rule.period(chosen) + (f" ({rule.applies_to})" if len(rules) > 1 else "")
        for rule in rules
    ]
    words = "; ".join(parts)
    return (
        f"{words} ({PROPOSED})"
        if any(state_of(rule, confirmed) is State.PROPOSED for rule in rules)
        else words
    )
