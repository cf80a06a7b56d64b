"""The words of a contact, as they are stored and shown, and what each of them means."""

import pytest

from tracker.domain.casework.contact import (
    CHANNELS,
    Channel,
    Informant,
    Outcome,
    Visibility,
)
from tracker.domain.history.evidence import Tier

# outcome, as stored, as a label, reached, unanswered, informant
OUTCOMES = [
    (
        *(Outcome.YOUNG_PERSON, "spoke to the young person"),
        *("Spoke to the young person", True, False, Informant.YOUNG_PERSON),
    ),
    (
        *(Outcome.PARENT, "spoke to a parent or carer"),
        *("Spoke to a parent or carer", True, False, Informant.PARENT),
    ),
    (
        *(
            Outcome.PROVIDER,
            "spoke to their school, college, provider or employer",
        ),
        *(
            "Spoke to their school, college, provider or employer",
            *(False, False, Informant.PROVIDER),
        ),
    ),
    (
        *(Outcome.VOICEMAIL, "left a voicemail"),
        *("Left a voicemail", False, True, None),
    ),
    (Outcome.WRONG_NUMBER, "wrong number", "Wrong number", False, False, None),
    (Outcome.NO_ANSWER, "no answer", "No answer", False, True, None),
    (Outcome.REFUSED, "refused", "Refused", False, False, None),
]


@pytest.mark.parametrize(
    ("outcome", "stored", "label", "reached", "unanswered", "informant"), OUTCOMES
)
def test_an_outcome_names_who_was_reached(
    outcome, stored, label, reached, unanswered, informant
) -> None:
    assert (outcome.value, outcome.label) == (stored, label)
    assert (outcome.reached, outcome.unanswered) == (reached, unanswered)
    assert outcome.informant is informant


def test_the_channels_to_one_person_are_all_but_those_of_many() -> None:
    assert [each.value for each in CHANNELS] == [
        *("phone", "text", "email", "visit", "meeting", "letter", "social message"),
        "video call",
    ]
    not_by_hand = ["Group session", "Status update", "Note"]
    assert [each.label for each in Channel][-3:] == not_by_hand


def test_a_note_is_for_the_team_or_restricted() -> None:
    assert [(each.value, each.label) for each in Visibility] == [
        ("team", "Team"),
        ("restricted", "Restricted"),
    ]


@pytest.mark.parametrize(
    ("informant", "stored", "tier"),
    [
        (Informant.YOUNG_PERSON, "the young person", Tier.ADVISER),
        (Informant.PARENT, "a parent or carer", Tier.ADVISER),
        (
            Informant.PROVIDER,
            "the school, college, provider or employer",
            Tier.ADVISER,
        ),
        (
            Informant.OWN_ANSWER,
            "the young person, in writing only",
            Tier.SELF_REPORT,
        ),
        (Informant.OTHER, "someone else", Tier.THIRD_PARTY),
    ],
)
def test_a_conversation_confirms_and_hearsay_does_not(informant, stored, tier) -> None:
    assert informant.value == stored
    assert informant.tier is tier
