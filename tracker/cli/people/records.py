"""flask people: find a young person, read their history, merge records, undo it."""

from datetime import date, datetime

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.answer import command
from tracker.cli.options import authority_option

#: The details that distinguish the people in a list of people found.
_LISTED = ("family", "given", "born", "postcode", "upn", "uln")


@click.group("people", cls=answer.Group)
def group() -> None:
    """Find young people and read their histories."""


@command(group, "find")
@click.argument("words", nargs=-1, required=True)
@authority_option
def find(words: tuple[str, ...], authority: str, as_json: bool) -> None:
    """Find people by name, identifier, postcode or date of birth.

    Use several together to narrow it down.

    \b
    flask people find "Zoë O'Neill"
    flask people find Smith 06/08/2010
    flask people find WN7 4EJ
    """
    from tracker import store
    from tracker.domain.history.details.particulars import BY_NAME

    try:
        search = store.people.finding.find(
            " ".join(words), within=authority_scope(authority)
        )
    except store.people.finding.NotADate as mistaken:
        raise answer.CannotBeDone(str(mistaken)) from mistaken
    found = search.people
    labels = {name: BY_NAME[name].label for name in _LISTED}
    if as_json:
        answer.show(
            [
                {"person": each.id, **{name: getattr(each, name) for name in labels}}
                for each in found
            ]
        )
        return
    if search.by_sound and found:
        click.echo("No name is spelt like that. These sound similar.")
    answer.table(
        ("Person", *labels.values()),
        ((str(each.id), *(getattr(each, name) for name in labels)) for each in found),
    )
    if search.total > len(found):
        click.echo(
            f"The first {len(found)} of {search.total:,}: add another word, a date of "
            "birth or a postcode."
        )


