"""The measures, the return and the destinations of one date are the same numbers.

The return is counted here from its XML alone; only the table of activities comes from
the application.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import Small, runner
from tracker import actions, store
from tracker.access import authority_scope
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.destination_category import Category
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.institution import Institution, InstitutionKind
from tracker.store.history.leaving import Stage

SCOPE = authority_scope("359")
PERIODS = ["2024-12", "2025-03", "2025-09", "2026-05", "2026-08", "2026-10"]


def age_on(born: str, period_end: date) -> int:
    """The age in full years on the 31 August before the academic year of that day."""
    year = period_end.year if period_end.month >= 9 else period_end.year - 1
    day = date.fromisoformat(born)
    return year - day.year - ((day.month, day.day) > (8, 31))


class Counted:
    """A return, counted element by element."""

    def __init__(self, path: Path) -> None:
        tree = ET.parse(path)
        end = date.fromisoformat(tree.findtext("FileHeader/PeriodEnd") or "")
        self.of: dict[str, str] = {}
        self.numbers: Counter[str] = Counter()
        for record in tree.iter("YoungPersonsRecord"):
            personal = record.find("PersonalDetails")
            cohort = record.find("Activities/Cohort")
            assert personal is not None
            assert cohort is not None
            doing = ACTIVITIES[cohort.findtext("ActivityCode") or ""]
            lapsed = cohort.findtext("CurrencyLapsed") == "Y"
            place = "other"
            if lapsed or doing.group == "not known":
                place = "not known"
            elif doing.group == "neet":
                place = "neet"
            elif doing.participation_type is not None:
                place = "participating"
            self.of[personal.findtext("YoungPersonsID") or ""] = place
            age = age_on(personal.findtext("DOB") or "", end)
            adult_custody = doing.code == "710"
            status = personal.findtext("CohortStatus")
            if age not in (16, 17) or status != "P" or adult_custody:
                continue
            self.numbers["cohort"] += 1
            self.numbers[place] += 1
            self.numbers[f"{age} {place}"] += 1
            if place == "participating":
                self.numbers[doing.participation_type or ""] += 1
            if record.findtext("LevelOfNeed/SENDFlag") == "Y":
                self.numbers["plan"] += 1
                self.numbers["plan lost"] += place in ("neet", "not known")


@pytest.mark.parametrize("period", PERIODS)
def test_measures_and_return(small: Small, tmp_path: Path, period: str) -> None:
    flask = runner(small.app)
    figures = {
        figure["name"]: (figure["count"], figure["of"])
        for figure in flask("measures", "--period", period, "--json").json
    }
    made = flask("returns", "prepare", "--period", period, "--out", tmp_path, "--json")
    counted = Counted(Path(made.json["file"]))
    n = counted.numbers
    assert len(counted.of) == made.json["records"] > 60
    whole = n["cohort"]
    assert whole > 30
    assert {
        "cohort_16_17": (whole, whole),
        "neet": (n["neet"], whole),
        "not_known": (n["not known"], whole),
        "neet_or_not_known": (n["neet"] + n["not known"], whole),
        "participating": (n["participating"], whole),
        "full_time_education": (n["full-time education"], whole),
        "apprenticeship": (n["apprenticeship"], whole),
        "other_education_and_training": (n["other education and training"], whole),
        "ehcp_cohort": (n["plan"], whole),
        "ehcp_neet_or_not_known": (n["plan lost"], n["plan"]),
        **{
            f"age_{age}_{name}": (
                n[f"{age} {place}"],
                sum(count for key, count in n.items() if key.startswith(f"{age} ")),
            )
            for age in (16, 17)
            for name, place in (
                ("neet", "neet"),
                ("not_known", "not known"),
                ("participating", "participating"),
            )
        },
    }.items() <= figures.items()


def test_the_cohort_is_not_all_in_one_place(small: Small, tmp_path: Path) -> None:
    """Equal numbers prove little while all of them are 0."""
    flask = runner(small.app)
    seen: Counter[str] = Counter()
    for period in PERIODS:
        made = flask(
            "returns", "prepare", "--period", period, "--out", tmp_path, "--json"
        )
        seen.update(Counted(Path(made.json["file"])).of.values())
    assert all(seen[place] for place in ("neet", "not known", "participating", "other"))


def where(key: str) -> Institution:
    """The institution with a key; a training provider is in no register of schools."""
    known = store.institutions.register.directory().by_key(key)
    return known or Institution(key, key, InstitutionKind.TRAINING_PROVIDER)


def all_together(gone: dict[str, list[int]], stage: Stage, on: date) -> Counter[str]:
    """The destinations of every institution's leavers, added up."""
    together: Counter[str] = Counter()
    for key, persons in gone.items():
        found = actions.leavers.destinations.destinations(
            where(key),
            2026,
            as_of=on,
            within=SCOPE,
            suppression=Suppression(threshold=0),
            stage=stage,
        )
        here = found.totals.here
        numbers = [cell.value or 0 for cell in here.cells[0]]
        assert sum(numbers) == len(persons)
        for column, number in zip(here.columns, numbers, strict=True):
            together[column] += int(number)
    return together


