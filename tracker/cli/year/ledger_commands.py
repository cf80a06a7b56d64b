"""flask ledger: the ledger of the statutory year, from planned place to March."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.reference.academic_year import say_date
from tracker.domain.year.funnel import Line, Part
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import STEPS, Name
from tracker.refusal import Refusal

if TYPE_CHECKING:
    from tracker.domain.year.funnel import Funnel
    from tracker.store.figures.ledger_counts import Narrowed
    from tracker.store.history.ledger.owed_rows import Year


@answer.COMMANDS.group("ledger", cls=answer.Group)
def group() -> None:
    """From planned place to March: who reached which step."""


@answer.command(group, "list")
@click.option("--on", type=options.DAY, help="As at this day. [default: today]")
@click.option("--left", type=options.YEAR, help="The summer of leaving.")
@click.option(
    "--step",
    type=click.Choice([each.value for each in Name]),
    help="Name those in a part of this step; needs --left.",
)
@click.option(
    "--part",
    type=click.Choice([each.value for each in Part]),
    default=Part.MISSING.value,
    show_default=True,
    help="The part of the step.",
)
@click.option(
    "--cohort",
    type=click.Choice([each.value for each in LedgerCohort]),
    default=LedgerCohort.BOTH.value,
    show_default=True,
    help="One year group, or those with an EHC plan beyond Year 12.",
)
@options.authority_option
def list_(
    on: date | None,
    left: int | None,
    step: str | None,
    part: str,
    cohort: str,
    authority: str,
) -> None:
    """Show how many reached each step, beside last year on the same day.

    Of those who left last summer and of those who leave next, unless one is named.
    """
    from tracker import actions
    from tracker.store.figures.ledger_counts import Narrowed

    narrowed = Narrowed(LedgerCohort(cohort))

    day = on or answer.today()
    ledger = actions.year.cohort_ledgers
    years = [each for each in ledger.current(day) if left in (None, each.left)]
    if not years:
        summers = " or ".join(str(each.left) for each in ledger.current(day))
        raise Refusal(
            f"The ledger of {say_date(day)} is of those who leave in the summer of "
            f"{summers}, not of {left}."
        )
    if step is not None and left is None:
        raise Refusal("Name the summer of leaving with --left as well as the step.")
    wanted = [one for each in years for one in (each, ledger.a_year_before(each))]
    scope = authority_scope(authority)
    ledger.refresh(wanted, within=scope, on=answer.today(), say=answer.progress())
    if step is not None:
        _give_people(years[0], Name(step), Part(part), narrowed, authority)
        return
    shown = [
        (
            each,
            ledger.counts(each, within=scope, narrowed=narrowed),
            ledger.counts(ledger.a_year_before(each), within=scope, narrowed=narrowed),
        )
        for each in years
    ]
    answer.give(
        {
            "on": day,
            "cohort": cohort,
            "years": [_year(*each, LedgerCohort(cohort)) for each in shown],
        },
        *(words for each in shown for words in _words(*each, LedgerCohort(cohort))),
    )


def _year(
    year: "Year", now: "Funnel", before: "Funnel", of: LedgerCohort
) -> dict[str, Any]:
    return {
        "left": year.left,
        "people": now.people,
        "last_year": before.people,
        "steps": [
            {
                "step": line.step.name,
                "title": line.step.title,
                "due": line.step.due(year.left),
                "is_due": line.is_due,
                "owner": of.owner(line.step.name),
                **_parts(line),
                "last_year": _parts(before.line(line.step.name)),
            }
            for line in now.lines
            if line.step.name in of.steps
        ],
    }


def _parts(line: Line) -> dict[str, int]:
    return {part: line.people[part] for part in Part}


def _words(
    year: "Year", now: "Funnel", before: "Funnel", of: LedgerCohort
) -> list[Any]:
    return [
        f"{of.of_year(year.left)}: {now.people} young people on "
        f"{say_date(year.as_of)}, {before.people} a year before",
        answer.table(
            (
                *("step", "due", "reached", "last year"),
                *("not confirmed", "missing", "lost here"),
            ),
            [
                (
                    line.step.title,
                    line.step.due(year.left),
                    line.people[Part.REACHED],
                    before.line(line.step.name).people[Part.REACHED],
                    line.people[Part.UNCONFIRMED],
                    line.people[Part.MISSING],
                    line.people[Part.LOST],
                )
                for line in now.lines
                if line.step.name in of.steps
            ],
        ),
        "",
    ]


def _give_people(
    year: "Year", name: Name, part: Part, narrowed: "Narrowed", authority: str
) -> None:
    from tracker import actions

    _, rows = actions.year.cohort_ledgers.people(
        year,
        within=authority_scope(authority),
        name=name,
        part=part,
        narrowed=narrowed,
        limit=10**6,
    )
    answer.note_shown(authority, [each.person for each in rows])
    answer.give(
        {
            "on": year.as_of,
            "left": year.left,
            "step": name,
            "part": part,
            "people": [
                {
                    "person": each.person,
                    "year_group": each.year_group,
                    "institution": each.institution,
                    "form_group": each.form_group,
                    "marks": each.marks,
                    "steps": each.steps,
                    "gap": each.gap,
                    "owner": each.owner,
                }
                for each in rows
            ],
        },
        f"{STEPS[name].title}, {part}: {len(rows)} on {say_date(year.as_of)}",
        answer.table(
            ("young person", "name", "year", "missing now", "who acts"),
            [
                (each.person, each.name, each.year_group, each.gap, each.owner)
                for each in rows
            ],
        ),
    )
