"""Who of a school's own pupils is at risk of NEET, as far as the school may see it.

A school sees its pupils of every year group on record from Year 9 on, the points of
what it may know, and whether support is agreed. What only the council knows is in no
reason and in no sum.
"""

from collections.abc import Sequence

from flask import abort, make_response, render_template
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.history.leaving import may_not_be_listed
from tracker.actions.year.risk import own_schemes, support_lists
from tracker.actions.year.risk.support_lists import OwnAtRisk
from tracker.store.year.pupils_by_points import OwnPupil
from tracker.web.acting import act, today
from tracker.web.guard import requires
from tracker.web.look.listing import Filter, Listing, by_words
from tracker.web.school import bp, own_institution

#: What a school is shown of the council's decision: whether there is support, no more.
SUPPORTED, NOT_YET = "Support agreed", "No support agreed yet"


@bp.get("/at-risk")
@requires(Permission.SEE_OWN_PUPILS)
def at_risk() -> ResponseReturnValue:
    institution = own_institution.mine()
    scheme = own_schemes.schemes().in_use
    # Their record is the council's: the page takes what a school may see of it.
    with own_institution.as_council():
        own_institution.refuse_while_suspended("own-risk", "own-pupils", "leavers")
        _wait_for_today()
        pupils = _pupils(institution.key)
        rows = support_lists.of_pupils(
            scheme, pupils, on=today(), within=own_institution.everybody()
        )
    return render_template(
        "school/risk/at_risk.html",
        institution=institution,
        authority=own_institution.authority_name(),
        scheme=scheme,
        pupils=len(pupils),
        years=sorted({each.year_group for each in pupils}),
        listing=_listing(rows),
        total=len(rows),
        day=today(),
        supported=SUPPORTED,
        not_yet=NOT_YET,
    )


def _wait_for_today() -> None:
    """Answers with a page that waits, unless today's positions are made."""
    on, within = today(), own_institution.everybody()
    task = actions.history.month_ends.make_or_request(on, (), within=within, act=act())
    if task is not None:
        page = render_template("school/leavers/waiting.html", task=task)
        abort(make_response(page))


def _pupils(institution: str) -> list[OwnPupil]:
    """The pupils of an institution (key) who may be named to it, by name."""
    return [
        each
        for each in store.year.pupils_by_points.own_pupils(
            today(), institution, within=own_institution.everybody()
        )
        if not may_not_be_listed(each.details, institution)
    ]


def _listing(rows: Sequence[OwnAtRisk]) -> Listing[OwnAtRisk]:
    place = {row.pupil.person: at for at, row in enumerate(rows)}
    return Listing(
        rows,
        keys={
            "score": lambda row: place[row.pupil.person],
            "name": lambda row: (row.pupil.family, row.pupil.given),
            "year": lambda row: row.pupil.year_group,
            "form": lambda row: row.pupil.form_group,
        },
        filters=(
            Filter(
                "year", "Year", lambda row: by_words(f"Year {row.pupil.year_group}")
            ),
            Filter("form", "Form", lambda row: by_words(row.pupil.form_group)),
            Filter(
                "support",
                "Support",
                lambda row: by_words(SUPPORTED if row.has_support else NOT_YET),
            ),
        ),
        first="score",
    )
