"""flask people: find a young person, read their history, merge records, undo it."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.history.details.particulars import BY_NAME
from tracker.domain.people.confidential_homes import Why, WhyNot
from tracker.domain.people.naming import BY_HAND, Because

#: The details that distinguish the people in a list of people found.
_LISTED = ("family", "given", "born", "postcode", "upn", "uln")
#: Names that a search finds too; without them a reader would not see why.
_ALSO = ("middle", "other_names")


@answer.COMMANDS.group("people", cls=answer.Group)
def group() -> None:
    """Find young people and read their histories."""


@answer.command(group, "find")
@click.argument("words", nargs=-1, required=True)
@options.authority_option
def find(words: tuple[str, ...], authority: str) -> None:
    """Find people by name, identifier, postcode or date of birth.

    Use several together to narrow it down.

    \b
    flask people find "Zoë O'Neill"
    flask people find Smith 06/08/2010
    flask people find WN7 4EJ
    """
    from tracker import store

    search = store.people.finding.find(
        " ".join(words), within=authority_scope(authority)
    )
    answer.note_shown(authority, [each.id for each in search.people])
    answer.give(
        [
            {"person": each.id, **answer.fields(each, *_LISTED, *_ALSO)}
            for each in search.people
        ],
        _found_in_words(search),
    )


#: What stands above the people who are not as typed.
_FITS = {
    "BEGINNING": "Names and email addresses that begin like this:",
    "SOUND": "These only sound like it, or have another form of the name:",
}


def _found_in_words(search: Any) -> Iterator[str]:
    cells = attrgetter(*_LISTED)
    headings = ("Person", *(BY_NAME[name].label for name in _LISTED), "Other names")
    for fit, people in search.groups():
        if fit.name in _FITS:
            yield _FITS[fit.name]
        yield from answer.table(
            headings, ((str(each.id), *cells(each), _also(each)) for each in people)
        )
    if not search.people:
        yield from answer.table(headings, ())
    if search.total > len(search.people):
        yield (
            f"The first {len(search.people)} of {search.total:,}: add another word, a "
            "date of birth or a postcode."
        )


def _also(person: Any) -> str:
    """The middle name and the names that they are known by."""
    names = (person.middle, *(" ".join(filter(None, e)) for e in person.other_names))
    return ", ".join(filter(None, names))


@answer.command(group, "show")
@click.argument("person", type=options.NUMBER)
@click.option(
    "--on", type=options.DAY, help="Their position on this day. [default: today]"
)
@click.option(
    "--known-at",
    type=options.MOMENT,
    help="As it was known then; a date means the end of that day.",
)
@options.authority_option
def show(
    person: int, on: date | None, known_at: datetime | None, authority: str
) -> None:
    """Show a young person's identity, spells, sources and position."""
    from tracker.cli.people import history_json, person_in_words
    from tracker.store.accounts.audit import Action

    history, known = answer.found(
        history_json.read(
            person,
            authority,
            on=on or answer.today(),
            known_at=known_at,
            today=answer.today(),
        ),
        f"There is no young person {person}.",
    )
    answer.act(authority).note_alone(Action.PERSON_OPENED, f"person {person}")
    answer.give(history, person_in_words.in_words(history, known))


@answer.command(group, "merge")
@click.argument("survivor", type=options.NUMBER)
@click.argument("others", nargs=-1, required=True, type=options.NUMBER)
@options.authority_option
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
    scope, turned = authority_scope(authority), list[str]()
    because = contradictions.reason_to_merge(
        survivor,
        others,
        within=scope,
        because=because,
        ask=not (yes or answer.in_json()),
    )
    actions.people.merging.merge(
        survivor,
        others,
        within=scope,
        act=answer.act(authority),
        because=because,
        choice=IdentityChoice(names=names_of, born=born_of),
        say=turned.append,
    )
    answer.give(
        {
            "person": survivor,
            "merged": list(others),
            **({"turned": turned} if turned else {}),
        },
        f"{len(others)} merged into young person {survivor}. "
        f"Undo it with: flask people unmerge {survivor}",
        turned,
    )


