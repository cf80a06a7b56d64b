"""Hard lists whose truth is known: households, namesakes and three dozen difficulties.

Everybody is invented. The people have names of nine communities and live in households
with twins, brothers, sisters and step-brothers; a list is about them, about relatives
of theirs who are not on record, and about strangers.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

from tests.linkage.model.hard_names import COMMUNITIES, VARIANTS, Community
from tracker.domain.history.person import Identity
from tracker.domain.reference.identifiers import Uln, Upn

FIRST_BIRTHDAY, YEARS = date(2005, 9, 1), 11
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_OURS = ("WN1", "WN2", "WN3", "WN4", "WN5", "WN6", "WN7", "M46", "M29", "BL5")
_AWAY = ("L36", "PR2", "BL1", "BL3", "OL6", "M11", "WA10", "WA5", "SK4", "BB1", "LS8")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row, the person it is about (None if not on record), its difficulty."""

    row: Identity
    truth: int | None
    kind: str
    #: The relative whose number the row carries.
    number_of: int | None = None


@dataclass(slots=True)
class HardList:
    held: list[tuple[int, Identity]] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)


class Maker:
    """Draws people, households and rows; the same seed gives the same list."""

    def __init__(self, seed: int, people: int) -> None:
        self.random = random.Random(seed)
        self.people: list[Identity] = []
        self.community: list[Community] = []
        self.household: list[list[int]] = []
        self._numbers = 0
        self._cumulative: dict[int, list[float]] = {}
        self._postcodes = [self._postcode(_OURS) for _ in range(max(people // 5, 20))]
        self._shares = list(accumulate(one.share for one in COMMUNITIES))

    # -- people --------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self, names: tuple[str, ...], steepness: float) -> str:
        weights = self._cumulative.get(id(names))
        if weights is None:
            ranks = range(len(names))
            weights = list(accumulate((rank + 3) ** -steepness for rank in ranks))
            self._cumulative[id(names)] = weights
        return self.random.choices(names, cum_weights=weights)[0]

    def given(self, community: Community, sex: str) -> str:
        names = community.boys if sex == "M" else community.girls
        return self.name(names, community.steepness)

    def birthday(self) -> date:
        return FIRST_BIRTHDAY + timedelta(days=self.random.randrange(365 * YEARS))

    def _postcode(self, outcodes: tuple[str, ...]) -> str:
        letters = "".join(self.random.choices(_INWARD, k=2))
        return f"{self.random.choice(outcodes)} {self.random.randrange(10)}{letters}"

    def postcode(self, away: float = 0.25) -> str:
        if self.chance(away):
            return self._postcode(_AWAY)
        return self.random.choice(self._postcodes)

    def numbered(self, one: Identity) -> Identity:
        self._numbers += 1
        count = self._numbers
        year = (one.born.year + 5) % 100 if one.born else 15
        body = f"359{4000 + count % 70:04}{year:02}{count // 70 % 1000:03}"
        nine = 200_000_000 + count * 11
        while Uln.check_digit(str(nine)) is None:
            nine += 1
        uln = f"{nine}{Uln.check_digit(str(nine))}"
        return replace(one, upn=Upn.check_letter(body) + body, uln=uln)

    def person(self, community: Community | None = None) -> tuple[Identity, Community]:
        if community is None:
            (community,) = self.random.choices(COMMUNITIES, cum_weights=self._shares)
        sex = self.random.choice("FM")
        family = self.name(community.families, community.steepness)
        if self.chance(0.03):
            other = self.name(community.families, community.steepness)
            family = f"{family}-{other}" if other != family else family
        middle = self.given(community, sex) if self.chance(0.6) else ""
        one = Identity(
            given=self.given(community, sex),
            family=family,
            middle=middle,
            born=self.birthday(),
            sex=sex,
            postcode=self.random.choice(self._postcodes),
        )
        return self.numbered(one), community

    def relative(self, one: Identity, community: Community, *, twin: bool) -> Identity:
        sex = one.sex if twin and self.chance(0.6) else self.random.choice("FM")
        given = self.given(community, sex or "F")
        if twin and self.chance(0.15):
            names = community.boys if sex == "M" else community.girls
            alike = [name for name in names if name[0] == one.given[0]]
            given = self.random.choice(alike or [given])
        while given == one.given or given in VARIANTS.get(one.given, ()):
            given = self.given(community, sex or "F")
        middle = self.given(community, sex or "F") if self.chance(0.6) else ""
        born = one.born if twin else self.birthday()
        made = replace(one, given=given, middle=middle, sex=sex, born=born)
        return self.numbered(made)

    def household_of(self) -> list[tuple[Identity, Community]]:
        one, community = self.person()
        family = [one]
        children = self.random.choices((1, 2, 3, 4), (0.55, 0.3, 0.1, 0.05))[0]
        while len(family) < children:
            family.append(self.relative(one, community, twin=False))
        if self.chance(0.012):
            family.append(self.relative(one, community, twin=True))
        if self.chance(0.04):
            step, _ = self.person(community)
            family.append(replace(step, postcode=one.postcode))
        return [(each, community) for each in family]

    def populate(self, size: int) -> None:
        while len(self.people) < size:
            first = len(self.people)
            made = self.household_of()
            together = list(range(first, first + len(made)))
            for one, community in made:
                self.people.append(one)
                self.community.append(community)
                self.household.append(together)

    # -- faults --------------------------------------------------------------------

    def typo(self, name: str) -> str:
        place = self.random.randrange(max(len(name) - 1, 1))
        before, letter, after = name[:place], name[place], name[place + 1 :]
        wrong = self.random.choice("aeioulnrst")
        made = self.random.choice(
            (
                before + after[:1] + letter + after[1:],
                before + after,
                before + letter + letter + after,
                before + wrong + after,
                before + letter + wrong + after,
            )
        )
        return made if len(made) > 1 and made != name else name + "e"

    def one_digit(self, born: date) -> date:
        for _ in range(20):
            text = list(born.isoformat())
            place = self.random.choice((3, 6, 8, 9))
            text[place] = self.random.choice("0123456789")
            try:
                found = date.fromisoformat("".join(text))
            except ValueError:
                continue
            if found != born and found.year in range(2004, 2018):
                return found
        return born.replace(day=1)

    def spoil(self, name: str) -> str:
        odd = [place for place, sign in enumerate(name) if ord(sign) > 127]
        if not odd:
            return name
        if self.chance(0.5):
            return "".join("?" if ord(sign) > 127 else sign for sign in name)
        return name.encode("utf-8").decode("cp1252", errors="replace")


def plain_row(maker: Maker, number: int) -> Identity:
    """The person as a list has them where nothing is wrong."""
    one = maker.people[number]
    row = one
    luck = maker.random.random()
    if luck < 0.45:
        row = replace(row, upn=None, uln=None)
    elif luck < 0.7:
        row = replace(row, upn=None)
    elif luck < 0.8:
        row = replace(row, uln=None)
    if maker.chance(0.5):
        row = replace(row, sex=None)
    if maker.chance(0.6):
        row = replace(row, middle="")
    elif row.middle and maker.chance(0.3):
        row = replace(row, middle=row.middle[0])
    if maker.chance(0.02):
        row = replace(row, given=row.given.upper(), family=row.family.upper())
    return row


def bare(row: Identity) -> Identity:
    return replace(row, upn=None, uln=None)


Difficulty = Callable[[Maker, int], Listed]
_DIFFICULTIES: list[tuple[str, float, Difficulty]] = []


def difficulty(name: str, share: float) -> Callable[[Difficulty], Difficulty]:
    """Declares a difficulty; ``share`` of the rows have it."""

    def declare(make: Difficulty) -> Difficulty:
        _DIFFICULTIES.append((name, share, make))
        return make

    return declare


def hard_list(seed: int, people: int = 30_000, rows: int = 6_000) -> HardList:
    """The people on record, and rows with their truth."""
    from tests.linkage.model import difficulties  # declares them

    assert difficulties
    maker = Maker(seed, people)
    maker.populate(people + people // 20)
    made = HardList()
    for number in range(people):
        made.held.append((number, difficulties.held(maker, number)))
    names = [name for name, _, _ in _DIFFICULTIES]
    shares = [share for _, share, _ in _DIFFICULTIES]
    by_name = {name: make for name, _, make in _DIFFICULTIES}
    # A person is on a list once, or now and then twice.
    whose = maker.random.sample(range(people), min(rows, people))
    for number in whose:
        (name,) = maker.random.choices(names, shares)
        made.listed.append(replace(by_name[name](maker, number), kind=name))
    return made
