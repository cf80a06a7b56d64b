"""Results of Get Information About Pupils, with the faults that they have.

Each November the data team looks up pupils of last year's Year 11. One line has a year
of one number, one an unknown status, one is of a school of another council.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from tracker.demo.files.folder import Folder, Invented
from tracker.demo.files.rolls import SUMMER, Pupil, Rolls, census_day
from tracker.demo.files.sheets import Cell, Look, write_csv
from tracker.demo.plan import Load
from tracker.domain.reference.codes import AUTHORITIES

#: So many pupils are looked up.
_LOOKED_UP = 24
_HEADINGS = (
    *("PupilMatchingRef", "AcademicYear", "CensusTerm", "LA", "Estab", "LAEstab"),
    *("URN", "UPN", "FormerUPN", "Surname", "Forename", "MiddleNames", "Sex", "DOB"),
    *("Ethnicity", "FSMeligible", "EnrolStatus", "EntryDate", "NCyearActual"),
    *("SENProvision", "PrimarySENeedsType"),
)
#: A school of another council has this number there, and no URN here.
_ELSEWHERE = "4099"


def pupil_results(invented: Invented, folder: Folder) -> Iterator[Load]:
    """The extract of each November, up to the last day."""
    rolls = Rolls(invented)
    other = next(
        each.value
        for each in AUTHORITIES
        if (each.ons_code or "").startswith("E") and each.value != invented.authority
    )
    for year in range(invented.first + 1, invented.on.year + 1):
        day, census = date(year, 11, 9), census_day(SUMMER, year)
        if day >= invented.on:
            continue
        everybody = rolls.on_roll(census, range(11, 12))
        target = folder.target(f"department/{day:%Y-%m}-pupils.csv")
        rng = Random(f"{invented.seed}/{target.name}")
        looked_up = rng.sample(everybody, min(_LOOKED_UP, len(everybody)))
        if not looked_up:
            continue
        rows = [
            (each.person.key, _row(each, place, year, other))
            for place, each in enumerate(looked_up)
        ]
        write_csv(target, _HEADINGS, rows, Look(encoding="utf-8-sig"))
        yield folder.load(
            "pupil-information",
            (target.path,),
            day,
            later=1,
            description=f"Get Information About Pupils, {day:%Y-%m}",
            as_at=day,
        )


def _row(pupil: Pupil, place: int, year: int, other: str) -> list[Cell]:
    row, at = pupil.row, pupil.place
    lea, estab = (at.authority, at.number) if place != 2 else (other, _ELSEWHERE)
    return [
        *(f"X{place:06}", f"{year - 1}/{year}" if place else str(year), "Summer"),
        *(lea, estab, f"{lea}{estab}"),
        at.urn_on(census_day(SUMMER, year)) if place != 2 else "",
        *(row.upn, row.former_upn, row.family, row.given, row.middle, row.sex),
        *(row.born, pupil.person.ethnicity, "1" if pupil.person.free_meals else "0"),
        "X" if place == 1 else pupil.enrolment,
        *(pupil.entered, pupil.year_group, pupil.person.sen, ""),
    ]
