"""Looks at records that deserve a second look by the information officer (Law D-18).

What is listed is no accusation: an adviser on duty opens many records, and a name may
be shared by chance. The kinds and their limits are in ``second_look.csv``, the hours of
the council in ``council_hours.csv``. Whether a young person lives near a user is not
known, because users have no postcode here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from tracker.domain.reference import tables

_FOLDER = Path(__file__).parent
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its title, the number from which it is listed, what it means."""

    title: str
    limit: int
    means: str


KINDS: Mapping[str, Kind] = dict(
    tables.read(
        _FOLDER / "second_look.csv",
        lambda row: (
            row["kind"],
            Kind(row["title"], int(row["limit"]), row["means"]),
        ),
    )
)
#: (opens, closes) by the name of the weekday; on other days the council is closed.
HOURS: Mapping[str, tuple[time, time]] = dict(
    tables.read(
        _FOLDER / "council_hours.csv",
        lambda row: (
            row["weekday"],
            (time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])),
        ),
    )
)
#: What a review may find, in words.
FINDINGS: Mapping[str, str] = dict(
    tables.read(
        _FOLDER / "look_findings.csv", lambda row: (row["finding"], row["title"])
    )
)


#: The kind of entry that the Caldicott guardian reviews.
OF_SEALED = "sealed"


class Opening(NamedTuple):
    """One opening of a record: the moment, the user and the number of the person."""

    at: datetime
    by: str
    person: int


class Entry(NamedTuple):
    """One entry of the list: its kind, the user, the day, the person and how many.

    ``by`` is "" where many users are concerned, ``person`` None where many people are.
    ``many`` is the number that the limit of the kind is about.
    """

    kind: str
    by: str
    on: date
    person: int | None
    many: int


def entries(
    openings: Sequence[Opening],
    *,
    zone: tzinfo,
    family: Collection[tuple[str, int]],
    contacted: Collection[tuple[str, int]],
    officers: Collection[str],
    broken: Iterable[Opening] = (),
) -> list[Entry]:
    """The entries for some openings in the order of time, the newest day first.

    ``family`` and ``contacted`` are (user, person) with one family name, and with a
    contact that the user recorded; ``officers`` are users who review others.
    ``broken`` are openings of what is sealed by users whose role does not see it.
    """
    found = [
        *_bursts(openings, zone),
        *_out_of_hours(openings, zone),
        *_one_name(openings, zone, family),
        *_many_lookers(openings, zone),
        *_repeated(openings, zone, contacted),
        *_of_officers(openings, zone, officers),
        *_of_sealed(broken, zone),
    ]
    wanted = (each for each in found if each.many >= KINDS[each.kind].limit)
    return sorted(wanted, key=lambda each: (-each.on.toordinal(), *map(str, each)))


def is_open(at: datetime) -> bool:
    """Whether the council is open at a moment of local time."""
    hours = HOURS.get(f"{at:%A}")
    return hours is not None and hours[0] <= at.time() < hours[1]


def _days(
    openings: Iterable[Opening], zone: tzinfo
) -> Mapping[tuple[str, date], list[Opening]]:
    """The openings of each user on each day of local time."""
    days = defaultdict(list)
    for each in openings:
        local = each._replace(at=each.at.astimezone(zone))
        days[each.by, local.at.date()].append(local)
    return days


def _bursts(openings: Iterable[Opening], zone: tzinfo) -> Iterator[Entry]:
    """The most people within any hour, which may begin at any minute."""
    for (by, on), some in _days(openings, zone).items():
        most, first = 0, 0
        for last, each in enumerate(some):
            while each.at - some[first].at >= _HOUR:
                first += 1
            within = {it.person for it in some[first : last + 1]}
            most = max(most, len(within))
        yield Entry("burst", by, on, None, most)


def _out_of_hours(openings: Iterable[Opening], zone: tzinfo) -> Iterator[Entry]:
    for (by, on), some in _days(openings, zone).items():
        late = {each.person for each in some if not is_open(each.at)}
        yield Entry("hours", by, on, None, len(late))


def _one_name(
    openings: Iterable[Opening], zone: tzinfo, family: Collection[tuple[str, int]]
) -> Iterator[Entry]:
    alike = [each for each in openings if (each.by, each.person) in family]
    for (by, on), some in _days(alike, zone).items():
        for person in {each.person for each in some}:
            yield Entry("family", by, on, person, 1)


def _many_lookers(openings: Iterable[Opening], zone: tzinfo) -> Iterator[Entry]:
    users: dict[int, set[str]] = defaultdict(set)
    last: dict[int, date] = {}
    for each in openings:
        users[each.person].add(each.by)
        last[each.person] = each.at.astimezone(zone).date()
    for person, who in users.items():
        yield Entry("lookers", "", last[person], person, len(who))


def _repeated(
    openings: Iterable[Opening], zone: tzinfo, contacted: Collection[tuple[str, int]]
) -> Iterator[Entry]:
    days: dict[tuple[str, int], set[date]] = defaultdict(set)
    for each in openings:
        days[each.by, each.person].add(each.at.astimezone(zone).date())
    for (by, person), on in days.items():
        if (by, person) not in contacted:
            yield Entry("repeated", by, max(on), person, len(on))


def _of_sealed(broken: Iterable[Opening], zone: tzinfo) -> Iterator[Entry]:
    for (by, on), some in _days(broken, zone).items():
        for person, times in Counter(each.person for each in some).items():
            yield Entry(OF_SEALED, by, on, person, times)


def _of_officers(
    openings: Iterable[Opening], zone: tzinfo, officers: Collection[str]
) -> Iterator[Entry]:
    theirs = [each for each in openings if each.by in officers]
    for (by, on), some in _days(theirs, zone).items():
        yield Entry("officer", by, on, None, len({each.person for each in some}))
