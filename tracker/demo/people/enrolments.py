"""A provider's own view of its roll on a day: its students, and its leavers.

The provider's mistakes are part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tracker.demo.people.institutions import Institutions, Place
from tracker.demo.people.population import Person, Spell
from tracker.demo.people.steps import COLLEGE, FE, LEARNING, PART_TIME, TRAINED
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.institution import InstitutionKind

_DAY = timedelta(days=1)
#: Students who left this long before the end of their course are reported as leavers.
_EARLY = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One line of a list: a student at a place, before the sender's faults."""

    person: Person
    place: Place
    activity: str
    starts: date
    planned: date | None
    ends: date | None = None

    @property
    def part_time(self) -> bool:
        return self.activity == PART_TIME


class Enrolments:
    """Lists and monthly changes, to be requested in order of their days.

    It remembers what it has reported, so that a change is reported once.
    """

    def __init__(
        self,
        rng: Random,
        institutions: Institutions,
        authority: str,
        people: Iterable[Person],
    ) -> None:
        self._rng = rng
        self._institutions = institutions
        self._authority = authority
        self._at: dict[str, list[tuple[Person, Spell]]] = defaultdict(list)
        self._residents: dict[int, list[Person]] = defaultdict(list)
        self._sent: set[int] = set()
        self._ended: set[int] = set()
        self._listed: dict[str, date] = {}
        self._mistaken: list[Enrolment] = []
        for person in people:
            if person.home.authority == authority:
                self._residents[person.cohort].append(person)
            for spell in person.later:
                if spell.at and spell.activity in LEARNING | TRAINED:
                    self._at[spell.at].append((person, spell))

    def roll(self, place: Place, day: date, *, first_day: bool) -> list[Enrolment]:
        """Everybody at a place, including people from elsewhere and some mistakes.

        ``first_day`` gives the first day of each whole course. Otherwise a course that
        began in an earlier year begins again this September.
        """
        near = place.authority == self._authority
        year = AcademicYear.of(day)
        found = []
        for person, spell in self._at[place.key]:
            if spell.starts > day or spell.hidden:
                continue
            if spell.ends is not None and spell.ends < day:
                continue
            if not near and person.home.authority != self._authority:
                continue
            self._sent.add(id(spell))
            line = self._line(person, place, spell)
            if not first_day and spell.starts < year.starts:
                line = replace(line, starts=date(year.start, 9, 3))
            found.append(line)
        if near and place.kind in _DOUBLES:
            found += self._double_enrolments(place, day, len(found))
        self._listed[place.key] = day
        self._rng.shuffle(found)
        return found

    def changes(self, day: date) -> list[Enrolment]:
        """Starters and leavers since the last list or the last changes."""
        found = []
        year = AcademicYear.of(day)
        for key, spells in self._at.items():
            place = self._institutions[key]
            listed = self._listed.get(key, date.min)
            for person, spell in spells:
                if spell.hidden or self._from_elsewhere(person):
                    continue
                known = id(spell) in self._sent
                left = spell.ends is not None and spell.ends < day
                if known and left and self._is_news(spell):
                    self._ended.add(id(spell))
                    line = self._line(person, place, spell)
                    found.append(replace(line, ends=spell.ends))
                elif (
                    not known and listed in year and year.starts <= spell.starts <= day
                ):
                    self._sent.add(id(spell))
                    line = self._line(person, place, spell)
                    if left:
                        self._ended.add(id(spell))
                        line = replace(line, ends=spell.ends)
                    found.append(line)
        found += self._mistakes_found(day)
        self._rng.shuffle(found)
        return found

    def _is_news(self, spell: Spell) -> bool:
        if id(spell) in self._ended or spell.ends is None:
            return False
        planned = spell.expected_end
        early = planned is None or spell.ends < planned - _EARLY
        return early or spell.activity in TRAINED

    def _from_elsewhere(self, person: Person) -> bool:
        """Whether a person is left out of the changes as living elsewhere.

        The portal is for residents; one in ten of the others is reported all the same.
        """
        away = person.home.authority != self._authority
        return away and int(person.key[1:]) % 10 != 0

    @staticmethod
    def _line(person: Person, place: Place, spell: Spell) -> Enrolment:
        return Enrolment(
            person, place, spell.activity, spell.starts, spell.expected_end
        )

    def _double_enrolments(
        self, place: Place, day: date, size: int
    ) -> Iterator[Enrolment]:
        """Young people who also enrolled here in September and never came."""
        rng = self._rng
        year = AcademicYear.of(day).start
        candidates = self._residents[year - 1]
        for _ in range(round(size * 0.012)):
            person = rng.choice(candidates) if candidates else None
            if person is None or not person.later or person.later[0].at == place.key:
                continue
            starts = date(year, 9, rng.randrange(2, 9))
            code = _DOUBLES[place.kind]
            mistake = Enrolment(person, place, code, starts, date(year + 2, 7, 31))
            self._mistaken.append(mistake)
            yield mistake

    def _mistakes_found(self, day: date) -> Iterator[Enrolment]:
        """Corrections of mistakes: most are taken off the roll once they are found."""
        found, self._mistaken = self._mistaken, []
        for mistake in found:
            if self._rng.random() < 0.95:
                last = mistake.starts + _DAY * self._rng.randrange(5, 15)
                if last < day:
                    yield replace(mistake, ends=last)


_DOUBLES = {
    InstitutionKind.SIXTH_FORM_COLLEGE: COLLEGE,
    InstitutionKind.FURTHER_EDUCATION: FE,
}
