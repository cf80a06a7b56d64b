"""The act: who changes something, when, and for which authority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from tracker import store
from tracker.domain.reference.england import day_at, on_day
from tracker.store.accounts.audit import Action
from tracker.store.history.evidence import PassedOn


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a user, made at the door: by a page, a command or the worker.

    ``by`` is the user's e-mail address or another name, ``at`` the moment by the clock,
    ``on`` the date of that moment in England, ``authority`` a local authority code. In
    a demo that stands on another day, ``on`` is that day. ``acts_for`` is the person
    that a user of the command line claims to act for.
    """

    by: str
    at: datetime
    on: date
    authority: str
    acts_for: str = ""

    @property
    def moment(self) -> datetime:
        """The moment on the day ``on``, for what is counted from it, such as a due day.

        What was recorded or seen, and when, goes by ``at``.
        """
        return on_day(self.at, self.on)

    def day_of(self, moment: datetime) -> date:
        """The day of an earlier moment by the clock, as far before ``on``."""
        return self.on - (day_at(self.at) - day_at(moment))

    @property
    def by_the_clock(self) -> Self:
        """The same act on the date of the clock, for accounts and the audit."""
        return replace(self, on=day_at(self.at))

    def note(
        self,
        action: Action,
        subject: str,
        *,
        people: int | Sequence[int] = (),
        waits_for_disk: bool = True,
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
            waits_for_disk=waits_for_disk,
            **detail,
        )

    def note_alone(self, action: Action, subject: str = "", **detail: Any) -> None:
        """Adds an act that changes nothing else to the audit, such as a download."""
        with store.database.base.transaction():
            self.note(action, subject, **detail)

    def note_look(self, action: Action, subject: str, **detail: Any) -> None:
        """Adds a look at a page to the audit, without a wait for the disk."""
        with store.database.base.transaction():
            self.note(action, subject, waits_for_disk=False, **detail)

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

    def open_entry(
        self,
        source: str,
        batch: int | None = None,
        *,
        passed_on: PassedOn | None = None,
        before: timedelta = timedelta(),
    ) -> int:
        """Starts an entry, one act of recording evidence, and returns its number.

        ``batch`` is the number of the import batch that the evidence comes from. What
        another authority ``passed_on`` is recorded a little ``before`` the act, line by
        line in the order that it had there.
        """
        return store.history.evidence.open_entry(
            authority=self.authority,
            batch_id=batch,
            source=source,
            by=self.by,
            at=self.at - before,
            passed_on=passed_on,
        )
