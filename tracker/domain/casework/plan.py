"""Plans that are agreed with a young person: actions with days, and referrals.

A plan has what the young person wants in their own words, who does what by when, and
the day of its review. A referral is the action of a provider; without the young
person's consent there is none (Law L-11; Education and Skills Act 2008, sections 70
and 71).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: A plan that was agreed longer ago is not recorded any more.
OLDEST = timedelta(days=366)
#: How long after the agreement a review is proposed, and how late it may be.
REVIEWED_AFTER, LATEST_REVIEW = timedelta(weeks=12), timedelta(days=366)
LONGEST_WANTS, LONGEST_LINE = 1000, 200


class Actor(StrEnum):
    """Who does an action. What a provider does is a referral."""

    YOUNG_PERSON = "young person"
    ADVISER = "adviser"
    PROVIDER = "provider"


class ActionOutcome(StrEnum):
    """What came of an action; those of a referral say how far it went."""

    DONE = "done"
    NOT_NEEDED = "no longer needed"
    ACCEPTED = "accepted by the provider"
    DECLINED = "declined by the provider"
    DID_NOT_GO = "the young person did not go"
    STARTED = "started"


_OF_ACTION = (ActionOutcome.DONE, ActionOutcome.NOT_NEEDED)
_OF_REFERRAL = (
    ActionOutcome.STARTED,
    ActionOutcome.ACCEPTED,
    ActionOutcome.DECLINED,
    ActionOutcome.DID_NOT_GO,
    ActionOutcome.NOT_NEEDED,
)


def outcomes_of(actor: Actor) -> Sequence[ActionOutcome]:
    """The outcomes that an action of this actor may have, in the order of a form."""
    return _OF_REFERRAL if actor is Actor.PROVIDER else _OF_ACTION


class Ending(StrEnum):
    """Why a plan ended. A new plan replaces the one that stands."""

    CARRIED_OUT = "carried out"
    NOT_WANTED = "no longer wanted by the young person"
    NOT_NEEDED = "no longer needed"
    MISTAKE = "recorded by mistake"
    REPLACED = "replaced by a newer plan"


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action to agree. ``place`` is its row in the form.

    ``provider`` and ``consent_on``, the day of the young person's consent, are those of
    a referral.
    """

    place: int
    actor: Actor | None
    what: str
    due: date | None
    provider: str = ""
    consent_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to agree; ``signed_on`` is None while it is not signed."""

    wants: str
    agreed_on: date | None
    review_on: date | None
    actions: tuple[NewAction, ...]
    signed_on: date | None = None


def problems(new: NewPlan, on: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a plan on a day: each a field of the form and its sentence.

    A field of an action has the place of the action behind it, such as ``due_2``.
    """
    if not new.wants:
        yield "wants", "Enter what the young person wants."
    elif len(new.wants) > LONGEST_WANTS:
        yield "wants", f"Enter {LONGEST_WANTS:,} characters or fewer."
    if new.agreed_on is None:
        yield "agreed_on", "Enter the day on which the plan was agreed."
    elif new.agreed_on > on:
        yield "agreed_on", "The day of the agreement must be today or in the past."
    elif new.agreed_on < on - OLDEST:
        yield "agreed_on", "The day of the agreement must be within the past year."
    if new.signed_on is not None:
        yield from _problems_of_signing(new.signed_on, new.agreed_on, on)
    if new.review_on is None:
        yield "review_on", "Enter the day of the review."
    elif new.review_on < on:
        yield "review_on", "The review cannot be before today."
    elif new.review_on > on + LATEST_REVIEW:
        yield "review_on", "The review must be within a year."
    if not new.actions:
        yield "what_1", "Enter at least one action or one referral."
    for each in new.actions:
        for field, sentence in _problems_of_action(each, new, on):
            yield f"{field}_{each.place}", sentence


def problems_of_signing(
    signed_on: date | None, agreed_on: date, on: date
) -> Iterator[tuple[str, str]]:
    """What is wrong with the day on which a plan was signed."""
    if signed_on is None:
        yield "signed_on", "Enter the day on which it was signed."
    else:
        yield from _problems_of_signing(signed_on, agreed_on, on)


def _problems_of_signing(
    signed_on: date, agreed_on: date | None, on: date
) -> Iterator[tuple[str, str]]:
    if signed_on > on:
        yield "signed_on", "The day of the signature must be today or in the past."
    elif agreed_on is not None and signed_on < agreed_on:
        yield "signed_on", "It cannot be signed before it was agreed."


def _problems_of_action(
    action: NewAction, new: NewPlan, on: date
) -> Iterator[tuple[str, str]]:
    if not action.what:
        is_referral = action.actor is Actor.PROVIDER
        what_for = "Enter what the referral is for."
        yield "what", what_for if is_referral else "Enter what is to be done."
    elif len(action.what) > LONGEST_LINE:
        yield "what", f"Enter {LONGEST_LINE} characters or fewer."
    if action.actor is None:
        yield "who", "Select who does it."
    if action.due is None:
        yield "due", "Enter the day by which it is done."
    elif new.agreed_on is not None and action.due < new.agreed_on:
        yield "due", "It cannot be due before the plan was agreed."
    elif action.due > on + LATEST_REVIEW:
        yield "due", "It must be due within a year. Break a longer action into steps."
    if action.actor is Actor.PROVIDER:
        yield from _problems_of_referral(action, on)


def _problems_of_referral(action: NewAction, on: date) -> Iterator[tuple[str, str]]:
    if not action.provider:
        yield "provider", "Enter the name of the provider."
    elif len(action.provider) > LONGEST_LINE:
        yield "provider", f"Enter {LONGEST_LINE} characters or fewer."
    if action.consent_on is None:
        yield (
            "consent",
            "Enter the day on which the young person agreed to the referral. Without "
            "their consent there is no referral.",
        )
    elif action.consent_on > on:
        yield "consent", "The consent must have been given today or in the past."
    elif action.consent_on < on - OLDEST:
        yield "consent", "The consent must be of the past year. Ask again."
