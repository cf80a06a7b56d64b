"""The forms of a proposed place: the proposal, and an answer to it."""

from collections.abc import Sequence

from wtforms import HiddenField
from wtforms.validators import Length, Optional

from tracker import domain
from tracker.domain.year.allocation import (
    DUE_AFTER,
    LONGEST_WHY,
    Answer,
    NewAnswer,
    NewProposal,
    Party,
    problems_of_answer,
)
from tracker.store import institutions
from tracker.store.casework.place_proposals import PlaceProposal
from tracker.store.institutions.institution_names import Match
from tracker.web.acting import today
from tracker.web.adviser.happened import places
from tracker.web.forms import SHORT, Day, Form, Radios, Text, Words
from tracker.web.front import incoming


class ProposalForm(Form):
    provider = Text("School, college or provider", [SHORT])
    provider_key = HiddenField(validators=[Optional(), Length(max=250)])
    course = Text("Course, if known (optional)", [SHORT])
    why = Words(
        "Why this place?",
        [Length(max=LONGEST_WHY, message=f"Enter {LONGEST_WHY} characters or fewer.")],
    )
    proposed_on = Day("Proposed on")
    due = Day("Answer due by")
    #: Where what is wrong with the young people stands.
    people = HiddenField()


class AnswerForm(Form):
    given = Radios("What is the answer?", [Optional()])
    answered_on = Day("When was it given?")
    why = Words(
        "Why was it declined? (needed only then)",
        [Length(max=LONGEST_WHY, message=f"Enter {LONGEST_WHY} characters or fewer.")],
    )
    starts_on = Day("First day there, if known (optional)")


def new_proposal_form() -> ProposalForm:
    return ProposalForm(proposed_on=today(), due=today() + DUE_AFTER)


def read_proposal(form: ProposalForm) -> tuple[NewProposal, Sequence[Match]]:
    """What the form says, and the places that its words may mean where not one.

    Every problem is put beside its field.
    """
    form.validate()
    text = incoming.plain(form.provider.data or "").strip()
    one: Match | None = None
    matches: Sequence[Match] = ()
    if text or form.provider_key.data:
        one, matches = places.one_or_possible(form, text, form.provider_key.data or "")
        if one is None and not matches:
            form.refuse("provider", f"{places.unknown(text)}.")
    new = NewProposal(
        at=institutions.institution_names.named(one) if one else None,
        key=one.institution.key if one else None,
        course=incoming.plain(form.course.data or "").strip(),
        why=incoming.plain(form.why.data or "").strip(),
        proposed_on=form.proposed_on.data,
        due=form.due.data,
    )
    institution = one.institution if one else None
    for name, sentence in domain.year.allocation.problems(new, institution, today()):
        if not getattr(form, name).errors:
            form.refuse(name, sentence)
    return new, matches


#: The answers of the form: who answered what.
_GIVEN = {
    "provider accepted": (Party.PROVIDER, Answer.ACCEPTED),
    "provider declined": (Party.PROVIDER, Answer.DECLINED),
    "young person agreed": (Party.YOUNG_PERSON, Answer.AGREED),
    "young person declined": (Party.YOUNG_PERSON, Answer.DECLINED),
}


def answer_form(proposal: PlaceProposal, given: str) -> AnswerForm:
    """The form for an answer; ``given`` is the name of the young person."""
    form = AnswerForm(answered_on=today())
    who = {Party.PROVIDER: proposal.institution_name, Party.YOUNG_PERSON: given}
    verbs = {
        Answer.ACCEPTED: "accepts",
        Answer.AGREED: "agrees",
        Answer.DECLINED: "declines",
    }
    form.given.choices = [
        (value, f"{who[party]} {verbs[answer]}")
        for value, (party, answer) in _GIVEN.items()
    ]
    return form


def read_answer(form: AnswerForm, proposal: PlaceProposal) -> NewAnswer:
    """What the form says. Every problem is put beside its field."""
    form.validate()
    party, answer = _GIVEN.get(form.given.data or "", (Party.PROVIDER, None))
    new = NewAnswer(
        party,
        answer,
        form.answered_on.data,
        incoming.plain(form.why.data or "").strip(),
        form.starts_on.data,
    )
    if answer is None and not form.given.errors:
        form.refuse("given", "Select who answered what.")
    for name, sentence in problems_of_answer(new, proposal.proposed_on, today()):
        if name != "answer" and not getattr(form, name).errors:
            form.refuse(name, sentence)
    return new
