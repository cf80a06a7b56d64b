"""Caseloads: each adviser's young people, hand-overs, young people in no caseload."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.store.accounts.users import User
from tracker.store.casework.caseload_rows import Row
from tracker.web import paging, refusals
from tracker.web.acting import act, today
from tracker.web.adviser import bp, narrowing
from tracker.web.adviser.caseloads import hand_over_preview
from tracker.web.front import incoming
from tracker.web.guard import found, me, requires, scope
from tracker.web.look.listing import Listing

ALL, TICKED = "all", "ticked"
LONGEST_NOTE = 1000


@bp.get("/caseloads", endpoint="caseloads")
@requires(Permission.HAND_OVER)
def all_caseloads() -> ResponseReturnValue:
    team = store.casework.caseloads.advisers(within=scope())
    return render_template(
        "adviser/caseloads/all.html",
        team=team,
        loads=store.casework.caseload_rows.loads(
            today=today(), within=scope(), users=[user.id for user in team]
        ),
        unallocated=store.casework.caseload_rows.count_unallocated(
            day=narrowing.newest_day(), within=scope()
        ),
        names={user.id: user.name for user in team},
        emails={user.email: user.name for user in team},
        mixes=store.casework.caseload_mix.mixes(
            [user.id for user in team], day=narrowing.newest_day(), within=scope()
        ),
        covers=store.casework.caseloads.covers(today(), within=scope()),
        hand_overs=store.casework.caseloads.newest_hand_overs(within=scope(), limit=5),
        today=today(),
    )


@bp.get("/my-caseload")
@requires(Permission.SEE_CASELOAD)
def caseload_mine() -> ResponseReturnValue:
    return _list(me(), mine=True)


@bp.route("/caseloads/<int:number>", methods=["GET", "POST"], endpoint="caseload")
@requires(Permission.HAND_OVER)
def one_caseload(number: int) -> ResponseReturnValue:
    adviser = _adviser(number)
    if request.method == "GET":
        return _list(adviser, mine=False)
    return _hand_over(adviser)


def _list(
    adviser: User, *, mine: bool, problem: refusals.Problem | None = None
) -> ResponseReturnValue:
    listing, schools = _narrowed(adviser)
    team = () if mine else store.casework.caseloads.advisers(within=scope())
    return render_template(
        "adviser/caseloads/one.html",
        adviser=adviser,
        mine=mine,
        listing=listing,
        schools=schools,
        team=[user for user in team if user.id != adviser.id],
        problem=problem,
        today=today(),
    )


def _narrowed(adviser: User) -> tuple[Listing[Row], Mapping[str, str]]:
    """A caseload narrowed by the address, and the names of its schools."""
    rows = store.casework.caseload_rows.of_adviser(
        [adviser.id], day=narrowing.newest_day(), today=today(), within=scope()
    )
    schools = narrowing.schools_of(rows)
    return narrowing.listing(rows, schools, today=today()), schools


def _hand_over(adviser: User) -> ResponseReturnValue:
    """Shows who moves by a hand-over, and makes the one that was shown."""
    if hand_over_preview.SAVE in request.form:
        return save()
    everybody = request.form.get("which") == ALL
    people = (
        [row.person for row in _narrowed(adviser)[0].everything]
        if everybody
        else _ticked()
    )
    with refusals.kept() as problem:
        moving = actions.casework.caseloads.evenly(
            people, [_number(request.form.get("to"))], within=scope()
        )
        return hand_over_preview.of_moving(moving, note=_note())
    return _list(adviser, mine=False, problem=problem)


def save() -> ResponseReturnValue:
    """Makes the hand-over that its preview showed."""
    moving = hand_over_preview.unpacked(request.form.get(hand_over_preview.MOVES, ""))
    with refusals.kept() as problem:
        made = actions.casework.caseloads.move(moving, act=act(), note=_note())
        flash(hand_over_preview.done(made))
        return redirect(url_for("adviser.caseloads"))
    if not moving.to:
        flash(problem.sentence, "refused")
        return redirect(url_for("adviser.caseloads"))
    return hand_over_preview.of_moving(moving, note=_note(), problem=problem)


@bp.route("/caseloads/unallocated", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_unallocated() -> ResponseReturnValue:
    """Who is NEET, not known or not shown and in no caseload, to be shared out."""
    problem = refusals.Problem()
    if request.method == "POST":
        if hand_over_preview.SAVE in request.form:
            return save()
        with refusals.kept() as problem:
            moving = actions.casework.caseloads.evenly(
                _everybody_or_ticked(),
                [_number(each) for each in request.form.getlist("advisers")],
                within=scope(),
            )
            return hand_over_preview.of_moving(moving, note=_note())
    page = paging.page(
        store.casework.caseload_rows.count_unallocated(
            day=narrowing.newest_day(), within=scope()
        )
    )
    rows = store.casework.caseload_rows.unallocated(
        day=narrowing.newest_day(),
        today=today(),
        within=scope(),
        offset=page.offset,
        limit=page.rows,
    )
    return render_template(
        "adviser/caseloads/unallocated.html",
        page=page,
        rows=rows,
        schools=narrowing.schools_of(rows),
        team=store.casework.caseloads.advisers(within=scope()),
        problem=problem,
        today=today(),
    )


def _everybody_or_ticked() -> Sequence[int]:
    if request.form.get("which") != ALL:
        return _ticked()
    return [
        row.person
        for row in store.casework.caseload_rows.unallocated(
            day=narrowing.newest_day(), today=today(), within=scope()
        )
    ]


@bp.post("/people/<int:number>/take")
@requires(Permission.SEE_CASELOAD)
def caseload_take(number: int) -> ResponseReturnValue:
    """Takes a young person who is in no caseload into the user's own."""
    found(store.people.records.get(number, within=scope()))
    if store.casework.caseloads.adviser_of(number) is not None:
        flash("They have since been taken into another caseload.")
        return redirect(url_for("adviser.person", number=number))
    return _move(number, me().id)


@bp.post("/people/<int:number>/adviser")
@requires(Permission.HAND_OVER)
def caseload_move(number: int) -> ResponseReturnValue:
    """Puts one young person into the caseload of an adviser."""
    found(store.people.records.get(number, within=scope()))
    return _move(number, _number(request.form.get("to")))


def _move(person: int, to: int) -> ResponseReturnValue:
    with refusals.flashed():
        actions.casework.caseloads.hand_over(
            [person], to, within=scope(), act=act(), note=_note()
        )
        mine = to == me().id
        flash("They are now in your caseload." if mine else "Handed over.")
    return redirect(url_for("adviser.person", number=person))


def _adviser(number: int) -> User:
    team = {user.id: user for user in store.casework.caseloads.advisers(within=scope())}
    return found(team.get(number))


def _ticked() -> list[int]:
    return [_number(each) for each in request.form.getlist("people")]


def _number(text: str | None) -> int:
    """The number that was chosen; 0, which no record has, if there is none."""
    return incoming.number(text) or 0


def _note() -> str:
    return request.form.get("note", "").strip()[:LONGEST_NOTE]
