"""The lines of a list, with what their sender may see of them.

A sender sees what each line shows by itself: whether it can be read, whether its
numbers are well formed, whether its postcode is in the area. If a sender could see what
is on record, lists of one line would disclose it: any child's postcode, or that the
council has a number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.sql.elements import TextClause

from tracker.domain.reference.institution import InstitutionRef
from tracker.extensions import db
from tracker.store.database import base
from tracker.store.intake.import_batches import Outcome, StagedRow


class Alone(StrEnum):
    """The outcome of a line that is judged without the records."""

    USABLE = "usable"
    ELSEWHERE = "out-of-area"
    INVALID = "invalid"


#: Lines with a problem that their sender can put right.
TO_FIX = "to fix"
#: The filters for the lines of a list.
FILTERS = (TO_FIX, *(each.value for each in Alone))

#: A problem that only the records show is marked ``by`` (``decisions.refuse``).
_BY_ITSELF = "jsonb_path_exists(problems, '$[*] ? (!exists(@.by))')"
_INVALID = '(outcome = :invalid AND NOT problems @> \'[{"by": "records"}]\')'
_AWAY = "(outcome = :away OR COALESCE(raw->>'postcode' = ANY(:postcodes), false))"
_ALONE = (
    f"CASE WHEN COALESCE({_INVALID}, false) THEN 'invalid'"
    f" WHEN COALESCE({_AWAY}, false) THEN 'out-of-area' ELSE 'usable' END"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one batch; ``postcodes`` are its postcodes in other areas."""

    batch: int
    postcodes: Collection[str]

    def counts(self) -> dict[str, int]:
        """The number of lines of each kind (Alone), for kinds with any lines."""
        found = base.execute(
            f"SELECT {_ALONE} AS alone, count(*) FROM staged_rows"
            " WHERE batch_id = :batch GROUP BY 1",
            self._given(),
        )
        return dict(iter(found))

    def to_fix(self) -> int:
        """The number of lines with a problem that their sender can put right."""
        return self.shown(TO_FIX, limit=0)[0]

    def shown(
        self, which: str | None = None, *, offset: int = 0, limit: int | None = None
    ) -> tuple[int, Sequence[tuple[StagedRow, Alone]]]:
        """The number of lines of a kind (FILTERS), and one page of them in order."""
        wanted, given = "batch_id = :batch", self._given()
        if which == TO_FIX:
            wanted += f" AND {_ALONE} <> 'out-of-area' AND {_BY_ITSELF}"
        elif which is not None:
            wanted += f" AND {_ALONE} = :which"
            given["which"] = which
        total = base.execute(
            f"SELECT count(*) FROM staged_rows WHERE {wanted}", given
        ).scalar_one()
        if limit == 0:
            return int(total), ()
        found = base.execute(
            f"SELECT id, {_ALONE} FROM staged_rows WHERE {wanted} ORDER BY id"
            " OFFSET :offset LIMIT :limit",
            {**given, "offset": offset, "limit": limit},
        ).all()
        alone = {number: Alone(kind) for number, kind in found}
        rows = db.session.query(StagedRow).filter(StagedRow.id.in_(alone))
        return int(total), [(row, alone[row.id]) for row in rows.order_by(StagedRow.id)]

    def _given(self) -> dict[str, Any]:
        return {
            "batch": self.batch,
            "postcodes": list(self.postcodes),
            "invalid": str(Outcome.INVALID),
            "away": str(Outcome.OUT_OF_AREA),
        }


def postcodes_of(batch: int) -> list[str]:
    """The different postcodes on the lines of a batch, as they are written there."""
    return base.column(
        "SELECT DISTINCT raw->>'postcode' FROM staged_rows WHERE batch_id = %s"
        " AND raw->>'postcode' IS NOT NULL",
        batch,
    )


_PLACED: TextClause = text(
    "SELECT DISTINCT r.wanted, f.statement->'at', b.sender"
    " FROM (SELECT p.id, COALESCE(p.merged_into, p.id) AS root FROM people p) q"
    " JOIN (SELECT id AS wanted, COALESCE(merged_into, id) AS root FROM people"
    "       WHERE id IN :persons) r ON r.root = q.root"
    " JOIN evidence e ON e.person_id = q.id"
    " JOIN entries n ON n.id = e.entry_id AND n.withdrawn_at IS NULL"
    " JOIN facts f ON f.id = ANY(e.facts) AND f.statement ? 'at'"
    " LEFT JOIN import_batches b ON b.id = n.batch_id"
    " WHERE n.source NOT IN :own"
    " AND (b.id IS NULL OR b.received_by NOT IN"
    "      (SELECT made_by FROM sendings k WHERE k.authority = b.authority))"
    " AND NOT EXISTS (SELECT FROM corrections c WHERE c.institution IN :keys"
    "                 AND n.id IN (c.entry_id, c.confirmed_entry_id))"
).bindparams(
    bindparam("persons", expanding=True),
    bindparam("own", expanding=True),
    bindparam("keys", expanding=True),
)


def placed_by_others(
    persons: Collection[int], *, keys: Collection[str], own: Collection[str]
) -> list[tuple[int, InstitutionRef, InstitutionRef | None]]:
    """Evidence of where these people are, without what the institution itself gave.

    Gives (person, place, sender of the list or None). Left out are the corrections of
    the institution with these ``keys``, and evidence from users of any institution, by
    a list or by a form of the sources ``own``. Lists of the institution that the
    council itself received are included.
    """
    if not persons:
        return []
    found = db.session.execute(
        _PLACED, {"persons": list(persons), "own": list(own), "keys": list(keys)}
    )
    return [
        (person, InstitutionRef(**at), InstitutionRef(**sender) if sender else None)
        for person, at, sender in found
    ]


def cells_by_batch(batches: Collection[int]) -> dict[int, list[Mapping[str, str]]]:
    """The open cells of the lines of some batches, in the order of their files."""
    found: dict[int, list[Mapping[str, str]]] = {number: [] for number in batches}
    for number, raw in base.stream(
        "SELECT batch_id, raw FROM staged_rows WHERE batch_id = ANY(%s) ORDER BY id",
        list(found),
    ):
        found[number].append(raw)
    return found
