"""The invented young people: their true particulars, before any sender's faults."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tracker.demo.people import names
from tracker.demo.people.places import Home, Places
from tracker.domain.reference import codes
from tracker.domain.reference.identifiers import Uln, Upn

_ETHNICITIES = (
    *(("WBRI", 880), ("WIRI", 3), ("WROM", 3), ("WOTH", 40), ("MWBC", 8), ("MWBA", 6)),
    *(("MWAS", 8), ("MOTH", 6), ("AIND", 7), ("APKN", 7), ("ABAN", 2), ("CHNE", 4)),
    *(("AOTH", 5), ("BCRB", 1), ("BAFR", 12), ("BOTH", 2), ("OARA", 3), ("OOTH", 3)),
)
_WEIGHTS = tuple(weight for _, weight in _ETHNICITIES)
_CODES = tuple(code for code, _ in _ETHNICITIES)
#: Characteristics at 15, with the share of an authority's young people who have them.
_CHARACTERISTICS = (
    (codes.LOOKED_AFTER, 0.010),
    (codes.CARER, 0.006),
    (codes.YOUTH_JUSTICE, 0.005),
    (codes.SUBSTANCE_MISUSE, 0.004),
    (codes.REFUGEE, 0.003),
    (codes.PARENT, 0.002),
)
SEN_PLAN, SEN_SUPPORT, NO_SEN = "E", "K", "N"


@dataclass(slots=True)
class Spell:
    """A stretch of a true life: activity, place (a key), first and last day.

    ``hidden``: no source ever reports it, so that the person becomes not known.
    """

    activity: str
    at: str | None
    starts: date
    ends: date | None = None
    expected_end: date | None = None
    review: date | None = None
    part_time: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Person:
    """One true person. ``cohort`` is the year in which their Year 11 starts."""

    key: str
    cohort: int
    given: str
    middle: str
    family: str
    born: date
    sex: str
    ethnicity: str
    home: Home
    upn: str
    uln: str | None
    sen: str = NO_SEN
    free_meals: bool = False
    characteristics: set[str] = field(default_factory=set)
    restricted: bool = False
    known_as: str | None = None
    temporary_upn: str | None = None
    former_family: str | None = None
    renamed: date | None = None
    old_home: Home | None = None
    moved: date | None = None
    plan_ended: date | None = None
    arrives: date | None = None
    leaves: date | None = None
    leaves_to: Home | None = None
    twin: str | None = None
    adult: bool = False
    ypid: str | None = None
    school: list[Spell] = field(default_factory=list)
    later: list[Spell] = field(default_factory=list)

    def home_on(self, day: date) -> Home:
        """The person's home on that day."""
        if (
            self.leaves is not None
            and self.leaves_to is not None
            and day >= self.leaves
        ):
            return self.leaves_to
        if self.moved is not None and self.old_home is not None and day < self.moved:
            return self.old_home
        return self.home

    def family_on(self, day: date) -> str:
        """The person's surname on that day."""
        if self.renamed is not None and self.former_family and day < self.renamed:
            return self.former_family
        return self.family

    def has_plan(self, day: date) -> bool:
        """Whether the person has an EHC plan on that day."""
        if self.plan_ended is not None and day >= self.plan_ended:
            return False
        return self.sen == SEN_PLAN

    def stop_on(self, day: date) -> None:
        """Removes everything after a day from the person's life."""
        self.later = [spell for spell in self.later if spell.starts <= day]
        for spell in self.later:
            if spell.ends is not None and spell.ends > day:
                spell.ends = None

    def spell_on(self, day: date) -> Spell | None:
        """The person's true spell on that day, or None."""
        for spell in reversed(self.later):
            if spell.starts <= day:
                return spell if spell.ends is None or day <= spell.ends else None
        return self.school_on(day)

    def school_on(self, day: date) -> Spell | None:
        """The school spell on that day, up to the end of Year 11."""
        for spell in reversed(self.school):
            if spell.starts <= day and (spell.ends is None or day <= spell.ends):
                return spell
        return None


