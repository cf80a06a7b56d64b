"""Where to look next for a young person who is not known, and who is looked for first.

The sources of each are in the order in which they are tried: the place that may have
them, their own number, a parent's, a brother or sister, a changed address, and last the
systems of the council. The shares of their signs (``signs``) order the list.

For a young person with a confidential address, or one who is not named outward, no
source may reveal them to someone else. See decision 0200.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.casework.council_systems import SYSTEMS, LookUp, System, is_in
from tracker.domain.casework.follow_up import TRIES
from tracker.domain.casework.on_record import Attempt, PlaceList, Relative, Trace
from tracker.domain.casework.signs import SIGNS, SOURCES, Name, chance, weight
from tracker.domain.history.guarantee import Application
from tracker.domain.reference.academic_year import MONTHS, AcademicYear, say_near

#: An address that changed longer ago says nothing about where they are now.
CHANGED_LATELY = timedelta(days=183)
#: After an attempt the next one waits for this long.
BETWEEN_TRIES = timedelta(days=2)
#: The sources that a call answers.
BY_CALL = (Name.OWN_NUMBER, Name.PARENT, Name.SIBLING, Name.AGAIN)
#: The place of each source in the order in which they are tried.
_ORDER: dict[str, int] = {each.name: place for place, each in enumerate(SOURCES)}
#: Those not known since before this day of the year were lost before the summer.
_SUMMER = 6, 1


@dataclass(frozen=True, slots=True)
class Lead:
    """A source to try, and why. ``today``: it can be tried now, by this team.

    ``place`` is the key of the institution, ``person`` the relative, ``system`` the
    system of the council, where it is one of these.
    """

    source: Name
    reason: str
    today: bool = True
    place: str | None = None
    person: int | None = None
    system: System | None = None

    @property
    def title(self) -> str:
        return SIGNS[self.source].title


@dataclass(frozen=True, slots=True)
class Leads:
    """The sources for one young person in order, what speaks against learning, the
    attempts and look-ups since they became not known, and the chance that they are
    found in learning.
    """

    sources: tuple[Lead, ...]
    against: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    looked_up: tuple[LookUp, ...]
    chance: float

    @property
    def best(self) -> Lead:
        return self.sources[0]

    def can_be_tried(self, on: date) -> bool:
        """Whether there is something to do today.

        Nothing is tried again within ``BETWEEN_TRIES``. While a list is awaited that is
        not due yet, only calls are made: letters and look-ups wait for it.
        """
        if any(each.on > on - BETWEEN_TRIES for each in self.attempts):
            return False
        awaits = self.best.place is not None and not self.best.today
        return any(
            each.today and (not awaits or each.source in BY_CALL)
            for each in self.sources
        )


def leads(known: Trace, lists: Mapping[str, PlaceList], *, on: date) -> Leads:
    """The sources to try for a young person who is not known on a day."""
    attempts = tuple(
        each for each in known.contacts if each.on >= known.position.counts_since
    )
    at_places, against = _at_places(known, lists, on)
    sources = [*at_places, *_others(known, attempts, on)]
    against.extend(_against(known, attempts, on))
    sources.sort(key=lambda each: _ORDER[each.source])
    if not sources:
        sources.append(_lead(Name.NOTHING))
    # They can be at one place only, so of several only the best counts.
    best = [max((each.source for each in at_places), key=weight)] if at_places else []
    others = {each.source for each in sources if each not in at_places}
    signs = [*best, *others, *(name for name, _ in against)]
    return Leads(
        tuple(sources),
        tuple(text for _, text in against),
        attempts,
        tuple(
            each for each in _look_ups_since_not_known(known) if each.done is not None
        ),
        chance(signs),
    )


def sort_key(chance: float, best: str, since: date) -> tuple[float, int, date]:
    """The order of the list: the most likely found first, then by the order of the best
    source, then those who have been not known for longest.

    Raises KeyError if ``best`` is not the name of a source.
    """
    return -chance, _ORDER[best], since


def _lead(name: Name, *, today: bool = True, **words: str) -> Lead:
    return Lead(name, SIGNS[name].reason.format_map(words), today)


_Against = list[tuple[Name, str]]


def _at_places(
    known: Trace, lists: Mapping[str, PlaceList], on: date
) -> tuple[list[Lead], _Against]:
    """The places that may have them, each once by its best step; and those whose
    complete list does not have them.
    """
    found: list[Lead] = []
    against: _Against = []
    seen: set[str] = set()
    for name, key, called in _places(known):
        if key in seen:
            continue
        seen.add(key)
        if key in known.named_by:
            continue  # they were there, so the list is answered
        of = lists.get(key, PlaceList())
        if of.complete is not None:
            words = {"place": called, "sent": say_near(of.complete, on)}
            text = SIGNS[Name.LEFT_OUT].reason.format_map(words)
            against.append((Name.LEFT_OUT, text + _undecided(of)))
        elif of.sent is not None:
            sent = say_near(of.sent, on)
            lead = _lead(Name.PART_LIST, step=_STEPS[name], place=called, sent=sent)
            found.append(_at(lead, key, known, today=True))
        else:
            until = known.position.lapses or on
            lead = _lead(
                name, place=called, list=_awaited(of, on), until=say_near(until, on)
            )
            late = of.by is not None and of.by < on
            found.append(_at(lead, key, known, today=late))
    return found, against


def _undecided(of: PlaceList) -> str:
    if not of.undecided:
        return ""
    if of.undecided == 1:
        return ", but one of its lines waits for a decision about who it is"
    return f", but {of.undecided} of its lines wait for a decision about who they are"


_STEPS = {
    Name.ACCEPTED: "Accepted a place at",
    Name.ENROLLED: "Last at",
    Name.OFFERED: "Offered a place at",
    Name.APPLIED: "Applied to",
    Name.PLANNED: "Planned to go to",
}


def _at(lead: Lead, key: str, known: Trace, *, today: bool) -> Lead:
    """A lead at a place. No place is called about one who is not named outward."""
    return Lead(lead.source, lead.reason, today and not known.guarded, key)


def _awaited(of: PlaceList, on: date) -> str:
    if of.by is None:
        return "their list has not come"
    day = say_near(of.by, on)
    if of.by < on:
        return f"their list was due by {day} and has not come"
    if of.usual:
        return f"their list has not come; they usually send by {day}"
    return f"their list has not come; it is due by {day}"


def _places(known: Trace) -> Iterator[tuple[Name, str, str]]:
    """(step, key, name) of each place that may have them, the best step first."""
    steps: list[tuple[Name, str, str]] = []
    position = known.position
    for each in known.applications:
        if each.stage.live and each.place:
            steps.append((_step(each), each.place, each.name or "the place"))
    if position.lapsed and position.institution and position.activity.participates:
        called = position.institution_name or "the place"
        steps.append((Name.ENROLLED, position.institution, called))
    if known.planned is not None:
        steps.append((Name.PLANNED, *known.planned))
    steps.sort(key=lambda step: -weight(step[0]))
    ended = {each.place for each in known.applications if not each.stage.live}
    live = {each.place for each in known.applications if each.stage.live}
    for step in steps:
        # They planned to go where they have declined a place since.
        if step[0] is Name.PLANNED and step[1] in ended - live:
            continue
        yield step


def _step(application: Application) -> Name:
    if application.stage.value in ("accepted", "enrolled", "allocated"):
        return Name.ACCEPTED
    return Name.OFFERED if application.stage.offer else Name.APPLIED


def _others(known: Trace, attempts: Sequence[Attempt], on: date) -> Iterator[Lead]:
    """Their own number and a parent's, relatives, the address, the council's systems.

    A relative may live with the person that an address is kept from, and so may
    a parent; and a look-up names them to colleagues of other services.
    """
    refused = any(each.outcome is Outcome.REFUSED for each in attempts)
    numbers = [] if refused else list(_numbers(known, attempts, on))
    yield from numbers
    if not known.guarded and known.relative is not None:
        yield _of_relative(known.relative)
    moved = known.moved_on
    if not known.guarded and moved is not None and moved > on - CHANGED_LATELY:
        yield _lead(Name.ADDRESS, month=MONTHS[moved.month - 1])
    if known.has_address and not known.guarded and not numbers:
        yield _lead(Name.LETTER, tries=_tries(attempts, on))
    if not known.guarded:
        yield from _look_ups(known, on)


def _look_ups(known: Trace, on: date) -> Iterator[Lead]:
    """The systems in which they have not been looked up since they became not known."""
    for system in SYSTEMS:
        if system.by_address and not known.has_address:
            continue
        lead = _lead(Name.LOOK_UP, system=system.name, purpose=system.purpose)
        its = [each for each in _look_ups_since_not_known(known) if is_in(each, system)]
        if any(each.done is not None for each in its):
            continue
        if its:
            day = say_near(its[0].requested, on)
            reason = f"{lead.reason} (requested on {day})"
            yield Lead(lead.source, reason, today=False)
        else:
            yield Lead(lead.source, lead.reason, system=system)


def _look_ups_since_not_known(known: Trace) -> list[LookUp]:
    since = known.position.counts_since
    return [each for each in known.look_ups if each.requested >= since]


_BY_NUMBER = (Channel.PHONE, Channel.TEXT)


def _numbers(known: Trace, attempts: Sequence[Attempt], on: date) -> Iterator[Lead]:
    """The numbers that have not been tried, or one that may be tried again.

    A contact does not say which number was tried: it was their own where there is one.
    """
    wrong = {each.number for each in known.contacts if each.number}
    own = known.phone if known.phone not in wrong else None
    parent = known.parent_phone if known.parent_phone not in wrong else None
    if parent == own or known.guarded:
        parent = None
    hidden = next((each for each in attempts if each.outcome is None), None)
    if hidden is not None:
        # It may have reached anyone: its author knows.
        day = say_near(hidden.on, on)
        yield Lead(Name.AGAIN, f"Restricted contact on {day}: ask its author")
        return
    untried = []
    if own and not any(map(_to_them, attempts)):
        before = next(filter(_to_them, known.contacts), None)
        number = "Their own number"
        untried.append(_untried(Name.OWN_NUMBER, number, before, known, on))
    if parent and not any(_to_parent(each, own) for each in attempts):
        before = next((it for it in known.contacts if _to_parent(it, own)), None)
        number = f"The {known.relation}’s number" if known.relation else _A_PARENTS
        untried.append(_untried(Name.PARENT, number, before, known, on))
    yield from untried
    tried = [each for each in attempts if each.outcome and each.outcome.unanswered]
    if not untried and (own or parent) and len(tried) < TRIES:
        yield _lead(Name.AGAIN, tries=_tries(attempts, on))


_A_PARENTS = "A parent’s number"


def _untried(
    name: Name, number: str, before: Attempt | None, known: Trace, on: date
) -> Lead:
    if before is not None:
        tried = f"was last tried on {say_near(before.on, on)}"
    elif any(map(_is_of_unclear_channel, known.contacts)):
        tried = f"has not been tried since {say_near(known.position.counts_since, on)}"
    else:
        tried = "was never tried"
    return _lead(name, number=number, tried=tried)


def _is_of_unclear_channel(attempt: Attempt) -> bool:
    """Whether it may have been a call: a restricted contact, or one from a list."""
    return attempt.channel in (None, Channel.STATUS_UPDATE)


def _to_them(attempt: Attempt) -> bool:
    return attempt.channel in _BY_NUMBER and attempt.outcome not in (
        Outcome.PARENT,
        Outcome.PROVIDER,
    )


def _to_parent(attempt: Attempt, own: str | None) -> bool:
    if attempt.outcome is Outcome.PARENT:
        return True
    return own is None and attempt.number is None and _to_them(attempt)


def _tries(attempts: Sequence[Attempt], on: date) -> str:
    if not attempts:
        return "No number that works is on record"
    for each in attempts:
        if each.outcome is not None and each.outcome.reached:
            who = "A parent was" if each.outcome is Outcome.PARENT else "Last"
            return f"{who} spoken to on {say_near(each.on, on)}"
    times = len(attempts)
    how_often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    return f"Tried {how_often}, last on {say_near(attempts[0].on, on)}"


def _of_relative(relative: Relative) -> Lead:
    who = "Another young person"
    if relative.is_named_alike or not relative.by_address:
        who = {"F": "A sister", "M": "A brother"}.get(
            relative.sex or "", "A brother or sister"
        )
    where = "at the same address" if relative.by_address else "under the same number"
    lead = _lead(Name.SIBLING, relative=who, where=where)
    return Lead(lead.source, lead.reason, person=relative.person)


def _against(
    known: Trace, attempts: Sequence[Attempt], on: date
) -> Iterator[tuple[Name, str]]:
    """What makes learning less likely, without a source in it."""
    made = known.applications
    if made and not any(each.stage.live for each in made):
        yield Name.ALL_ENDED, SIGNS[Name.ALL_ENDED].reason
    since = known.position.counts_since
    if since < date(AcademicYear.of(on).start, *_SUMMER):
        words = {"since": say_near(since, on)}
        yield Name.LONG, SIGNS[Name.LONG].reason.format_map(words)
    tried = [each for each in attempts if each.outcome and each.outcome.unanswered]
    if len(tried) >= TRIES:
        words = {"times": str(len(tried))}
        yield Name.UNANSWERED, SIGNS[Name.UNANSWERED].reason.format_map(words)
