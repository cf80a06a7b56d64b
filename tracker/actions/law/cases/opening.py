"""Opening a case: what arrived, when, from which requester, about which people."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from tracker import store
from tracker.access import Permission, Scope
from tracker.actions.act import Act
from tracker.actions.history import double_submission
from tracker.actions.law.cases import objecting, standing
from tracker.domain.law.cases.case_kinds import BREACH, REQUEST, Kind, Step, Unit
from tracker.domain.law.cases.clock import Turn, day_of, start_of
from tracker.domain.law.cases.requesters import Requester, requesters
from tracker.domain.law.objections import To
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.cases import Case, ThirdPartyRequest

#: The longest title, so that a list shows it whole.
LONGEST_TITLE = 120
_LONGEST_LINE = 200
#: A case is opened for what arrived at most this long ago.
_OLDEST = timedelta(days=3 * 366)
#: The kinds of which one case may be about several young people.
_OF_SEVERAL = frozenset({BREACH, REQUEST, "safeguarding-share"})


@dataclass(frozen=True, slots=True)
class Requested:
    """What a third party requests: who, for which purpose, which data, and how kept."""

    organisation: str
    purpose: str
    data: str
    sensitivity: str
    security: str
    retention: str


@dataclass(frozen=True, slots=True)
class _Entered:
    """What is entered beside the lines of the case: together they are the form."""

    received: datetime | date
    people: tuple[int, ...]
    words: str
    requested: Requested | None


def open_case(
    kind: Kind,
    title: str,
    *,
    received: datetime | date,
    requester: Requester,
    requester_name: str = "",
    people: Sequence[int] = (),
    reference: str = "",
    ground: To | None = None,
    requested: Requested | None = None,
    review_on: date | None = None,
    holder: int | None = None,
    words: str = "",
    within: Scope,
    act: Act,
) -> Case:
    """Opens a case and returns it; if the form is sent twice, the first one.

    ``received`` is the day on which it arrived, of a breach the moment at which the
    council became aware. ``ground`` is needed for an objection, ``requested`` for a
    request of a third party. An objection counts at once. ``words`` are those in which
    it was made, where they arrived as text. Raises Refusal.
    """
    title = " ".join(title.split())
    _check_lines(title, reference, requester_name)
    if requester not in requesters(kind):
        raise Refusal("Select who makes the request.", "requester")
    at = _received(kind, received, act)
    about = _standing_people(kind, people, within)
    if kind.name == "objection" and ground is None:
        raise Refusal("Select what they object to.", "ground")
    if review_on is not None and review_on <= act.on:
        raise Refusal("The day of the review must be after today.", "review_on")
    if Step.DESTROYED in kind.steps:
        _check_requested(requested)
    case = Case(
        authority=act.authority,
        kind=kind.name,
        number=0,
        reference=reference.strip(),
        title=title,
        requester=requester.value,
        requester_name=requester_name.strip(),
        ground=_ground(kind, ground),
        holder_id=_holder(holder, within),
        received_at=at,
        review_on=review_on if Step.REVIEWED in kind.steps else None,
        opened_by=act.by,
        opened_at=act.at,
    )
    with store.database.base.transaction(f"cases of {act.authority}"):
        entered = _Entered(received, tuple(about), words.strip(), requested)
        if (earlier := _sent_before(case, entered, within=within, act=act)) is not None:
            return earlier
        case.number = store.law.cases.next_number(kind.name, act.authority)
        store.database.base.insert(case)
        standing.add(case, Turn.RECEIVED, at=at, note=words, act=act)
        if about:
            store.law.cases.set_people(case, about)
        if requested is not None and Step.DESTROYED in kind.steps:
            store.database.base.insert(_terms(case, requested))
        if case.ground:
            objecting.begin(case, about, within=within, act=act)
        events = store.law.cases.events([case.id])[case.id]
        standing.write(case, events, act=act)
        act.note(
            Action.CASE_OPENED,
            f"case {case.name}",
            people=list(about),
            received=day_of(at).isoformat(),
        )
    return case


def _sent_before(
    case: Case, entered: _Entered, *, within: Scope, act: Act
) -> Case | None:
    """The case that the same form opened within the minute (decision 0064), or None.

    A form that differs in anything, such as another young person, is a case of its own.
    """
    since = act.at - double_submission.WITHIN
    found = store.law.cases.alike(case, since=since)
    numbers = [each.id for each in found]
    people = store.law.cases.people(numbers, within=within)
    events = store.law.cases.events(numbers)
    requests = store.law.cases.third_parties(numbers)
    terms = None
    if entered.requested is not None and Step.DESTROYED in case.of.steps:
        terms = _stripped(entered.requested)
    for each in found:
        about = sorted(person.id for person in people.get(each.id, ()))
        request = requests.get(each.id)
        if (
            _is_same_receipt(each.received_at, entered.received)
            and about == list(entered.people)
            and events[each.id][0].note == entered.words
            and (None if request is None else _stripped(request)) == terms
        ):
            return each
    return None


def _is_same_receipt(before: datetime, received: datetime | date) -> bool:
    """Whether it is the same moment or day: of today, each click has its own moment."""
    if isinstance(received, datetime):
        return before == received
    return day_of(before) == received


def _check_lines(title: str, reference: str, requester_name: str) -> None:
    if not title:
        raise Refusal("Enter what the case is about.", "title")
    if len(title) > LONGEST_TITLE:
        raise Refusal(f"Enter {LONGEST_TITLE} characters or fewer.", "title")
    for field, text in (("reference", reference), ("requester_name", requester_name)):
        if len(text) > _LONGEST_LINE:
            raise Refusal(f"Enter {_LONGEST_LINE} characters or fewer.", field)


def _received(kind: Kind, received: datetime | date, act: Act) -> datetime:
    """The moment of receipt; of a day before today its first moment."""
    if kind.unit is Unit.HOURS and not isinstance(received, datetime):
        raise Refusal("Enter the hour at which the council became aware.", "received")
    if isinstance(received, datetime):
        at = received
    elif received == act.on:
        at = act.moment
    else:
        at = start_of(received)
    if at > act.moment:
        raise Refusal("It cannot have been received after now.", "received")
    if act.moment - at > _OLDEST:
        raise Refusal("It was received too long ago for a case.", "received")
    return at


def _standing_people(kind: Kind, numbers: Sequence[int], within: Scope) -> list[int]:
    """The records that stand for these people. Raises Refusal for one not there."""
    if len(set(numbers)) > 1 and kind.name not in _OF_SEVERAL:
        raise Refusal("This case is about one young person.", "people")
    found = store.people.records.records(sorted(set(numbers)), within=within)
    there = {each.id: each for each in found}
    for number in numbers:
        if number not in there or not (there[number].live or there[number].merged_into):
            raise Refusal(f"There is no young person {number}.", "people")
    return sorted({each.merged_into or each.id for each in found})


def _ground(kind: Kind, ground: To | None) -> str:
    if kind.name == "restriction-of-processing":
        return To.ALL_USE
    return ground.value if kind.name == "objection" and ground is not None else ""


def _check_requested(requested: Requested | None) -> None:
    if requested is None:
        raise Refusal("Enter what is requested.", "organisation")
    for field in fields(Requested):
        text = getattr(requested, field.name).strip()
        if not text:
            raise Refusal("Enter this before the request is assessed.", field.name)
        if len(text) > standing.LONGEST_NOTE:
            raise Refusal("Enter 4,000 characters or fewer.", field.name)


def _terms(case: Case, requested: Requested) -> ThirdPartyRequest:
    given = _stripped(requested)
    return ThirdPartyRequest(case_id=case.id, authority=case.authority, **given)


def _stripped(requested: Requested | ThirdPartyRequest) -> dict[str, str]:
    return {f.name: getattr(requested, f.name).strip() for f in fields(Requested)}


def _holder(holder: int | None, within: Scope) -> int | None:
    if holder is None:
        return None
    user = store.accounts.users.get(holder, within=within)
    if user is None or user.closed_at or not user.may(Permission.SEE_SHARING):
        raise Refusal("Select a colleague who works on cases.", "holder")
    return holder
