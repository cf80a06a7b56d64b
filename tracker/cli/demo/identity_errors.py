"""The identities in the demo's return, compared with the truth."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker import store
from tracker.cli import answer
from tracker.demo.truth import identity_score
from tracker.demo.truth.identity_score import FIELDS, Shown
from tracker.domain.history.members import Member

#: Every name and date of birth from the census or from a file of an earlier system.
_BY_REGISTERS = (
    "SELECT DISTINCT COALESCE(p.merged_into, p.id),"
    " f.statement->>'given', f.statement->>'family', f.statement->>'born'"
    " FROM evidence e JOIN entries n ON n.id = e.entry_id"
    " CROSS JOIN LATERAL unnest(e.facts) AS u(id) JOIN facts f ON f.id = u.id"
    " JOIN people p ON p.id = f.person_id"
    " WHERE f.statement->>'about' IN ('name', 'birth') AND n.batch_id IS NOT NULL"
    " AND n.source IN ('school-census', 'nccis-file')"
)


def score(
    members: Iterable[Member], whose: Mapping[int, str], people_path: Path
) -> dict[str, Any]:
    """The scores of each field in the return, as in ``identity_score.Field``.

    ``whose`` has the true person of each record. ``members`` outside the return, and
    records without a true person, are left out.
    """
    found = identity_score.score(people_path, _shown(members, whose))
    return {
        field: answer.fields(counted, "known", "wrong", "right", "capitals")
        for field, counted in found.items()
    }


def _shown(members: Iterable[Member], whose: Mapping[int, str]) -> Iterator[Shown]:
    returned = {
        member.person
        for member in members
        if member.status is not None and member.person in whose
    }
    registers: dict[int, dict[str, set[str]]] = {
        person: {field: set() for field in FIELDS} for person in returned
    }
    for person, *values in store.database.base.stream(_BY_REGISTERS):
        if person in registers:
            for field, value in zip(("given", "family", "born"), values, strict=True):
                if value is not None:
                    registers[person][field].add(value)
    for person, given, family, born in list(
        store.database.base.stream(
            "SELECT id, given, family, born::text FROM people WHERE id = ANY(%s)",
            sorted(returned),
        )
    ):
        yield Shown(
            whose[person],
            {"given": given, "family": family, "born": born or ""},
            {field: frozenset(values) for field, values in registers[person].items()},
        )
