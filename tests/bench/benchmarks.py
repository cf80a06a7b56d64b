"""The benchmarks, with their sizes and the work of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from tests.bench import invented
from tests.bench.measuring import Measure, Place

LOADING = ("receive", "match", "apply")
#: A day without positions yet, whenever the benchmark is run.
ANOTHER_DAY = date(2026, 12, 31)

#: Each part of a benchmark that is measured, by name.
Parts = Iterator[tuple[str, Measure]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """``run`` does the work at a size, in a place that nothing else uses."""

    name: str
    title: str
    sizes: tuple[int, ...]
    run: Callable[[Place, int], Parts]


def _check(place: Place, size: int) -> Parts:
    path = place.folder / "return.xml"
    place.step("make_nccis", path, size, False)
    yield "check", place.step("check", path)


def _check_command(place: Place, size: int) -> Parts:
    path = place.folder / "return.xml"
    place.step("make_nccis", path, size, False)
    yield "check-command", place.command("returns", "check", path)


def _beside_parse(place: Place, size: int) -> Parts:
    path = place.folder / "return.xml"
    place.step("make_nccis", path, size, False)
    yield "check-beside-parse", place.step("check_beside_parse", path)


def _namesakes(place: Place, size: int) -> Parts:
    path = place.folder / "return.xml"
    place.step("make_namesakes", path, size)
    yield "check-namesakes", place.command("returns", "check", path)


def _beside_write(place: Place, size: int) -> Parts:
    _hold(place, size, every_age=False)
    yield "return-beside-write", place.step("prepare_beside_write", False)
    yield "return-owed-beside-write", place.step("prepare_beside_write", True)


def _return(place: Place, size: int) -> Parts:
    _hold(place, size, every_age=False)
    yield "return", place.step("prepare")


def _enrolment(place: Place, size: int) -> Parts:
    known = size * 45 // 8
    _hold(place, known, every_age=True)
    path = place.folder / "enrolment.csv"
    place.step("make_enrolment", path, size, known)
    yield (
        "enrolment",
        _load(
            place,
            *("provider-enrolment", path, "--as-at", invented.LISTED_ON),
            *("--institution", invented.COLLEGE_UKPRN, "--new-sender", "A college"),
        ),
    )


def _census(place: Place, size: int) -> Parts:
    place.command("db", "upgrade")
    for part, day in (
        ("census", invented.AUTUMN),
        ("census-again", invented.SPRING),
    ):
        path = place.folder / f"{part}.csv"
        place.step("make_census", path, size, part == "census-again")
        yield part, _load(place, "school-census", path, "--as-at", day)


def _refresh(place: Place, size: int) -> Parts:
    _hold(place, size, every_age=True)
    yield "refresh", place.step("refresh", ANOTHER_DAY)
    yield "ledger", place.step("ledger", ANOTHER_DAY)


def _hold(place: Place, size: int, *, every_age: bool) -> None:
    """Loads the file of an earlier system into an empty database."""
    path = place.folder / "earlier.xml"
    place.step("make_nccis", path, size, every_age)
    _load(place, "nccis-file", path)


def _load(place: Place, *arguments: object) -> Measure:
    return place.command("imports", "load", *arguments, "--yes", stages=LOADING)


BENCHMARKS = (
    Benchmark(
        "check", "records of a return checked", (10_000, 100_000, 400_000), _check
    ),
    Benchmark(
        "check-command",
        "records checked by the whole command",
        (10_000, 100_000),
        _check_command,
    ),
    Benchmark(
        "check-beside-parse",
        "records checked, beside a bare parse of the same file",
        (10_000, 100_000),
        _beside_parse,
    ),
    Benchmark(
        "check-namesakes",
        "records checked, each with a finding",
        (1_000_000,),
        _namesakes,
    ),
    Benchmark(
        "return-beside-write",
        "records of our own return, beside a bare write of the same file",
        (12_800,),
        _beside_write,
    ),
    Benchmark("return", "records of our own return made", (12_900, 61_500), _return),
    Benchmark(
        "enrolment",
        "lines of a college into 5.6 times as many people",
        (800, 8_000),
        _enrolment,
    ),
    Benchmark(
        "census",
        "pupils of a census, into nothing and a term later",
        (2_000, 20_000),
        _census,
    ),
    Benchmark(
        "refresh", "people, positions and ledger of a date", (4_500, 45_000), _refresh
    ),
)