def gone_in_2026(stage: Stage, on: date) -> dict[str, list[int]]:
    """The leavers of 2026 by institution (key), as at a day."""
    (made,) = actions.leavers.destinations._made(
        [(2026, stage)], as_of=on, within=SCOPE
    ).values()
    return {key: [each.person for each in some] for key, some in made.items()}


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2026, 10, 31)])
@pytest.mark.parametrize("stage", [*Stage])
def test_destinations_of_all_schools_and_return(
    small: Small, tmp_path: Path, on: date, stage: Stage
) -> None:
    flask = runner(small.app)
    period = f"{on:%Y-%m}"
    made = flask("returns", "prepare", "--period", period, "--out", tmp_path, "--json")
    returned = Counted(Path(made.json["file"])).of
    gone = gone_in_2026(stage, on)
    together = all_together(gone, stage, on)
    ypids = ypid_of(made.json["run"])
    expected: Counter[str] = Counter()
    for person in sorted({person for persons in gone.values() for person in persons}):
        if person in ypids:
            expected[returned[ypids[person]]] += 1
            continue
        # Too old for the return, or gone: the person's own page decides.
        shown = flask("people", "show", person, "--on", on, "--json").json["position"]
        word = "not known" if shown["not_known"] else "neet" if shown["neet"] else ""
        expected[word] += 1
    assert together[Category.NOT_KNOWN] == expected["not known"]
    assert together[Category.NEET] == expected["neet"]
    assert sum(together.values()) == sum(expected.values()) > 10


def ypid_of(run: int) -> dict[int, str]:
    """The identifier of each person in a run."""
    from tracker import store

    return {
        person: record["YoungPersonsID"]
        for person, record, _ in store.nccis_return.runs.records(run)
    }


def test_the_years_leavers_of_year_11_are_all_in_the_return(
    small: Small, tmp_path: Path
) -> None:
    """A pupil who was in Year 11 is 16 in October, and in the cohort."""
    flask = runner(small.app)
    made = flask(
        "returns", "prepare", "--period", "2026-10", "--out", tmp_path, "--json"
    )
    ypids = ypid_of(made.json["run"])
    tree = ET.parse(made.json["file"])
    sixteen = {
        record.findtext("PersonalDetails/YoungPersonsID")
        for record in tree.iter("YoungPersonsRecord")
        if age_on(record.findtext("PersonalDetails/DOB") or "", date(2026, 10, 31))
        == 16
        and record.findtext("PersonalDetails/CohortStatus") == "P"
    }
    gone = gone_in_2026(Stage.YEAR_11, date(2026, 10, 31))
    left = {ypids[p] for persons in gone.values() for p in persons if p in ypids}
    assert len(left & sixteen) > 15
    assert len(sixteen - left) < len(sixteen) / 4
