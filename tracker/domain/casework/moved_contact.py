"""A contact of the council's earlier system, as its export has it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.casework.contact import Channel, Outcome, Visibility

#: The author of a contact whose export names no adviser.
NO_ADVISER = "the earlier system"
_BEHIND = ", in the earlier system"


def author_of(adviser: str) -> str:
    """The author of what was moved in, in words, by the name in the export. It is never
    the name of an account here.
    """
    return f"{adviser}{_BEHIND}" if adviser else NO_ADVISER


@dataclass(frozen=True, slots=True)
class MovedContact:
    """One contact, attempt or note. ``adviser`` needs no account here."""

    made_on: date
    outcome: Outcome
    channel: Channel
    note: str = ""
    spoke_with: str = ""
    adviser: str = ""
    visibility: Visibility = Visibility.TEAM

    @property
    def author(self) -> str:
        """Who wrote it, in words. It is never the name of an account here."""
        return author_of(self.adviser)
