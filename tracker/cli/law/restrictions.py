"""flask restrictions: what institutions may not pass on, and who answered so."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.history.details.restriction_answers import By, How

if TYPE_CHECKING:
    from tracker.actions.law.restrictions import Listed
    from tracker.actions.law.rights_offered import NotYetOffered

_HOW = [each.value for each in How if each is not How.CENSUS]


@answer.COMMANDS.group("restrictions", cls=answer.Group)
def group() -> None:
    """List and record restrictions of what is passed on."""


@answer.command(group, "list")
@click.option("--on", type=options.DAY, help="As at this day. [default: today]")
@click.option(
    "--known-at",
    type=options.MOMENT,
    help="As it was known then; a date means the end of that day.",
)
@options.authority_option
def list_(on: date | None, known_at: datetime | None, authority: str) -> None:
    """List the restrictions, with the state of each on a day.

    From the sixteenth birthday the young person is to answer in place of a parent.
    Pupils whose answer is unsought, or had no reply, are counted by school.
    """
    from tracker.actions.law import restrictions, rights_offered

    day, within = on or answer.today(), authority_scope(authority)
    rows = restrictions.register(on=day, known_at=known_at, within=within)
    offered = rights_offered.by_school(on=day, within=within)
    answer.note_shown(authority, [each.answer.person for each in rows])
    answer.give(
        {
            "on": day,
            "known_at": known_at,
            "restrictions": [_row(each) for each in rows],
            "not_yet_offered": [
                answer.fields(
                    each, "institution", "institution_name", "unsought", "no_reply"
                )
                for each in offered
            ],
        },
        _in_words(rows, offered),
    )


def _row(each: "Listed") -> dict[str, Any]:
    source = each.answer
    return {
        "person": source.person,
        "given": source.given,
        "family": source.family,
        **answer.fields(
            each, "institution", "institution_name", "by", "how", "since", "state"
        ),
        **answer.fields(each, "restricts", "ask_from"),
        "reference": source.statement.get("reference"),
        "answered_on": source.as_at,
        **answer.fields(source, "entry", "recorded_by", "recorded_at"),
        **answer.fields(source, "batch", "file", "line"),
    }


def _in_words(
    rows: Sequence["Listed"], offered: Sequence["NotYetOffered"]
) -> Iterator[str]:
    yield from answer.table(
        ("Person", "Name", "Institution", "By", "How", "Since", "State"),
        (
            (
                str(each.answer.person),
                f"{each.answer.given} {each.answer.family}",
                each.institution_name or "not known",
                each.by or "not known",
                each.how,
                each.since,
                each.state,
            )
            for each in rows
        ),
    )
    if offered:
        yield ""
        yield "Rights not yet offered, by the last census:"
        yield from answer.table(
            ("School", "Unsought", "No reply"),
            (
                (each.institution_name or "not known", each.unsought, each.no_reply)
                for each in offered
            ),
        )


@answer.command(group, "record")
@click.argument("person", type=options.NUMBER)
@click.option(
    "--institution",
    required=True,
    metavar="URN|UKPRN|LAESTAB",
    help="The school or college that the answer is to.",
)
@click.option(
    "--answer",
    "given",
    required=True,
    type=click.Choice(("no", "yes")),
    help="No: it may pass on only identity and address. Yes: it may pass on all.",
)
@click.option(
    "--by",
    required=True,
    type=click.Choice([each.value for each in By]),
    help="Who answered: before 16 a parent, from then on the young person.",
)
@click.option("--how", required=True, type=click.Choice(_HOW), help="How it came.")
@click.option("--on", type=options.DAY, help="The day of the answer. [default: today]")
@click.option("--reference", default="", help="Where the letter is kept.")
@options.authority_option
def record(
    person: int,
    institution: str,
    given: str,
    by: str,
    how: str,
    on: date | None,
    reference: str,
    authority: str,
) -> None:
    """Record an answer that did not come with a census."""
    from tracker import actions, store
    from tracker.actions.law.restrictions import Written

    ref = actions.intake.load.reference(institution, authority)
    place = answer.found(
        store.institutions.register.directory().resolve(ref) if ref else None,
        f"The register has no institution {institution}.",
    )
    act, within = answer.act(authority), authority_scope(authority)
    written = Written(given == "yes", By(by), How(how), on or answer.today(), reference)
    entry = actions.law.restrictions.record(
        person, written, institution=place, within=within, act=act
    )
    has_force = actions.law.restrictions.has_force(written, person, within=within)
    done = f"Recorded as entry {entry}."
    if not has_force:
        done += " A parent's answer has no force from the sixteenth birthday on."
    answer.give(
        {
            "person": person,
            "entry": entry,
            "institution": place.key,
            "has_force": has_force,
        },
        f"{done} Undo it with: flask restrictions withdraw {entry}",
    )


@answer.command(group, "withdraw")
@click.argument("entry", type=options.NUMBER)
@options.authority_option
def withdraw(entry: int, authority: str) -> None:
    """Take back an answer that was recorded by hand."""
    from tracker import actions

    people = actions.law.restrictions.withdraw(
        entry, within=authority_scope(authority), act=answer.act(authority)
    )
    answer.give(
        {"entry": entry, "people": sorted(people)},
        f"Entry {entry} is taken back and no longer counts.",
    )
