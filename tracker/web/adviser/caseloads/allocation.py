"""Allocating those without an adviser by school or area, and advisers' limits.

See decision 0186.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, domain, store
from tracker.access import Permission
from tracker.actions.casework.caseloads import LARGEST
from tracker.domain.casework.hand_overs import Room
from tracker.refusal import Refusal
from tracker.store.accounts.users import User
from tracker.store.casework.caseload_mix import Mix, ToAllocate
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser import bp, narrowing
from tracker.web.adviser.caseloads import hand_over_preview
from tracker.web.adviser.caseloads.caseload_pages import LONGEST_NOTE, save
from tracker.web.front import incoming
from tracker.web.guard import requires, scope

#: What the young people are grouped by, with the heading of its column.
BY = {"school": "School left", "area": "Area"}


@dataclass(frozen=True, slots=True)
class Group:
    """Young people in no caseload of one school or area.

    ``key`` is the end of the name of its field, ``adviser`` who is proposed or chosen.
    """

    key: str
    title: str
    people: Sequence[int]
    mix: Mix
    adviser: int | None


@bp.route("/caseloads/allocate", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_allocate() -> ResponseReturnValue:
    by = request.args.get("by", "")
    by = by if by in BY else "school"
    problem = refusals.Problem()
    if request.method == "POST" and hand_over_preview.SAVE in request.form:
        return save()
    team = store.casework.caseloads.advisers(within=scope())
    mixes = _mixes(team)
    groups = _groups(by, team, mixes)
    if request.method == "POST":
        with refusals.kept() as problem:
            moving = actions.casework.caseloads.to_advisers(
                {
                    person: group.adviser
                    for group in groups
                    if group.adviser is not None
                    for person in group.people
                },
                within=scope(),
            )
            return hand_over_preview.of_moving(
                moving, note=request.form.get("note", "").strip()[:LONGEST_NOTE]
            )
    return render_template(
        "adviser/caseloads/allocate.html",
        by=by,
        titles=BY,
        groups=groups,
        team=team,
        mixes=mixes,
        none_=Mix(),
        total=sum(len(group.people) for group in groups),
        problem=problem,
    )


def _mixes(team: Sequence[User]) -> dict[int, Mix]:
    return store.casework.caseload_mix.mixes(
        [user.id for user in team], day=narrowing.newest_day(), within=scope()
    )


def _groups(by: str, team: Sequence[User], mixes: Mapping[int, Mix]) -> list[Group]:
    """The groups, the largest first, each with the adviser that was chosen for it.

    Before anything is chosen, one is proposed who has room.
    """
    people: dict[str, list[ToAllocate]] = defaultdict(list)
    for each in store.casework.caseload_mix.to_allocate(
        day=narrowing.newest_day(), within=scope()
    ):
        people[(each.school if by == "school" else each.area) or ""].append(each)
    register = store.institutions.register.directory()
    if request.method == "POST":
        chosen = {
            key: incoming.number(request.form.get(f"to-{key}")) or None
            for key in people
        }
    else:
        chosen = _proposed(
            {key: len(some) for key, some in people.items()}, team, mixes
        )
    return [
        Group(
            key,
            (register.name_of(key) if by == "school" and key else key)
            or ("No school known" if by == "school" else "No postcode known"),
            [each.number for each in some],
            Mix(
                len(some),
                sum(each.neet for each in some),
                sum(each.not_known for each in some),
                sum(each.plan for each in some),
            ),
            chosen.get(key),
        )
        for key, some in sorted(people.items(), key=lambda it: (-len(it[1]), it[0]))
    ]


def _proposed(
    sizes: Mapping[str, int], team: Sequence[User], mixes: Mapping[int, Mix]
) -> dict[str, int | None]:
    # A team leader advises too, but not before they choose to.
    advising = [user for user in team if not user.may(Permission.HAND_OVER)] or team
    if not advising:
        return {}
    rooms = [
        Room(
            user.id,
            mixes[user.id].people if user.id in mixes else 0,
            user.caseload_limit,
        )
        for user in advising
    ]
    return dict(domain.casework.hand_overs.spread(sizes, rooms))


@bp.route("/caseloads/limits", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def caseload_limits() -> ResponseReturnValue:
    team = store.casework.caseloads.advisers(within=scope())
    entered = {
        user.id: "" if user.caseload_limit is None else str(user.caseload_limit)
        for user in team
    }
    problem = refusals.Problem()
    if request.method == "POST":
        entered = {
            user.id: request.form.get(f"limit-{user.id}", "").strip()[:20]
            for user in team
        }
        with refusals.kept() as problem:
            changed = actions.casework.caseloads.set_limits(
                {user: _limit(user, text) for user, text in entered.items()},
                within=scope(),
                act=act(),
            )
            flash("The limits have been saved." if changed else "Nothing was changed.")
            return redirect(url_for("adviser.caseloads"))
    return render_template(
        "adviser/caseloads/limits.html",
        team=team,
        entered=entered,
        mixes=_mixes(team),
        none_=Mix(),
        problem=problem,
    )


def _limit(user: int, text: str) -> int | None:
    """The limit that was entered, None for none. Raises Refusal with its field."""
    if not text:
        return None
    number = incoming.number(text.replace(",", ""))
    if number is None:
        raise Refusal(
            f"Enter a whole number from 0 to {LARGEST:,}, or nothing.", f"limit-{user}"
        )
    return number
