"""A survey signed off, which freezes it, and on its way to DfE.

A later survey of the same summer takes its place when it is signed, until January is
over. See decision 0199.
"""

from datetime import date

from tracker import store
from tracker.access import Permission
from tracker.actions.act import Act
from tracker.actions.law import parties
from tracker.actions.law.disclosing import permit, record
from tracker.actions.law.two_people import actor, check_another
from tracker.actions.nccis_return import sign_off
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.reference.academic_year import say_date
from tracker.domain.year import survey
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disclosures import Disclosure
from tracker.store.nccis_return.surveys import ActivitySurvey

GATEWAY = "survey"

#: The statement that an officer makes by signing.
CONFIRMED = (
    "I have checked the cohort, the activities and those who are left without one. "
    "This is the activity survey the council will send to DfE."
)


def sign(of: ActivitySurvey, *, act: Act) -> None:
    """Signs a survey off, which freezes it. Raises Refusal with the reason."""
    with store.database.base.transaction():
        _hold(of)
        check(of, act=act)
        of.frozen_at, of.frozen_by = act.at, actor(act)
        act.note(
            Action.SURVEY_SIGNED_OFF,
            f"survey {of.id}",
            left=of.left,
            sha256=of.sha256,
        )


def check(of: ActivitySurvey, *, act: Act) -> None:
    """Checks that this user can sign a survey off now. Raises Refusal."""
    if of.frozen_at is not None:
        raise Refusal("This survey has already been signed off.")
    day = survey.surveyed_on(of.left)
    if act.on <= day:
        raise Refusal(
            f"{say_date(day)} is not over. Prepare the survey again when it is, "
            "and sign that one off."
        )
    newest = store.nccis_return.surveys.newest(of.authority, of.left)
    if newest is not None and newest.id != of.id:
        raise Refusal(f"Survey {newest.id} was prepared after it: sign that one off.")
    earlier = store.nccis_return.surveys.frozen(of.authority, of.left)
    closed = survey.closes_on(of.left)
    if earlier is not None and act.on > closed:
        raise Refusal(
            f"DfE accepted changes until {say_date(closed)}: survey {earlier.id} "
            "stays the one that counts."
        )
    if sign_off.others_who_sign(act):
        check_another(
            of.prepared_by,
            act,
            "You prepared this survey, so another user must sign it off.",
            permission=Permission.SIGN_OFF_RETURN,
        )


def file(of: ActivitySurvey, *, act: Act) -> bytes:
    """The file that is sent; the download counts as a look at everybody in it.

    Raises Refusal.
    """
    if of.frozen_at is None:
        raise Refusal("Sign the survey off before you download its file.")
    people = [each.person for each in store.nccis_return.surveys.people(of.id)]
    act.note_alone(
        Action.SURVEY_DOWNLOADED,
        f"survey {of.id}",
        left=of.left,
        people=people,
        why=f"activity survey {of.id}",
    )
    return store.nccis_return.surveys.file_of(of)


def record_sent(of: ActivitySurvey, *, on: date, act: Act) -> Disclosure:
    """Records that the file was given to DfE on a day, as a disclosure.

    Raises Refusal with the reason.
    """
    permitted = permit(parties.DEPARTMENT, GATEWAY, GATEWAYS[GATEWAY].fields, act=act)
    with store.database.base.transaction():
        _hold(of)
        if of.frozen_at is None:
            raise Refusal("Sign the survey off before you mark it as sent.")
        if of.sent_on is not None:
            raise Refusal(f"It was sent on {say_date(of.sent_on)} already.")
        if on > act.on:
            raise Refusal("The day it was sent must be today or in the past.", "day")
        if on < act.day_of(of.frozen_at):
            raise Refusal("It cannot have been sent before it was signed off.", "day")
        of.sent_on, of.sent_at, of.sent_by = on, act.at, actor(act)
        act.note(Action.SURVEY_SENT, f"survey {of.id}", left=of.left)
        return record(
            permitted,
            [each.person for each in store.nccis_return.surveys.people(of.id)],
            what=f"Activity survey of {of.left}",
            known_at=of.known_at,
            act=act,
        )


def _hold(of: ActivitySurvey) -> None:
    """Waits while another user works on the same survey, and reads it again."""
    store.database.base.wait_for(f"survey of {of.authority} {of.left}")
    db.session.refresh(of)
