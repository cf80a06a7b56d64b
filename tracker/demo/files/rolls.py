"""The pupils on the rolls on a census day, and those who left since the last one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tracker.demo.files.folder import Invented
from tracker.demo.people.faults import SCHOOL_CENSUS, Shown, shown
from tracker.demo.people.institutions import Place
from tracker.demo.people.population import Person, Spell
from tracker.demo.people.steps import SIXTH
from tracker.domain.reference.academic_year import AcademicYear, school_leaving_date

#: The schools that take Year 11 off the roll in June; others wait until September.
_PROMPT = frozenset(("school-02", "school-06", "school-11", "school-17", "special-1"))
AUTUMN, SPRING, SUMMER = "AUT", "SPR", "SUM"
_DAYS = {AUTUMN: (10, 1), SPRING: (1, 3), SUMMER: (5, 3)}
YEARS_OF_INTEREST = range(9, 15)
_FORMS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Pupil:
    """One entry of a school's census return."""

    person: Person
    place: Place
    row: Shown
    year_group: int
    entered: date
    enrolment: str = "C"
    left: date | None = None
    programme: Spell | None = None

    @property
    def agreement(self) -> str:
        """The youth support services agreement: Yes, No, unsought or no reply."""
        if self.person.restricted:
            return "No"
        chance = int(self.person.key[1:]) * 37 % 100
        return "Yes" if chance < 27 else "SNR" if chance < 37 else "UNS"

    @property
    def form_group(self) -> str:
        """The pupil's form group, as the year and a letter: 11C."""
        return f"{self.year_group}{_FORMS[int(self.person.key[1:]) % len(_FORMS)]}"

    @property
    def former_family(self) -> str:
        """The pupil's former surname, or an empty text without one."""
        other = self.person.former_family
        return other if other and other != self.row.family else ""


def census_day(term: str, year: int) -> date:
    """The first Thursday of October, third of January or third of May."""
    month, which = _DAYS[term]
    first = date(year, month, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 7 * (which - 1))


class Rolls:
    """The rolls of the authority's schools, with the faults in them."""

    def __init__(self, invented: Invented) -> None:
        self._seed = invented.seed
        self._institutions = invented.institutions
        self._places = invented.places
        self._people = invented.everybody.people

    def on_roll(self, day: date, years: range = YEARS_OF_INTEREST) -> list[Pupil]:
        """Everybody on the roll of a school in the census, school by school."""
        rng = Random(f"{self._seed}/census/{day}")
        found = []
        for person in self._people:
            year = AcademicYear.of(day).start - person.cohort + 11
            if year not in years:
                continue
            spell = person.school_on(day) if year <= 11 else person.spell_on(day)
            place = self._with_census(spell)
            if spell is None or place is None:
                continue
            if year > 11 and spell.activity != SIXTH:
                continue
            pupil = self._pupil(rng, person, place, day, year=year)
            if year > 11:
                found.append(replace(pupil, programme=spell))
                continue
            if place.sector == "mainstream" and rng.random() < 0.004:
                found += self._dual(pupil)
                continue
            found.append(pupil)
        return sorted(found, key=lambda each: each.place.key)

    def no_longer_on_roll(self, day: date, since: date) -> list[Pupil]:
        """The pupils who left between the last census and this one."""
        rng = Random(f"{self._seed}/left/{day}")
        found = list(self._leavers(rng, day, since))
        return sorted(found, key=lambda each: each.place.key)

    def _leavers(self, rng: Random, day: date, since: date) -> Iterator[Pupil]:
        for person in self._people:
            for spell in (*person.school, *person.later):
                place = self._with_census(spell)
                left = spell.ends
                if left is None or place is None or not since < left < day:
                    continue
                year = AcademicYear.of(left).start - person.cohort + 11
                if year not in YEARS_OF_INTEREST:
                    continue
                if spell in person.school and left == date(person.cohort + 1, 8, 31):
                    if place.key not in _PROMPT or self._stays_on(person, place):
                        continue
                    left = school_leaving_date(left.year)
                elif spell.activity == SIXTH and left.month == 7:
                    continue
                yield self._pupil(rng, person, place, left, year=year, left=left)

    @staticmethod
    def _stays_on(person: Person, place: Place) -> bool:
        return bool(person.later) and person.later[0].at == place.key

    def _with_census(self, spell: Spell | None) -> Place | None:
        if spell is None or spell.at is None:
            return None
        place = self._institutions[spell.at]
        return place if place.census else None

    def _pupil(
        self,
        rng: Random,
        person: Person,
        place: Place,
        day: date,
        *,
        year: int,
        left: date | None = None,
    ) -> Pupil:
        here = [
            each for each in (*person.school, *person.later) if each.at == place.key
        ]
        row = shown(rng, person, day, SCHOOL_CENSUS, self._places)
        # The Learning Records Service gives out ULNs in Year 10.
        if year < 10:
            row.uln = ""
        return Pupil(person, place, row, year, here[0].starts, left=left)

    def _dual(self, pupil: Pupil) -> tuple[Pupil, Pupil]:
        """A pupil registered twice: at their own school, and as a guest at the unit."""
        unit = self._institutions["referral-unit"]
        entered = pupil.entered + timedelta(days=400)
        guest = replace(pupil, place=unit, entered=entered, enrolment="S")
        return replace(pupil, enrolment="M"), guest


def split_line(line1: str) -> tuple[str, str, str]:
    """An address line as flat, number and street, which are separate in a census."""
    flat, comma, rest = line1.partition(", ")
    if not comma:
        flat, rest = "", line1
    number, _, street = rest.partition(" ")
    return flat, number, street


def census_sen(pupil: Pupil, day: date) -> str:
    """The SEN provision of the census: N, K or E."""
    person = pupil.person
    return "N" if person.sen == "E" and not person.has_plan(day) else person.sen


def by_school(pupils: Iterable[Pupil]) -> Iterator[tuple[Place, list[Pupil]]]:
    """The pupils of each school, in the order of the schools."""
    groups: dict[str, list[Pupil]] = {}
    for pupil in pupils:
        groups.setdefault(pupil.place.key, []).append(pupil)
    for group in groups.values():
        yield group[0].place, group
