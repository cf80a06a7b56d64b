"""The support that students of a school or college need: a file, by an agreement.

No page shows it: the file is a disclosure with its mark. What needs a decision about
each young person is not in it. See Law L-09, decision 0213.
"""

import io
from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import actions, store
from tracker.access import Permission
from tracker.actions.law import parties, shared_lists
from tracker.actions.law.agreements import Standing
from tracker.domain.law.gateways import GATEWAYS, SUPPORT, unprotected
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Criteria, Disclosure
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.attachments import attachment
from tracker.web.guard import requires
from tracker.web.school import bp, own_institution
from tracker.web.school.expected.sharing_terms import labels

GATEWAY = GATEWAYS[SUPPORT]
#: The page has so many of the files that were taken.
MOST = 20


@bp.get("/support")
@requires(Permission.SEE_STUDENT_SUPPORT)
def support() -> ResponseReturnValue:
    # Agreements and disclosures are the council's tables; these are of one institution.
    with own_institution.as_council():
        standing, taken = _standing(), _taken()
    agreement = standing.agreement
    return render_template(
        "school/expected/support.html",
        institution=own_institution.mine(),
        standing=standing,
        agreement=agreement,
        holds=labels(unprotected(agreement.fields)) if agreement is not None else "",
        gateway=GATEWAY,
        taken=taken,
    )


@bp.get("/support/students.<any(csv, xlsx):form>")
@requires(Permission.SEE_STUDENT_SUPPORT)
def support_file(form: str) -> ResponseReturnValue:
    file = io.BytesIO()
    institution = own_institution.mine()
    with refusals.kept() as problem, own_institution.as_council():
        agreement = _standing().agreement
        if agreement is None:
            return redirect(url_for("school.support"))
        permitted = actions.law.disclosing.permit(
            parties.institution(institution),
            SUPPORT,
            unprotected(agreement.fields),
            act=act(),
        )
        actions.history.positions.refresh([today()], within=own_institution.everybody())
        enrolled = shared_lists.enrolled(
            institution.key, on=today(), authority=act().authority
        )
        shared = shared_lists.with_needs(
            shared_lists.prepare(permitted, enrolled, act=act())
        )

        def write(disclosure: Disclosure) -> None:
            shared_lists.write_file(
                *(file, form, permitted, shared, disclosure),
                organisation=own_institution.authority_name(),
                on=today(),
            )

        made = shared_lists.share(
            permitted, shared, write, what="Support of students", act=act()
        )
        mark = made.mark
        act().note_alone(
            Action.LEAVERS_DOWNLOADED,
            f"support of students at {institution.name}",
            why="support of students",
            people=shared.people,
            form=form,
            mark=mark,
        )
    if problem:
        flash(problem.sentence, "refused")
        return redirect(url_for("school.support"))
    return attachment(f"{mark}.{form}", file.getvalue())


def _standing() -> Standing:
    """The agreement in force that covers the plan or the support of a learner."""
    party = parties.institution(own_institution.mine())
    plan, support = (
        actions.law.agreements.standing(GATEWAY, party, needs=[need], act=act())
        for need in ("plan", "support")
    )
    return plan if plan.agreement is not None else support


def _taken() -> Sequence[Disclosure]:
    """The newest files of this kind that the institution took or was given."""
    return store.law.disclosures.page(
        Criteria(
            party=parties.institution(own_institution.mine()).key, gateways=(SUPPORT,)
        ),
        within=own_institution.everybody(),
        limit=MOST,
    )
