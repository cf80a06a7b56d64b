"""DfE's published table: loaded, listed, and set beside our own figures."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.comparison import Comparison
from tracker.domain.published import ENGLAND, PublishedRow
from tracker.reporting import published as table
from tracker.store import audit, base
from tracker.store import published as held
from tracker.store.published import PublishedTable


class NotPublished(Exception):
    """The file is not DfE's table; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One year of a file: how many rows, and whether it replaced an earlier table."""

    year: int
    rows: int
    replaced: bool


def load(
    files: Sequence[Path], *, authority: str, by: str, at: datetime
) -> list[Loaded]:
    """Loads every year of some tables, each in the place of what was held of it.

    ``authority`` is whose audit says so. Raises NotPublished, and changes nothing.
    """
    given = _read(files)
    done = []
    with base.transaction():
        base.wait_for("published tables")
        for year, (path, rows) in sorted(given.items()):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            replaced = held.replace(
                PublishedTable(
                    year=year,
                    file=path.name,
                    digest=digest,
                    rows=len(rows),
                    loaded_at=at,
                    loaded_by=by,
                ),
                rows,
            )
            audit.write(
                authority=authority,
                at=at,
                by=by,
                action="published table loaded",
                subject=f"published {year}",
                file=path.name,
                rows=len(rows),
                replaced=replaced,
                digest=digest,
            )
            done.append(Loaded(year, len(rows), replaced))
    return done


def _read(files: Sequence[Path]) -> dict[int, tuple[Path, list[PublishedRow]]]:
    """The rows of each year, and the file that they are in. Raises NotPublished."""
    given: dict[int, tuple[Path, list[PublishedRow]]] = {}
    for path in files:
        try:
            rows = table.read(path)
        except ValueError as error:
            raise NotPublished(str(error)) from error
        for year in {row.year for row in rows}:
            if year in given:
                raise NotPublished(
                    f"{given[year][0].name} and {path.name} are both for {year}. "
                    "Load one of them."
                )
            given[year] = (path, [row for row in rows if row.year == year])
    return given


def comparison(
    authority: str, *, region: str | None, neighbours: Iterable[str]
) -> Comparison:
    """What there is to compare an authority's figures with.

    A year that nobody loaded is taken from the few rows that come with us.
    """
    chosen = tuple(neighbours)
    areas = {authority, ENGLAND, *chosen, *([region] if region else [])}
    years = {each.year: each for each in held.tables()}
    rows = held.of_areas(areas) if years else []
    rows += [row for row in table.kept() if row.year not in years and row.area in areas]
    newest = max((row.year for row in rows), default=None)
    loaded = years.get(newest) if newest is not None else None
    return Comparison(
        authority=authority,
        region=region,
        neighbours=chosen,
        rows=rows,
        whole=held.of_year(loaded.year) if loaded is not None else (),
        source=loaded.file if loaded is not None else None,
    )
