"""The act: who changes something, when, and for which authority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker import store
from tracker.store.accounts.audit import Action


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a user, made at the door: by a page, a command or the worker.

    ``by`` is the user's e-mail address or another name, ``at`` the moment, ``on`` the
    date of that moment in England, ``authority`` a local authority code. ``acts_for``
    is the person that a user of the command line claims to act for.
    """

    by: str
    at: datetime
    on: date
    authority: str
    acts_for: str = ""

    def note(
        self,
        action: Action,
        subject: str,
        *,
        people: int | Sequence[int] = (),
        **detail: Any,
    ) -> None:
        """Adds the act to the audit, in the same transaction as what it changes.

        ``people`` among the details lists the young people that the act concerns, or
        counts them where the subject leads to them. One act is one line of the audit,
        however many people it concerns.
        """
        if people != ():
            detail["people"] = people
        if self.acts_for:
            detail["acts_for"] = self.acts_for
        store.accounts.audit.write(
            authority=self.authority,
            at=self.at,
            by=self.by,
            action=action,
            subject=subject,
            **detail,
        )

    def note_alone(self, action: Action, subject: str = "", **detail: Any) -> None:
        """Adds an act that changes nothing else to the audit: a download, or the
        opening of a record.
        """
        with store.database.base.transaction():
            self.note(action, subject, **detail)

    def note_list(
        self, command: str, people: Sequence[int], lines: Sequence[int] = ()
    ) -> None:
        """Adds a line for a command that shows these young people.

        ``lines`` are lines of files, whose young people may have no record.
        """
        self.note_alone(
            Action.PEOPLE_LISTED,
            f"authority {self.authority}",
            command=command,
            people=people,
            **({"lines": lines} if lines else {}),
        )

    def open_entry(self, source: str, batch: int | None = None) -> int:
        """Starts an entry, one act of recording evidence, and returns its number.

        ``batch`` is the number of the import batch that the evidence comes from.
        """
        return store.history.evidence.open_entry(
            authority=self.authority,
            batch_id=batch,
            source=source,
            by=self.by,
            at=self.at,
        )
