"""What pupils of Year 11 plan, and the places that they apply for, as files of senders.

Each spring two schools send what their pupils plan. From May on an application system,
two colleges and a school send applications, each in its own words and with its faults.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.sheets import Cell, Look, Row, write_csv, write_xlsx
from tracker.demo.people.faults import COLLEGE, SCHOOL_LIST, Care, Shown, shown
from tracker.demo.people.guarantee import status
from tracker.demo.people.institutions import Place
from tracker.demo.people.population import Person
from tracker.demo.people.steps import LEARNING
from tracker.demo.plan import FeedName, Load
from tracker.domain.reference.institution import InstitutionKind

_COURSES = ("A levels", "Applied Science", "Catering", "Motor vehicle", "Health", "Art")
#: How senders word a place that was taken, one still open, and one that is not.
_TAKEN = ("Offer accepted", "Unconditional Firm", "Conditional offer", "Offer made")
_OPEN = ("Application received", "Interview booked", "Reserve list", "Conditional")
_OVER = ("Unsuccessful", "Withdrawn by applicant", "Declined by student", "Rejected")
#: A word that no list of ours has: somewhere a person wrote what they thought.
_ODD = "See notes"
_PLANS = ("College", "Sixth form", "Stay on at school", "Apprenticeship", "Not sure")

_SYSTEM = (
    *("Applicant Surname", "Applicant Forename", "Date of Birth", "UPN", "Postcode"),
    *("Current School", "Provider", "Course", "Application Date"),
    *("Application Status", "Status Date"),
)
_COLLEGE = ("Forename", "Surname", "DOB", "ULN", "Postcode", "Course", "Offer Type")
_SCHOOL = ("Surname", "Forename", "DOB", "UPN", "Year Group", "September Guarantee")
_SURVEY = (
    *("Legal Surname", "Legal Forename", "DOB", "UPN", "What next?"),
    *("Preferred College", "Applied?"),
)


@dataclass(frozen=True, slots=True)
class _Application:
    person: Person
    place: Place
    course: str
    applied: date
    word: str


@dataclass(frozen=True, slots=True)
class _List:
    """One list: what its file is called, its day, its columns and its sender."""

    name: str
    day: date
    feed: FeedName
    headings: tuple[str, ...]
    by: Place | None = None
    care: Care = SCHOOL_LIST
    look: Look = field(default_factory=Look)


#: The senders that send a workbook.
_WORKBOOKS = frozenset({"sfc-1", "school-06"})


def choice_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The lists of each spring after the first autumn, up to the last day."""
    for year in range(invented.first + 1, invented.on.year + 1):
        yield from _Spring(invented, folder, year).loads()


