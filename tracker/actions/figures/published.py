"""DfE's published tables: loaded, listed, and compared with our own figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker import reporting, store
from tracker.actions.act import Act
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
) -> list[Loaded]:
    """Loads every year of some tables, each replacing the table held for that year.

    The load is recorded in the audit of ``authority``. Raises NotPublished; and
    Smaller, unless ``replace_larger``, if a table has less than the one held for its
    year. After an error nothing has changed.
    """
    given = _read(files)
    done = []
    with store.database.base.transaction("published tables"):
        smaller = [] if replace_larger else _smaller(given)
        if smaller:
            raise Smaller(smaller)
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


#: By year and kind: the file, its table and its SHA-256.
_Given = dict[tuple[int, str], tuple[Path, ReadTable, str]]


def _read(files: Sequence[Path]) -> _Given:
    """The table of each year and kind, and its file. Raises NotPublished."""
    given: _Given = {}
    for path in files:
        try:
            read, digest = reporting.published.confined.read(path)
        except reporting.published.loaded.NotATable as error:
            raise NotPublished(str(error)) from error
        for year in read.years:
            key = (year, read.kind.name)
            if key in given:
                raise NotPublished(
                    f"{given[key][0].name} and {path.name} are both for {year}. "
                    "Load one of them."
                )
            given[key] = (path, read, digest)
    return given


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
