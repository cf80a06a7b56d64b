"""UPNs copied for a look-up in Get Information About Pupils, with its purpose.

See decision 0248.
"""

from dataclasses import dataclass
from datetime import date

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.domain.intake.pupil_look_ups import (
    GROUPS,
    MOST,
    NO_SCHOOL,
    NOT_KNOWN,
    UNMATCHED,
    WEEKS,
    again,
)
from tracker.domain.reference.identifiers import Upn
from tracker.feeds.pupil_information.feed import NAME
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.casework.not_known.pupil_numbers import LookUp, Number


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a look-up: its UPNs, those that came back, those that did not.

    ``missing`` are the young people whose number brought nothing.
    """

    look_up: LookUp
    upns: tuple[str, ...]
    back: frozenset[str]
    missing: tuple[int, ...]


def waiting(
    *, day: date, weeks: int, within: Scope, act: Act
) -> dict[str, list[Number]]:
    """The numbers of each group that are to be looked up, the next first.

    What was looked up within these weeks is left out, and so is a young person whose
    data may only be stored. ``day`` is that of the positions. Raises Refusal.
    """
    if weeks not in WEEKS:
        raise Refusal("Select after how many weeks to look them up again.", "weeks")
    numbers = store.casework.not_known.pupil_numbers
    found = {
        NOT_KNOWN: numbers.not_known(day=day, within=within),
        NO_SCHOOL: numbers.at_no_school(day=day, within=within),
        UNMATCHED: numbers.of_doubtful_lines(within=within),
    }
    looked = numbers.looked_up_since(act.at - again(weeks), within=within)
    people = {it.person for each in found.values() for it in each if it.person}
    stored = store.law.objections.restricted(people, act.on)
    return {
        group: list(
            {
                each.upn: each
                for each in listed
                if Upn.parse(each.upn).value is not None
                and each.person not in stored
                and ("person", each.person) not in looked
                and ("row", each.row) not in looked
            }.values()
        )
        for group, listed in found.items()
    }


def copy(group: str, *, day: date, weeks: int, within: Scope, act: Act) -> int:
    """Records that the next numbers of a group are looked up, with the purpose of it;
    returns the number of the look-up. Raises Refusal where there are none.
    """
    if group not in GROUPS:
        raise Refusal("Select what you look them up for.", "group")
    # Two users at once do not look up the same numbers.
    with store.database.base.transaction(f"look-ups of {act.authority}"):
        chosen = waiting(day=day, weeks=weeks, within=within, act=act)[group][:MOST]
        if not chosen:
            raise Refusal("There is no number left to look up in this group.", "group")
        act.note(
            Action.PUPILS_LOOKED_UP,
            f"authority {act.authority}",
            people=[each.person for each in chosen if each.person is not None],
            rows=[each.row for each in chosen if each.row is not None],
            group=group,
            numbers=len(chosen),
            why=f"Get Information About Pupils, {GROUPS[group].purpose}",
        )
        (made,) = store.casework.not_known.pupil_numbers.look_ups(within=within, most=1)
        return made.id


def answered(look_up: LookUp, *, within: Scope) -> Answered:
    """What came of a look-up so far, by the results that were loaded since."""
    numbers = store.casework.not_known.pupil_numbers
    upns = numbers.upns_of(look_up.people, look_up.rows, within=within)
    back = numbers.came_back(upns, look_up.at, feed=NAME, within=within)
    whose = numbers.people_with(upns, look_up.people)
    missing = (whose[upn] for upn in upns if upn not in back and upn in whose)
    return Answered(look_up, tuple(upns), frozenset(back), tuple(missing))
