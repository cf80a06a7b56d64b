"""Who may make a request of each kind."""

import pytest

from tracker.domain.law.cases.case_kinds import KINDS
from tracker.domain.law.cases.requesters import Requester, requesters

ANYBODY = (Requester.YOUNG_PERSON, Requester.PARENT, Requester.THIRD_PARTY)
COUNCIL = (Requester.COUNCIL, Requester.THIRD_PARTY)


@pytest.mark.law("D-06")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("subject-access", ANYBODY),
        ("correction", ANYBODY),
        ("objection", ANYBODY),
        ("restriction-of-processing", ANYBODY),
        ("erasure", ANYBODY),
        ("complaint", ANYBODY),
        ("third-party-request", (Requester.THIRD_PARTY,)),
        ("breach", COUNCIL),
        ("safeguarding-share", COUNCIL),
    ],
)
def test_who_may_make_a_request(kind: str, expected: tuple[Requester, ...]) -> None:
    assert requesters(KINDS[kind]) == expected


def test_every_kind_is_in_the_table() -> None:
    assert len(KINDS) == 9
