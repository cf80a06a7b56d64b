"""DfE's published figures by authority: its yearly table, and a little of it kept.

The table has a row for England, each region and each authority, and a column a figure;
columns came and went over the years, so they are found by their headings and whichever
a year lacks are left out. A figure may be a symbol instead: c suppressed, z not
applicable; an empty cell was not published.

``kept`` reads the rows of England, the North West and Wigan that come with us, so that
a demonstration can be compared without the whole table. They are facts of the yearly
"NEET and participation: local authority figures" of the Department for Education,
2021 to 2025, Open Government Licence. Of 2023 only the headline figures are held, and
no figures by need or vulnerable group of England for 2021, which repeat those of 2022.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path

from tracker.domain.published import ENGLAND, PublishedRow

#: Our names of figures (``domain.measures``, ``domain.published``), by DfE's columns.
#: Counts are of people, the others percentages.
COUNTS: Mapping[str, str] = {
    "Cohort_DJFavg": "cohort_16_17",
    "cohort_March": "march_cohort",
    "VG_cohort_DJF_avg": "vulnerable",
}
PERCENTAGES: Mapping[str, str] = {
    "NEET_not_known_percent": "neet_or_not_known",
    "NEET_percent": "neet",
    "Notknown_percent": "not_known",
    "TOTAL_participating_in_education_and_training_percent": "participating",
    "Full_time_education_percent": "full_time_education",
    "Apprenticeship_percent": "apprenticeship",
    "Other_education_and_training_percent": "other_education_and_training",
    "September_guarantee_Offer_made_percent": "september_guarantee_offers",
    "cohort_noSEN_percent": "no_sen_cohort",
    "NEET_NK_noSEN_percent": "no_sen_neet_or_not_known",
    "cohort_EHCP_percent": "ehcp_cohort",
    "NEET_NK_EHCP_percent": "ehcp_neet_or_not_known",
    "cohort_SENDsupport_percent": "sen_support_cohort",
    "NEET_NK_SENDsupport_percent": "sen_support_neet_or_not_known",
    "VG_cohort_percentage": "vulnerable_cohort",
    "VG_NEET_NK_percentage": "vulnerable_neet_or_not_known",
}
CHANGES: Mapping[str, str] = {
    "annual_change_ppts_NEET_not_known": "neet_or_not_known",
    "annualchange_NEET": "neet",
    "annualchange_notknown": "not_known",
    "annual_change_Participation_in_education_training": "participating",
    "annual_change_FTE": "full_time_education",
    "annual_change_apprenticeship": "apprenticeship",
    "annual_change_other_education_training": "other_education_and_training",
    "September_guarantee_annual_change_ppts": "september_guarantee_offers",
}
QUINTILES: Mapping[str, str] = {
    "NEET_NK_quintile": "neet_or_not_known",
    "NEET_quintile": "neet",
    "Notknown_quintile": "not_known",
    "Participation_ET_quintile": "participating",
    "Sep_guarantee_quintile": "september_guarantee_offers",
}
#: Without these it is another table.
NEEDED = ("time_period", "geographic_level", "old_la_code", "la_name", "NEET_percent")


#: A year that such a table can be of; it is named by its March.
YEARS = range(2010, 2100)
#: Some authorities make more offers than they have young people: a little over 100.
MOST_PERCENT = 150


def read(path: Path) -> list[PublishedRow]:
    """Every row of a table. Raises ValueError with a sentence for another file."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        headings = reader.fieldnames or ()
        missing = [name for name in NEEDED if name not in headings]
        if missing:
            raise ValueError(
                f"{path.name} is not DfE's table by authority: "
                f"it has no column {', '.join(missing)}."
            )
        rows = [_checked(row, f"{path.name}, line {reader.line_num}") for row in reader]
    except csv.Error as error:
        raise ValueError(
            f"{path.name} cannot be read as CSV: line {reader.line_num} is broken."
        ) from error
    if not rows:
        raise ValueError(f"{path.name} has headings but no rows.")
    seen: set[tuple[int, str]] = set()
    for row in rows:
        if (row.year, row.area) in seen:
            raise ValueError(f"{path.name} has two rows for {row.name} in {row.year}.")
        seen.add((row.year, row.area))
    return rows


def _text(path: Path) -> str:
    """The file as text: as DfE writes it, or as Excel writes it again."""
    try:
        said = path.read_bytes()
    except OSError as error:
        raise ValueError(
            f"{path.name} cannot be read: {(error.strerror or 'no reason').lower()}."
        ) from error
    if said.startswith((b"PK", b"%PDF", b"\xd0\xcf")):
        raise ValueError(f"{path.name} is not a CSV file; save the table as CSV first.")
    if b"\0" in said:
        raise ValueError(
            f"{path.name} is not a CSV file: it contains bytes that are not text."
        )
    try:
        return said.decode("utf-8-sig")
    except UnicodeDecodeError:
        return said.decode("cp1252", errors="replace")


@cache
def kept() -> tuple[PublishedRow, ...]:
    """The rows that come with us: England, the North West and Wigan, 2021 to 2025."""
    return tuple(read(Path(__file__).with_name("published_figures.csv")))


def find(rows: Iterable[PublishedRow], year: int, area: str) -> PublishedRow | None:
    """The row of that year and area, None if there is none."""
    return next((row for row in rows if (row.year, row.area) == (year, area)), None)


def _checked(row: Mapping[str, str | None], where: str) -> PublishedRow:
    """A row of the file. Raises ValueError where it says what cannot be."""
    text = (row["time_period"] or "").strip()
    if not (text.isascii() and text.isdigit() and int(text) in YEARS):
        raise ValueError(
            f"{where}: time_period is {text[:20] or 'empty'}, not a year such as 2025."
        )
    read_row = _row(row, int(text))
    for name, percent in read_row.percents.items():
        if not 0 <= percent <= MOST_PERCENT:
            raise ValueError(
                f"{where}: {percent:g} is not a percentage ({name.replace('_', ' ')})."
            )
    return read_row


def _row(row: Mapping[str, str | None], year: int) -> PublishedRow:
    area = row["old_la_code"] or row.get("region_name") or ENGLAND
    symbols = {
        name: text
        for columns in (COUNTS, PERCENTAGES)
        for column, name in columns.items()
        if (text := row.get(column)) and _number(text) is None
    }
    return PublishedRow(
        year=year,
        level=row["geographic_level"] or "",
        area=area,
        name=row["la_name"] or area,
        region=row.get("region_name") or None,
        counts=_numbers(row, COUNTS),
        percents=_numbers(row, PERCENTAGES),
        changes=_numbers(row, CHANGES),
        quintiles={name: int(n) for name, n in _numbers(row, QUINTILES).items()},
        symbols=symbols,
    )


def _numbers(
    row: Mapping[str, str | None], columns: Mapping[str, str]
) -> dict[str, float]:
    found = ((name, _number(row.get(column))) for column, name in columns.items())
    return {name: number for name, number in found if number is not None}


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None
