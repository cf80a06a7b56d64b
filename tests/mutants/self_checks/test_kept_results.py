"""The results of a run are kept as they come, and are input of the next one."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants import kept_results, report
from tests.mutants.changed_code import Where
from tests.mutants.kept_results import Outcome, Result

NOTICED_BY = "tests/web/test_spell.py::test_days[a,b]"
KILLED = Result(
    where=Where(
        module=Path("tracker/web/spell.py"),
        function="Spell.days",
        text='return f("a, b",\u2028 "c")',
        before='"a, b"',
        number=1,
    ),
    line=7,
    after='"XXa, bXX"',
    outcome=Outcome.KILLED,
    tests=3,
    seconds=1.5,
    noticed_by=NOTICED_BY,
)
SURVIVED = replace(KILLED, after='"A, B"', outcome=Outcome.SURVIVED, noticed_by="")
IN_DOMAIN = replace(
    SURVIVED, where=replace(KILLED.where, module=Path("tracker/domain/spell.py"))
)


def test_results_are_read_as_they_were_kept(tmp_path: Path) -> None:
    file = tmp_path / "mutants" / "results.csv"
    kept_results.write(file, [KILLED])
    kept_results.add(file, SURVIVED)
    assert kept_results.read(file) == [KILLED, SURVIVED]


def test_a_line_that_was_cut_off_is_run_again(tmp_path: Path) -> None:
    file = tmp_path / "results.csv"
    kept_results.write(file, [KILLED, SURVIVED])
    file.write_bytes(file.read_bytes()[:-5])
    assert kept_results.read(file) == [KILLED]


def test_each_room_has_its_share_and_pages_have_no_bound() -> None:
    results = [KILLED, SURVIVED]
    assert report.is_enough(results)
    assert report.lines(results) == [
        "web: 2 mutants, 1 killed (50.0%), 1 survived, of which 0 are known to be "
        "equivalent",
        "all: 2 mutants, 1 killed (50.0%), 1 survived, of which 0 are known to be "
        "equivalent",
    ]


@pytest.mark.parametrize(
    ("killed", "survived", "enough"), [(19, 1, True), (18, 1, False)]
)
def test_the_meaning_rules_matching_and_scopes_have_a_bound(
    killed: int, survived: int, enough: bool
) -> None:
    noticed = replace(IN_DOMAIN, outcome=Outcome.TOO_LONG)
    results = [noticed] * killed + [IN_DOMAIN] * survived + [SURVIVED] * 50
    assert report.is_enough(results) is enough
    words = "reached" if enough else "not reached"
    assert report.lines(results)[-2].endswith(f"; 95% is {words}")


def test_a_fault_that_only_the_earlier_tests_notice_is_listed_with_its_test() -> None:
    now = replace(KILLED, outcome=Outcome.UNREACHED)
    lines = report.compared([KILLED, SURVIVED], [now, SURVIVED], ["one"])
    assert lines == [
        "1 were noticed before and are not now:",
        f"  {now}, which {NOTICED_BY} noticed",
        "0 are noticed now and were not before:",
        "1 are not run, as their code is no longer there.",
    ]
