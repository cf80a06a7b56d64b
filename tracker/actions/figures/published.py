"""DfE's published tables: loaded, listed, and compared with our own figures."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from tracker import reporting, store
from tracker.actions.act import Act
from tracker.actions.figures import wards
from tracker.actions.figures.wards import LoadedWards
from tracker.actions.intake import waiting_files
from tracker.actions.intake.uploads import file_names
from tracker.domain.figures.comparison import Comparison
from tracker.domain.figures.published import ENGLAND, PublishedRow
from tracker.domain.figures.published_tables import (
    BY_NAME,
    KEPT,
    POPULATION,
    merged,
    standing,
)
from tracker.domain.reference.neighbours import OFFICIAL_YEAR
from tracker.domain.settings import Chosen
from tracker.refusal import Refusal
from tracker.reporting.published.loaded import ReadTable
from tracker.reporting.published.wards import ReadWards
from tracker.store.accounts.audit import Action
from tracker.store.figures.published import PublishedTable
from tracker.wording.counts import counted


class NotPublished(Refusal):
    """The file is not DfE's table; the text gives the reason, and what to do."""


class Smaller(Exception):
    """Tables would replace larger ones; ``tables`` has a sentence about each."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(" ".join(tables))
        self.tables = tuple(tables)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One year of a table: its areas, its figures, and whether it replaced another.

    ``read`` is all that was read from the file, of all of its years together, with the
    lines without an area code, and the number of those about other groups and measures.
    """

    year: int
    read: ReadTable
    file: str
    rows: int
    figures: int
    replaced: bool


def load(
    files: Sequence[Path], *, act: Act, replace_larger: bool = False
) -> list[Loaded | LoadedWards]:
    """Loads every year of some tables, each replacing the table held for that year, and
    the wards of our postcodes in the place of those held.

    The load is recorded in the audit of ``authority``. Raises NotPublished, NotWards;
    and Smaller, unless ``replace_larger``, if a table has less than the one held for
    its year. After an error nothing has changed.
    """
    given, of_wards = _read(files)
    done: list[Loaded | LoadedWards] = []
    with store.database.base.transaction("published tables"):
        prepared = wards.prepare(of_wards, act.authority) if of_wards.files else None
        smaller = [*_smaller(given), *(prepared.fewer if prepared else ())]
        if smaller and not replace_larger:
            raise Smaller(smaller)
        if prepared is not None:
            done.append(wards.load(prepared, act=act))
        for (year, name), (path, read, digest) in sorted(given.items()):
            rows = [row for row in read.rows if row.year == year]
            replaced = store.figures.published.replace(
                PublishedTable(
                    year=year,
                    kind=name,
                    file=path.name,
                    digest=digest,
                    rows=len(rows),
                    loaded_at=act.at,
                    loaded_by=act.by,
                ),
                rows,
            )
            act.note(
                Action.PUBLISHED_TABLE_LOADED,
                f"published {year}",
                kind=read.kind.title,
                file=path.name,
                rows=len(rows),
                replaced=replaced,
                digest=digest,
            )
            done.append(
                Loaded(
                    year,
                    read,
                    path.name,
                    rows=len(rows),
                    figures=store.figures.published.figures_of(rows),
                    replaced=replaced,
                )
            )
    return done


