"""A place that the council proposed at a school or college, and its answer."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from tracker import store
from tracker.access import Permission
from tracker.actions.year import cohort_ledgers
from tracker.actions.year.expected import provider_answers
from tracker.actions.year.expected.provider_answers import NewReply, Reply
from tracker.domain.year.allocation import Answer, Party
from tracker.store.history.ledger.expected_rows import Learner
from tracker.web import refusals
from tracker.web.acting import act, today
from tracker.web.forms import Day, Form, Needed, Radios, Words
from tracker.web.front import incoming
from tracker.web.guard import found, requires
from tracker.web.school import bp, own_institution

_REPLIES = {
    Reply.ACCEPT: "We accept: there is a place",
    Reply.DECLINE: "We decline",
    Reply.CALL: "Please call us first",
}
_SENT = {
    Reply.ACCEPT: "Sent: you accept. The council arranges it with the young person.",
    Reply.DECLINE: "Sent: you decline. The council looks for another place.",
    Reply.CALL: "Sent: the council has your wish for a call.",
}


class ReplyForm(Form):
    reply = Radios(
        "What is your answer?",
        [Needed("Select your answer.")],
        choices=[(each.value, words) for each, words in _REPLIES.items()],
    )
    starts_on = Day("First day, if you accept and know it (optional)")
    why = Words("Why you decline, or what the call is about", [Optional()])


def _proposed_to(person: int) -> Learner:
    """The young person with a place proposed here; any other is not found."""
    own_institution.wait_for_expected(closed_page=False)
    institution = own_institution.mine()
    learners = (
        learner
        for year in cohort_ledgers.current(today())
        for learner in store.history.ledger.expected_rows.of(
            institution.key, year, within=own_institution.leavers_scope()
        )
    )
    return found(
        next(
            (
                each
                for each in learners
                if each.person == person and each.proposal is not None
            ),
            None,
        )
    )


@bp.route("/expected/<int:person>/place", methods=["GET", "POST"])
@requires(Permission.SEE_EXPECTED)
def expected_place(person: int) -> ResponseReturnValue:
    learner, institution = _proposed_to(person), own_institution.mine()
    number = found(learner.proposal)
    form = ReplyForm()
    # What is read of the council's tables here is about this one proposal.
    with own_institution.as_council():
        if form.validate_on_submit():
            with refusals.in_form(form):
                given = Reply(form.reply.data)
                provider_answers.reply(
                    number,
                    person,
                    NewReply(
                        given,
                        " ".join(incoming.plain(form.why.data or "").split()),
                        form.starts_on.data,
                    ),
                    institution,
                    within=own_institution.everybody(),
                    act=act(),
                )
                flash(_SENT[given])
                return redirect(url_for("school.expected_place", person=person))
        (proposal,) = store.casework.place_proposals.numbered([number])
        calls = provider_answers.open_calls(
            person, within=own_institution.everybody(), institution=institution.key
        )
        answers = [
            each
            for each in proposal.answers
            if each.party == Party.PROVIDER and each.withdrawn_at is None
        ]
    return render_template(
        "school/expected/place.html",
        form=form,
        institution=institution,
        learner=learner,
        proposed_on=proposal.proposed_on,
        due=proposal.due,
        answers=answers,
        calls=calls,
        ACCEPTED=Answer.ACCEPTED,
        today=today(),
    )
