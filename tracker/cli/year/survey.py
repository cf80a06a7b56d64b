"""flask survey: the annual activity survey of last year's Year 11, on 1 November."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.year.survey import LAYOUT, OUTCOMES
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.store.nccis_return.surveys import ActivitySurvey

#: At most this many young people are printed one by one; --json gives all.
PEOPLE_SHOWN = 50


@answer.COMMANDS.group("survey", cls=answer.Group)
def group() -> None:
    """The annual activity survey of 1 November."""


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List every survey, newest first."""
    from tracker import store

    found = store.nccis_return.surveys.surveys(within=authority_scope(authority))
    answer.give(
        [_fields(each) for each in found],
        answer.table(
            ("survey", "left in", "young people", "prepared", "signed off", "sent"),
            (
                (
                    *(each.id, str(each.left), each.people),
                    *(each.prepared_at, each.frozen_at, each.sent_on),
                )
                for each in found
            ),
        )
        if found
        else ["No survey has been prepared. Begin with `flask survey prepare`."],
    )


def _fields(of: "ActivitySurvey") -> dict[str, Any]:
    return {
        "survey": of.id,
        **answer.fields(of, "left", "people", "sha256", "known_at", "prepared_at"),
        **answer.fields(of, "prepared_by", "frozen_at", "frozen_by", "sent_on"),
    }


@answer.command(group, "prepare")
@click.option(
    "--left",
    required=True,
    type=options.YEAR,
    help="The summer in which they left Year 11.",
)
@click.option(
    "--known-at",
    type=options.MOMENT,
    help="As it was known then; a date means the end of that day.",
)
@options.authority_option
def prepare(left: int, known_at: datetime | None, authority: str) -> None:
    """Prepare the survey of a summer, from 1 November on."""
    from tracker import actions

    of = actions.year.surveys.prepare(
        left,
        database=answer.settings().needed_database_id,
        known_at=known_at,
        act=answer.act(authority),
        say=answer.progress(),
    )
    _show(of)


@answer.command(group, "freeze")
@click.argument("survey", type=options.NUMBER)
@options.authority_option
def freeze(survey: int, authority: str) -> None:
    """Sign a survey off, which keeps it for good as it is."""
    from tracker import actions

    of = _found(survey, authority)
    actions.year.survey_sign_off.sign(of, act=answer.act(authority))
    answer.give(
        _fields(of),
        f"Survey {of.id} of those who left in {of.left} is signed off: "
        f"{counted(of.people, 'young person', 'young people')}.",
        LAYOUT,
    )


@answer.command(group, "show")
@click.argument("survey", type=options.NUMBER)
@click.option(
    "--people", is_flag=True, help="List those without an activity, by their numbers."
)
@click.option(
    "--out",
    type=options.PathGiven(".csv", dir_okay=False),
    metavar="FILE",
    help="Write the file of a survey that is signed off.",
)
@options.authority_option
def show(survey: int, people: bool, out: Path | None, authority: str) -> None:
    """Show a survey: cohort, activities, and who is left."""
    from tracker import actions

    of = _found(survey, authority)
    if out is not None:
        reporting.files.whole_files.check(out)
        data = actions.year.survey_sign_off.file(of, act=answer.act(authority))
        with reporting.files.whole_files.whole(out) as whole:
            whole.write_bytes(data)
    _show(of, people=people)


def _found(number: int, authority: str) -> "ActivitySurvey":
    from tracker import store

    found: ActivitySurvey = answer.found(
        store.nccis_return.surveys.survey(number, within=authority_scope(authority)),
        f"There is no survey {number}.",
    )
    return found


def _show(of: "ActivitySurvey", *, people: bool = False) -> None:
    """Prints a survey. Commands count everybody, as the file does (decision 0196)."""
    from tracker import actions

    figures = actions.year.survey_figures
    made = figures.totals(of, sealed=True)
    before = figures.earlier(of)
    changes = figures.changes(before, of) if before is not None else {}
    rows: list[Any] = []
    if people:
        _, rows = figures.follow_up(of, sealed=False, limit=of.people)
        answer.note_shown(of.authority, [each.person for each in rows])
    answer.give(
        {
            **_fields(of),
            "by_reason": dict(sorted(made.reasons.items())),
            "confirmed": made.confirmed,
            "by_group": made.groups,
            "followed_up": made.followed_up,
            "by_outcome": {each.value: many for each, many in made.outcomes.items()},
            "changes": changes,
            "layout": LAYOUT,
            **({"left_over": [each._asdict() for each in rows]} if people else {}),
        },
        f"Survey {of.id} of those who left Year 11 in {of.left}: "
        f"{counted(of.people, 'young person', 'young people')}, "
        f"as known {answer.local(of.known_at)}, "
        + ("signed off." if of.frozen_at else "not signed off."),
        answer.table(
            ("why they are on it", "young people"), sorted(made.reasons.items())
        ),
        "",
        answer.table(
            ("on 1 November", "young people"),
            [
                *made.groups.items(),
                *((OUTCOMES[each], many) for each, many in made.outcomes.items()),
            ],
        ),
        *_in_words(changes, rows),
        "",
        LAYOUT,
    )


def _in_words(changes: dict[str, int], rows: list[Any]) -> Iterator[Any]:
    if changes:
        yield ""
        yield answer.table(("since the last one", "young people"), changes.items())
    if rows:
        yield ""
        yield answer.table(
            ("young person", "what is known", "activity", "since"),
            (
                (str(each.person), each.outcome, each.activity, each.starts)
                for each in rows[:PEOPLE_SHOWN]
            ),
        )
        if len(rows) > PEOPLE_SHOWN:
            yield f"and {len(rows) - PEOPLE_SHOWN:,} more; --json gives all."
