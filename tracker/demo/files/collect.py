"""The school census as COLLECT exports it: small tables that refer to one another."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.demo.files.census_columns import (
    Cells,
    below,
    columns,
    home_cells,
    pupil_cells,
)
from tracker.demo.files.rolls import AUTUMN, Pupil, by_school
from tracker.demo.files.sheets import Look, Target, write_csv

_LOOK = Look(dates="%Y-%b-%d 00:00:00", line_end="\n")

Rows = Iterable[tuple[str | None, Cells]]


class CollectExport:
    """One term's export for the whole authority."""

    def __init__(self, term: str, day: date) -> None:
        self._term = term
        self._day = day
        self._censuses: dict[str, str] = {}

    def write(
        self, target: Target, on_roll: Sequence[Pupil], left: Sequence[Pupil]
    ) -> int:
        """Writes a folder, or a zip if the path ends so; returns the number of rows."""
        target.path.parent.mkdir(parents=True, exist_ok=True)
        if target.path.suffix != ".zip":
            return self._tables(target, on_roll, left)
        with zipfile.ZipFile(target.path, "w") as archive:
            return self._tables(replace(target, archive=archive), on_roll, left)

    def _tables(
        self, family: Target, on_roll: Sequence[Pupil], left: Sequence[Pupil]
    ) -> int:
        def write(table: str, rows: Rows, *, file: str = "") -> int:
            name = f"{file or table}.csv"
            path = Path(name) if family.archive is not None else family.path / name
            target = replace(family, path=path, name=f"{family.name}/{name}")
            headings = columns(table, self._term)
            return write_csv(
                target,
                [each.heading for each in headings],
                ((person, below(headings, cells)) for person, cells in rows),
                _LOOK,
            )

        write("schoolcensus", self._schools((*on_roll, *left)))
        on = [self._cells("P", *each) for each in enumerate(on_roll, start=1)]
        off = [self._cells("L", *each) for each in enumerate(left, start=1)]
        rows = write("pupilonroll", zip(_keys(on_roll), on, strict=True))
        rows += write("pupilnolongeronroll", zip(_keys(left), off, strict=True))
        autumn = self._term == AUTUMN
        write(
            "addresses",
            self._addresses(on_roll, on),
            file="addressesonroll" if autumn else "",
        )
        if autumn:
            write("addressesoffroll", ((None, cells) for cells in off))
            write("programmeaimsonroll", self._programmes(on_roll, on))
        write(
            "fsmperiod",
            (
                (None, cells)
                for pupil, cells in zip(on_roll, on, strict=True)
                if pupil.person.free_meals
            ),
            file="fsmperiodsonroll" if autumn else "",
        )
        return rows

    def _schools(self, pupils: Iterable[Pupil]) -> Rows:
        for number, (place, _) in enumerate(by_school(pupils), start=1):
            census = f"{{C{self._day:%Y%m}-{number:04d}}}"
            self._censuses[place.key] = census
            yield (
                None,
                {
                    **{"census": census, "native": number, "term": self._term},
                    **{"authority": place.authority, "estab": place.number},
                    **{"urn": place.urn_on(self._day), "census day": self._day},
                    "census year": str(self._day.year),
                },
            )

    def _cells(self, letter: str, native: int, pupil: Pupil) -> Cells:
        return {
            **pupil_cells(pupil, self._day),
            "id": f"{{{letter}{self._day:%Y%m}-{native:06d}}}",
            "census": self._censuses[pupil.place.key],
            "native": native,
            "order": 1,
        }

    @staticmethod
    def _addresses(pupils: Iterable[Pupil], known: Iterable[Cells]) -> Rows:
        for place, (pupil, cells) in enumerate(zip(pupils, known, strict=True), 1):
            yield None, cells
            earlier = pupil.person.old_home
            if earlier is not None and earlier != pupil.row.home and place % 3 == 0:
                yield None, {**cells, **home_cells(earlier), "order": 2}

    @staticmethod
    def _programmes(pupils: Iterable[Pupil], known: Iterable[Cells]) -> Rows:
        for pupil, cells in zip(pupils, known, strict=True):
            spell = pupil.programme
            if spell is not None:
                yield (
                    None,
                    {**cells, "begun": spell.starts, "planned": spell.expected_end},
                )


def _keys(pupils: Iterable[Pupil]) -> Iterator[str]:
    return (pupil.person.key for pupil in pupils)
