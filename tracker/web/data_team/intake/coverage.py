"""Senders: the lists that each has sent, month by month, and those that it owes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.domain.intake.coverage import YEAR_12, grid, months
from tracker.domain.intake.sending_calendar import week_of
from tracker.web.acting import today
from tracker.web.data_team import bp
from tracker.web.data_team.intake import chase_board, sender_names
from tracker.web.guard import requires, scope


@bp.get("/senders")
@requires(Permission.SEE_SENDERS)
def senders() -> ResponseReturnValue:
    shown = months(today())
    day = store.history.days.newest(today(), within=scope())
    students = (
        store.intake.lists.coverage.students(day, within=scope(), from_age=YEAR_12)
        if day is not None
        else {}
    )
    rows = grid(
        actions.institutions.lists_sent.sent(shown[0].first, within=scope()),
        students,
        today(),
    )
    # Training providers are in no register: they keep the name in their lists.
    names = sender_names.of_keys(row.key for row in rows)
    named = [(names[row.key], row) for row in rows]
    monday = week_of(today())
    board = chase_board.board(
        named,
        day,
        monday=monday,
        partly=actions.institutions.lists_sent.answered(monday, within=scope()),
    )
    return render_template(
        "data_team/intake/coverage.html",
        months=shown,
        rows=named,
        board=board,
        listing=chase_board.listing(board) if board is not None else None,
        day=day,
        in_tray=store.intake.tray.waiting(within=scope()),
    )
