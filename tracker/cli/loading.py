"""A file's whole way: receive, match, apply, taken up wherever it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.actions import imports as actions
from tracker.actions import register
from tracker.cli import answer
from tracker.domain.identifiers import LaEstab, Ukprn, Urn
from tracker.domain.institution import InstitutionRef
from tracker.feeds.registry import FEEDS
from tracker.store import imports
from tracker.store.imports import ImportBatch, Status

Say = Callable[[str], Any]
Confirm = Callable[[list[str]], bool]


@dataclass(slots=True)
class Loaded:
    """What came of loading: as the command answers."""

    batch: ImportBatch
    outcomes: dict[str, int]
    problems: list[dict[str, Any]]
    changes: dict[str, int] = field(default_factory=dict)
    already: bool = False

    @property
    def applied(self) -> bool:
        return self.batch.status == Status.APPLIED

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch.id,
            "rows": self.batch.rows,
            "outcomes": self.outcomes,
            "changes": self.changes,
            "applied": self.applied,
            "already_loaded": self.already,
            "problems": self.problems,
            "notes": self.batch.notes,
        }


def load(
    feed: str,
    files: Sequence[Path],
    *,
    institution: str | None,
    as_at: date | None,
    complete: bool,
    authority: str,
    confirm: Confirm,
    say: Say,
    at: datetime | None = None,
    on: date | None = None,
) -> Loaded:
    """Loads files as one batch; the same files again carry on where that stopped.

    ``at`` and ``on`` are now and today, unless a demo pretends another day.
    """
    at, on = at or answer.now(), on or answer.today()
    by = answer.who()
    already = False
    try:
        if feed == register.FEED:
            batch = register.load(
                files, authority=authority, as_at=as_at or on, by=by, at=at, on=on
            )
        else:
            batch = actions.receive(
                FEEDS[feed],
                files,
                authority=authority,
                institution=reference(institution, authority),
                as_at=as_at,
                default_as_at=on,
                complete=complete,
                by=by,
                at=at,
            )
            say(f"Received {batch.rows:,} lines as batch {batch.id}.")
    except actions.AlreadyLoaded as known:
        batch, already = known.batch, known.batch.status == Status.APPLIED
    loaded = carry_on(batch, confirm=confirm, say=say, at=at, on=on)
    loaded.already = already
    return loaded


def carry_on(
    batch: ImportBatch,
    *,
    confirm: Confirm,
    say: Say,
    at: datetime | None = None,
    on: date | None = None,
) -> Loaded:
    """Matches and applies a batch as far as that is still to be done."""
    at, on = at or answer.now(), on or answer.today()
    by = answer.who()
    changes: dict[str, int] = {}
    if batch.feed == register.FEED:
        if batch.status != Status.APPLIED:
            register.apply_again(batch, by=by, at=at, on=on)
    elif batch.status != Status.APPLIED:
        if batch.status == Status.RECEIVED:
            actions.match(batch, by=by, at=at)
            say("Matched every line.")
        try:
            effect = actions.apply(batch, by=by, at=at, on=on)
            changes = effect.changes
        except actions.UnlikeLastTime as unlike:
            if confirm(unlike.effect.alarms):
                effect = actions.apply(batch, by=by, at=at, on=on, confirmed=True)
                changes = effect.changes
    return Loaded(
        batch=batch,
        outcomes=imports.outcomes(batch.id),
        problems=imports.problems(batch.id),
        changes=changes,
    )


def preview(batch: ImportBatch) -> actions.Effect:
    """What applying a batch would do."""
    if batch.status == Status.RECEIVED:
        actions.match(batch, by=answer.who(), at=answer.now())
    return actions.preview(batch, by=answer.who(), at=answer.now(), on=answer.today())


def withdraw(batch: ImportBatch) -> int:
    """Takes a batch back; returns whose histories that touched."""
    by, at, on = answer.who(), answer.now(), answer.today()
    if batch.feed == register.FEED:
        register.withdraw(batch, by=by, at=at, on=on)
        return 0
    return actions.withdraw(batch, by=by, at=at, on=on)


def reference(number: str | None, authority: str) -> InstitutionRef | None:
    """The institution that somebody named by one of its numbers.

    Raises answer.CannotBeDone for what is no such number.
    """
    if number is None:
        return None
    digits = number.strip().replace("/", "")
    if len(digits) == 6 and (urn := Urn.parse(digits)).value:
        return InstitutionRef(urn=urn.value)
    if len(digits) == 8 and (ukprn := Ukprn.parse(digits)).value:
        return InstitutionRef(ukprn=ukprn.value)
    if (laestab := LaEstab.parse(digits, authority)).value:
        return InstitutionRef(laestab=laestab.value)
    raise answer.CannotBeDone(
        f"{number} is not an institution: a URN has 6 digits, a LAESTAB 7, a UKPRN 8."
    )
