"""A plan that was agreed with a young person, in plain words, to be signed.

It is the print of a learning and support agreement (Law L-11; Education and Skills Act
2008, section 71).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.law.documents import written
from tracker.domain.law.documents.document import Document, Signatures, Table
from tracker.domain.reference.academic_year import say_date

#: The sentences of the plan.
ROWS = written.read(Path(__file__).with_name("support_plan.csv"))


@dataclass(frozen=True, slots=True)
class Step:
    """An action, or a referral to a provider, which has a day of consent.

    ``is_yours`` is one that the young person does. ``outcome`` is "" while it is open.
    """

    what: str
    due: date
    is_yours: bool
    provider: str
    consent_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed. ``ended`` is how the plan ended, "" while it stands."""

    person: str
    adviser: str
    wants: str
    agreed_on: date
    signed_on: date | None
    review_on: date
    ended: str
    steps: Sequence[Step]


def document(council: str, plan: Agreed) -> Document:
    """The plan of a young person with a council."""
    adviser = plan.adviser or "the adviser"
    own = [each for each in plan.steps if each.consent_on is None]
    referrals = [each for each in plan.steps if each.consent_on is not None]
    filling = written.Filling(
        words={
            "wants": plan.wants,
            "review": say_date(plan.review_on),
            "ended": plan.ended,
            "agreed": say_date(plan.agreed_on),
            "signed": say_date(plan.signed_on) if plan.signed_on else "",
        },
        tables={
            "steps": Table(
                ("What", "Who does it", "By when", "What came of it"),
                tuple(
                    (
                        each.what,
                        "you" if each.is_yours else adviser,
                        say_date(each.due),
                        each.outcome,
                    )
                    for each in own
                ),
                "What is to be done",
            ),
            "referrals": Table(
                ("Provider", "What for", "By when", "You agreed on", "What came of it"),
                tuple(
                    (
                        each.provider,
                        each.what,
                        say_date(each.due),
                        say_date(each.consent_on) if each.consent_on else "",
                        each.outcome,
                    )
                    for each in referrals
                ),
                "Who we refer you to",
            ),
        },
        signatures={
            "signatures": Signatures((plan.person, f"For the council: {adviser}"))
        },
    )
    return Document(
        "plan",
        f"Plan and agreement with {plan.person}",
        council,
        written.sections(ROWS, "plan", filling),
    )
