"""The work grows with the rows, however alike they are: counted, not timed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import uln
from tracker import linkage
from tracker.domain.history.person import Identity
from tracker.linkage.decisions.matcher import Doubtful, Population, Unknown, decide
from tracker.linkage.model.invented_lists import Inventor
from tracker.linkage.population.blocking import MOST_IN_A_BLOCK

BORN = date(2009, 3, 4)


def born_on_one_day(count: int, seed: int) -> list[Identity]:
    """As many invented people of one surname, born on one day, each at an address."""
    inventor = Inventor(seed)
    people = [inventor.person(BORN, 1) for _ in range(count)]
    return [
        replace(one, family="Smith", born=BORN, upn=None, uln=None, middle="")
        for one in people
    ]


class Counted:
    """How often a function was called, wherever it is called from."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, *places: tuple[Any, str]
    ) -> None:
        self.calls = 0
        for module, name in places:
            monkeypatch.setattr(module, name, self._counting(getattr(module, name)))

    def _counting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any) -> Any:
            self.calls += 1
            return real(*args)

        return counting


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(
        monkeypatch,
        (linkage.decisions.weighing, "compare"),
        (linkage.decisions.identifiers_first, "compare"),
    )


def test_identical_rows_are_decided_once(compared: Counted) -> None:
    [one] = born_on_one_day(1, 1)
    held = replace(one, postcode="M46 0AA")
    decisions = decide([one] * 2_000, Population([(1, held)]))
    assert len({type(decision) for decision in decisions}) == 1
    assert compared.calls == 1


def test_identical_new_rows_are_one_new_person() -> None:
    [one] = born_on_one_day(1, 1)
    decisions = decide([one] * 2_000, Population([]))
    assert [one.same_as for one in decisions if isinstance(one, Unknown)] == [
        None,
        *[0] * 1_999,
    ]


def test_one_number_on_every_row_is_compared_a_bounded_number_of_times(
    compared: Counted,
) -> None:
    number = uln(1)
    people = born_on_one_day(300, 1)
    held = [(n, replace(one, uln=number)) for n, one in enumerate(people)]
    rows = [replace(one, uln=number) for one in born_on_one_day(300, 2)]
    decisions = decide(rows, Population(held))
    assert {type(decision) for decision in decisions} == {Doubtful}
    assert compared.calls <= linkage.decisions.identifiers_first.MOST_SHARING * len(
        rows
    )


def test_many_people_of_one_birthday_and_surname_are_bounded_with_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []
    real = linkage.model.scoring.score

    def watched(*args: Any, **options: Any) -> list[linkage.model.scoring.Scored]:
        pairs = real(*args, **options | {"at_least": 0.0})
        seen.append(len(pairs))
        return real(*args, **options)

    monkeypatch.setattr(linkage.model.scoring, "score", watched)
    rows = born_on_one_day(400, 2)
    decisions = decide(rows, Population(enumerate(born_on_one_day(400, 3))))
    # All against all would be 160,000.
    assert sum(seen) <= 2 * MOST_IN_A_BLOCK * len(rows)
    assert any(
        f"More than {MOST_IN_A_BLOCK} people have the same" in reason
        for decision in decisions
        for reason in decision.reasons
    )
