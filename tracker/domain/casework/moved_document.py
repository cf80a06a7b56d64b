"""A document of the council's earlier system, as the index of its export has it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.casework.contact import Visibility
from tracker.domain.casework.moved_contact import author_of


@dataclass(frozen=True, slots=True)
class MovedDocument:
    """One line of the index. ``file`` is the name or the path of its file as the export
    gives it, and ``adviser`` needs no account here.
    """

    file: str
    title: str
    kind: str = ""
    made_on: date | None = None
    adviser: str = ""
    visibility: Visibility = Visibility.TEAM

    @property
    def author(self) -> str:
        """The author in words. It is never the name of an account here."""
        return author_of(self.adviser)
