"""The demo's cases of the information officer: each kind of work, in some state."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.cli import answer
from tracker.domain.history.members import Member
from tracker.domain.law.cases.case_kinds import KINDS, REQUEST, Step
from tracker.domain.law.cases.requesters import Requester
from tracker.domain.law.objections import To

#: Days ago, kind, what it is about, who makes it, whether the identity is checked.
_CASES = (
    (26, "subject-access", "Everything since Year 11", Requester.YOUNG_PERSON, True),
    (9, "subject-access", "Notes of the careers service", Requester.PARENT, False),
    (12, "correction", "Date of birth", Requester.YOUNG_PERSON, True),
    (4, "objection", "Research extracts", Requester.YOUNG_PERSON, False),
    (31, "complaint", "A letter to the old address", Requester.PARENT, False),
)
_REQUESTED = actions.law.cases.opening.Requested(
    organisation="Northern Transport Survey (invented)",
    purpose="How young people travel to college",
    data="Postcode district and place of study",
    sensitivity="No special categories",
    security="Encrypted at rest; four named users",
    retention="Deleted after a year",
)


def open_some(members: Sequence[Member], authority: str, *, on: date) -> int:
    """Opens a few cases about some of the members; returns how many."""
    act = Act(f"officer@{store.reset.DOMAIN}", answer.now(), on, authority)
    scope = authority_scope(authority)
    about = sorted(each.person for each in members)[: len(_CASES)]
    # One person a case; a very small demo has fewer people than cases.
    for person, (days, kind, title, requester, checked) in zip(
        about, _CASES, strict=False
    ):
        more: dict[str, Any] = {"ground": To.RESEARCH} if kind == "objection" else {}
        case = actions.law.cases.opening.open_case(
            KINDS[kind],
            title,
            received=on - timedelta(days=days),
            requester=requester,
            people=[person],
            within=scope,
            act=act,
            **more,
        )
        if checked:
            actions.law.cases.case_steps.take(
                case.id, Step.IDENTITY, evidence="met", within=scope, act=act
            )
    actions.law.cases.opening.open_case(
        KINDS[REQUEST],
        "Survey of travel to college",
        received=on - timedelta(days=6),
        requester=Requester.THIRD_PARTY,
        requester_name=_REQUESTED.organisation,
        requested=_REQUESTED,
        within=scope,
        act=act,
    )
    return len(about) + 1
