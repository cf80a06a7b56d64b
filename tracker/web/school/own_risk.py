"""Who of a school's own pupils is at risk of NEET, as far as the school may see it.

A school sees its pupils of Years 11 and 12, the points of what it may know, and whether
support is agreed. What only the council knows is in no reason and in no sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers
from tracker.actions.year.risk import own_schemes, support_lists
from tracker.actions.year.risk.support_lists import AtRisk
from tracker.domain.history.guarantee import YEARS
from tracker.store.history.ledger.school_rows import Pupil
from tracker.web.acting import today
from tracker.web.guard import requires
from tracker.web.look.listing import Filter, Listing, by_words
from tracker.web.school import bp, own_institution

#: What a school is shown of the council's decision: whether there is support, no more.
SUPPORTED, NOT_YET = "Support agreed", "No support agreed yet"


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil at risk, as the own school sees them."""

    pupil: Pupil
    at_risk: AtRisk

    @property
    def support(self) -> str:
        return SUPPORTED if self.at_risk.has_support else NOT_YET


@bp.get("/at-risk")
@requires(Permission.SEE_OWN_PUPILS)
def at_risk() -> ResponseReturnValue:
    with own_institution.as_council():
        own_institution.refuse_while_suspended("own-risk")
    own_institution.wait_for_ledger()
    institution = own_institution.mine()
    # Who leaves next: those of last summer are past this.
    year = max(cohort_ledgers.current(today()), key=lambda each: each.left)
    pupils = store.history.ledger.school_rows.of(
        institution.key, year, within=own_institution.leavers_scope()
    )
    scheme = own_schemes.schemes().in_use
    rows = _rows(pupils)
    return render_template(
        "school/risk/at_risk.html",
        institution=institution,
        scheme=scheme,
        pupils=len(pupils),
        listing=_listing(rows),
        total=len(rows),
        day=today(),
    )


def _rows(pupils: Sequence[Pupil]) -> list[Row]:
    """Those of the pupils who are at risk, with most points first."""
    scheme = own_schemes.schemes().in_use
    by_person = {each.person: each for each in pupils}
    rows: list[Row] = []
    # Their evidence is the council's: the page takes what a school may see of it.
    with own_institution.as_council():
        for group in YEARS:
            people = [each.person for each in pupils if each.year_group == group]
            if not people:
                continue
            made = support_lists.support_list(
                scheme,
                group,
                on=today(),
                within=own_institution.everybody(),
                people=frozenset(people),
                for_school=True,
            )
            rows += [
                Row(by_person[each.person], each)
                for each in made.rows
                if each.person in by_person
            ]
    return rows


def _listing(rows: list[Row]) -> Listing[Row]:
    place = {row.pupil.person: at for at, row in enumerate(rows)}
    return Listing(
        rows,
        keys={
            "score": lambda row: (-row.at_risk.score.points, place[row.pupil.person]),
            "name": lambda row: (row.pupil.family, row.pupil.given),
            "form": lambda row: row.pupil.form_group,
        },
        filters=(
            Filter(
                "year", "Year", lambda row: by_words(f"Year {row.pupil.year_group}")
            ),
            Filter("form", "Form", lambda row: by_words(row.pupil.form_group)),
            Filter("support", "Support", lambda row: by_words(row.support)),
        ),
        first="score",
    )
