"""flask looked: who looked at a record, at what one user looked, and what to review."""

from datetime import datetime
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.reference.england import HERE


@answer.command(None, "looked")
@click.option("--person", type=options.NUMBER, help="Looks at one young person.")
@click.option("--user", metavar="EMAIL", help="Looks of one user.")
@click.option("--second-look", is_flag=True, help="What deserves a second look.")
@options.authority_option
def looked(
    person: int | None, user: str | None, second_look: bool, authority: str
) -> None:
    """List who looked at young people's records, when and why."""
    chosen = [person is not None, user is not None, second_look]
    if sum(chosen) != 1:
        raise answer.CannotBeDone("Give one of --person, --user or --second-look.")
    if person is not None:
        _at(person, authority)
    elif user is not None:
        _by(user, authority)
    else:
        _for_review(authority, answer.now())


def _at(person: int, authority: str) -> None:
    from tracker import store

    within = authority_scope(authority)
    answer.found(
        store.people.records.get(person, within=within),
        f"There is no young person {person}.",
    )
    looks = store.law.looked.at_person(person, within=within)
    columns = ("at", "by", "acts_for", "action", "why", "people")
    answer.note_shown(authority, [person])
    _give([answer.fields(each, *columns) for each in looks], columns)


def _by(user: str, authority: str) -> None:
    from tracker import store

    within = authority_scope(authority)
    lines = store.law.looked.by_user(user, within=within)
    reasons = store.law.looked.reasons(lines, within=within)
    shown = [
        {
            **answer.fields(line, "at", "by", "action"),
            "why": why,
            "people": store.law.looked.people_of(line),
        }
        for line, why in zip(lines, reasons, strict=True)
    ]
    answer.note_shown(authority, (each for line in shown for each in line["people"]))
    _give(shown, ("at", "action", "why", "people"))


def _for_review(authority: str, until: datetime) -> None:
    from tracker import actions

    listed = actions.law.looks.looking.second_looks(
        within=authority_scope(authority), until=until, zone=HERE
    )
    shown = [
        {
            **answer.fields(each.entry, "on", "kind", "by", "person", "many"),
            "finding": each.review.finding if each.review is not None else None,
        }
        for each in listed
    ]
    answer.note_shown(
        authority, (each.person for each in listed if each.person is not None)
    )
    _give(shown, ("on", "kind", "by", "person", "many", "finding"))


def _give(shown: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    rows = ([_cell(row[name]) for name in columns] for row in shown)
    answer.give(shown, answer.table(columns, rows))


def _cell(value: Any) -> Any:
    """A list of people as how many they are, unless it is one."""
    if isinstance(value, list):
        return str(value[0]) if len(value) == 1 else f"{len(value):,} people"
    return value
