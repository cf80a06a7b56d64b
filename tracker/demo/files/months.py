"""The enrolment lists of each autumn and the changes in between, month by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from tracker.demo.files.enrolment_lists import EnrolmentFiles
from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.records.learner_records import write_record
from tracker.demo.files.senders import EDUCATION, OURS, TRAINING, Sender, sender
from tracker.demo.people.enrolments import Enrolment, Enrolments
from tracker.demo.people.institutions import Place
from tracker.demo.plan import Load
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.reference.institution import InstitutionKind

#: The college that in one September sends the list of the year before by mistake.
_SENDS_LAST_YEARS = "fe-2"
#: The days of the changes after the autumn, as month and day.
_CHANGES = ((1, 8), (2, 5), (3, 6), (5, 8))
_TRAINED = InstitutionKind.TRAINING_PROVIDER
#: The provider that in February sends the record that it makes for the Department.
_SENDS_RECORDS = "provider-4"
_RECORDS_IN = 2


@dataclass(frozen=True, slots=True)
class _Day:
    """A day on which a place sends its list or, without a place, all send changes."""

    day: date
    place: Place | None = None

    @property
    def order(self) -> tuple[date, str]:
        return self.day, self.place.key if self.place else ""


def enrolment_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """Lists and changes, made in order of their days so that each is sent once."""
    yield from _Months(invented, folder).loads()


class _Months:
    def __init__(self, invented: Invented, folder: Folder) -> None:
        self._invented = invented
        self._folder = folder
        self._files = EnrolmentFiles(invented.seed, invented.places)
        self._enrolments = Enrolments(
            Random(f"{invented.seed}/enrolment"),
            invented.institutions,
            invented.authority,
            invented.everybody.people,
        )

    def loads(self) -> Iterator[Load]:
        previous: dict[str, list[Enrolment]] = {}
        second = self._invented.first + 1
        for when in sorted(self._days(), key=lambda each: each.order):
            day, place = when.day, when.place
            if day >= self._invented.on:
                continue
            if place is None:
                yield from self._changes(self._enrolments.changes(day), day)
                continue
            how = sender(place)
            if how is None:
                continue
            lines = self._enrolments.roll(place, day, first_day=how.first_day)
            if not lines:
                continue
            if place.key == _SENDS_LAST_YEARS and day.year == second:
                # Last year's list, saved again and sent by mistake instead of this
                # year's.
                was = day.replace(year=day.year - 1)
                what = f"{place.name}, last year's list once more"
                yield self._sent(
                    previous[place.key], how, place, day, 0, what, as_at=was
                )
            previous[place.key] = lines
            late = (
                place.authority != self._invented.authority
                and place.kind is InstitutionKind.SIXTH_FORM_COLLEGE
                and day.year == second
            )
            what = f"{place.name}, roll on {day}{', sent late' if late else ''}"
            yield self._sent(lines, how, place, day, 95 if late else 1, what)

    def _days(self) -> Iterator[_Day]:
        first = self._invented.first
        providers = self._invented.institutions.of(_TRAINED)
        for year in range(first, self._invented.on.year + 1):
            for number, place in enumerate(self._invented.institutions.all):
                how = sender(place)
                if how is None:
                    continue
                # In the first autumn the council has only just changed systems.
                early = how.early and year > first
                day = date(year, 9, 11 + number % 9)
                yield _Day(day if early else date(year, 10, 12 + number % 5), place)
            yield _Day(date(year, 10, 23))
            yield _Day(date(year, 11, 19))
            if year == first:
                continue
            for month, day_of_month in _CHANGES:
                yield _Day(date(year, month, day_of_month))
            for place in providers:
                # Training lapses after half a year unless it is confirmed.
                yield _Day(date(year, 2, 10), place)
            yield _Day(date(year, 9, 24))

    def _sent(
        self,
        lines: list[Enrolment],
        how: Sender,
        place: Place,
        day: date,
        later: int,
        description: str,
        *,
        as_at: date | None = None,
    ) -> Load:
        """A list that a place sent on a day; ``as_at`` is given for one of another day.

        Such a list does not claim to be complete.
        """
        if place.key == _SENDS_RECORDS and day.month == _RECORDS_IN:
            return self._record(lines, place, day, later, description)
        name = f"enrolment/{day:%Y-%m}-{place.key}{'-sent-first' if as_at else ''}"
        target = self._folder.target(f"{name}.{'xlsx' if how.workbook else 'csv'}")
        self._files.write(target, lines, as_at or day, how)
        return self._folder.load(
            "provider-enrolment",
            (target.path,),
            day,
            later=later,
            description=description,
            as_at=as_at or day,
            institution=place.urn or place.ukprn,
            new_sender=None if place.gias_type else place.name,
            complete=as_at is None,
        )

    def _record(
        self, lines: list[Enrolment], place: Place, day: date, later: int, what: str
    ) -> Load:
        """The learner record of a provider, which names its maker and its day."""
        year = AcademicYear.of(day)
        target = self._folder.target(f"records/ILR-{place.ukprn}-{year.start}.xml")
        write_record(
            target,
            lines,
            day,
            place,
            places=self._invented.places,
            seed=self._invented.seed,
        )
        return self._folder.load(
            "ilr",
            (target.path,),
            day,
            later=later,
            description=what,
            as_at=day,
            institution=place.ukprn,
            new_sender=None if place.gias_type else place.name,
            complete=True,
        )

    def _changes(self, lines: list[Enrolment], day: date) -> Iterator[Load]:
        """Starters and leavers: two vendors' templates one month, ours the next."""
        if day.month % 2 and day.month != 9:
            parts = [("starters-and-leavers", OURS, lines)]
        else:
            trained = [line for line in lines if line.place.kind is _TRAINED]
            taught = [line for line in lines if line.place.kind is not _TRAINED]
            parts = [("education", EDUCATION, taught), ("training", TRAINING, trained)]
        for name, template, some in parts:
            if not some:
                continue
            target = self._folder.target(f"enrolment/{day:%Y-%m}-changes-{name}.csv")
            # Changes of several providers, each line with its provider's faults.
            self._files.write(target, some, day, Sender(template, duplicates=0.0))
            yield self._folder.load(
                "provider-enrolment",
                (target.path,),
                day,
                later=1,
                description=f"starters and leavers up to {day}, {name}",
                as_at=day,
                new_sender=_unregistered(some),
            )


def _unregistered(lines: list[Enrolment]) -> str | None:
    """The providers of some lines that are in no register, each after its number."""
    places = {line.place.ukprn: line.place for line in lines}
    named = [
        f"{number} {place.name}"
        for number, place in places.items()
        if number and not place.gias_type
    ]
    return "; ".join(sorted(named)) or None
