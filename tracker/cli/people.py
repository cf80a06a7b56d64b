"""flask people: find somebody, read their history, merge records and part them."""

from datetime import date, datetime

import click

from tracker.cli import answer
from tracker.cli.answer import authority_option, command


@click.group("people")
def group() -> None:
    """Find young people and read their histories."""


@command(group, "find")
@click.argument("words", nargs=-1, required=True)
@authority_option
def find(words: tuple[str, ...], authority: str, as_json: bool) -> None:
    """People by any name, an identifier, a postcode or a date of birth."""
    from tracker.access import authority_scope
    from tracker.store import people

    found = people.find(" ".join(words), within=authority_scope(authority))
    if as_json:
        answer.show(
            [
                {
                    "person": each.id,
                    "given": each.given,
                    "family": each.family,
                    "born": each.born,
                    "postcode": each.postcode,
                    "upn": each.upn,
                    "uln": each.uln,
                }
                for each in found
            ]
        )
        return
    answer.table(
        ("person", "family name", "given name", "born", "postcode", "UPN", "ULN"),
        (
            (
                str(each.id),
                each.family,
                each.given,
                each.born,
                each.postcode,
                each.upn,
                each.uln,
            )
            for each in found
        ),
    )


@command(group, "show")
@click.argument("person", type=int)
@click.option(
    "--on",
    callback=answer.day,
    metavar="DATE",
    help="Their position on this day. [default: today]",
)
@click.option(
    "--known-at",
    callback=answer.moment,
    metavar="MOMENT",
    help="As it was known then; a date means the end of that day.",
)
@authority_option
def show(
    person: int,
    on: date | None,
    known_at: datetime | None,
    authority: str,
    as_json: bool,
) -> None:
    """One young person: who they are, their spells and sources, where they are."""
    from tracker.cli import telling

    told = telling.tell(person, authority, on=on or answer.today(), known_at=known_at)
    if told is None:
        raise answer.CannotBeDone(f"There is no young person {person}.")
    if as_json:
        answer.show(told)
    else:
        telling.print_history(told)


@command(group, "merge")
@click.argument("survivor", type=int)
@click.argument("others", nargs=-1, required=True, type=int)
@authority_option
def merge(
    survivor: int, others: tuple[int, ...], authority: str, as_json: bool
) -> None:
    """Make any number of records one young person, known by the first number."""
    from tracker.access import authority_scope
    from tracker.actions import people as actions

    actions.merge(
        survivor,
        others,
        within=authority_scope(authority),
        by=answer.who(),
        at=answer.now(),
        on=answer.today(),
    )
    if as_json:
        answer.show({"person": survivor, "merged": list(others)})
    else:
        click.echo(
            f"{len(others)} merged into young person {survivor}. "
            f"Undo it with: flask people unmerge {survivor}"
        )


@command(group, "unmerge")
@click.argument("survivor", type=int)
@authority_option
def unmerge(survivor: int, authority: str, as_json: bool) -> None:
    """Undo the newest merge into a young person; every record stands again."""
    from tracker.access import authority_scope
    from tracker.actions import people as actions

    restored = actions.unmerge(
        survivor,
        within=authority_scope(authority),
        by=answer.who(),
        at=answer.now(),
        on=answer.today(),
    )
    if as_json:
        answer.show({"person": survivor, "restored": restored})
    else:
        numbers = ", ".join(str(number) for number in restored)
        click.echo(f"Parted from young person {survivor}: {numbers}.")
