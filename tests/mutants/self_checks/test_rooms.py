"""The faults that are drawn: how many where, the same again, and in another tree."""

from pathlib import Path

import pytest

from tests.mutants.changed_code import Mutant
from tests.mutants.rooms import BOUND, READ, ROOMS, Room, draw, drawn_before, room_of

CODE = "def days(first, last):\n    return last - first + 1, first > last\n"
OF_SCOPES = "def rows(*, within):\n    return within == 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for room in ROOMS:
        (tmp_path / "tree" / room.folder).mkdir(parents=True)
        code = CODE + (OF_SCOPES if room.scopes_only else "")
        (tmp_path / "tree" / room.folder / "spell.py").write_text(code, "utf-8")
    return tmp_path / "tree"


def drawn(root: Path, **given: object) -> list[Mutant]:
    chosen = {"size": 8, "seeds": (1,), **given}
    return draw(root, root.parent / "kept", **chosen)


def in_part(mutants: list[Mutant], part: tuple[Room, ...]) -> int:
    return sum(room_of(each.module) in part for each in mutants)


def test_each_part_gets_half_of_the_faults(root: Path) -> None:
    mutants = drawn(root)
    assert (in_part(mutants, BOUND), in_part(mutants, READ)) == (4, 4)


@pytest.mark.parametrize("narrowed", [{"only": "web/"}, {"rooms": READ[:1]}])
def test_a_part_without_modules_leaves_its_half_to_the_other(
    root: Path, narrowed: dict[str, object]
) -> None:
    mutants = drawn(root, size=3, **narrowed)
    assert [str(each.module) for each in mutants] == ["tracker/web/spell.py"] * 3


def test_a_seed_draws_the_same_faults_again(root: Path) -> None:
    once, again = (drawn(root) for _ in range(2))
    assert [each.code for each in once] == [each.code for each in again]
    assert all(each.code != CODE for each in once)


def test_two_seeds_draw_the_faults_of_each(root: Path) -> None:
    one, other = ({each.key for each in drawn(root, seeds=(n,))} for n in (1, 2))
    assert {each.key for each in drawn(root, seeds=(1, 2))} == one | other


def test_in_queries_faults_are_made_in_functions_with_a_scope(root: Path) -> None:
    scopes = BOUND[3]
    mutants = drawn(root, rooms=(scopes,))
    assert {each.where.function for each in mutants} == {"rows"}


def test_the_faults_of_another_tree_are_found_again_or_named_as_gone(
    root: Path,
) -> None:
    mutants = drawn(root, size=100)
    kept, gone = "tracker/web/spell.py", "tracker/domain/spell.py"
    (root / kept).write_text(f"FIRST = 1\n\n\n{CODE}", "utf-8")
    (root / gone).unlink()
    found, lost = drawn_before(root, [each.key for each in mutants])
    assert {where.module for where, _ in lost} == {Path(gone)}
    assert len(found) + len(lost) == len(mutants)
    here = [each for each in found if each.module == Path(kept)]
    assert here
    assert all(each.code.startswith("FIRST = 1") for each in here)
    assert {each.lines for each in here} == {(5, 5)}
