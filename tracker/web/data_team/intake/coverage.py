"""Senders: the lists that each has sent, month by month, and those that it owes."""

from collections.abc import Iterator
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import feeds, store
from tracker.access import Permission
from tracker.domain.intake.coverage import Sent, grid, months
from tracker.domain.reference.identifiers import LaEstab
from tracker.domain.reference.institution import InstitutionRef, key_of
from tracker.store.institutions.register import Directory
from tracker.web.acting import today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import chase_board, sender_names
from tracker.web.guard import me, requires, scope

#: Academic age of Year 12: from here on colleges and sixth forms owe their lists.
YEAR_12 = 16


@bp.get("/senders")
@requires(Permission.IMPORT_FILES)
def senders() -> ResponseReturnValue:
    register = store.institutions.register.directory()
    shown = months(today())
    day = store.history.days.newest(today(), within=scope())
    students = (
        store.intake.coverage.students(day, within=scope(), from_age=YEAR_12)
        if day is not None
        else {}
    )
    rows = grid(_sent(shown[0].first, register), students, today())
    # Training providers are in no register: they keep the name in their lists.
    names = sender_names.of_keys(row.key for row in rows)
    named = [(names[row.key], row) for row in rows]
    board = chase_board.board(named, day)
    return render_template(
        "data_team/intake/coverage.html",
        months=shown,
        rows=named,
        board=board,
        listing=chase_board.listing(board) if board is not None else None,
        day=day,
        in_tray=store.intake.tray.waiting(within=scope()),
    )


def _sent(since: date, register: Directory) -> Iterator[Sent]:
    """The lists received since a day, each under its sender's key of today."""
    rolls = feeds.registry.rolls()
    for came in store.intake.coverage.of_one_sender(
        feeds=rolls, since=since, within=scope()
    ):
        if (key := _key(came.sender, register)) is not None:
            yield Sent(key, came.as_at, came.batch, came.lines, came.used)
    for each in store.intake.coverage.of_many_senders(
        feeds=rolls, since=since, within=scope()
    ):
        number = LaEstab.of(each.lea or me().authority, each.estab).value
        ref = InstitutionRef(urn=each.urn, laestab=number, ukprn=each.ukprn)
        if (key := _key(ref, register)) is not None:
            yield Sent(key, each.as_at, each.batch, each.lines, each.used)
    for key, as_at in store.intake.coverage.unchanged(since=since, within=scope()):
        there = register.by_key(key)
        yield Sent(there.key if there is not None else key, as_at, None)


def _key(ref: InstitutionRef, register: Directory) -> str | None:
    there = register.resolve(ref)
    return there.key if there is not None else key_of(ref)
