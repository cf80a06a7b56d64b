"""An institution's leavers for the command line: found, printed, written to a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from tracker import actions, domain, reporting, store
from tracker.access import authority_scope
from tracker.cli import answer
from tracker.cli.intake.loading import reference
from tracker.domain.leavers.destinations import Destinations, Group
from tracker.domain.leavers.leaver import Destination
from tracker.domain.reference.academic_year import counted_on, say_date
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.store.history.leaving import Stage

as_json = reporting.destinations.as_json.as_json
check = reporting.files.whole_files.check


def find(
    institution: str,
    authority: str,
    *,
    left: int,
    as_of: date,
    post_16: bool = False,
    say: Callable[[str], Any] | None = None,
) -> Destinations:
    """The destinations of an institution's leavers.

    Raises answer.CannotBeDone for an institution that is not in the register, and for a
    year whose leavers are counted only after ``as_of``.
    """
    ref = reference(institution, authority)
    assert ref is not None
    found = store.institutions.register.directory().resolve(ref) or _unregistered(ref)
    if found is None:
        raise answer.CannotBeDone(
            f"{institution} is not in the register. Load it first: "
            "flask imports load establishments FILE"
        )
    if (counted := counted_on(left)) > as_of:
        raise answer.CannotBeDone(
            f"Leavers of {left} are counted on {say_date(counted)}, which is after "
            f"{say_date(as_of)}."
        )
    return actions.leavers.destinations.destinations(
        found,
        left,
        as_of=as_of,
        within=authority_scope(authority),
        suppression=actions.accounts.settings.of(authority).suppression,
        stage=Stage.POST_16 if post_16 else None,
        say=say,
    )


def _unregistered(ref: InstitutionRef) -> Institution | None:
    """A training provider, which is in no register of schools, by its number alone."""
    if ref.ukprn is None and ref.laestab is None:
        return None
    kind = "ukprn" if ref.ukprn is not None else "laestab"
    number = ref.ukprn or ref.laestab
    return Institution(
        key=f"{kind}:{number}",
        name=f"{kind.upper()} {number}",
        kind=InstitutionKind.TRAINING_PROVIDER,
        ukprn=ref.ukprn,
        laestab=ref.laestab,
    )


def authority_name(authority: str) -> str:
    """The name of an authority."""
    code = domain.reference.codes.AUTHORITIES.get(authority)
    return f"Authority {authority}" if code is None else code.title


def write(destinations: Destinations, authority: str, out: Path) -> None:
    """Writes the workbook, or the list alone where the name ends in .csv.

    Raises whole_files.NotWritable.
    """
    if out.suffix.lower() == ".csv":
        from tracker import reporting

        with (
            reporting.files.whole_files.whole(out) as file,
            file.open("w", encoding="utf-8", newline="") as stream,
        ):
            reporting.destinations.leaver_table.write_leavers(stream, destinations)
        return
    from tracker import reporting

    reporting.destinations.workbook.write_workbook(
        out, destinations, authority_name=authority_name(authority)
    )


def show(destinations: Destinations) -> None:
    """Prints the list and its totals in words."""
    click.echo(
        f"{destinations.institution_name}: leavers of {destinations.left}, as at "
        f"{say_date(destinations.as_of)}"
    )
    days = destinations.days
    answer.table(
        (
            *("family name", "given name"),
            *(say_date(day.on) for day in days[:-1]),
            *("where" if destinations.now else say_date(days[-1].on), "provider"),
            "since",
            "confirmed by",
        ),
        (
            (
                *(leaver.family, leaver.given),
                *(str(day.of(leaver).category) for day in days[:-1]),
                *_where(days[-1].of(leaver)),
            )
            for leaver in destinations.leavers
        ),
    )
    if destinations.not_listed:
        click.echo(
            f"{destinations.not_listed} more cannot be listed, and are not in the "
            "numbers of the leavers below."
        )
    for day in days:
        click.echo()
        click.echo(f"{'Now' if day.now else 'On'} {say_date(day.on)}:")
        answer.table(
            ("destination", "your leavers", "percent", "the authority, percent"),
            _totals(day.totals),
        )


def _where(found: Destination) -> tuple[Any, ...]:
    return str(found.category), found.provider, found.since, found.source


def _totals(totals: Group) -> list[tuple[Any, ...]]:
    here, authority = totals.here, totals.authority
    rows: list[tuple[Any, ...]] = [
        (
            str(column),
            str(here.cells[0][place]),
            str(here.percents[0][place]),
            str(authority.percents[0][place]),
        )
        for place, column in enumerate(here.columns)
    ]
    rows.append(("All", str(here.total), "", ""))
    return rows
