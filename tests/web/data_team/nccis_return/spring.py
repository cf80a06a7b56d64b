"""The spring before September 2026, for the pages of the guarantee. All are invented.

Eight pupils of Year 11 in two form groups of the school, three students of Year 12 at
the college, and one of Year 11 at a school of another authority.
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.factories import (
    COLLEGE,
    census,
    nccis,
    person,
    provider_list,
    pupil,
    register,
)
from tests.web.conftest import NOW

MAY = date(2026, 5, 21)
PUPILS, STUDENTS, ELSEWHERE = range(1, 9), range(31, 34), 50
FORMS = ("11A", "11B")


def in_year_11(number: int) -> dict[str, str]:
    return {**pupil(number), **person(number)}


def load_spring(tmp_path: Path, load: Callable, clock) -> None:
    """Loads the register and the three files of the spring; then it is November."""
    clock.set(MAY)
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("school-census", with_forms(tmp_path / "may.csv", PUPILS), as_at=MAY)
    in_year_12 = [person(each, date(2008, 10, each - 20)) for each in STUDENTS]
    college = provider_list(
        tmp_path / "college.csv", [{**it, "start": "08/09/2025"} for it in in_year_12]
    )
    load("provider-enrolment", college, institution=COLLEGE, as_at=MAY)
    clock.set(date(2026, 6, 3))
    load("nccis-file", nccis(tmp_path / "may.xml", date(2026, 5, 31), [_elsewhere()]))
    clock.set(NOW.date())


def with_forms(path: Path, numbers: range) -> Path:
    """A census of these pupils, every other one in the second form group."""
    census(path, map(in_year_11, numbers))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for place, row in enumerate(rows):
        row.append(FORMS[place % 2] if place else "RegGroup")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _elsewhere() -> dict[str, str]:
    there = person(
        ELSEWHERE,
        activity="110",
        start="03/09/2025",
        ascertained="03/09/2025",
        laestab="3504001",
        provider="Over the Border School (invented)",
        verified="20/05/2026",
    )
    return {**there, "ypid": f"3590000{there['upn'][-6:]}"}
