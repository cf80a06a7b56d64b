"""Which tests are run against a fault: by its lines, or by the files that import it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.reaching_tests import Reached, _on_call, _parts

MODULE = Path("tracker/domain/casework/spell.py")
NEAR, FAR = "tests/domain/casework/test_spell.py", "tests/store/test_people.py"
DAYS, WORDS, FOUND = f"{NEAR}::test_days", f"{NEAR}::test_words", f"{FAR}::test_found"

CODE = """\
MOST = 3
NONE = 0


def days(spell): return (
    spell.days
)
"""
REACHED = Reached(
    tests={
        str(MODULE): {
            1: frozenset(),  # runs while the module is imported
            2: frozenset({FOUND}),  # so does this, first by a test
            5: frozenset({DAYS, FOUND}),
            6: frozenset({FOUND}),
        }
    },
    seconds={DAYS: 1.0, WORDS: 0.5, FOUND: 2.0, "tests/domain/test_x.py::test_y": 1.0},
    importing={str(MODULE): frozenset({NEAR})},
    on_call={str(MODULE): _on_call(CODE)},
)


@pytest.mark.parametrize(
    ("lines", "tests"),
    [
        ((5, 5), [DAYS, FOUND]),
        ((6, 6), [FOUND]),
        # at import: every test of the module, and of the files that import it
        ((1, 1), [WORDS, DAYS, FOUND]),
        ((2, 2), [WORDS, DAYS, FOUND]),
        # a table with a function in it
        ((1, 6), [WORDS, DAYS, FOUND]),
        # a line that nothing was seen to run
        ((9, 9), [WORDS, DAYS, FOUND]),
    ],
)
def test_the_nearest_and_quickest_tests_come_first(
    lines: tuple[int, int], tests: list[str]
) -> None:
    assert REACHED.of(MODULE, lines) == tests


def test_a_module_that_no_test_knows_has_no_tests() -> None:
    assert REACHED.of(Path("tracker/domain/other.py"), (1, 1)) == []


MADE = "fixture _made of tests"
SHARED = replace(
    REACHED,
    tests={str(MODULE): {5: frozenset({MADE}), 6: frozenset({FOUND, WORDS})}},
    seconds={**REACHED.seconds, MADE: 9.0},
    users={MADE: frozenset({WORDS, DAYS})},
)


def test_every_test_that_uses_a_shared_fixture_reaches_its_lines() -> None:
    assert SHARED.of(MODULE, (5, 5)) == [WORDS, DAYS]


def test_a_fixture_counts_once_in_the_time_of_the_tests_that_share_it() -> None:
    assert SHARED.seconds_of([WORDS, DAYS]) == 0.5 + 1.0 + 9.0
    assert SHARED.seconds_of([FOUND]) == 2.0


def test_a_test_that_waits_for_a_shared_fixture_is_not_the_quickest() -> None:
    alone = f"{NEAR}::test_alone"
    tests = {str(MODULE): {6: frozenset({WORDS, alone})}}
    seconds = {**SHARED.seconds, alone: 3.0}
    found = replace(SHARED, tests=tests, seconds=seconds).of(MODULE, (6, 6))
    assert found == [alone, WORDS]


def test_a_test_that_fails_without_a_fault_is_not_run() -> None:
    found = replace(REACHED, failed=frozenset({DAYS}))
    assert found.of(MODULE, (5, 5)) == [FOUND]


def test_tests_are_measured_by_the_folders_below_their_own(tmp_path: Path) -> None:
    names = ("web/test_a.py", "web/adviser/plans/test_b.py", "store/database/test_c.py")
    for name in names:
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert _parts(tmp_path, ("web", "store")) == {
        "web": [Path("tests/web/test_a.py")],
        "web-adviser": [Path("tests/web/adviser/plans/test_b.py")],
    }
    assert list(_parts(tmp_path, ("web/adviser/plans",))) == ["web-adviser-plans"]
