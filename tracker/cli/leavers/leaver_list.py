"""An institution's leavers for the command line: found, printed, written to a file."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tracker import actions, domain, reporting, store
from tracker.access import authority_scope
from tracker.cli import answer
from tracker.domain.leavers.destinations import Destinations, Group
from tracker.domain.leavers.leaver import Destination
from tracker.domain.reference.academic_year import counted_on, say_date
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)
from tracker.store.history.leaving import Stage


class Found(NamedTuple):
    """An institution and the destinations of its leavers."""

    institution: Institution
    destinations: Destinations


def find(
    institution: str,
    authority: str,
    *,
    left: int,
    as_of: date,
    post_16: bool = False,
    say: Callable[[str], Any] | None = None,
) -> Found:
    """An institution, and the destinations of its leavers.

    Raises answer.CannotBeDone for an institution that is not in the register, and for a
    year whose leavers are counted only after ``as_of``.
    """
    ref = actions.intake.load.reference(institution, authority)
    assert ref is not None
    found = answer.found(
        store.institutions.register.directory().resolve(ref) or _unregistered(ref),
        f"{institution} is not in the register. Load it first: "
        "flask imports load establishments FILE",
    )
    if (counted := counted_on(left)) > as_of:
        raise answer.CannotBeDone(
            f"Leavers of {left} are counted on {say_date(counted)}, which is after "
            f"{say_date(as_of)}."
        )
    made = actions.leavers.destinations.destinations(
        found,
        left,
        as_of=as_of,
        within=authority_scope(authority),
        suppression=actions.accounts.settings.of(authority).suppression,
        stage=Stage.POST_16 if post_16 else None,
        say=say,
    )
    return Found(found, made)


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


def write(destinations: Destinations, authority: str, out: Path, *, mark: str) -> None:
    """Writes the workbook, or the list alone where the name ends in .csv.

    ``mark`` is that of the disclosure. Raises whole_files.NotWritable.
    """
    if out.suffix.lower() == ".csv":
        with (
            reporting.files.whole_files.whole(out) as file,
            file.open("w", encoding="utf-8", newline="") as stream,
        ):
            table = reporting.destinations.leaver_table
            table.write_leavers(stream, destinations, mark=mark)
        return
    name = domain.reference.codes.AUTHORITIES[authority].title
    reporting.destinations.workbook.write_workbook(
        out, destinations, authority_name=name, mark=mark
    )


def give(found: Found, authority: str, out: Path) -> str:
    """Writes the list for its institution, records that, and returns the mark.

    Raises DisclosureRefused and whole_files.NotWritable.
    """

    def write_marked(mark: str) -> None:
        write(found.destinations, authority, out, mark=mark)

    made = actions.law.by_law.give_leavers(
        found.destinations,
        found.institution,
        write_marked,
        act=answer.act(authority),
    )
    return made.mark


def in_words(destinations: Destinations) -> Iterator[str]:
    """The list and its totals in words."""
    yield (
        f"{destinations.institution_name}: leavers of {destinations.left}, as at "
        f"{say_date(destinations.as_of)}"
    )
    days = destinations.days
    *earlier, last = days
    yield from answer.table(
        (
            *("family name", "given name"),
            *(say_date(day.on) for day in earlier),
            "where" if destinations.now else say_date(last.on),
            *("provider", "since", "confirmed by"),
        ),
        (
            (
                *(leaver.family, leaver.given),
                *(str(day.of(leaver).category) for day in earlier),
                *_where(last.of(leaver)),
            )
            for leaver in destinations.leavers
        ),
    )
    if destinations.not_listed:
        yield (
            f"{destinations.not_listed} more cannot be listed, and are not in the "
            "numbers of the leavers below."
        )
    for day in days:
        yield ""
        yield f"{'Now' if day.now else 'On'} {say_date(day.on)}:"
        yield from answer.table(
            ("destination", "your leavers", "percent", "the authority, percent"),
            _totals(day.totals),
        )


def _where(found: Destination) -> tuple[Any, ...]:
    return str(found.category), found.provider, found.since, found.source


def _totals(totals: Group) -> Iterator[tuple[str, ...]]:
    here, authority = totals.here, totals.authority
    yield from zip(
        map(str, here.columns),
        map(str, here.cells[0]),
        map(str, here.percents[0]),
        map(str, authority.percents[0]),
        strict=False,
    )
    yield "All", str(here.total), "", ""
