"""Those that the first lists of a September left over, and where they truly are.

Another hand than the list's wrote it: it knows nothing of how the list is ordered. It
draws where each young person is by plain odds, and then writes what the council was
sent about them: a census in January, plans in May, applications in June, the lists of
the summer, and the lists that came by 11 September.

The odds are ours. Of 100 some 37 are truly in learning: by mid-September the great
colleges have sent their lists, and most of those who are left have left learning, have
moved or wait. If more than half were in learning, no order could hold twice as many.
Everybody is invented.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests import factories
from tests.factories import Row
from tests.linkage.people import uln, upn

JANUARY, MAY, JUNE = date(2026, 1, 15), date(2026, 5, 22), date(2026, 6, 19)
CAME, TODAY = date(2026, 9, 11), date(2026, 9, 15)

#: Number in the register, name, and whether its list came by 11 September.
PLACES = (
    ("130500", "Lake College", True),
    ("130501", "Hill College", True),
    ("130502", "Weir Sixth Form", False),
    ("130503", "Moor Training", False),
    ("130504", "Fell College", False),
)
_OPEN = [name for _, name, came in PLACES if not came]
_CAME = [name for _, name, came in PLACES if came]
_NUMBER = {name: number for number, name, _ in PLACES}

#: What the spring left of each leaver of Year 11, with its odds; and of those, how many
#: are in learning in September where they planned, and how many somewhere else.
_LEAVERS = (
    # of 100, what, at a place whose list came, there, elsewhere in learning
    (11, "accepted", False, 78, 8),
    (9, "accepted", True, 0, 20),
    (6, "offer", False, 52, 14),
    (5, "offer", True, 0, 22),
    (8, "applied", False, 33, 17),
    (5, "applied", True, 0, 20),
    (9, "planned", False, 36, 16),
    (9, "ended", False, 0, 19),
    (38, "nothing", False, 0, 21),
)
#: Of the older ones, who were at a place until summer.
_OLDER = (
    (45, "there", False, 81, 4),
    (55, "there", True, 0, 17),
)
#: One in so many is older.
_ONE_OLDER = 9
_ENDED = ("declined", "withdrawn", "refused")
_SYLLABLES = (
    *("ba", "bri", "ca", "da", "dre", "fa", "gi", "ho", "ja", "ka", "le", "lo", "ma"),
    *("mi", "na", "ne", "o", "pa", "ra", "ri", "sa", "shi", "ta", "te", "va", "zu"),
)


@dataclass(slots=True)
class Lost:
    """One young person: their row, what the spring had, and the truth."""

    row: Row
    what: str
    place: str
    is_older: bool
    learns_at: str | None


@dataclass(slots=True)
class September:
    """The world of one seed. ``wanted`` are the young people that it has."""

    seed: int
    wanted: int
    people: list[Lost] = field(default_factory=list)

    def __post_init__(self) -> None:
        draw = Random(self.seed)
        for number in range(1, self.wanted + 1):
            self.people.append(_one(number, draw))
        # The numbers of a register say nothing about anyone.
        draw.shuffle(self.people)

    @property
    def in_learning(self) -> set[str]:
        """The UPNs of those who are truly in learning."""
        return {each.row["upn"] for each in self.people if each.learns_at}

    def files(self, folder: Path) -> Iterator[tuple[str, Path, date, str | None]]:
        """(feed, file, day, sender) of everything that the council was sent by then."""
        yield "establishments", _register(folder / "register.csv"), JANUARY, None
        younger = [each for each in self.people if not each.is_older]
        census = factories.census(folder / "census.csv", (it.row for it in younger))
        yield "school-census", census, JANUARY, None
        for number, name, _ in PLACES:
            there = [it.row for it in self.people if it.is_older and it.place == name]
            path = factories.provider_list(folder / f"june-{number}.csv", there)
            yield "provider-enrolment", path, JUNE, number
        plans = [
            {**it.row, "provider": it.place, "destination": "121"}
            for it in younger
            if it.what == "planned"
        ]
        path = factories.intentions(folder / "plans.csv", plans)
        yield "intended-destinations", path, MAY, factories.SCHOOL
        path = factories.offers(folder / "offers.csv", self._applications(younger))
        yield "offers", path, JUNE, None
        for number, _, came in PLACES:
            if came:
                path = factories.provider_list(
                    folder / f"september-{number}.csv", [_newcomer(int(number))]
                )
                yield "provider-enrolment", path, CAME, number

    def _applications(self, of: list[Lost]) -> Iterator[Row]:
        draw = Random(self.seed + 1)
        for each in of:
            if each.what in ("nothing", "planned"):
                continue
            stage = draw.choice(_ENDED) if each.what == "ended" else each.what
            yield {**each.row, "provider": each.place, "stage": stage, "year": "11"}


def _one(number: int, draw: Random) -> Lost:
    is_older = draw.randrange(_ONE_OLDER) == 0
    table = _OLDER if is_older else _LEAVERS
    (_, what, came, there, elsewhere), *_ = draw.choices(
        table, weights=[row[0] for row in table]
    )
    place = draw.choice(_CAME if came else _OPEN)
    chance = draw.randrange(100)
    at = None
    if chance < there:
        at = place
    elif chance < there + elsewhere:
        # Somewhere that has sent no list, or outside the area.
        at = draw.choice([*_OPEN, "a college elsewhere"])
    first = date(2008 if is_older else 2009, 9, 1)
    born = first + timedelta(days=draw.randrange(365))
    row = {
        "given": _word(draw, 2),
        "family": _word(draw, 3),
        "born": f"{born:%d/%m/%Y}",
        "sex": draw.choice("FM"),
        "postcode": draw.choice((factories.HERE, factories.ALSO_HERE)),
        "upn": upn(number),
        "uln": uln(number),
    }
    if is_older:
        row |= {"start": "08/09/2025", "planned": "31/07/2027"}
    else:
        row |= {
            **{"estab": "4034", "enrolled": "C", "entry": "06/09/2021", "year": "11"},
            **{"house": str(number), "street": "Sample Street", "town": "Wigan"},
            **{"ethnicity": "WBRI", "sen": "N", "yssa": "Yes", "meals": "N"},
        }
    return Lost(row, what, place, is_older, at)


def _word(draw: Random, syllables: int) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def _newcomer(number: int) -> Row:
    """One who is only on the list of September, so that it is no empty file."""
    return factories.person(number)


def _register(path: Path) -> Path:
    """The register of the factories with our places in it."""
    factories.register(path)
    with path.open(encoding="cp1252", newline="") as file:
        head, school, college, *_ = list(csv.reader(file))
    number, name, ukprn = (
        head.index(it) for it in ("URN", "EstablishmentName", "UKPRN")
    )
    estab = head.index("EstablishmentNumber")
    rows = [head, school]
    for place, (urn, called, _) in enumerate(PLACES):
        row = [*college]
        row[number], row[name] = urn, called
        row[ukprn], row[estab] = f"1009990{place}", f"860{place}"
        rows.append(row)
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
