"""A rule is its number, its sentence and its predicate; a year is a set of rules.

A predicate takes ``record_columns.Records`` and returns a flag for each record that
breaks the rule. A requirement year is last year's set and the changes:
``LAST_YEAR.without("301").with_(new_rule).named("2020-21")``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import NamedTuple, Self

from tracker.returns.record_columns import Flags, Records

Predicate = Callable[[Records], Flags]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the requirement.

    ``priority`` is 1 to 3 as in the requirement, 3 being a warning, or None if no
    source states it. ``fields`` are the elements that it checks; the first is the one
    to correct. ``date_field`` is a date whose invalid values this rule reports too: the
    requirement has such rules for two dates only. ``whole_file`` rules check all
    records of a file at once. If a rule ``rejects_file``, the whole file is refused.
    """

    number: str
    sentence: str
    priority: int | None
    fields: tuple[str, ...]
    breaks: Predicate
    date_field: str | None = None
    whole_file: bool = False
    rejects_file: bool = False

    @property
    def order(self) -> int:
        return int(self.number)

    @property
    def field(self) -> str:
        return self.fields[0]


def rule(
    number: str,
    sentence: str,
    *,
    priority: int | None,
    fields: tuple[str, ...],
    date_field: str | None = None,
    whole_file: bool = False,
    rejects_file: bool = False,
) -> Callable[[Predicate], Rule]:
    """Makes a rule of the predicate below it."""
    about = (number, sentence, priority, fields)
    return lambda breaks: Rule(*about, breaks, date_field, whole_file, rejects_file)


def rules_of(*modules: ModuleType) -> tuple[Rule, ...]:
    """The rules that the modules define."""
    return tuple(
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, Rule)
    )


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of a requirement year such as "2020-21", in the order of numbers.

    ``codes_of`` is the requirement year whose code lists values are looked up in. It
    can be a later year, because the rules of a year may be all that is known of the
    years after it, while authorities and characteristics have come and gone.
    """

    year: str
    rules: tuple[Rule, ...]
    codes_of: int
    label: str = ""

    @classmethod
    def of(cls, year: str, rules: Iterable[Rule]) -> Self:
        """The first known year. Raises ValueError if two rules share a number."""
        return cls(year, (), int(year[:4]), year).with_(*rules)

    def with_(self, *rules: Rule) -> Self:
        """With these rules added. Raises ValueError for a number already in the set."""
        known = {each.number for each in self.rules}
        for each in rules:
            if each.number in known:
                raise ValueError(f"rule {each.number} is in the set already")
            known.add(each.number)
        ordered = sorted((*self.rules, *rules), key=lambda each: each.order)
        return replace(self, rules=tuple(ordered))

    def without(self, *numbers: str) -> Self:
        """Without these rules. Raises ValueError for a number not in the set."""
        for number in numbers:
            if number not in self:
                raise ValueError(f"rule {number} is not in the set")
        return replace(
            self, rules=tuple(it for it in self.rules if it.number not in numbers)
        )

    def named(self, year: str, note: str = "") -> Self:
        """The same rules as those of another requirement year and its code lists.

        ``note`` is shown with the year wherever a return was checked by it.
        """
        label = f"{year}, {note}" if note else year
        return replace(self, year=year, codes_of=int(year[:4]), label=label)

    def __contains__(self, number: object) -> bool:
        return any(each.number == number for each in self.rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)


class Issue(NamedTuple):
    """A record that breaks a rule.

    ``id`` is its young person's ID, "" if it has none; ``record`` is its place in the
    file, counted from 1; ``value`` is the value of the field, "" if it is empty.
    """

    id: str
    rule: str
    priority: int | None
    field: str
    message: str
    value: str
    record: int

    @property
    def explained(self) -> str:
        """The sentence with the value found, as pages and stored lists show it."""
        return f"{self.message} (found: {self.value})" if self.value else self.message
