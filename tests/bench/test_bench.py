"""The benchmarks run, and their stored results have the fields for comparison.

Nothing here is timed: a slow machine is no reason for a test to fail.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.bench import invented, report
from tests.bench.__main__ import main
from tests.bench.measuring import Failed, Measure, Place
from tests.bench.report import Result

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.long
def test_the_cheapest_benchmark_runs_and_is_kept_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_VAR", str(tmp_path))
    assert main(["--only", "check", "--quick", "--size", "50", "--size", "200"]) == 0
    output = capsys.readouterr().out
    [kept] = (tmp_path / "bench").iterdir()  # and the files it was run on are gone
    found = json.loads(kept.read_text(encoding="utf-8"))
    assert "check: 5 records of a return checked ..." in output
    assert str(kept) in output
    assert (found["quick"], found["machine"]["processors"] > 0) == (True, True)
    small, large = found["results"]
    assert (small["name"], small["size"], small["records"]) == ("check", 5, 5)
    assert (large["name"], large["size"], large["records"]) == ("check", 20, 20)
    assert (small["issues"], large["issues"]) == (0, 0)
    assert small["times_for_ten_times"] is None
    assert large["times_for_ten_times"] > 0
    for result in (small, large):
        assert result["wall_seconds"] > 0
        assert result["cpu_seconds"] > 0
        assert 20 < result["peak_mb"] < 1000


@pytest.mark.parametrize(
    ("sizes", "walls", "takes"),
    [
        ((10, 100), (1.0, 10.0), 10.0),
        ((10, 100), (1.0, 12.0), 12.0),
        ((10, 40), (1.0, 4.0), 10.0),  # four times the work in four times the time
        ((10, 40), (1.0, 16.0), 100.0),  # and in sixteen times
        ((10, 40), (2.0, 2.0), 1.0),
    ],
)
def test_growth_is_given_for_ten_times_the_work(
    sizes: tuple[int, int], walls: tuple[float, float], takes: float
) -> None:
    smaller, larger = (
        Result("check", size, Measure(wall, 0, 0))
        for size, wall in zip(sizes, walls, strict=True)
    )
    assert report.ten_times(smaller, larger) == pytest.approx(takes)


def test_the_table_names_each_part_with_its_stages() -> None:
    stages = {"receive": 1.25, "match": 2.5}
    found = report.as_json(
        [Result("enrolment", 8000, Measure(4.0, 3.0, 250.0, stages))],
        at=AT,
        quick=False,
    )
    heading, line = report.table(found).splitlines()
    assert " ".join(heading.split()) == "size wall s cpu s peak MB 10x takes of it"
    assert line.split() == [
        *("enrolment", "8,000", "4.00", "3.00", "250"),
        *("receive", "1.25,", "match", "2.50"),
    ]


def test_the_same_size_gives_the_same_return_byte_for_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xml", tmp_path / "2.xml"
    invented.nccis_file(first, 60)
    invented.nccis_file(second, 60)
    assert first.read_bytes() == second.read_bytes()
    assert 2000 < first.stat().st_size / 60 < 2800  # a record as full as they come


def test_work_that_fails_has_the_error_in_its_text(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no-such-file"):
        Place(tmp_path).step("check", tmp_path / "no-such-file.xml")
