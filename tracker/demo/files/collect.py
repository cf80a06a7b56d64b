"""The school census as COLLECT exports it: small tables that refer to one another."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tracker.demo.files.rolls import (
    AUTUMN,
    SPRING,
    Pupil,
    by_school,
    census_sen,
    split_line,
)
from tracker.demo.files.sheets import Cell, Look, Row, Target, write_csv

_LOOK = Look(dates="%Y-%b-%d 00:00:00", line_end="\n")

_WHO = (
    *("upn", "formerupn", "uniquelearnernumber", "surname", "forename", "middlenames"),
    *("preferredsurname", "formersurname", "dob", "sex"),
)
_ADDRESS = (
    *(
        "uniquepropertyreferencenumber",
        "postcode",
        "saon",
        "paon",
        "street",
        "locality",
    ),
    *("town", "administrativearea", "posttown", "addressline1", "addressline2"),
    *("addressline3", "addressline4", "addressline5"),
)
_CENSUS = (
    *("schoolcensustableid", "NativeId", "lea", "estab", "urn", "term", "year"),
    "referencedate",
)

Write = Callable[[str, Sequence[str], Iterable[Row]], int]


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
            return self._tables(_into(target), on_roll, left)
        with zipfile.ZipFile(target.path, "w") as archive:
            return self._tables(_into(replace(target, archive=archive)), on_roll, left)

    def _tables(
        self, write: Write, on_roll: Sequence[Pupil], left: Sequence[Pupil]
    ) -> int:
        schools = tuple(by_school((*on_roll, *left)))
        for number, (place, _) in enumerate(schools, start=1):
            self._censuses[place.key] = f"{{C{self._day:%Y%m}-{number:04d}}}"
        write("schoolcensus", _CENSUS, self._school_rows(schools))
        autumn = self._term == AUTUMN
        rows = write("pupilonroll", self._on_columns(), self._on_rows(on_roll))
        rows += write("pupilnolongeronroll", self._off_columns(), self._off_rows(left))
        key = ("pupilonrolltableid", "addressesorderseqcolumn")
        write(
            "addressesonroll" if autumn else "addresses",
            (*key, *_ADDRESS),
            self._address_rows(on_roll),
        )
        if autumn:
            off = ("pupilnolongeronrolltableid", "addressesorderseqcolumn")
            write(
                "addressesoffroll",
                (*off, "uniquepropertyreferencenumber", "postcode"),
                (
                    (None, (self._off_id(place), 1, "", pupil.row.home.postcode))
                    for place, pupil in enumerate(left, start=1)
                ),
            )
            write(
                "programmeaimsonroll",
                (
                    *("pupilonrolltableid", "qn", "progtype", "programmestartdate"),
                    *("programmeplannedenddate", "programmeactualenddate"),
                    "programmeaimstatus",
                ),
                self._programme_rows(on_roll),
            )
        write(
            "fsmperiodsonroll" if autumn else "fsmperiod",
            ("pupilonrolltableid", "fsmstartdate", "fsmenddate", "ukcountry"),
            (
                (None, (self._on_id(place), date(2021, 9, 6), None, "ENG"))
                for place, pupil in enumerate(on_roll, start=1)
                if pupil.person.free_meals
            ),
        )
        return rows

    def _school_rows(
        self, schools: Iterable[tuple[object, list[Pupil]]]
    ) -> Iterator[Row]:
        for number, (_, pupils) in enumerate(schools, start=1):
            place = pupils[0].place
            yield (
                None,
                (
                    *(self._censuses[place.key], number, place.authority, place.number),
                    *(
                        place.urn_on(self._day),
                        self._term,
                        str(self._day.year),
                        self._day,
                    ),
                ),
            )

    def _on_columns(self) -> tuple[str, ...]:
        spring = ("ethnicity", "youngcarer") if self._term == SPRING else ()
        return (
            *("pupilonrolltableid", "schoolcensustableid", "NativeId", "sourceid"),
            *("pupilonrollorderseqcolumn", *_WHO, "entrydate", "enrolstatus"),
            *(
                "ncyearactual",
                "senprovision",
                "yssa",
                "plaa",
                "language",
                "servicechild",
            ),
            *("parttime", "classtype", "boarder", *spring),
        )

    def _off_columns(self) -> tuple[str, ...]:
        year = ("ncyearleaving",) if self._term == AUTUMN else ()
        ethnicity = ("ethnicity",) if self._term == SPRING else ()
        return (
            *("pupilnolongeronrolltableid", "schoolcensustableid", "NativeId"),
            *(*_WHO, "entrydate", "leavingdate", *year, *ethnicity),
        )

    def _on_rows(self, pupils: Iterable[Pupil]) -> Iterator[Row]:
        for place, pupil in enumerate(pupils, start=1):
            person = pupil.person
            spring: tuple[Cell, ...] = ()
            if self._term == SPRING:
                spring = (person.ethnicity, "N")
            yield (
                person.key,
                (
                    *(self._on_id(place), self._censuses[pupil.place.key], place, "S"),
                    *(place, *self._who(pupil), pupil.entered, pupil.enrolment),
                    *(str(pupil.year_group), census_sen(pupil, self._day)),
                    *(pupil.agreement, "N", "ENG", "N", "False", "O", "N", *spring),
                ),
            )

    def _off_rows(self, pupils: Iterable[Pupil]) -> Iterator[Row]:
        for place, pupil in enumerate(pupils, start=1):
            year = (str(pupil.year_group),) if self._term == AUTUMN else ()
            ethnicity = (pupil.person.ethnicity,) if self._term == SPRING else ()
            yield (
                pupil.person.key,
                (
                    *(self._off_id(place), self._censuses[pupil.place.key], place),
                    *(*self._who(pupil), pupil.entered, pupil.left, *year, *ethnicity),
                ),
            )

    @staticmethod
    def _who(pupil: Pupil) -> tuple[Cell, ...]:
        row = pupil.row
        return (
            *(row.upn, row.former_upn, row.uln, row.family, row.given, row.middle),
            *(row.family, pupil.former_family, row.born, row.sex),
        )

    def _address_rows(self, pupils: Iterable[Pupil]) -> Iterator[Row]:
        for place, pupil in enumerate(pupils, start=1):
            home = pupil.row.home
            flat, number, street = split_line(home.line1)
            yield (
                None,
                (
                    *(
                        self._on_id(place),
                        1,
                        "",
                        home.postcode,
                        flat,
                        number,
                        street,
                        "",
                    ),
                    *(home.town, "", home.town, "", "", "", "", ""),
                ),
            )
            earlier = pupil.person.old_home
            if earlier is not None and earlier != home and place % 3 == 0:
                flat, number, street = split_line(earlier.line1)
                yield (
                    None,
                    (
                        *(self._on_id(place), 2, "", earlier.postcode, flat, number),
                        *(street, "", earlier.town, "", earlier.town, *[""] * 5),
                    ),
                )

    def _programme_rows(self, pupils: Iterable[Pupil]) -> Iterator[Row]:
        for place, pupil in enumerate(pupils, start=1):
            spell = pupil.programme
            if spell is not None:
                begun, end = spell.starts, spell.expected_end
                yield (
                    None,
                    (self._on_id(place), "60100000", "", begun, end, None, "1"),
                )

    def _on_id(self, place: int) -> str:
        return f"{{P{self._day:%Y%m}-{place:06d}}}"

    def _off_id(self, place: int) -> str:
        return f"{{L{self._day:%Y%m}-{place:06d}}}"


def _into(family: Target) -> Write:
    def write(table: str, headings: Sequence[str], rows: Iterable[Row]) -> int:
        file = f"{table}.csv"
        path = Path(file) if family.archive is not None else family.path / file
        target = replace(family, path=path, name=f"{family.name}/{file}")
        return write_csv(target, headings, rows, _LOOK)

    return write