@answer.command(group, "withhold")
@click.argument("person", type=options.NUMBER)
@click.option("--lift", is_flag=True, help="Name them on lists again.")
@click.option(
    "--because",
    default=Because.SAFETY.value,
    type=click.Choice([each.value for each in BY_HAND]),
    show_default=True,
    help="Why; no details are kept beside it.",
)
@options.authority_option
def withhold(person: int, lift: bool, because: str, authority: str) -> None:
    """Name a young person outward on no list, but count them.

    It limits the council in naming people to others. What a school may pass on to
    the council is limited by a restriction: flask restrictions.
    """
    from tracker.actions.people import not_named_outward

    scope, act = authority_scope(authority), answer.act(authority)
    if lift:
        not_named_outward.lift(person, within=scope, act=act)
        done = f"Young person {person} may be named on lists again."
    else:
        not_named_outward.record(person, Because(because), within=scope, act=act)
        done = (
            f"Young person {person} is named on no list that leaves the team. "
            f"Undo it with: flask people withhold {person} --lift"
        )
    answer.give({"person": person, "withheld": not lift}, done)


@answer.command(group, "address")
@click.argument("person", type=options.NUMBER)
@click.option("--lift", is_flag=True, help="Show it again.")
@click.option(
    "--because",
    type=click.Choice([each.value for each in (*Why, *WhyNot)]),
    required=True,
    help="Why; no details are kept beside it.",
)
@options.authority_option
def address(person: int, lift: bool, because: str, authority: str) -> None:
    """Keep an address confidential: encrypted, shown nowhere.

    It covers every address and postcode of the person, from every source, before and
    after. Only the Caldicott guardian decides that it is lifted.
    """
    from tracker.actions.people import confidential_addresses

    scope, act = authority_scope(authority), answer.act(authority)
    allowed = WhyNot if lift else Why
    if because not in list(allowed):
        raise click.UsageError(
            f"With{'' if lift else 'out'} --lift the reason is one of: "
            f"{', '.join(allowed)}."
        )
    if lift:
        confidential_addresses.lift(person, WhyNot(because), within=scope, act=act)
        done = f"The address of young person {person} is shown again."
    else:
        confidential_addresses.record(person, Why(because), within=scope, act=act)
        done = f"The address of young person {person} is confidential."
    answer.give({"person": person, "confidential_address": not lift}, done)


@answer.command(group, "died")
@click.argument("person", type=options.NUMBER)
@click.option("--on", "died_on", type=options.DAY, help="The day on which they died.")
@click.option("--undo", is_flag=True, help="It was recorded by mistake.")
@options.authority_option
def died(person: int, died_on: date | None, undo: bool, authority: str) -> None:
    """Record a death: every list and letter stops."""
    from tracker import actions

    scope, act = authority_scope(authority), answer.act(authority)
    if undo == (died_on is not None):
        raise click.UsageError("Give either --on DATE or --undo.")
    if died_on is None:
        actions.people.deaths.undo(person, within=scope, act=act)
        done = f"Taken back: young person {person} is on lists again."
    else:
        actions.people.deaths.record(person, died_on, within=scope, act=act)
        done = (
            f"Recorded. Young person {person} is on no list any more. "
            f"Undo it with: flask people died {person} --undo"
        )
    answer.give({"person": person, "died_on": died_on}, done)


@answer.command(group, "seal")
@click.argument("person", type=options.NUMBER)
@click.option("--given", default="", help="The former given name.")
@click.option("--family", default="", help="The former family name.")
@click.option("--sex", type=click.Choice(("F", "M")), help="The former sex.")
@click.option("--undo", is_flag=True, help="Take back the newest seal.")
@options.authority_option
def seal(
    person: int, given: str, family: str, sex: str | None, undo: bool, authority: str
) -> None:
    """Hide a former identity: adoption, protection or transition."""
    from tracker import actions

    scope, act = authority_scope(authority), answer.act(authority)
    if undo:
        actions.people.seals.unseal(person, within=scope, act=act)
        done = f"The newest seal of young person {person} is taken back."
    else:
        actions.people.seals.seal(
            person, given=given, family=family, sex=sex or "", within=scope, act=act
        )
        done = f"Sealed. Undo it with: flask people seal {person} --undo"
    answer.give({"person": person, "sealed": not undo}, done)


@answer.command(group, "unmerge")
@click.argument("survivor", type=options.NUMBER)
@options.authority_option
def unmerge(survivor: int, authority: str) -> None:
    """Undo the newest merge; every record is separate again."""
    from tracker import actions

    turned: list[str] = []
    restored = actions.people.merging.unmerge(
        survivor,
        within=authority_scope(authority),
        act=answer.act(authority),
        say=turned.append,
    )
    numbers = ", ".join(map(str, restored))
    answer.give(
        {
            "person": survivor,
            "restored": restored,
            **({"turned": turned} if turned else {}),
        },
        f"Separated from young person {survivor}: {numbers}.",
        turned,
    )
