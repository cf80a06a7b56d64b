"""What the words of a stored value need beside its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.access import Scope
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.membership import Folded
from tracker.domain.reference.institution import InstitutionRef
from tracker.store.institutions.register import Directory
from tracker.store.law.personal_rows import Rows
from tracker.wording import choices

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person and of others that their rows name.

    ``person`` is folded from evidence that has its sealed codes, with a member for each
    day that a row has in their place; None where no evidence is left.
    """

    rows: Rows
    roles: Mapping[str, str]
    roles_by_number: Mapping[int, str]
    register: Directory
    sealed: frozenset[str]
    confidential: bool
    facts: Mapping[int, Row]
    person: Folded | None
    within: Scope

    @property
    def folded(self) -> Particulars | None:
        """The details that count today."""
        return self.person.known if self.person is not None else None

    def row(self, table: str, key: int | None) -> Row | None:
        """A row by its number, None where there is none."""
        return next((each for each in self.rows[table] if each["id"] == key), None)

    def place(self, ref: InstitutionRef | None) -> str:
        """The name of the place that a source named."""
        known = self.register.resolve(ref) if ref is not None else None
        return choices.place(ref, known)

    def names_former(self, text: str) -> bool:
        """Whether a text has a former name that is sealed."""
        return any(each in text.casefold() for each in self.sealed)
