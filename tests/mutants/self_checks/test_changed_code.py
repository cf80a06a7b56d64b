"""The faults that are drawn: where they are made, and that they are the same again."""

from pathlib import Path

import pytest

from tests.mutants.changed_code import Place, Where, places

CODE = '''\
"""The days of a spell."""

from dataclasses import dataclass
from functools import lru_cache

LONGEST = 31
Some = list[int | None]


@dataclass(frozen=True)
class Spell:
    """Days in a row."""

    days: int | None = None

    def is_long(self, than: int) -> bool:
        """Whether it lasts longer."""
        return self.days is not None and self.days > than


def of_scope(number: int, *, within: object) -> bool:
    return number == LONGEST


@lru_cache(maxsize=100)
def pairs(some: Some) -> object:
    return zip(some, some, strict=True)
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "spell.py").write_text(CODE, "utf-8")
    return tmp_path


def faults(root: Path, *, scopes_only: bool = False) -> set[tuple[str, str]]:
    """Every fault that can be made in the module, as code before and after."""
    found = places(root, Path("spell.py"), scopes_only=scopes_only)
    return {
        (mutant.before, mutant.after)
        for place in found
        for mutant in map(place.changed, range(place.ways))
    }


def test_every_fault_of_a_module_is_known(root: Path) -> None:
    """Types, docstrings, how a class is built, caches and guards are left alone."""
    assert faults(root) == {
        ("31", "32"),
        ("LONGEST = 31", "LONGEST = None"),
        ("days: int | None = None", 'days: int | None = ""'),
        ("is not", "is"),
        ("> than", ">= than"),
        ("== LONGEST", "!= LONGEST"),
        *(
            ("zip(some, some, strict=True)", f"zip({others}, strict=True)")
            for others in ("None, some", "some, None", "some")
        ),
        (
            "self.days is not None and self.days > than",
            "self.days is not None or self.days > than",
        ),
    }


def test_among_queries_only_those_of_a_scope_are_changed(root: Path) -> None:
    assert faults(root, scopes_only=True) == {("== LONGEST", "!= LONGEST")}


def test_a_place_is_named_so_that_it_is_found_after_other_code_has_changed(
    root: Path,
) -> None:
    def of_spell() -> dict[Where, Place]:
        found = places(root, Path("spell.py"))
        return {each.where: each for each in found if each.where.function}

    before = of_spell()
    longer = CODE.replace("LONGEST = 31", "SHORTEST = 1\nLONGEST = 31")
    (root / "spell.py").write_text(longer, "utf-8")
    after = of_spell()
    assert after.keys() == before.keys()
    where = Where(
        module=Path("spell.py"),
        function="Spell.is_long",
        text="return self.days is not None and self.days > than",
        before="> than",
        number=0,
    )
    assert after[where].lines == (before[where].lines[0] + 1,) * 2
    mutant = after[where].with_change(">= than")
    assert mutant is not None
    assert mutant.code == longer.replace("> than", ">= than")
    assert after[where].with_change("< than") is None


def test_each_place_of_equal_code_has_its_number(tmp_path: Path) -> None:
    (tmp_path / "spell.py").write_text("def days():\n    return [1, 1]\n", "utf-8")
    found = places(tmp_path, Path("spell.py"))
    assert [(each.where.before, each.where.number) for each in found] == [
        ("1", 0),
        ("1", 1),
    ]


def test_the_words_of_a_log_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "spell.py").write_text(
        '_LOG.warning("late: %s", 3)\napp.logger.error("lost")\nflash("late")\n',
        "utf-8",
    )
    assert {after for _, after in faults(tmp_path)} == {
        *("flash(None)", '"XXlateXX"', '"LATE"'),
    }


def test_a_statement_in_small_letters_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "spell.py").write_text('QUERY = "SELECT a FROM b"\nWORD = "Select"\n')
    assert faults(tmp_path) == {
        ('QUERY = "SELECT a FROM b"', "QUERY = None"),
        ('"SELECT a FROM b"', '"XXSELECT a FROM bXX"'),
        ('WORD = "Select"', "WORD = None"),
        ('"Select"', '"XXSelectXX"'),
        ('"Select"', '"SELECT"'),
        ('"Select"', '"select"'),
    }