class Population:
    """Makes people whose identifiers are all different."""

    def __init__(self, rng: Random, places: Places) -> None:
        self._rng = rng
        self._places = places
        self._upns: set[str] = set()
        self._ulns: set[str] = set()
        self._made = 0

    def year_group(self, cohort: int, size: int) -> list[Person]:
        """``size`` residents who are in Year 11 from September of ``cohort``."""
        people: list[Person] = []
        rng = self._rng
        while len(people) < size:
            person = self.person(cohort)
            people.append(person)
            # Of all young people, 1.5 % are twins.
            if rng.random() < 0.0075 and len(people) < size:
                people.append(self._twin(person))
        return people

    def outsider(self, cohort: int, *, adult: bool = False) -> Person:
        """A person who lives in a neighbouring authority."""
        home = self._places.home(self._rng, self._rng.choice(self._places.neighbours))
        person = self.person(cohort, home)
        person.adult = adult
        return person

    def person(self, cohort: int, home: Home | None = None) -> Person:
        """One person of that cohort; a resident unless a home is given."""
        rng = self._rng
        sex = rng.choice("FM")
        ethnicity = rng.choices(_CODES, _WEIGHTS)[0]
        born = date(cohort - 16, 9, 1) + timedelta(days=rng.randrange(365))
        family = names.surname(rng, ethnicity)
        given = names.given_name(rng, sex, ethnicity)
        where = home or self._places.home(rng)
        made = Person(
            key=self._key(),
            cohort=cohort,
            given=given,
            middle=names.given_name(rng, sex, ethnicity) if rng.random() < 0.6 else "",
            family=family,
            born=born,
            sex=sex,
            ethnicity=ethnicity,
            home=where,
            upn=self.upn(where.authority, born),
            uln=self._uln(),
        )
        self._details(made)
        return made

    def _details(self, person: Person) -> None:
        rng = self._rng
        chance = rng.random()
        if chance < 0.057:
            person.sen = SEN_PLAN
        elif chance < 0.169:
            person.sen = SEN_SUPPORT
        person.free_meals = rng.random() < 0.22
        person.restricted = rng.random() < 0.005
        for code, share in _CHARACTERISTICS:
            if code == codes.PARENT and person.sex == codes.MALE:
                continue
            if rng.random() < share:
                person.characteristics.add(code)
        if rng.random() < 0.004:
            person.ethnicity = rng.choice((codes.REFUSED, codes.NOT_OBTAINED))
        if (short := names.NICKNAMES.get(person.given)) and rng.random() < 0.35:
            person.known_as = rng.choice(short)
        if rng.random() < 0.01:
            person.temporary_upn = self.upn(person.home.authority, person.born, True)
        if rng.random() < 0.01:
            person.former_family = names.surname(rng, person.ethnicity)
            person.renamed = date(person.cohort + 1, 3, 1) + timedelta(
                days=rng.randrange(500)
            )
        if rng.random() < 0.05 and person.home.authority == self._places.authority:
            person.old_home = self._places.home(rng)
            person.moved = date(person.cohort, 1, 1) + timedelta(
                days=rng.randrange(1000)
            )

    def _twin(self, of: Person) -> Person:
        twin = self.person(of.cohort, of.home)
        twin.born, twin.family, twin.ethnicity = of.born, of.family, of.ethnicity
        twin.former_family, twin.renamed = of.former_family, of.renamed
        twin.old_home, twin.moved = of.old_home, of.moved
        twin.upn = self.upn(of.home.authority, of.born)
        twin.temporary_upn = None
        while twin.given == of.given:
            twin.given = names.given_name(self._rng, twin.sex, twin.ethnicity)
            twin.known_as = None
        twin.twin, of.twin = of.key, twin.key
        return twin

    def _key(self) -> str:
        self._made += 1
        return f"P{self._made:06d}"

    def upn(self, authority: str, born: date, temporary: bool = False) -> str:
        """A UPN as a primary school of that authority gives it out; each one is new."""
        rng = self._rng
        school_year = born.year + (5 if born.month >= 9 else 4)
        while True:
            school = rng.choice((2, 3)) * 1000 + rng.randrange(900, 990)
            serial = (
                f"{rng.randrange(100):02d}{rng.choice('ABCDEFGH')}"
                if temporary
                else f"{rng.randrange(1, 1000):03d}"
            )
            body = f"{authority}{school}{school_year % 100:02d}{serial}"
            if body not in self._upns:
                self._upns.add(body)
                return Upn.check_letter(body) + body

    def _uln(self) -> str | None:
        # 3 % have no ULN that any of their schools and colleges knows.
        if self._rng.random() < 0.03:
            return None
        while True:
            body = str(self._rng.randrange(110_000_000, 990_000_000))
            digit = Uln.check_digit(body)
            if digit is not None and body not in self._ulns:
                self._ulns.add(body)
                return body + digit
