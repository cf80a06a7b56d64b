"""The school censuses of the two years, term by term, in different layouts."""

from collections.abc import Iterator
from datetime import date, timedelta

from tracker.demo.files.collect import CollectExport
from tracker.demo.files.flat_census import write_flat, write_message
from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.rolls import AUTUMN, SPRING, SUMMER, Pupil, Rolls, census_day
from tracker.demo.files.sheets import Look
from tracker.demo.people.institutions import Place
from tracker.demo.plan import Load

#: A term's files can be used so many days after census day.
_WEEKS_LATER = timedelta(days=38)
#: The layouts of the terms of all schools, in order; all later terms have the last. No
#: census was sent for the first spring: the council had only just changed systems.
_NOT_SENT = ""
_LAYOUTS = ("folder", _NOT_SENT, "zip", "flat", "flat without the academy")
_LEFT_YOUNGER_PUPILS_IN = "school-05"


def census_loads(invented: Invented, folder: Folder) -> Iterator[Load]:
    """Writes every term up to the last day; in summer only one school sends its own."""
    rolls = Rolls(invented)
    academy = next(each for each in invented.institutions.all if each.successor)
    layouts = iter(_LAYOUTS)
    layout = ""
    before = date(invented.first, 7, 20)
    for year in range(invented.first, invented.on.year + 1):
        for term in (SPRING, SUMMER, AUTUMN):
            day = census_day(term, year)
            if not date(invented.first, 9, 1) <= day <= invented.on - _WEEKS_LATER:
                continue
            if term == SUMMER:
                yield _message(rolls, folder, academy, term, day=day, since=before)
                continue
            layout = next(layouts, layout)
            if layout in ("folder", "zip"):
                yield _collect(rolls, folder, term, layout, day=day, since=before)
            elif layout == "flat":
                yield _flat(rolls, folder, day, None)
            elif layout == _NOT_SENT:
                continue
            else:
                yield _flat(rolls, folder, day, academy)
                yield _message(rolls, folder, academy, term, day=day, since=before)
            before = day


def _collect(
    rolls: Rolls, folder: Folder, term: str, layout: str, *, day: date, since: date
) -> Load:
    """The tables of COLLECT, as a folder or a zip."""
    ending = ".zip" if layout == "zip" else ""
    target = folder.target(f"census/{day:%Y-%m}-collect{ending}")
    on_roll = rolls.on_roll(day)
    left = rolls.no_longer_on_roll(day, since)
    CollectExport(term, day).write(target, on_roll, left)
    return folder.load(
        "school-census",
        (target.path,),
        day,
        later=36,
        description=f"school census of {day}, COLLECT tables",
    )


def _flat(rolls: Rolls, folder: Folder, day: date, apart: Place | None) -> Load:
    """An analyst's table of all schools except one that sends its own."""
    on_roll: list[Pupil] = rolls.on_roll(day)
    if apart is None:
        younger = rolls.on_roll(day, range(8, 9))
        on_roll += [
            each for each in younger if each.place.key == _LEFT_YOUNGER_PUPILS_IN
        ]
    target = folder.target(f"census/{day:%Y-%m}-flat.csv")
    write_flat(
        target,
        [pupil for pupil in on_roll if pupil.place is not apart],
        day,
        Look(encoding="cp1252" if apart else "utf-8"),
        short=apart is None,
    )
    return folder.load(
        "school-census",
        (target.path,),
        day,
        later=37,
        description=f"school census of {day}, an analyst's table",
        as_at=day,
    )


def _message(
    rolls: Rolls, folder: Folder, place: Place, term: str, *, day: date, since: date
) -> Load:
    """The XML of one school's own system."""
    target = folder.target(f"census/{day:%Y-%m}-{place.laestab}.xml")
    left = rolls.no_longer_on_roll(day, since)
    write_message(
        target,
        place,
        term,
        day,
        on_roll=[pupil for pupil in rolls.on_roll(day) if pupil.place is place],
        left=[pupil for pupil in left if pupil.place is place],
    )
    return folder.load(
        "school-census",
        (target.path,),
        day,
        later=30,
        description=f"school census of {day}, {place.name} alone",
        institution=place.urn_on(day),
    )
