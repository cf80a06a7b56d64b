"""The September Guarantee: a status from everything on record about offers.

A young person may have many applications, each reported by several sources. Sources
also give a status as a whole: an earlier system, a school, an adviser. One status
follows, for one of the two years of the guarantee (Year 11 and Year 12):

1. a decision of a named person that no offer is appropriate, unless a place was offered
   later or such a person has recorded something else;
2. an offer that was neither declined nor withdrawn;
3. a live application;
4. the newest status that a source gives as a whole;
5. not recorded.

A place that the authority allocates is none of these. The codes of the return (NCCIS
3.5) name offers, applications and their absence, and none names an allocated place; so
it changes no status until the place itself makes an offer.

Source: Feeds F07; items Year11 and Year12 GuaranteeStatus (rule 27).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.history.details.detail_folds import NOT_LISTED
from tracker.domain.history.evidence import Evidence, Offer, Source, Tier
from tracker.domain.history.stays import Resolve
from tracker.domain.reference import codes
from tracker.domain.reference.academic_year import counted_on
from tracker.domain.reference.codes import ApplicationStage
from tracker.domain.reference.institution import key_of

#: The school years that the guarantee is for, each with its own node in the return.
YEARS = (11, 12)
APRIL = 4

#: The category of an offer, and of the statuses that a person decides, never a file.
OFFERED, NOT_APPROPRIATE = codes.GUARANTEE_CATEGORIES[:2]

#: Everything on record of one person's offers, with the evidence of each.
Offers = Sequence[tuple[Offer, Evidence]]


@dataclass(frozen=True, slots=True)
class Application:
    """An application for a place, as its newest report leaves it.

    ``place`` is the key of the institution and ``name`` what the source calls it.
    ``since`` is the first day of the reports that have been saying the same: of an
    offer, the day on which it was first reported, however often it was repeated.
    """

    place: str | None
    name: str | None
    course: str | None
    stage: ApplicationStage
    since: date
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The status of one young person in one year of the guarantee.

    ``because`` is the evidence that it follows from, None where nothing decides it.
    ``authority`` is the one that a source names as responsible. ``applications`` has
    every application: the best first.
    """

    status: str
    because: Evidence | None = None
    authority: str | None = None
    applications: tuple[Application, ...] = ()


def september_of(day: date) -> int:
    """The year of the September whose guarantee a return of this day is about.

    From April it is the coming one, because the node of the return changes in April
    (rule 905).
    """
    return day.year if day.month >= APRIL else day.year - 1


def fixed_on(september: int) -> date:
    """The day on which the cohort of a September is fixed (NCCIS 1.4)."""
    return counted_on(september)


def is_listed(
    lists: Mapping[str, str], day: date, fixed: Collection[int]
) -> bool | None:
    """Whether a person is in the cohort of the guarantee that applies on a day.

    ``lists`` are what is on record of them by September, ``fixed`` the Septembers whose
    cohort this authority has fixed. None where only the age decides: the cohort is not
    fixed yet, or not by the day, and no earlier system says anything.
    """
    september = september_of(day)
    if september in fixed:
        if day < fixed_on(september):
            return None
        return lists.get(str(september), NOT_LISTED) != NOT_LISTED
    return False if lists.get(str(september)) == NOT_LISTED else None


def offers_of(
    evidence: Iterable[Evidence], *, known_at: datetime | None = None
) -> Offers:
    """The offers in the evidence of one person, in no order."""
    return [
        (item.statement, item)
        for item in evidence
        if isinstance(item.statement, Offer) and item.known(known_at)
    ]


def guarantee(
    offers: Offers, year: int, *, on: date, resolve: Resolve
) -> Guarantee | None:
    """The status of a young person in ``year`` 11 or 12 of the guarantee, on a day.

    ``offers`` are all of theirs, from ``offers_of``; those as at a later day count for
    nothing. It is None where nothing is on record for that year.
    """
    counted = [
        (offer, item)
        for offer, item in offers
        if offer.year == year and item.as_at <= on and not _by_authority(offer)
    ]
    if not counted:
        return None
    made = applications(counted, resolve=resolve)
    ended = {it.place: it.since for it in reversed(made) if not it.stage.live}
    for each in made:
        if each.stage.live:
            ended.pop(each.place, None)
    given = _given(counted, year, ended, resolve)
    best = made[0] if made and made[0].stage.live else None
    if given is not None:
        offer, item = given
        assert offer.status is not None
        whole = Guarantee(offer.status, item, offer.authority, made)
        decided = _category(offer.status) == NOT_APPROPRIATE
        outdone = best is not None and (
            best.stage.offer and best.since > item.as_at
            if decided
            else _rank(offer.status) > (0 if best.stage.offer else 1)
        )
        if not outdone:
            return whole
    if best is None:
        return Guarantee(codes.NOT_RECORDED, applications=made)
    status = codes.OFFER_MADE if best.stage.offer else codes.AWAITING_OUTCOME
    return Guarantee(
        status, best.evidence, given[0].authority if given is not None else None, made
    )


def statuses(
    offers: Offers, year: int, *, on: date, resolve: Resolve
) -> list[tuple[date, str]]:
    """The statuses of a young person in a year of the guarantee up to a day, each with
    its first day, the oldest first. Before the first they have "not recorded".
    """
    days = sorted({it.as_at for offer, it in offers if offer.year == year})
    found = [(date.min, codes.NOT_RECORDED)]
    for day in days:
        made = guarantee(offers, year, on=day, resolve=resolve) if day <= on else None
        if made is not None and made.status != found[-1][1]:
            found.append((day, made.status))
    return found[1:]


