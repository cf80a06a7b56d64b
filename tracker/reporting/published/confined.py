"""DfE's tables as they were downloaded, read in a confined process.

See decision 0152.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from tracker.confinement import processes, readings
from tracker.confinement.readings import Faults, text, whole
from tracker.confinement.server import Line
from tracker.domain.figures.published import PublishedRow
from tracker.domain.figures.published_tables import BY_NAME, WARDS
from tracker.reporting.published import loaded
from tracker.reporting.published.loaded import NotATable, ReadTable
from tracker.reporting.published.wards import ReadWards

#: A table of every authority and year for hundreds of measures is far smaller.
MOST_BYTES = 200_000_000
#: So many rows go in one message.
_AT_ONCE = 200
#: And so many postcodes, each with its ward.
_PAIRS_AT_ONCE = 10_000


def read(path: Path) -> tuple[ReadTable | ReadWards, str]:
    """The table or the wards as ``loaded.read`` gives them, and the file's SHA-256.

    Raises NotATable, also for a file that takes more memory or time than any table.
    """
    name = path.name
    faults = Faults(
        NotATable,
        f"{name} takes more memory or time than any table of DfE's, so it was not "
        "read.",
        f"{name} cannot be read as it is; save the table as CSV again.",
        f"The reading of {name} was stopped before its end. Start it again.",
    )
    try:
        with path.open("rb") as file:
            answers = readings.answers(
                "tracker.reporting.published.confined:answer",
                readings.sendable(name),
                lambda _: file.fileno(),
                faults,
                preloaded=processes.PUBLISHED,
                cpu_seconds=processes.MOST_SECONDS,
            )
            head = next(answers)
            with faults.checked():
                table = _table(head, answers)
            return table, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise NotATable(
            f"{name} cannot be read: {(error.strerror or 'no reason').lower()}."
        ) from error


def _table(head: Mapping[str, Any], answers: Iterator[Any]) -> ReadTable | ReadWards:
    """What came. Raises TypeError, KeyError or ValueError for what is no answer."""
    if head["kind"] == WARDS.name:
        found: dict[str, dict[str, str]] = {"names": {}, "postcodes": {}}
        for of, pairs in answers:
            found[of].update((text(key), text(value)) for key, value in pairs)
        year = head["year"]
        return ReadWards(
            None if year is None else whole(year),
            found["postcodes"],
            found["names"],
            whole(head["left_out"]),
        )
    return ReadTable(
        BY_NAME[head["kind"]],
        tuple(_row(each) for some in answers for each in some),
        tuple(map(text, head["without_code"])),
        whole(head["passed_over"]),
        tuple(map(text, head["unknown_columns"])),
    )


def _row(values: list[Any]) -> PublishedRow:
    """A row that came. Raises TypeError, or ValueError for another number of values."""
    year, level, area, name, region, counts, percents, changes, quintiles, symbols = (
        values
    )
    return PublishedRow(
        whole(year),
        text(level),
        text(area),
        text(name),
        None if region is None else text(region),
        _numbers(counts),
        _numbers(percents),
        _numbers(changes),
        {text(key): whole(value) for key, value in quintiles.items()},
        {text(key): text(value) for key, value in symbols.items()},
    )


def _numbers(found: Mapping[str, Any]) -> dict[str, float]:
    if not set(map(type, found.values())) <= {int, float}:
        raise TypeError
    return {text(key): value for key, value in found.items()}


# --- In the confined process ----------------------------------------------------------


def answer(line: Line, name: str) -> Iterator[Any]:
    """What was read of the table of a request, then its rows, some at a time.

    Raises NotATable.
    """
    number = line.open(0)
    if (size := os.fstat(number).st_size) > MOST_BYTES:
        raise NotATable(
            f"{name} has {size // 1_000_000:,} MB, and no table of DfE's has more than "
            f"{MOST_BYTES // 1_000_000}. Of a directory of postcodes, choose the parts "
            "of your own postcode areas."
        )
    table = loaded.read(name, os.pread(number, size, 0))
    if isinstance(table, ReadWards):
        yield {"kind": WARDS.name, "year": table.year, "left_out": table.left_out}
        for of, found in (("names", table.names), ("postcodes", table.by_postcode)):
            pairs = list(found.items())
            for at in range(0, len(pairs), _PAIRS_AT_ONCE):
                yield [of, pairs[at : at + _PAIRS_AT_ONCE]]
        return
    yield {
        "kind": table.kind.name,
        "without_code": table.without_code,
        "passed_over": table.passed_over,
        "unknown_columns": table.unknown_columns,
    }
    for at in range(0, len(table.rows), _AT_ONCE):
        yield [astuple(row) for row in table.rows[at : at + _AT_ONCE]]


def warm_up() -> None:
    """Reads our own table and other files, so that everything is loaded."""
    loaded.kept()
    for content in (
        *(b"", b"\xff\xfea\0", "é".encode("cp1252"), b"time_period\n2025\n"),
        b"pcds,wd25cd,wd25nm\nWN1 1AA,E05000001,Testham\n",
        b"ladcode23,sex,age,population_2024\nE08000010,M,13,1\n",
    ):
        with suppress(NotATable):
            loaded.read("table.csv", content)
