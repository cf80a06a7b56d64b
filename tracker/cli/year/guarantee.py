"""flask guarantee: the list of a September Guarantee, and the status of everyone on it.

The list is fixed at the end of May. Whatever arrives later changes the statuses of
those who are on it, and not who is on it.
"""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import say_date
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.year.guarantee_lists import GuaranteeList

september_option = click.option(
    "--september",
    required=True,
    type=options.YEAR,
    help="The year of the September: 2027 for those in Years 11 and 12 in May 2027.",
)


@answer.COMMANDS.group("guarantee", cls=answer.Group)
def group() -> None:
    """Who the September Guarantee covers, and with which status."""


@answer.command(group, "list")
@september_option
@click.option("--on", type=options.DAY, help="As at this day. [default: today]")
@click.option("--people", is_flag=True, help="Name everyone who is on it.")
@options.authority_option
def list_(september: int, on: date | None, people: bool, authority: str) -> None:
    """Show who is on a list, and with which status."""
    from tracker import actions

    day = on or answer.today()
    act = answer.act(authority)
    found = actions.year.guarantee_lists.shown(september, act=act)
    statuses = actions.year.guarantee_lists.statuses(found, on=day)
    by_status = Counter(statuses.values())
    if people:
        answer.note_shown(authority, statuses)
    answer.give(
        {
            "september": september,
            "fixed": found.entry is not None,
            "entry": found.entry.id if found.entry is not None else None,
            "fixed_by": found.entry.made_by if found.entry is not None else None,
            "fixed_at": found.entry.recorded_at if found.entry is not None else None,
            "on": day,
            "listed": len(statuses),
            "by_reason": dict(Counter(str(each.why) for each in found.cohort.listed)),
            "by_status": dict(sorted(by_status.items())),
            "led_elsewhere": len(found.cohort.led_elsewhere),
            **({"people": _people(found, statuses)} if people else {}),
        },
        _title(found),
        answer.table(
            ("why they are on it", "young people"),
            sorted(Counter(str(each.why) for each in found.cohort.listed).items()),
        ),
        "",
        f"As at {say_date(day)}:",
        answer.table(
            ("status", "what it means", "young people"),
            [
                (code, codes.GUARANTEE_STATUSES[code].title, count)
                for code, count in sorted(by_status.items())
            ],
        ),
        *_words_of_people(found, statuses, people),
    )


def _title(found: "GuaranteeList") -> str:
    how = (
        f"fixed by {found.entry.made_by}, entry {found.entry.id}"
        if found.entry is not None
        else "not fixed yet: as it would be now"
    )
    return f"September Guarantee {found.september}, {how}"


def _people(found: "GuaranteeList", statuses: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "person": each.person,
            "year": each.year,
            "why": str(each.why),
            "status": statuses[each.person],
        }
        for each in found.cohort.listed
    ]


def _words_of_people(
    found: "GuaranteeList", statuses: dict[int, str], people: bool
) -> list[Any]:
    if not people:
        return []
    rows = [
        (each.person, each.year, statuses[each.person], str(each.why))
        for each in found.cohort.listed
    ]
    return ["", answer.table(("young person", "year", "status", "why"), rows)]


@answer.command(group, "fix")
@september_option
@options.authority_option
def fix(september: int, authority: str) -> None:
    """Fix a list from the positions of 31 May.

    A night of June does it where no user has. `guarantee take-back` undoes it.
    """
    from tracker import actions

    act = answer.act(authority)
    entry = actions.year.guarantee_lists.fix(september, act=act)
    count = len(actions.year.guarantee_lists.shown(september, act=act).cohort.listed)
    answer.give(
        {"september": september, "entry": entry, "listed": count},
        f"The list of September {september} is fixed: "
        f"{counted(count, 'young person', 'young people')}, entry {entry}.",
    )


@answer.command(group, "take-back")
@september_option
@options.authority_option
def take_back(september: int, authority: str) -> None:
    """Take back a list that was fixed.

    Until it is fixed again, the age decides who is covered.
    """
    from tracker import actions

    count = actions.year.guarantee_lists.take_back(september, act=answer.act(authority))
    answer.give(
        {"september": september, "people": count},
        f"The list of September {september} is taken back: it was of "
        f"{counted(count, 'young person', 'young people')}.",
    )
