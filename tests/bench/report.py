"""The results of the benchmarks: a table to read, and JSON to compare."""

import json
import math
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench.measuring import Measure


@dataclass(frozen=True, slots=True)
class Result:
    """A part of a benchmark at one size."""

    part: str
    size: int
    measure: Measure


def ten_times(smaller: Result, larger: Result) -> float:
    """How much longer ten times the work takes, worked out from two sizes.

    If the sizes are not ten times apart, the same growth is assumed.
    """
    growth = math.log(larger.measure.wall / smaller.measure.wall)
    return float(10 ** (growth / math.log(larger.size / smaller.size)))


def as_json(results: Sequence[Result], *, at: datetime, quick: bool) -> dict[str, Any]:
    """All results, with the machine on which they were measured."""
    return {
        "at": at.isoformat(timespec="seconds"),
        "quick": quick,
        "machine": {
            "processors": os.cpu_count(),
            "load": round(os.getloadavg()[0], 2),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "results": [
            {
                "name": each.part,
                "size": each.size,
                "wall_seconds": round(each.measure.wall, 3),
                "cpu_seconds": round(each.measure.cpu, 3),
                "peak_mb": round(each.measure.peak_mb, 1),
                "times_for_ten_times": _ratio(results, each),
                "stages": {
                    name: round(wall, 3) for name, wall in each.measure.stages.items()
                },
                **each.measure.result,
            }
            for each in results
        ],
    }


def _ratio(results: Sequence[Result], each: Result) -> float | None:
    """The growth from the next smaller size; None for the smallest."""
    smaller = [r for r in results if r.part == each.part and r.size < each.size]
    return round(ten_times(smaller[-1], each), 2) if smaller else None


def table(report: dict[str, Any]) -> str:
    """The results as a table of text."""
    headings = ("", "size", "wall s", "cpu s", "peak MB", "10x takes", "of it")
    rows = [
        (
            result["name"],
            f"{result['size']:,}",
            f"{result['wall_seconds']:.2f}",
            f"{result['cpu_seconds']:.2f}",
            f"{result['peak_mb']:.0f}",
            f"{result['times_for_ten_times']:.1f}x"
            if result["times_for_ten_times"] is not None
            else "",
            ", ".join(_parts(result)),
        )
        for result in report["results"]
    ]
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = []
    for row in (headings, *rows):
        first, *numbers, last = row
        cells = [first.ljust(widths[0])]
        cells += [n.rjust(w) for n, w in zip(numbers, widths[1:-1], strict=True)]
        lines.append("  ".join((*cells, last)).rstrip())
    return "\n".join(lines)


def _parts(result: dict[str, Any]) -> list[str]:
    """The stages of a result, or how it compares with the library alone."""
    parts = [f"{name} {wall:.2f}" for name, wall in result["stages"].items()]
    if "beside" in result:
        least = f"a bare {result['beside']} ({result['bare_seconds']:.2f})"
        parts.append(f"{result['times_bare']:.1f}x of {least}")
        parts.append(f"{result['times_bare_cpu']:.1f}x in processor time")
    return parts


def keep(report: dict[str, Any], folder: Path) -> Path:
    """Writes the report as JSON under its date and time; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = datetime.fromisoformat(report["at"]).strftime("%Y-%m-%d-%H%M%S")
    path = folder / f"{stem}.json"
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return path
