"""The declaration of a detail: everything that the program knows of it, in one place.

See decision 0142.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from typing import Any

from tracker.domain.history.details.changes.by_hand import ByHand
from tracker.domain.history.details.detail_folds import Fold
from tracker.domain.history.details.handling import HANDLINGS, Handling
from tracker.domain.reference.codes import CodeList

#: The column of ``people`` that stores every detail without a column of its own.
TOGETHER = "details"


class Shown(Enum):
    """Where the page of a young person and ``flask people show`` have a detail."""

    ROW = auto()  # with its label, among the other details
    COMMAND_ROW = auto()  # the same in the command; the page has a place of its own
    NO_ROW = auto()  # in the heading, in a sentence of its own, or not at all


def plain(value: Any) -> Any:
    """A value as JSON has it: lists for tuples and sets; days as they are."""
    if isinstance(value, frozenset):
        return sorted(value)
    return list(map(plain, value)) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Declaration:
    """A detail of a young person.

    ``label`` names it for readers. ``fold`` makes its value from the evidence,
    ``handling`` gives its lawful basis and who may see and change it. ``code_list`` has
    the titles of its codes. ``returned`` is the column of the NCCIS return that has it
    as it is held, or ``returned_without`` where there is no value. ``used_in_return``:
    other columns of the return are worked out from it. ``searched``: a search for the
    value finds the person. ``by_hand`` is how it is entered, None where it is not.

    ``column`` is where the table of people stores it, by default within ``details``
    under its name; ``stored`` gives the stored form. ``name`` is the name of the field
    of ``Particulars``, or of ``Identity`` where ``of_identity`` is true.
    """

    label: str
    fold: Fold
    handling: Handling
    code_list: CodeList[Any] | None = None
    returned: str = ""
    returned_without: str | None = None
    used_in_return: bool = False
    searched: bool = False
    by_hand: ByHand | None = None
    shown: Shown = Shown.ROW
    column: str = ""
    stored: Callable[[Any], Any] = plain
    name: str = ""
    of_identity: bool = False

    @property
    def path(self) -> str:
        """The way from ``Particulars`` to the value."""
        return f"identity.{self.name}" if self.of_identity else self.name


def declared(label: str, fold: Fold, handling: str, **more: Any) -> Any:
    """A field of a dataclass that is a detail, empty where there is no evidence."""
    metadata = {"declaration": Declaration(label, fold, HANDLINGS[handling], **more)}
    empty = fold.of({})
    if isinstance(empty, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=empty, metadata=metadata)


def declarations(holder: type) -> tuple[Declaration, ...]:
    """The details that are fields of a dataclass, each with its name and column."""
    return tuple(
        replace(
            declaration,
            name=each.name,
            column=declaration.column or f"{TOGETHER}.{each.name}",
        )
        for each in fields(holder)
        if (declaration := each.metadata.get("declaration"))
    )
