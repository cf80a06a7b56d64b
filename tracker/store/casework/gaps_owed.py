"""The gaps of the ledger, with the adviser of each young person.

One query gives the numbers and the young people behind them, so both always agree.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from tracker.access import Scope
from tracker.domain.year.ledger_cohorts import LedgerCohort
from tracker.domain.year.ledger_steps import Name, Owner
from tracker.domain.year.owing import Gap
from tracker.extensions import db
from tracker.store.casework import caseloads
from tracker.store.database import base
from tracker.store.history.ledger.ledger_rows import LedgerRow
from tracker.store.history.ledger.owed_rows import Year
from tracker.store.people import person_items
from tracker.store.people.records import Person


def gaps(
    year: Year,
    *,
    within: Scope,
    cohort: LedgerCohort | None = None,
    users: Collection[int] | None = None,
) -> list[Gap]:
    """The gaps of a leaving year, of one cohort or of everybody.

    With ``users`` only those that they fill as advisers of their own caseloads, of the
    young people who may be listed there.
    """
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
    if users is not None:
        query = query.where(
            row.owner == Owner.ADVISER,
            adviser.c.user_id.in_(users),
            row.person_id.in_(caseloads.records_of(users)),
            row.person_id.in_(select(Person.id).where(person_items.is_listed(Person))),
        )
    return [
        Gap(Name(gap), Owner(owner), institution, place, user, people)
        for gap, owner, institution, place, user, people in db.session.execute(query)
    ]
