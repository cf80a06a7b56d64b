"""True lives: the schools of each person, and their activities afterwards, with dates.

The spells of one life follow one another and never contradict each other. Other modules
decide what the council learns of them, and with which faults (``contacts``,
``enrolment_lists``, ``faults``).
"""

from datetime import date, timedelta
from random import Random

from tracker.demo.people import steps
from tracker.demo.people.institutions import Institutions, Place
from tracker.demo.people.places import Places
from tracker.demo.people.population import SEN_PLAN, SEN_SUPPORT, Person, Spell
from tracker.domain.reference import activity, codes
from tracker.domain.reference.institution import InstitutionKind

_DAY = timedelta(days=1)


def _draw(rng: Random, likely: steps.Shares) -> str:
    return rng.choices(tuple(likely), tuple(likely.values()))[0]


class Lives:
    """Gives people their lives up to one day."""

    def __init__(
        self,
        rng: Random,
        institutions: Institutions,
        places: Places,
        first: int,
        on: date,
    ) -> None:
        """``first`` is the year in which the history starts, ``on`` its last day."""
        self._rng = rng
        self._institutions = institutions
        self._places = places
        self._first = first
        self._on = on
        school = InstitutionKind.SCHOOL
        of = institutions.of
        self._mainstream = of(school, sector="mainstream")
        self._sixth_forms = tuple(each for each in self._mainstream if each.sixth_form)
        self._sector = {
            sector: of(school, sector=sector)
            for sector in ("special", "alternative", "independent")
        }
        self._away_schools = of(school, near=False)
        kinds = {
            steps.COLLEGE: InstitutionKind.SIXTH_FORM_COLLEGE,
            steps.FE: InstitutionKind.FURTHER_EDUCATION,
            steps.SPECIAL: InstitutionKind.SPECIAL_POST_16,
        }
        self._colleges = {step: of(kind) for step, kind in kinds.items()}
        self._away = {step: of(kind, near=False) for step, kind in kinds.items()}
        self._providers = of(InstitutionKind.TRAINING_PROVIDER)

    def live(self, person: Person) -> None:
        """Fills in the school and the spells after it, up to the last day."""
        self._go_to_school(person)
        if person.leaves is None:
            self._go_on(person)
        person.stop_on(self._on)

    def go_to_school_here(self, person: Person) -> None:
        """Gives a person from elsewhere a place at one of our schools."""
        self._at_school(person, self._pick(self._mainstream), person.cohort - 4)

    def enrol(self, person: Person, place: Place, year: int) -> None:
        """Gives a person from elsewhere up to two years at a college of ours."""
        sixth_form = place.kind is InstitutionKind.SIXTH_FORM_COLLEGE
        code = steps.COLLEGE if sixth_form else steps.FE
        lasts = 1 if person.adult else 2
        spell = Spell(
            code,
            place.key,
            date(year, 9, self._rng.randrange(2, 13)),
            expected_end=date(year + lasts, 7, 31),
        )
        spell.ends = spell.expected_end
        if self._rng.random() < steps.LEAVES[code]:
            spell.ends = self._leaving_day(spell.starts, year)
        person.later.append(spell)

    # -- school

    def _go_to_school(self, person: Person) -> None:
        rng = self._rng
        chance = rng.random()
        if person.sen == SEN_PLAN and chance < 0.35:
            place = rng.choice(self._sector["special"])
        elif chance > 0.992:
            place = self._sector["alternative"][0]
            person.characteristics.add(codes.ALTERNATIVE_PROVISION)
        elif chance > 0.982:
            place = self._sector["independent"][0]
        elif chance > 0.960:
            place = rng.choice(self._away_schools)
        elif chance > 0.955:
            self._at_home(person)
            return
        else:
            place = self._pick(self._mainstream)
        starts = person.cohort - 4
        if rng.random() < 0.02 and person.cohort >= self._first - 1:
            self._arrive(person, place)
            return
        self._at_school(person, place, starts)
        if person.twin is None:
            if rng.random() < 0.02 and place.sector == "mainstream":
                self._change_school(person)
            elif rng.random() < 0.012:
                self._move_away(person)

    def _at_school(self, person: Person, place: Place, year: int) -> None:
        ends = date(person.cohort + 1, 8, 31)
        person.school.append(
            Spell(
                activity.AT_SCHOOL.code,
                place.key,
                date(year, 9, self._rng.randrange(2, 6)),
                ends,
                expected_end=ends,
            )
        )

    def _at_home(self, person: Person) -> None:
        ends = date(person.cohort + 1, 8, 31)
        home = activity.HOME_EDUCATED.code
        starts = date(person.cohort - 2, 9, 1)
        person.school.append(Spell(home, None, starts, ends, expected_end=ends))

    def _arrive(self, person: Person, place: Place) -> None:
        """Makes a person move into the area between Year 9 and Year 11."""
        day = date(person.cohort - 2, 10, 1) + _DAY * self._rng.randrange(840)
        if day.month in (7, 8):
            day = day.replace(month=9, day=3)
        person.arrives = day
        self._at_school(person, place, person.cohort - 4)
        person.school[-1].starts = day

    def _change_school(self, person: Person) -> None:
        here = person.school[-1]
        day = date(person.cohort - 1, 1, 10) + _DAY * self._rng.randrange(480)
        if day.month in (7, 8):
            day = day.replace(month=9, day=3)
        others = [each for each in self._mainstream if each.key != here.at]
        place = self._pick(tuple(others))
        if here.ends is not None and here.starts < day < here.ends:
            there = Spell(here.activity, place.key, day, here.ends, here.expected_end)
            here.ends, here.expected_end = day - _DAY, None
            person.school.append(there)

    def _move_away(self, person: Person) -> None:
        """Makes a person move to another authority in one year of the history."""
        rng = self._rng
        day = date(self._first, 9, 20) + _DAY * rng.randrange(700)
        if day >= min(self._on - _DAY * 40, date(person.cohort + 3, 7, 1)):
            return
        if day < date(person.cohort - 2, 9, 20):
            return
        person.leaves = day
        where = rng.choice(self._places.neighbours)
        person.leaves_to = self._places.home(rng, where)
        last = person.school[-1]
        if last.ends is not None and last.ends >= day:
            last.ends, last.expected_end = day - _DAY, None
            return
        self._go_on(person)
        person.later = [each for each in person.later if each.starts < day]
        if person.later and (
            person.later[-1].ends is None or person.later[-1].ends >= day
        ):
            person.later[-1].ends = day - _DAY

    # -- after Year 11

    def _go_on(self, person: Person) -> None:
        rng = self._rng
        year = person.cohort + 1
        plan = person.sen == SEN_PLAN
        likely = dict(steps.AFTER_11_WITH_PLAN if plan else steps.AFTER_11)
        likely[steps.NEET] *= self._risk(person)
        step = _draw(rng, likely)
        while date(year, 9, 1) <= self._on:
            self._begin(person, step, year)
            self._in_the_year(person, year)
            year += 1
            now = person.later[-1]
            if year > person.cohort + 2 and not (plan and year < person.cohort + 10):
                self._grow_up(person, year, now)
                return
            if year > person.cohort + 3 and rng.random() < 0.2:
                # The plan ends, and with it the authority's duty to track the person.
                person.plan_ended = date(year, 7, 31)
                now.ends = now.ends or person.plan_ended
                return
            after = plan and year > person.cohort + 2
            likely = dict(
                steps.NEXT_YEAR_WITH_PLAN if after else steps.NEXT_YEAR[_kind(now)]
            )
            likely[steps.NEET] = likely.get(steps.NEET, 0) * self._risk(person)
            step = _draw(rng, likely)
            if after and step == steps.STAYS and now.activity == steps.SIXTH:
                step = steps.FE if year > person.cohort + 3 else steps.STAYS

    def _risk(self, person: Person) -> float:
        """The factor by which a person is likelier than others to become NEET."""
        risk = 0.92
        if person.sen == SEN_SUPPORT:
            risk *= 1.5
        if person.characteristics:
            risk *= 7
        return risk

    def _begin(self, person: Person, step: str, year: int) -> None:
        """The step from one year into the next, on or about 1 September."""
        rng = self._rng
        now = person.later[-1] if person.later else None
        if step == steps.STAYS and now is not None:
            if now.activity not in steps.LEARNING | steps.TRAINED - {steps.APPRENTICE}:
                return  # apprentices, workers and those without anything just go on
            lasts = now.expected_end
            if lasts is not None and lasts > date(year, 8, 31):
                return
            place, step = now.at, now.activity
        else:
            place = None
        if now is not None and now.ends is None:
            now.ends = self._end_of_year(now, year)
        self._step(person, step, self._start(step, year), year, place)
        two_years = 0.75 if step == steps.FE else 0.98
        if (
            step in steps.FULL_TIME
            and year <= person.cohort + 1
            and rng.random() < two_years
        ):
            person.later[-1].expected_end = date(year + 2, 7, rng.choice((4, 18, 31)))

    def _end_of_year(self, now: Spell, year: int) -> date:
        if now.activity in steps.LEARNING:
            planned = now.expected_end
            if planned is not None and planned <= date(year, 8, 31):
                return planned
            return date(year, 7, self._rng.choice((4, 18, 31)))
        return max(date(year, 8, 1) + _DAY * self._rng.randrange(31), now.starts)

    def _start(self, step: str, year: int) -> date:
        days = {steps.NEET: 1, steps.APPRENTICE: 45, steps.WBL: 40, steps.TRAINING: 40}
        if step in steps.LEARNING:
            return date(year, 9, 2) + _DAY * self._rng.randrange(11)
        return date(year, 9, 1) + _DAY * self._rng.randrange(days.get(step, 11))

    def _in_the_year(self, person: Person, year: int) -> None:
        """The changes between October and July."""
        rng = self._rng
        for _ in range(3):
            now = person.later[-1]
            kind = _kind(now)
            chance = steps.LEAVES[kind]
            if kind in steps.LEARNING:
                chance *= self._risk(person)
            if rng.random() >= chance:
                return
            day = self._leaving_day(now.starts, year)
            if day > date(year + 1, 7, 1):
                return
            step = _draw(rng, steps.LEAVES_FOR[kind])
            if step in steps.LEARNING and day > date(year + 1, 3, 20):
                return  # no course begins so late
            now.ends = day
            self._step(person, step, day + _DAY * (1 + rng.randrange(3)), year)

    def _leaving_day(self, starts: date, year: int) -> date:
        """A day mostly between October and January, never in the first fortnight."""
        spread = 110 if self._rng.random() < 0.7 else 270
        day = date(year, 10, 1) + _DAY * self._rng.randrange(spread)
        return max(day, starts + _DAY * (14 + self._rng.randrange(40)))

    def _step(
        self,
        person: Person,
        step: str,
        starts: date,
        year: int,
        place: str | None = None,
    ) -> None:
        rng = self._rng
        ends_with_year = date(year + 1, 7, rng.choice((4, 18, 31)))
        spell = Spell(step, None, starts)
        if step in steps.LEARNING:
            spell.at = place or self._learning_place(person, step)
            spell.expected_end = ends_with_year
            spell.part_time = step == steps.PART_TIME
            if spell.at and self._institutions[spell.at].kind is InstitutionKind.SCHOOL:
                spell.activity = steps.SIXTH
        elif step in steps.TRAINED:
            spell.at = place or self._pick(self._providers).key
            if step == steps.APPRENTICE:
                spell.expected_end = starts + _DAY * rng.choice((700, 800, 900))
            else:
                spell.expected_end = min(
                    starts + _DAY * rng.choice((300, 330, 365)), date(year + 1, 8, 31)
                )
        elif step == steps.NEET:
            spell.activity = self._reason(person)
            if spell.activity == activity.START_AGREED.code:
                spell.review = starts + _DAY * 60
        elif step == steps.TEMPORARY:
            spell.review = starts + _DAY * 90
        elif step == steps.BACK:
            spell.expected_end = starts + _DAY * 120
        spell.hidden = rng.random() < steps.HIDDEN[step]
        person.later.append(spell)

    def _learning_place(self, person: Person, step: str) -> str:
        rng = self._rng
        if step == steps.SIXTH:
            own = person.school[-1].at if person.school else None
            if own is not None and self._institutions[own].sixth_form:
                return own
            return rng.choice(self._sixth_forms).key
        if step == steps.PART_TIME:
            step = steps.FE
        away = self._away.get(step, ())
        if away and rng.random() < 0.11:
            return self._pick(away).key
        return self._pick(self._colleges[step]).key

    def _reason(self, person: Person) -> str:
        rng = self._rng
        if codes.PARENT in person.characteristics and rng.random() < 0.6:
            return activity.PARENT.code
        if codes.CARER in person.characteristics and rng.random() < 0.3:
            return activity.CARER.code
        if person.sex != codes.MALE and rng.random() < 0.04:
            person.characteristics.add(codes.PREGNANT)
            return activity.PREGNANCY.code
        return _draw(rng, steps.REASONS)

    def _grow_up(self, person: Person, year: int, now: Spell) -> None:
        """After Year 13: some stay a year at college, the rest are not tracked."""
        rng = self._rng
        if now.activity in steps.LEARNING and now.ends is None:
            now.ends = self._end_of_year(now, year)
        if now.activity in steps.LEARNING and rng.random() < 0.12:
            self._begin(person, steps.FE, year)
            person.later[-1].expected_end = date(year + 1, 7, 4)
            person.later[-1].ends = person.later[-1].expected_end
        elif now.activity == steps.APPRENTICE and now.ends is None:
            now.ends = max(now.expected_end or now.starts, date(year, 8, 31))

    def _pick(self, places: tuple[Place, ...]) -> Place:
        weights = [place.share for place in places]
        return self._rng.choices(places, weights)[0]


def _kind(spell: Spell) -> str:
    """The step that led to a spell: every reason to be NEET is the same step."""
    return steps.NEET if activity.activity(spell.activity).is_neet else spell.activity