class _Spring:
    def __init__(self, invented: Invented, folder: Folder, year: int) -> None:
        self._invented = invented
        self._folder = folder
        self._year = year
        self._colleges = [
            place
            for place in invented.institutions.all
            if place.urn and place.kind is not InstitutionKind.SCHOOL
        ]

    def loads(self) -> Iterator[Load]:
        places = self._invented.institutions
        for key in ("school-02", "school-06"):
            yield from self._plans(places[key], date(self._year, 2, 12))
        yield from self._system(date(self._year, 5, 14))
        for key in ("sfc-1", "fe-1"):
            yield from self._of_college(places[key], date(self._year, 6, 18))
        yield from self._statuses(places["school-04"], date(self._year, 7, 9))

    def _pupils(self, day: date, school: Place | None = None) -> list[Person]:
        """The pupils of Year 11 on a day, of one school or of all."""
        return [
            each
            for each in self._invented.everybody.people
            if each.cohort == self._year - 1
            and (there := each.school_on(day)) is not None
            and (school is None or there.at == school.key)
        ]

    def _applications(self, day: date) -> Iterator[_Application]:
        """Where they go afterwards they have applied, and some elsewhere as well."""
        for person in self._pupils(day):
            rng = Random(f"{self._invented.seed}/applies/{person.key}")
            applied = date(self._year - 1, 10, 5) + timedelta(days=rng.randrange(150))
            course = rng.choice(_COURSES)
            after = person.later[0] if person.later else None
            if after is not None and after.activity in LEARNING and after.at:
                place = self._invented.institutions[after.at]
                yield _Application(person, place, course, applied, rng.choice(_TAKEN))
            elif rng.random() < 0.6:
                place = rng.choice(self._colleges)
                yield _Application(person, place, course, applied, rng.choice(_OPEN))
            if rng.random() < 0.35:
                word = _ODD if rng.random() < 0.03 else rng.choice(_OVER)
                place = rng.choice(self._colleges)
                yield _Application(person, place, rng.choice(_COURSES), applied, word)

    def _system(self, day: date) -> Iterator[Load]:
        """The export of the application system, one line for each application."""
        every = list(self._applications(day))
        look = Look(encoding="cp1252", delimiter=";")

        def cells(each: _Application, row: Shown) -> Sequence[Cell]:
            school = each.person.school_on(day)
            at = (
                self._invented.institutions[school.at] if school and school.at else None
            )
            return (
                *(row.family, row.given, row.born, row.upn, row.home.postcode),
                *(at.name if at else "", each.place.name, each.course, each.applied),
                *(each.word, day - timedelta(days=3)),
            )

        made = _List("application-system", day, "offers", _SYSTEM, look=look)
        yield from self._written(made, every, cells)

    def _of_college(self, place: Place, day: date) -> Iterator[Load]:
        """A college's own list: every application is for a place there."""
        every = [it for it in self._applications(day) if it.place == place]

        def cells(each: _Application, row: Shown) -> Sequence[Cell]:
            return (
                *(row.given, row.family, row.born, row.uln, row.home.postcode),
                *(each.course, each.word),
            )

        made = _List(place.key, day, "offers", _COLLEGE, place, COLLEGE)
        yield from self._written(made, every, cells)

    def _statuses(self, school: Place, day: date) -> Iterator[Load]:
        """A school's list of codes, also of those that a list may not decide."""
        every = [
            _Application(each, school, "", day, status(self._invented.seed, each, 11))
            for each in self._pupils(day, school)
        ]

        def cells(each: _Application, row: Shown) -> Sequence[Cell]:
            return row.family, row.given, row.born, row.upn, "Year 11", each.word

        made = _List(school.key, day, "offers", _SCHOOL, school)
        yield from self._written(made, every, cells)

    def _plans(self, school: Place, day: date) -> Iterator[Load]:
        """A survey of what pupils plan; "Sixth form" often without its school."""
        every = []
        for each in self._pupils(day, school):
            rng = Random(f"{self._invented.seed}/plans/{each.key}")
            place, plan = rng.choice(self._colleges), rng.choice(_PLANS)
            every.append(_Application(each, place, "", day, plan))

        def cells(each: _Application, row: Shown) -> Sequence[Cell]:
            college = each.place.name if each.word == "College" else ""
            known = (row.family, row.given, row.born, row.upn, each.word, college)
            return (*known, "Y" if college else "")

        made = _List(school.key, day, "intended-destinations", _SURVEY, school)
        yield from self._written(made, every, cells)

    def _written(
        self,
        made: _List,
        every: Sequence[_Application],
        cells: Callable[[_Application, Shown], Sequence[Cell]],
    ) -> Iterator[Load]:
        """The list, if it has a line and its day has come."""
        day, by = made.day, made.by
        if not every or day >= self._invented.on:
            return
        name = f"choices/{day:%Y-%m}-{made.name}"
        workbook = made.name in _WORKBOOKS
        target = self._folder.target(f"{name}.{'xlsx' if workbook else 'csv'}")
        rows = self._rows(target.name, made, every, cells)
        if workbook:
            write_xlsx(target, made.headings, rows)
        else:
            write_csv(target, made.headings, rows, made.look)
        yield self._folder.load(
            made.feed,
            (target.path,),
            day,
            later=1,
            description=f"{by.name if by else 'the application system'}, {name}",
            as_at=day,
            institution=by.urn_on(day) if by else None,
        )

    def _rows(
        self,
        name: str,
        made: _List,
        every: Sequence[_Application],
        cells: Callable[[_Application, Shown], Sequence[Cell]],
    ) -> Iterator[Row]:
        rng = Random(f"{self._invented.seed}/{name}")
        places = self._invented.places
        for each in every:
            row = shown(rng, each.person, made.day, made.care, places)
            written = cells(each, row)
            yield each.person.key, written
            if rng.random() < 0.02:
                yield each.person.key, written
