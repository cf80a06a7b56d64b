"""flask releases: statistics for recipients outside, compared with earlier ones."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.figures.releases import BREAKDOWNS, Content, Recipient
from tracker.domain.law.extracts import IN_EXTRACTS, MEASURED

if TYPE_CHECKING:
    from tracker.store.law.releases import Release

Function = TypeVar("Function", bound=Callable[..., Any])


@answer.COMMANDS.group("releases", cls=answer.Group)
def group() -> None:
    """Releases of statistics to recipients outside."""


def _counted(by: Sequence[str], **measure: Any) -> Callable[[Function], Function]:
    """The options for what is counted. ``by`` are the breakdowns to choose from."""

    def add(command: Function) -> Function:
        for option in reversed(
            [
                click.option("--measure", required=True, **measure),
                click.option(
                    "--by",
                    "breakdowns",
                    multiple=True,
                    type=click.Choice(by),
                    help="A breakdown; at most three.",
                ),
                click.option("--on", "as_of", required=True, type=options.DAY),
                click.option(
                    *("--left", "leaving_year"),
                    type=options.YEAR,
                    help="Only who left Year 11 then.",
                ),
            ]
        ):
            command = option(command)
        return command

    return add


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List the releases, the newest first."""
    from tracker import store

    found = store.law.releases.every(within=authority_scope(authority))
    answer.give(
        [_as_json(each) for each in found],
        answer.table(
            ("release", "day", "to", "mark", "state", "counts"),
            (
                (
                    *(each.id, each.as_of, each.recipient, each.mark, each.state),
                    _title(each),
                )
                for each in found
            ),
        ),
    )


@answer.command(group, "prepare")
@_counted(BREAKDOWNS, help="Such as neet_or_not_known.")
@click.option(
    "--to", "kind", required=True, type=click.Choice([each.value for each in Recipient])
)
@click.option("--recipient", required=True, help="Who receives it.")
@click.option("--purpose", required=True)
@click.option("--agreement", default="", help="The reference of the agreement.")
@options.authority_option
def prepare(
    measure: str,
    breakdowns: tuple[str, ...],
    as_of: date,
    leaving_year: int | None,
    kind: str,
    recipient: str,
    purpose: str,
    agreement: str,
    authority: str,
) -> None:
    """Prepare a release, for another user to approve.

    It is compared with every earlier release of the same day. What would give a small
    group away is hidden; where that is not enough, it is refused with the reason.
    """
    from tracker import actions

    release = actions.law.statistics.releases.prepare(
        Content(measure, breakdowns, as_of, leaving_year),
        kind=Recipient(kind),
        recipient=recipient,
        purpose=purpose,
        agreement=agreement,
        act=answer.act(authority),
        within=authority_scope(authority),
    )
    answer.give(_in_full(release, authority), _in_words(release, authority))


@answer.command(group, "extract")
@_counted(IN_EXTRACTS, type=click.Choice(MEASURED))
@click.option(
    "--to",
    "kind",
    default=Recipient.RESEARCH.value,
    type=click.Choice([Recipient.RESEARCH.value, Recipient.HEALTH.value]),
)
@click.option("--recipient", required=True, help="As its agreement names it.")
@click.option("--purpose", required=True)
@click.option("--expires", type=options.DAY, help="The day by which it is deleted.")
@options.authority_option
def extract(
    measure: str,
    breakdowns: tuple[str, ...],
    as_of: date,
    leaving_year: int | None,
    kind: str,
    recipient: str,
    purpose: str,
    expires: date | None,
    authority: str,
) -> None:
    """Prepare an extract, with a row for each young person.

    Each stands under a pseudonym. It needs an agreement in force by the gateway
    research. People who opted out of research are not in it. Approve and write it as
    any release.
    """
    from tracker import actions

    release = actions.law.statistics.extracts.prepare(
        Content(measure, breakdowns, as_of, leaving_year, rows=True),
        kind=Recipient(kind),
        recipient=recipient,
        purpose=purpose,
        expires_on=expires,
        act=answer.act(authority),
        within=authority_scope(authority),
    )
    answer.give(_in_full(release, authority), _in_words(release, authority))


@answer.command(group, "show")
@click.argument("number", type=options.NUMBER)
@click.option(
    "--out", type=options.TABLE, help="The file to write, once it is approved."
)
@options.authority_option
def show(number: int, out: Path | None, authority: str) -> None:
    """Show a release as it was released, and why cells are hidden."""
    from tracker import actions, reporting, store

    within = authority_scope(authority)
    release = store.law.releases.get(number, within=within)
    if release is None:
        raise answer.CannotBeDone(f"There is no release {number}.")
    if out is not None:
        reporting.files.whole_files.check(out)
        _, content = actions.law.statistics.release_files.download(
            number,
            out.suffix.lower().strip("."),
            organisation=answer.settings().organisation or "",
            act=answer.act(authority),
            within=within,
        )
        with reporting.files.whole_files.whole(out) as path:
            path.write_bytes(content)
    answer.give(_in_full(release, authority), _in_words(release, authority))


@answer.command(group, "approve")
@click.argument("number", type=options.NUMBER)
@click.option("--decline", is_flag=True, help="Decline it instead.")
@options.authority_option
def approve(number: int, decline: bool, authority: str) -> None:
    """Approve a release that another user prepared, or decline it."""
    from tracker import actions

    releases = actions.law.statistics.releases
    decide = releases.decline if decline else releases.approve
    release = decide(
        number, act=answer.act(authority), within=authority_scope(authority)
    )
    answer.give(_as_json(release), f"Release {number} is {release.state}.")


def _title(release: "Release") -> str:
    from tracker import wording

    return wording.releases.title(release.content)


def _as_json(release: "Release") -> dict[str, Any]:
    return {
        **answer.fields(release, "id", "as_of", "measure", "breakdowns"),
        **answer.fields(release, "leaving_year", "kind", "recipient", "purpose"),
        **answer.fields(release, "agreement", "mark", "state", "prepared_by"),
        "rows": release.in_rows,
        **answer.fields(release, "left_out", "disclosure_id"),
        **answer.fields(release, "prepared_at", "approved_by", "approved_at"),
    }


def _in_full(release: "Release", authority: str) -> dict[str, Any]:
    from tracker import actions

    headings, rows = actions.law.statistics.release_files.table(release)
    return {
        **_as_json(release),
        "table": [dict(zip(headings, row, strict=True)) for row in rows],
        "hidden": [
            {"cell": cell, "reason": why} for cell, why in _reasons(release, authority)
        ],
    }


def _reasons(release: "Release", authority: str) -> list[tuple[str, str]]:
    from tracker import actions

    return actions.law.statistics.releases.reasons(
        actions.law.statistics.releases.read_reasons(release),
        release.content,
        authority=authority,
        within=authority_scope(authority),
    )


def _in_words(release: "Release", authority: str) -> Iterator[str]:
    from tracker import actions, wording

    headings, rows = actions.law.statistics.release_files.table(release)
    yield f"Release {release.id}, {release.state}: {_title(release)}"
    yield f"To {release.recipient} ({release.kind}), mark {release.mark}"
    yield from answer.table(headings, rows)
    for cell, why in _reasons(release, authority):
        yield f"{cell}: hidden. {why}"
    yield wording.releases.OPTED_OUT[release.in_rows]
