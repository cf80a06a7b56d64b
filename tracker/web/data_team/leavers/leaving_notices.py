"""Settling one notice of leaving: its student is found, or a list contradicts it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import actions, store
from tracker.access import Permission
from tracker.store.leavers.notices import Notice, State
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.data_team import bp
from tracker.web.forms import Form, Needed, Radios, Text, Words
from tracker.web.front import incoming
from tracker.web.guard import found, requires, scope
from tracker.web.school.own_institution import institution_of
from tracker.web.school.withdrawals import authority_of
from tracker.wording.quotations import clipped

#: What may be right: the notice, or the list.
NOTICE, LIST = "notice", "list"


class Settlement(Form):
    answer = Words(
        "What you did about it", [Needed("Enter what you did about the notice.")]
    )


class LookedFor(Settlement):
    """About a notice whose student has to be found."""

    person = Text("Number of the young person, if you found them", [Optional()])


class Contradicted(Settlement):
    """About a notice after whose last day a list still has the student."""

    right = Radios(
        "Which of the two is right?",
        [Needed("Select which of the two is right.")],
        choices=[(NOTICE, "The notice: they left"), (LIST, "The list: they are there")],
    )


@bp.route("/matching/notices/<int:number>", methods=["GET", "POST"])
@requires(Permission.MATCH_ROWS)
def match_notice(number: int) -> ResponseReturnValue:
    notice = found(store.leavers.notices.get(number, within=scope()))
    person = None
    if notice.person_id is not None:
        person = store.people.records.get(notice.person_id, within=scope())
    is_question = notice.state == State.OPEN and person is not None
    form: Contradicted | LookedFor = Contradicted() if is_question else LookedFor()
    if form.validate_on_submit() and (
        _chosen(form, notice)
        if isinstance(form, Contradicted)
        else _found(form, notice)
    ):
        flash("Settled. The school or college will see what you wrote.")
        return redirect(url_for("data_team.work", kind="notice"))
    listed = {}
    if person is not None and is_question:
        root = person.merged_into or person.id
        listed = actions.leavers.notices_and_lists.listed_later([(root, notice)])
    return render_template(
        "data_team/leavers/notice.html",
        form=form,
        notice=notice,
        person=person if is_question else None,
        listed_on=listed.get(notice),
        sender=institution_of(notice.institution).name,
        home_council=authority_of(notice),
    )


def _chosen(form: Contradicted, notice: Notice) -> bool:
    """Settles a notice that a list contradicts, unless that is refused."""
    is_wrong = form.right.data == LIST
    person = None if is_wrong else notice.person_id
    return _settle(form, notice, person, is_wrong=is_wrong)


def _found(form: LookedFor, notice: Notice) -> bool:
    """Settles a notice whose student was looked for, unless that is refused."""
    written = (form.person.data or "").strip()
    meant = incoming.number(written)
    if written and not (written.isascii() and written.isdigit()):
        form.refuse("person", "The number of a young person must have digits only.")
        return False
    if written and meant is None:
        form.refuse("person", f"There is no young person {clipped(written)}.")
        return False
    return _settle(form, notice, meant)


def _settle(
    form: Settlement,
    notice: Notice,
    person: int | None,
    *,
    is_wrong: bool = False,
) -> bool:
    with refusals.in_form(form):
        actions.leavers.notices.settle(
            notice,
            person=person,
            answer=form.answer.data or "",
            institution=institution_of(notice.institution),
            within=scope(),
            act=act(),
            is_wrong=is_wrong,
        )
        return True
    return False