def load_sent(
    sent: Iterable[tuple[str, BinaryIO]], *, act: Act, replace_larger: bool = False
) -> list[Loaded | LoadedWards]:
    """Loads tables that a form sent, under the names that their sender gave them.

    Raises what ``load`` raises, virus_scanner.NotClean and ScannerSilent.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, (given, contents) in enumerate(sent):
            name = file_names.kept(given, "table.csv")
            waiting_files.scan_sent(contents, name)
            # Two files may have one name.
            path = Path(folder, str(number), name)
            path.parent.mkdir()
            with path.open("wb") as file:
                shutil.copyfileobj(contents, file)
            paths.append(path)
        return load(paths, act=act, replace_larger=replace_larger)


def in_words(done: Sequence[Loaded | LoadedWards]) -> Iterator[str]:
    """What was loaded, then what of each file was left out or is not known."""
    tables = [each for each in done if isinstance(each, Loaded)]
    for each in done:
        if isinstance(each, LoadedWards):
            yield wards.in_words(each)
    for each in tables:
        instead = ", replacing the table loaded before" if each.replaced else ""
        yield (
            f"The figures for {each.year} are loaded ({each.read.kind.title}): "
            f"{counted(each.rows, 'area')}, {counted(each.figures, 'figure')}{instead}."
        )
    for of_file in {each.file: each for each in tables}.values():
        for note in _notes(of_file.read):
            yield f"{of_file.file}: {note}"


def _notes(read: ReadTable) -> Iterator[str]:
    """The parts of a file that were left out or not recognised, as sentences."""
    if read.without_code:
        lines = counted(len(read.without_code), "line")
        names = _some(read.without_code)
        yield f"{lines} without a known area code left out: {names}."
    if read.passed_over:
        yield (
            f"{counted(read.passed_over, 'line')} left out that are about part of "
            "the young people, or about something that is not compared here."
        )
    if read.unknown_columns:
        columns = counted(len(read.unknown_columns), "unknown column")
        yield f"{columns} not read: {_some(read.unknown_columns)}."
    if read.unknown_areas:
        areas = counted(len(read.unknown_areas), "authority", "authorities")
        yield (
            f"{areas} in no list that we hold, loaded as named: "
            f"{_some(read.unknown_areas)}."
        )
    if read.missing_years:
        yield f"it has no figures for {', '.join(map(str, read.missing_years))}."


#: At most this many names are listed; of the rest only the number is given.
_NAMED = 5


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


#: By year and kind: the file, its table and its SHA-256.
_Given = dict[tuple[int, str], tuple[Path, ReadTable, str]]


def _read(files: Sequence[Path]) -> tuple[_Given, wards.Given]:
    """The table of each year and kind, and its file; and the files of wards.

    Raises NotPublished.
    """
    given: _Given = {}
    of_wards: list[tuple[Path, ReadWards]] = []
    for path in files:
        try:
            read, digest = reporting.published.confined.read(path)
        except reporting.published.loaded.NotATable as error:
            raise NotPublished(str(error)) from error
        if isinstance(read, ReadWards):
            of_wards.append((path, read))
            continue
        for year in read.years:
            key = (year, read.kind.name)
            if key in given:
                raise NotPublished(
                    f"{given[key][0].name} and {path.name} are both for {year}. "
                    "Load one of them."
                )
            given[key] = (path, read, digest)
    return given, wards.Given(of_wards)


def _smaller(given: _Given) -> list[str]:
    """A sentence about each table with fewer areas or figures than the one held."""
    found = []
    for (year, name), (path, read, _) in sorted(given.items()):
        before = store.figures.published.size(year, name)
        rows = [row for row in read.rows if row.year == year]
        now = (len(rows), store.figures.published.figures_of(rows))
        if before is not None and (now[0] < before[0] or now[1] < before[1]):
            found.append(
                f"{path.name} has {_sized(*now)} of {year} ({read.kind.title}); "
                f"{_sized(*before)} are held."
            )
    return found


def _sized(areas: int, figures: int) -> str:
    return f"{counted(areas, 'area')} with {counted(figures, 'figure')}"


def comparison(authority: str, chosen: Chosen) -> Comparison:
    """The figures that an authority's own are compared with, by its settings.

    If no loaded table has a figure for its year, it is one of the few that are supplied
    with the service.
    """
    region = chosen.region_of(authority)
    neighbours = chosen.neighbours_of(authority)
    areas = {authority, ENGLAND, *neighbours, *([region] if region else [])}
    tables = {
        (each.year, each.kind): each
        for each in store.figures.published.tables()
        if each.kind != POPULATION.name
    }
    rows = _measures(store.figures.published.of_areas(areas)) if tables else []
    rows += [
        (KEPT.name, row)
        for row in reporting.published.loaded.kept()
        if row.area in areas
    ]
    found = Comparison(
        authority=authority,
        region=region,
        neighbours=neighbours,
        official=None if chosen.neighbours else OFFICIAL_YEAR,
        rows=merged(rows),
        sources={
            key: f"{BY_NAME[kind].title}, {tables[key[0], kind].file}"
            for key, kind in standing(rows).items()
            if kind != KEPT.name
        },
    )
    loaded = {year for year, _ in found.sources} & set(found.newest.values())
    return replace(
        found,
        whole=merged(_measures(store.figures.published.of_years(loaded)))
        if loaded
        else (),
    )


def _measures(
    rows: Iterable[tuple[str, PublishedRow]],
) -> list[tuple[str, PublishedRow]]:
    """The rows that have measures: the population by age has none."""
    return [(kind, row) for kind, row in rows if kind != POPULATION.name]