@command(group, "show")
@click.argument("person", type=options.NUMBER)
@click.option(
    "--on",
    callback=options.day,
    metavar="DATE",
    help="Their position on this day. [default: today]",
)
@click.option(
    "--known-at",
    callback=options.moment,
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
    """Show a young person's identity, spells, sources and position."""
    from tracker.cli.people import history_json, person_in_words

    found = history_json.read(
        person, authority, on=on or answer.today(), known_at=known_at
    )
    if found is None:
        raise answer.CannotBeDone(f"There is no young person {person}.")
    history, known = found
    if as_json:
        answer.show(history)
    else:
        person_in_words.show(history, known)


@command(group, "merge")
@click.argument("survivor", type=options.NUMBER)
@click.argument("others", nargs=-1, required=True, type=options.NUMBER)
@authority_option
@click.option(
    "--because",
    metavar="REASON",
    help="Why they are one person although the records contradict each other.",
)
@click.option(
    "--names-of",
    type=options.NUMBER,
    metavar="ID",
    help="The record whose names are used; without it the best source counts.",
)
@click.option(
    "--born-of",
    type=options.NUMBER,
    metavar="ID",
    help="The record whose date of birth is used.",
)
@click.option("--yes", is_flag=True, help="Merge them without giving a reason.")
def merge(
    survivor: int,
    others: tuple[int, ...],
    authority: str,
    because: str | None,
    names_of: int | None,
    born_of: int | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Make records one young person, known by the first number.

    You see where the records contradict each other. Where their dates of birth, UPNs or
    ULNs differ, a terminal asks why they are one person, and the reason is kept with
    the merge; a script gives it with --because, or merges without.
    """
    from tracker import actions
    from tracker.actions.people.merge_choice import IdentityChoice
    from tracker.cli.people import contradictions

    others = tuple(dict.fromkeys(others))
    if survivor in others:
        raise answer.CannotBeDone("A record cannot be merged with itself.")
    scope = authority_scope(authority)
    because = contradictions.reason_to_merge(
        survivor, others, within=scope, because=because, ask=not (yes or as_json)
    )
    actions.people.merging.merge(
        survivor,
        others,
        within=scope,
        act=answer.act(authority),
        because=because,
        choice=IdentityChoice(names=names_of, born=born_of),
    )
    if as_json:
        answer.show({"person": survivor, "merged": list(others)})
    else:
        click.echo(
            f"{len(others)} merged into young person {survivor}. "
            f"Undo it with: flask people unmerge {survivor}"
        )


@command(group, "withhold")
@click.argument("person", type=options.NUMBER)
@click.option("--lift", is_flag=True, help="Name them on lists again.")
@authority_option
def withhold(person: int, lift: bool, authority: str, as_json: bool) -> None:
    """Keep a young person off every list for schools, but count them."""
    from tracker import actions

    actions.people.merging.withhold(
        person, not lift, within=authority_scope(authority), act=answer.act(authority)
    )
    if as_json:
        answer.show({"person": person, "withheld": not lift})
    elif lift:
        click.echo(f"Young person {person} may be named on lists again.")
    else:
        click.echo(
            f"Young person {person} is named on no list for schools. "
            f"Undo it with: flask people withhold {person} --lift"
        )


@command(group, "died")
@click.argument("person", type=options.NUMBER)
@click.option(
    "--on",
    "died_on",
    callback=options.day,
    metavar="DATE",
    help="The day on which they died.",
)
@click.option("--undo", is_flag=True, help="It was recorded by mistake.")
@authority_option
def died(
    person: int, died_on: date | None, undo: bool, authority: str, as_json: bool
) -> None:
    """Record a death: every list and letter stops."""
    from tracker import actions

    scope = authority_scope(authority)
    if undo == (died_on is not None):
        raise click.UsageError("Give either --on DATE or --undo.")
    if died_on is None:
        actions.people.deaths.undo(person, within=scope, act=answer.act(authority))
    else:
        actions.people.deaths.record(
            person, died_on, within=scope, act=answer.act(authority)
        )
    if as_json:
        answer.show({"person": person, "died_on": died_on})
    elif undo:
        click.echo(f"Taken back: young person {person} is on lists again.")
    else:
        click.echo(
            f"Recorded. Young person {person} is on no list any more. "
            f"Undo it with: flask people died {person} --undo"
        )


@command(group, "seal")
@click.argument("person", type=options.NUMBER)
@click.option("--given", default="", help="The former given name.")
@click.option("--family", default="", help="The former family name.")
@click.option("--sex", type=click.Choice(("F", "M")), help="The former sex.")
@click.option("--undo", is_flag=True, help="Take back the newest seal.")
@authority_option
def seal(
    person: int,
    given: str,
    family: str,
    sex: str | None,
    undo: bool,
    authority: str,
    as_json: bool,
) -> None:
    """Hide a former identity: adoption, protection or transition."""
    from tracker import actions

    scope = authority_scope(authority)
    if undo:
        actions.people.seals.unseal(person, within=scope, act=answer.act(authority))
    else:
        actions.people.seals.seal(
            person,
            given=given,
            family=family,
            sex=sex or "",
            within=scope,
            act=answer.act(authority),
        )
    if as_json:
        answer.show({"person": person, "sealed": not undo})
    elif undo:
        click.echo(f"The newest seal of young person {person} is taken back.")
    else:
        click.echo(f"Sealed. Undo it with: flask people seal {person} --undo")


@command(group, "unmerge")
@click.argument("survivor", type=options.NUMBER)
@authority_option
def unmerge(survivor: int, authority: str, as_json: bool) -> None:
    """Undo the newest merge; every record is separate again."""
    from tracker import actions

    restored = actions.people.merging.unmerge(
        survivor, within=authority_scope(authority), act=answer.act(authority)
    )
    if as_json:
        answer.show({"person": survivor, "restored": restored})
    else:
        numbers = ", ".join(str(number) for number in restored)
        click.echo(f"Separated from young person {survivor}: {numbers}.")
