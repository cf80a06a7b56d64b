"""The gaps of the ledger, with the adviser of each young person.

One query gives the numbers and the young people behind them, so both always agree.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from tracker.access import Scope
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name, Owner
from tracker.domain.year.owing import Gap
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
) -> list[Gap]:
    """The gaps of a leaving year, of one cohort or of everybody."""
    row, adviser = LedgerRow, caseloads.owners(within=within)
    step = row.steps[row.gap]
    place = step["place"].astext
    query = (
        select(
            row.gap,
            row.owner,
            row.institution,
            place.label("place"),
            adviser.c.user_id,
            func.array_agg(row.person_id),
        )
        .outerjoin(adviser, adviser.c.root == row.person_id)
        .where(
            row.authority.in_(base.whole(within)),
            row.left == year.left,
            row.as_of == year.as_of,
            row.gap.is_not(None),
        )
        .group_by(row.gap, row.owner, row.institution, "place", adviser.c.user_id)
    )
    if cohort is not None:
        query = query.where(row.year_group.between(*cohort.year_groups))
    return [
        Gap(Name(gap), Owner(owner), institution, place, user, people)
        for gap, owner, institution, place, user, people in db.session.execute(query)
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
