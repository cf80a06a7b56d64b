"""Which tests are run against a fault: by its lines, or by the files that import it."""

from pathlib import Path

import pytest

from tests.mutants.reaching_tests import Reached, _on_call

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
