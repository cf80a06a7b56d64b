"""What records that are to be merged say against each other."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from tracker.access import Scope
from tracker.cli import answer
from tracker.domain.person import Identity
from tracker.store import people


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records give different values of a field."""

    field: str
    survivor: str
    other: int
    others: str

    def __str__(self) -> str:
        return f"{self.field}: {self.survivor}, but {self.others} in {self.other}"


def between(
    survivor: Identity, other: int, identity: Identity
) -> tuple[list[Contradiction], bool]:
    """Where two records differ, and whether that makes one person doubtful.

    Another date of birth does, and so do another UPN and another ULN together: each of
    them alone is mistyped, or given anew, often enough.
    """
    pairs = {
        "date of birth": (_day(survivor), _day(identity)),
        "UPN": (survivor.upn, identity.upn),
        "ULN": (survivor.uln, identity.uln),
        "sex": (survivor.sex, identity.sex),
    }
    found = [
        Contradiction(field, one, other, two)
        for field, (one, two) in pairs.items()
        if one and two and one != two
    ]
    fields = {each.field for each in found}
    return found, "date of birth" in fields or {"UPN", "ULN"} <= fields


def _day(identity: Identity) -> str | None:
    return answer.short(identity.born) if identity.born else None


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def settle(
    survivor: int,
    others: Sequence[int],
    *,
    within: Scope,
    yes: bool,
    as_json: bool,
) -> None:
    """Shows the contradictions and asks, where they are such that it may be a slip.

    Where nobody can be asked they are shown alone: a merge can be undone. Raises
    answer.CannotBeDone where the answer is no. Records that are not there, or stand
    for nobody any more, are left to the merge to refuse.
    """
    records = [people.get(each, within=within) for each in (survivor, *others)]
    standing = [each for each in records if each and each.merged_into is None]
    if len(standing) < len(records):
        return
    kept = standing[0].identity
    compared = [between(kept, each.id, each.identity) for each in standing[1:]]
    found = [contradiction for told, _ in compared for contradiction in told]
    doubtful = any(grave for _, grave in compared)
    for each in found:
        click.echo(f"They differ in {each}.", err=True)
    if not doubtful or yes or as_json or not _somebody_is_there():
        return
    if not click.confirm("Merge them all the same?"):
        raise answer.CannotBeDone("Nothing was merged.")
