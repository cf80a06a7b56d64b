"""The answer of a school, college or provider about a place that was proposed there.

It is an answer like one that an adviser records (decision 0205): what follows from it
is decided by people of the council. See decision 0211.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.work import adviser_items
from tracker.actions.year import place_proposals
from tracker.domain.reference.institution import Institution
from tracker.domain.year.allocation import (
    LATEST_START,
    LONGEST_WHY,
    Answer,
    NewAnswer,
    Party,
)
from tracker.refusal import refuse
from tracker.store.work.items import WorkItem

#: The kind of the work item of a place that wants a call.
CALL = "place-call"
#: What a call is about stands in a list of work, whole.
LONGEST_ABOUT = 150


class Reply(StrEnum):
    """What a place may answer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    CALL = "call"


_ANSWERS = {Reply.ACCEPT: Answer.ACCEPTED, Reply.DECLINE: Answer.DECLINED}


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply to record. ``why`` is the reason for declining, or what a call is about;
    ``starts_on`` the first day of an accepted place, where it is known.
    """

    reply: Reply | None
    why: str = ""
    starts_on: date | None = None


def problems(new: NewReply, on: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a reply on a day: each a field and its sentence."""
    if new.reply is None:
        yield "reply", "Select your answer."
    longest = LONGEST_ABOUT if new.reply is Reply.CALL else LONGEST_WHY
    if len(new.why) > longest:
        yield "why", f"Enter {longest} characters or fewer."
    elif new.reply is Reply.DECLINE and not new.why:
        yield "why", "Enter why you decline."
    if new.starts_on is None:
        return
    if new.reply is not Reply.ACCEPT:
        yield "starts_on", "Leave the first day empty: only an accepted place has one."
    elif not on <= new.starts_on <= on + LATEST_START:
        yield "starts_on", "The first day must be today or later, within a year."


def reply(
    number: int,
    person: int,
    new: NewReply,
    institution: Institution,
    *,
    within: Scope,
    act: Act,
) -> None:
    """Records what an institution answers about proposal ``number``. Raises Refusal.

    A later answer counts from then on, and the one before is kept. A call is a work
    item of who has the young person.
    """
    refuse(problems(new, act.on))
    assert new.reply is not None
    if new.reply is Reply.CALL:
        wanted = f"Call {institution.name} about the place proposed there"
        with store.people.records.changing(act.authority):
            adviser_items.open_within(
                CALL,
                f"{wanted}: {new.why}" if new.why else wanted,
                person,
                institution=institution.key,
                act=act,
            )
        return
    place_proposals.answer(
        number,
        person,
        NewAnswer(Party.PROVIDER, _ANSWERS[new.reply], act.on, new.why, new.starts_on),
        within=within,
        act=act,
    )


def open_calls(
    person: int, *, within: Scope, institution: str | None = None
) -> list[WorkItem]:
    """The calls about a person's places that are still to be made, the oldest first.

    ``institution`` (key) narrows them to one that wants a call.
    """
    return [
        each
        for each in store.work.items.open_of_kind(CALL, within=within)
        if each.person_id == person and institution in (None, each.institution)
    ]
