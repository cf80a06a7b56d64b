"""Lines about young people of other authorities: passed on in time, then deleted.

Details of students from other areas are kept only as long as it takes to find out
which authority is theirs (section 13(2) of the Education and Skills Act 2008; data
minimisation).

See decision 0106.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker import store
from tracker.access import Scope, authority_scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.intake.interpret import meaning_of
from tracker.domain.history.person import Identity
from tracker.feeds.row_meaning import Interpretation
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import StagedRow

#: What another authority needs to find them by, and the source of the line.
HEADINGS = (
    *("Forename", "Surname", "DOB", "Sex", "Postcode", "UPN", "ULN"),
    *("Sender", "AsAt", "File", "Line"),
)


def record_forwarded(lead: str, *, within: Scope, act: Act, only: Sequence[int]) -> int:
    """Records in the open transaction that lines were passed on to their authority;
    returns how many.
    """
    waiting = store.intake.tray.lines_of(lead, within=within, only_waiting=True)
    rows = sorted({row.id for row in waiting}.intersection(only))
    count = store.intake.tray.forward(rows, by=act.by, at=act.at)
    if count:
        act.note(Action.OUT_OF_AREA_FORWARDED, f"authority {lead}", lines=count)
    return count


def taken_along(
    lead: str, *, within: Scope, act: Act
) -> list[tuple[StagedRow, Interpretation]]:
    """The lines for another authority's file; the download is recorded in the audit."""
    with store.database.base.transaction():
        rows = store.intake.tray.lines_of(lead, within=within, only_waiting=True)
        found = with_meanings(rows, within=within)
        act.note(Action.OUT_OF_AREA_DOWNLOADED, f"authority {lead}", lines=len(rows))
    return found


def with_meanings(
    rows: Sequence[StagedRow], *, within: Scope
) -> list[tuple[StagedRow, Interpretation]]:
    """Each line with its meaning; the batches of all lines are read at once."""
    known = store.intake.batch_pages.some({row.batch_id for row in rows}, within=within)
    return [
        (row, meaning_of(known[row.batch_id], row))
        for row in rows
        if row.batch_id in known
    ]


def as_cells(who: Identity) -> tuple[str, ...]:
    """The cells of a person's identity, under the first of HEADINGS."""
    return (
        who.given,
        who.family,
        f"{who.born:%d/%m/%Y}" if who.born else "",
        who.sex or "",
        who.postcode or "",
        who.upn or "",
        who.uln or "",
    )


def purge(*, act: Act, on: date | None = None) -> int:
    """Deletes lines that were passed on and have been kept for long enough on a day,
    which is today unless it is given; returns how many. Lines that are late are
    reported in the audit each night until they are passed on or deleted.
    """
    scope = authority_scope(act.authority)
    before = kept_from(act.authority, on or act.on)
    with store.database.base.transaction():
        count = store.intake.tray.purge(before, within=scope)
        if count:
            act.note(Action.OUT_OF_AREA_PURGED, "", lines=count)
        if late := store.intake.tray.late(before, within=scope):
            act.note(Action.OUT_OF_AREA_OVERDUE, "", lines=late)
    return count


def delete_late(lead: str, *, reason: str, within: Scope, act: Act) -> int:
    """Deletes lines that were not passed on in time, by an officer's decision; returns
    how many. Raises Refusal without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise Refusal(
            "Enter why these lines are deleted without being passed on.", "reason"
        )
    with store.database.base.transaction():
        before = kept_from(act.authority, act.on)
        rows = store.intake.tray.late_rows(before, lead, within=within)
        count = store.intake.tray.forget(rows)
        if count:
            action, subject = Action.OUT_OF_AREA_DELETED, f"authority {lead}"
            act.note(action, subject, lines=count, reason=reason)
    return count


def kept_from(authority: str, on: date) -> date:
    """The first day whose lines about other areas' young people are still kept."""
    return on - kept_for(authority)


def kept_for(authority: str) -> timedelta:
    """How long lines about other areas' young people are kept, to be passed on."""
    return timedelta(days=settings.of(authority).out_of_area_days)
