"""Everybody in the demo: residents, people of neighbouring areas, a few adults."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from tracker.demo.people.careers import Lives
from tracker.demo.people.institutions import Institutions, Place
from tracker.demo.people.places import Places
from tracker.demo.people.population import SEN_PLAN, Person, Population
from tracker.demo.people.steps import COLLEGE, FE
from tracker.domain.reference.institution import InstitutionKind

#: The numbers tracked at each age after 18 for an EHC plan, of 8,100 aged 16-17.
_WITH_PLANS = (190, 150, 115, 90, 70, 50, 35)
_WHOLE_SIZE = 8_100
#: The share of a college's young people who live in another authority.
_FROM_ELSEWHERE = {
    InstitutionKind.SIXTH_FORM_COLLEGE: 0.24,
    InstitutionKind.FURTHER_EDUCATION: 0.36,
}
_PUPILS_FROM_ELSEWHERE = 0.02


@dataclass(frozen=True, slots=True)
class Everybody:
    """``residents`` first, then ``outsiders``; ``people`` is both in that order."""

    residents: tuple[Person, ...]
    outsiders: tuple[Person, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return self.residents + self.outsiders


def make_everybody(
    *,
    size: int,
    seed: int,
    first: int,
    on: date,
    institutions: Institutions,
    places: Places,
    progress: Callable[[str], None],
) -> Everybody:
    """Invents all people, and their lives up to ``on``.

    ``size`` is the number aged 16 and 17, ``first`` the year in which history starts.
    """
    population = Population(Random(f"{seed}/people"), places)
    lives = Lives(Random(f"{seed}/lives"), institutions, places, first, on)
    last = on.year if on.month >= 9 else on.year - 1
    residents: list[Person] = []
    # From those in Year 13 when history starts to those in Year 9 when it ends.
    for cohort in range(first - 2, last + 3):
        residents += population.year_group(cohort, size // 2)
    for years, of_all in enumerate(_WITH_PLANS, start=3):
        # Past Year 13 they are still tracked, because they have an EHC plan.
        for _ in range(round(of_all * size / _WHOLE_SIZE)):
            person = population.person(first - years)
            person.sen = SEN_PLAN
            residents.append(person)
    for person in residents:
        lives.live(person)
    progress(f"{len(residents):,} invented young people have lived up to {on}")
    outsiders = _pupils(population, lives, size, range(first - 1, last + 3))
    years_here = range(first - 1, last + 1)
    outsiders += _students(population, lives, residents, institutions, years_here)
    for person in outsiders:
        person.stop_on(on)
    progress(f"{len(outsiders):,} more come in from next door")
    return Everybody(tuple(residents), tuple(outsiders))


def _pupils(
    population: Population, lives: Lives, size: int, cohorts: range
) -> list[Person]:
    """Pupils of our schools who live in a neighbouring authority."""
    found = []
    for cohort in cohorts:
        for _ in range(round(size / 2 * _PUPILS_FROM_ELSEWHERE)):
            person = population.outsider(cohort)
            lives.go_to_school_here(person)
            found.append(person)
    return found


def _students(
    population: Population,
    lives: Lives,
    residents: list[Person],
    institutions: Institutions,
    years: range,
) -> list[Person]:
    """Students of our colleges who live in a neighbouring authority, and adults."""
    found = []
    starters = Counter(
        (spell.at, spell.starts.year)
        for person in residents
        for spell in person.later
        if spell.activity in (COLLEGE, FE)
    )
    for kind, share in _FROM_ELSEWHERE.items():
        for place in institutions.of(kind):
            for year in years:
                begun = starters[place.key, year]
                # Residents include those who start a second course.
                wanted = round(begun * 0.8 * share / (1 - share))
                found += _join(population, lives, place, year, wanted)
    return found


def _join(
    population: Population, lives: Lives, place: Place, year: int, wanted: int
) -> list[Person]:
    found = []
    for _ in range(wanted):
        person = population.outsider(year - 1)
        lives.enrol(person, place, year)
        found.append(person)
    if place.kind is InstitutionKind.FURTHER_EDUCATION:
        for number in range(round(wanted * 0.06)):
            adult = population.outsider(year - 6 - number % 25, adult=True)
            lives.enrol(adult, place, year)
            found.append(adult)
    return found
