"""The gaps of the ledger, with the adviser of each young person.

One query gives the numbers and the young people behind them, so both always agree.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, null, select

from tracker.access import Scope
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name, Owner
from tracker.domain.year.owing import Debtor, Gap
from tracker.extensions import db
from tracker.store.casework import caseloads
from tracker.store.casework.caseload_rows import LISTED, MINE
from tracker.store.database import base
from tracker.store.history.ledger.ledger_rows import LedgerRow
from tracker.store.history.ledger.owed_rows import Year


def gaps(
    year: Year,
    *,
    within: Scope,
    cohort: LedgerCohort | None = None,
    step: Name | None = None,
    debtor: Debtor | None = None,
) -> list[Gap]:
    """The gaps of a leaving year, of one cohort or of everybody, at one step or at all.

    A debtor narrows them to the gaps of the owners that it stands for: the rest of
    ``Gap.debtor`` is left to the caller. The adviser is read of an adviser's gaps only.
    """
    row = LedgerRow
    place = row.steps[row.gap]["place"].astext
    query = select(row.gap, row.owner, row.institution, place.label("place")).where(
        row.authority.in_(base.whole(within)),
        row.left == year.left,
        row.as_of == year.as_of,
        row.gap == step if step is not None else row.gap.is_not(None),
    )
    if cohort is not None:
        query = query.where(row.year_group.between(*cohort.year_groups))
    if debtor is not None:
        query = query.where(row.owner.in_(debtor.owners))
    adviser: ColumnElement[Any] = null()
    if debtor is None or Owner.ADVISER in debtor.owners:
        # All caseloads are read for it.
        owners = caseloads.owners(within=within)
        query = query.outerjoin(owners, owners.c.root == row.person_id)
        adviser = owners.c.user_id
    query = query.add_columns(adviser.label("adviser"), func.array_agg(row.person_id))
    return [
        Gap(Name(gap), Owner(owner), institution, at, user, people)
        for gap, owner, institution, at, user, people in db.session.execute(
            query.group_by(row.gap, row.owner, row.institution, "place", "adviser")
        )
    ]


def of_advisers(
    users: Collection[int], years: Sequence[Year], *, within: Scope
) -> list[tuple[int, Name, int]]:
    """The gaps that these users fill as advisers, in the ledgers of one day.

    Each is a young person, the step, and the summer of the ledger, in order of summers.
    They are the young people that a list of these caseloads has; from there it is a
    hundredth of the work of ``gaps``.
    """
    with base.cursor() as rows:
        found = rows.execute(
            f'WITH {MINE} SELECT r.person_id, r.gap, r."left" FROM mine m'
            f" JOIN people p ON p.id = m.root AND {LISTED}"
            " JOIN ledger_rows r ON r.person_id = m.root"
            " WHERE r.authority = ANY(%(authorities)s)"
            ' AND r."left" = ANY(%(left)s) AND r.as_of = ANY(%(as_of)s)'
            ' AND r.owner = %(adviser)s ORDER BY r."left"',
            {
                "users": list(users),
                "authorities": base.whole(within),
                "left": [year.left for year in years],
                "as_of": [year.as_of for year in years],
                "adviser": Owner.ADVISER,
            },
        ).fetchall()
    return [(person, Name(step), left) for person, step, left in found]
