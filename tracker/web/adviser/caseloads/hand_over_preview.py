"""What a hand-over moves, as the page before its one save shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.actions.casework.caseloads import HandedOver, Moving
from tracker.actions.casework.hand_overs import Flow, LeftThere
from tracker.store.people.records import Person
from tracker.web.filters import counted
from tracker.web.front import incoming
from tracker.web.guard import scope
from tracker.web.refusals import Problem

#: How many names a preview gives of each group.
NAMED = 10
#: The field that saves what was previewed, and its pairs of a person and an adviser.
SAVE, MOVES = "save", "moves"


@dataclass(frozen=True, slots=True)
class ShownFlow:
    """Young people who go from one caseload to another, the first of them by name."""

    out_of: str
    to: str
    people: int
    first: Sequence[Person]


@dataclass(frozen=True, slots=True)
class ShownLeft:
    """A young person who is left in a caseload, with the reason."""

    person: Person
    why: str
    adviser: str


@dataclass(frozen=True, slots=True)
class Caseload:
    """An adviser's caseload before and after, with the limit; ``over`` by how many."""

    name: str
    before: int
    after: int
    limit: int | None

    @property
    def over(self) -> int:
        return 0 if self.limit is None else max(0, self.after - self.limit)


def page(
    title: str,
    lede: str,
    button: str,
    flows: Sequence[Flow],
    *,
    left: Sequence[LeftThere] = (),
    hidden: Sequence[tuple[str, str]] = (),
    back: str = "",
    problem: Problem | None = None,
) -> ResponseReturnValue:
    """The page: who goes from where to where, who is left, and one button."""
    names = {
        each.id: each.name for each in store.accounts.users.everybody(within=scope())
    }
    named = [number for flow in flows for number in flow.people[:NAMED]]
    people = {
        each.id: each
        for each in store.people.records.records(
            [*named, *(each.person for each in left)], within=scope()
        )
    }
    return render_template(
        "adviser/caseloads/preview.html",
        title=title,
        lede=lede,
        button=button,
        flows=[_shown(each, names, people) for each in flows],
        total=sum(len(each.people) for each in flows),
        caseloads=_caseloads(flows),
        left=[
            ShownLeft(people[each.person], each.why.value, _name(each.adviser, names))
            for each in left
            if each.person in people
        ],
        hidden=hidden,
        back=back or url_for("adviser.caseloads"),
        problem=problem or Problem(),
    )


def of_moving(
    moving: Moving, *, note: str, problem: Problem | None = None
) -> ResponseReturnValue:
    """The page before young people are handed over, shared out or allocated."""
    flows = actions.casework.hand_overs.flows(moving.now, moving.to)
    many = counted(len(moving.to), "young person", "young people")
    return page(
        f"Hand over {many}?",
        "Nothing has been moved yet. It is one hand-over, which can be undone.",
        "Hand over",
        flows,
        hidden=[
            (SAVE, "yes"),
            (MOVES, packed(moving)),
            ("note", note),
        ],
        problem=problem,
    )


def packed(moving: Moving) -> str:
    """Who goes where and is where, as one field: a form has at most 1,000."""
    return " ".join(
        f"{person}:{to}:{moving.now.get(person) or 0}"
        for person, to in sorted(moving.to.items())
    )


def unpacked(text: str) -> Moving:
    """What ``packed`` wrote; what cannot be read is left out."""
    to: dict[int, int] = {}
    now: dict[int, int | None] = {}
    for each in text.split():
        match [incoming.number(part) for part in each.split(":")]:
            case [int(person), int(adviser), int(held)]:
                to[person], now[person] = adviser, held or None
    return Moving(to, now)


def done(made: HandedOver) -> str:
    """What was moved, in words, and how many were left where others had put them."""
    people = counted(made.people, "young person", "young people")
    words = f"Handed over {people}."
    if made.left:
        left = counted(len(made.left), "young person", "young people")
        words += (
            f" {left} had been put into another caseload in the meantime, and "
            f"{'was' if len(made.left) == 1 else 'were'} left there."
        )
    return words


def _shown(
    flow: Flow, names: Mapping[int, str], people: Mapping[int, Person]
) -> ShownFlow:
    first = [people[each] for each in flow.people[:NAMED] if each in people]
    return ShownFlow(
        _name(flow.out_of, names), _name(flow.to, names), len(flow.people), first
    )


def _name(adviser: int | None, names: Mapping[int, str]) -> str:
    if adviser is None:
        return "no caseload"
    return names.get(adviser, "a former colleague")


def _caseloads(flows: Sequence[Flow]) -> list[Caseload]:
    """The caseloads that change, by name, with their sizes before and after."""
    change: dict[int, int] = {}
    for flow in flows:
        for adviser, by in (
            (flow.out_of, -len(flow.people)),
            (flow.to, len(flow.people)),
        ):
            if adviser is not None:
                change[adviser] = change.get(adviser, 0) + by
    team = store.casework.caseloads.advisers(within=scope())
    sizes = store.casework.caseload_mix.people_in(
        [user.id for user in team], within=scope()
    )
    return [
        Caseload(
            user.name,
            before := sizes.get(user.id, 0),
            before + change[user.id],
            user.caseload_limit,
        )
        for user in team
        if user.id in change
    ]
