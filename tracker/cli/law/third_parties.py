"""flask cases give: the data of an approved request of a third party."""

from pathlib import Path

import click

from tracker import reporting
from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.cli.law.agreements import split
from tracker.cli.law.cases import group
from tracker.cli.law.disclosures import OUT, written_to


@answer.command(group, "give")
@click.argument("case")
@click.option("--fields", help="Separated by commas. [default: all that are approved]")
@OUT
@options.authority_option
def give(case: str, fields: str | None, out: Path, authority: str) -> None:
    """Write the data that a CASE such as TP-12 has approved.

    The list is marked and recorded. Nothing is written where it is not approved, or
    the approval has expired.
    """
    from tracker import actions, store

    reporting.files.whole_files.check(out)
    within, act = authority_scope(authority), answer.act(authority)
    found = answer.found(
        store.law.cases.by_name(case, within=within), f"There is no case {case[:40]}."
    )
    law = actions.law
    permitted, people = law.cases.third_parties.permit(
        found, split(fields) if fields else (), within=within, act=act
    )
    shared = law.shared_lists.prepare(permitted, people, act=act)

    made = law.cases.third_parties.share(
        permitted,
        shared,
        written_to(out, permitted, shared, on=act.on),
        within=within,
        act=act,
    )
    answer.give(
        {
            "case": found.name,
            **answer.fields(made, "mark", "party_name", "fields", "people"),
            **answer.fields(made, "expires_on"),
            "file": str(out),
        },
        permitted.in_words(),
        f"{made.mark}: {made.people} people for {made.party_name}, in {out}.",
    )
