"""A case of which the form is sent twice, and another one opened at once after it.

Everybody is invented.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, young
from tests.web.conftest import NOW
from tests.web.officer.held_cases import OPENED, opened
from tracker import actions
from tracker.actions.law.cases.opening import Requested
from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.objections import To

#: The second click, some seconds after the first.
AGAIN = act(by=OPENED.by, at=NOW + timedelta(seconds=20), on=NOW.date())
TODAY = NOW.date().isoformat()
ASKS = Requested("Testham Arts", "A study", "Names", "None", "A safe", "A year")
OF_THIRD = {"kind": "third-party-request", "requester": Requester.THIRD_PARTY}
OBJECTS = {"kind": "objection", "ground": To.RESEARCH}

# the form, and what is entered otherwise in the second one
SECOND = [
    ({}, {"received": "2026-11-05"}),
    ({}, {"requester": Requester.PARENT}),
    ({}, {"requester_name": "A. Holtby"}),
    ({}, {"reference": "IG/2"}),
    ({}, {"words": "And the letters."}),
    ({**OF_THIRD, "requested": ASKS}, {"requested": replace(ASKS, data="Ages")}),
    (OBJECTS, {"ground": To.PUBLIC_TASK}),
]


@pytest.mark.parametrize(
    "form", [{}, {"received": TODAY}, {**OF_THIRD, "requested": ASKS}, OBJECTS]
)
def test_the_same_form_twice_is_one_case(inside, form) -> None:
    same = {**form, "people": [young("Esme", "Whitworth")], "words": " Everything. "}
    assert opened(**same).id == opened(**same, act=AGAIN).id


@pytest.mark.parametrize(("form", "other"), SECOND)
def test_a_form_that_differs_is_a_case_of_its_own(inside, form, other) -> None:
    same = {**form, "people": [young("Esme", "Whitworth")]}
    first, second = opened(**same), opened(**{**same, **other}, act=AGAIN)
    assert first.id != second.id
    assert opened(**same, act=AGAIN).id == first.id, "the first form once more"


def test_a_breach_of_another_person_or_minute_is_another(inside) -> None:
    at = datetime(2026, 11, 4, 9, 10, tzinfo=UTC)
    one, two = young("Esme", "Whitworth"), young("Amina", "Holtby")
    forms = [([one], at), ([one, two], at), ([], at), ([one], at.replace(minute=11))]

    def numbers(user):
        return [
            actions.law.cases.opening.open_case(
                KINDS["breach"],
                "A letter went astray",
                received=received,
                requester=Requester.COUNCIL,
                people=people,
                within=HERE_ONLY,
                act=user,
            ).id
            for people, received in forms
        ]

    first = numbers(OPENED)
    assert len(set(first)) == len(forms)
    assert numbers(AGAIN) == first


@pytest.mark.law("D-15")
def test_complaints_that_begin_alike_are_two(inside) -> None:
    def complain(words: str, answer_to: str = "07700 900388", user=OPENED) -> int:
        return actions.law.cases.complaints.receive(
            words,
            requester=Requester.PARENT,
            name="A. Holtby",
            answer_to=answer_to,
            act=user,
        ).id

    begins = "My letter was not answered. " * 10
    first = complain(begins)
    assert complain(begins, user=AGAIN) == first
    assert complain(begins + "Nor the next.", user=AGAIN) != first
    assert complain(begins, "07700 900977", user=AGAIN) != first
