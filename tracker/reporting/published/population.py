"""Population by age: the mid-year estimates of the Office for National Statistics.

Two layouts are read. The detailed estimates (MYEB1) have a line for each area, sex and
age, with a column for each year. A download from Nomis has a line for each area, year,
sex and age. Areas are districts, or counties and other authorities; the districts of a
county are added up.

Source: ONS, estimates of the population for the UK, England, Wales, Scotland and
Northern Ireland; Nomis, population estimates by local authority; Open Government
Licence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.domain.figures.published import AUTHORITY, PublishedRow
from tracker.domain.intake.population import AGES, name_of
from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.ons_areas import by_ons_code
from tracker.reporting.published import published_cells
from tracker.reporting.published.published_cells import Line, OddCell

#: The heading of the area's code has the year of its boundaries, such as ladcode23.
_CODE = re.compile(r"(lad|ladcode|laua)_?(20)?\d\d(_?code|cd)?")
_YEAR = re.compile(r"population_?(\d{4})")
_NOMIS = ("geography_code", "gender_name", "c_age_name", "obs_value")
#: All of both sexes, as Nomis has it beside the two.
_TOTAL = "total"
_AGE = re.compile(r"(?:aged? )?(\d+)")


def is_one(headings: Sequence[str]) -> bool:
    """Whether a file with these headings has the population by age."""
    named = set(headings)
    if {*_NOMIS} <= named and named & {"date", "date_name"}:
        return True
    return (
        {"age", "sex"} <= named
        and _code_column(headings) is not None
        and any(_YEAR.fullmatch(each) for each in headings)
    )


class Population:
    """The people of each authority, year and age, read line by line."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.without_code: list[str] = []
        self.passed_over = 0
        self._nomis = "geography_code" in headings
        self._code = _code_column(headings) or "geography_code"
        self._years = {
            each: int(found[1]) for each in headings if (found := _YEAR.fullmatch(each))
        }
        self._seen: set[tuple[int, str, str, int]] = set()
        #: By year and authority: whether its own code is given, and both sexes at once.
        self._how: dict[tuple[int, str], tuple[bool, bool]] = {}

    def known(self, headings: Iterable[str]) -> frozenset[str]:
        """The headings that this layout has, read or not."""
        names = {*self._years, self._code, "age", "sex", "country", *_NOMIS, "date"}
        return frozenset(
            each
            for each in headings
            if each in names
            or each.startswith(("laname", "ladname", "lad_name"))
            or (self._nomis and each.startswith(_OF_NOMIS))
        )

    def rows(self, lines: Iterable[Line]) -> Iterator[PublishedRow]:
        """A row for each year and authority. Raises OddCell."""
        people: dict[tuple[int, str], dict[int, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        for line in lines:
            for area, year, age, number in self._read(line):
                people[year, area][age] += number
        for (year, area), by_age in sorted(people.items()):
            named = _NAMES[area]
            yield PublishedRow(
                year=year,
                level=AUTHORITY,
                area=area,
                name=named.title,
                region=named.region,
                counts={name_of(age): by_age[age] for age in sorted(by_age)},
                percents={},
                changes={},
                quintiles={},
                symbols={},
            )

    def _read(self, line: Line) -> Iterator[tuple[str, int, int, float]]:
        """(authority, year, age, people) of a line; none of one that is not read."""
        age, sex = self._age(line), self._sex(line)
        if age is None or age not in AGES or sex is None or not _is_a_count(line):
            self.passed_over += 1
            return
        code = line.get(self._code, "").strip()
        area = by_ons_code().get(code)
        if area is None:
            # Wales, Scotland and Northern Ireland have no authority of DfE's.
            if code.startswith("E") and code not in self.without_code:
                self.without_code.append(code)
            self.passed_over += 1
            return
        for year, number in self._numbers(line):
            self._refuse_twice(year, area, code, sex, age)
            yield area, year, age, number

    def _refuse_twice(
        self, year: int, area: str, code: str, sex: str, age: int
    ) -> None:
        """Raises OddCell for people who are counted by another line as well."""
        key = (year, code, sex, age)
        if key in self._seen:
            raise OddCell(f"a second line for {code}, {sex}, aged {age}, in {year}")
        self._seen.add(key)
        how = (code == _NAMES[area].ons_code, sex == _TOTAL)
        if self._how.setdefault((year, area), how) != how:
            raise OddCell(
                f"{_NAMES[area].title} is there in {year} as a whole and in parts, so "
                "that its people would be counted twice; keep one of the two"
            )

    def _age(self, line: Line) -> int | None:
        text = line.get("c_age_name" if self._nomis else "age", "")
        found = _AGE.fullmatch(text.strip().casefold())
        return int(found[1]) if found else None

    def _sex(self, line: Line) -> str | None:
        text = line.get("gender_name" if self._nomis else "sex", "").strip().casefold()
        return _SEXES.get(text)

    def _numbers(self, line: Line) -> Iterator[tuple[int, float]]:
        if self._nomis:
            column = "date" if "date" in line else "date_name"
            year = published_cells.read(line, column, published_cells.year)
            columns: Mapping[str, int] = {"obs_value": year}
        else:
            columns = self._years
        for column, year in columns.items():
            number = published_cells.read(line, column, published_cells.number)
            if isinstance(number, float):
                if number < 0:
                    raise OddCell(f"{column} is {number:g}, fewer than no people")
                yield year, number


def _is_a_count(line: Line) -> bool:
    return line.get("measures_name", "value").strip().casefold() in ("", "value")


def _code_column(headings: Iterable[str]) -> str | None:
    return next((each for each in headings if _CODE.fullmatch(each)), None)


#: Columns that a download from Nomis may have beside.
_OF_NOMIS = (
    *("geography", "gender", "c_age", "measures", "obs_", "date", "record_", "urn"),
    "freq",
)
_SEXES = {
    **dict.fromkeys(("m", "male", "males", "1"), "male"),
    **dict.fromkeys(("f", "female", "females", "2"), "female"),
    **dict.fromkeys((_TOTAL, "all", "persons", "all persons"), _TOTAL),
}
_NAMES = {each.value: each for each in AUTHORITIES}