def allocation(
    offers: Offers, year: int, *, on: date, resolve: Resolve
) -> Application | None:
    """The place that the authority allocated in a year of the guarantee, as on a day.

    It is one that its provider accepted and that was not turned down since.
    """
    counted = [
        (offer, item)
        for offer, item in offers
        if offer.year == year and item.as_at <= on and _by_authority(offer)
    ]
    made = applications(counted, resolve=resolve)
    return next((each for each in made if each.stage.value == codes.ALLOCATED), None)


def _by_authority(offer: Offer) -> bool:
    return offer.stage is not None and _stage(offer).by_authority


def _stage(offer: Offer) -> ApplicationStage:
    return codes.APPLICATION_STAGES[offer.stage or ""]


def applications(offers: Offers, *, resolve: Resolve) -> tuple[Application, ...]:
    """The applications among the offers, each as its newest report leaves it.

    The best comes first: an offer before a live application before one that has ended,
    then the newest. Reports of one place and course are one application, from any
    sender; of two reports of a day, the more trusted source's counts. What the
    authority allocates is never one with an application of the young person.
    """
    reports: dict[
        tuple[tuple[str | None, str], bool], list[tuple[Offer, Evidence]]
    ] = {}
    for offer, item in offers:
        if offer.stage is not None:
            same = _same(offer, resolve), _by_authority(offer)
            reports.setdefault(same, []).append((offer, item))
    found = []
    for ((place, _), _by), each in reports.items():
        each.sort(key=lambda pair: _newest(pair[1]))
        offer, item = each[0]
        stage = _stage(offer)
        since = item.as_at
        for earlier, before in each[1:]:
            if not _alike(_stage(earlier), stage):
                break
            since = before.as_at
        named = next((o.at.name for o, _ in each if o.at and o.at.name), None)
        found.append(Application(place, named, offer.course, stage, since, item))
    return tuple(
        sorted(
            found,
            key=lambda it: (
                not it.stage.offer,
                not it.stage.live,
                -it.since.toordinal(),
                it.place or "",
                it.course or "",
            ),
        )
    )


def _same(offer: Offer, resolve: Resolve) -> tuple[str | None, str]:
    """What two reports of one application have in common: place and course."""
    place = None
    if offer.at is not None:
        known = resolve(offer.at)
        place = known.key if known is not None else key_of(offer.at)
    return place, " ".join((offer.course or "").casefold().split())


def _alike(one: ApplicationStage, other: ApplicationStage) -> bool:
    """Whether two stages are the same to the guarantee, or to an allocation."""
    if one.by_authority or other.by_authority:
        return one == other
    return (one.live, one.offer) == (other.live, other.offer)


def _given(
    offers: Offers, year: int, ended: Mapping[str | None, date], resolve: Resolve
) -> tuple[Offer, Evidence] | None:
    """The status that counts among those that sources give as a whole, or None.

    It is the newest, but "not recorded" is only the last resort, and a decision that no
    offer is appropriate gives way to an offer or to another person's word alone. An
    offer of a place that was declined or withdrawn since (``ended``) is none.
    """
    given = sorted(
        (
            (offer, item)
            for offer, item in offers
            if offer.status is not None
            and _may_give(offer.status, item.source, year)
            and not _is_over(offer, item, ended, resolve)
        ),
        key=lambda pair: (pair[0].status == codes.NOT_RECORDED, _newest(pair[1])),
    )
    is_decided = any(_category(offer.status) == NOT_APPROPRIATE for offer, _ in given)
    for offer, item in given:
        if not is_decided or _is_offer(offer.status) or _is_persons(item.source):
            return offer, item
    return None


def _is_over(
    offer: Offer,
    item: Evidence,
    ended: Mapping[str | None, date],
    resolve: Resolve,
) -> bool:
    """Whether a status is an offer at a place where it has come to nothing since."""
    if offer.at is None or not _is_offer(offer.status):
        return False
    place, _ = _same(offer, resolve)
    return place in ended and ended[place] >= item.as_at


def _may_give(status: str, source: Source, year: int) -> bool:
    """Whether a source may give a status to a young person of this year.

    That no offer is appropriate is decided by a person: an adviser here, or the users
    of an earlier system, whose files have the tier of an adviser.
    """
    known = codes.GUARANTEE_STATUSES.get(status)
    if known is None or not (known.year_11 if year == 11 else known.year_12):
        return False
    return known.category != NOT_APPROPRIATE or _is_persons(source)


def _is_persons(source: Source) -> bool:
    """Whether a person decided this: one of our users, or one of an earlier system."""
    return source.batch is None or source.tier is Tier.ADVISER


def _category(status: str | None) -> str:
    return codes.GUARANTEE_STATUSES[status or ""].category


def _is_offer(status: str | None) -> bool:
    return _category(status) == OFFERED


def _rank(status: str) -> int:
    """How good a status is: an offer is 0, waiting for an outcome 1, all else 2."""
    if _is_offer(status):
        return 0
    return 1 if status == codes.AWAITING_OUTCOME else 2


def _newest(item: Evidence) -> tuple[int, int, float, tuple[str, int, int], str]:
    """A sort key: the newest day first, then the better source, then the later list of
    a sender, then a stable order.
    """
    day, tier = -item.as_at.toordinal(), int(item.source.tier)
    return day, tier, item.tie_break, item.later_list, repr(item.statement)
