"""Rows of one batch with one name and date of birth, about people not on record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import row, temporary_upn, uln, upn
from tracker import linkage
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.verdicts import Decision
from tracker.linkage.decisions.matcher import Doubtful, Population, Unknown, decide

NOWHERE: dict[str, Any] = {"postcode": None}


def results(decisions: Sequence[Decision]) -> list[object]:
    """Of each row: "new", the row that it is the same as, or ("?", rows) in doubt."""
    return [
        ("?", *one.earlier)
        if isinstance(one, Doubtful)
        else "new"
        if one.same_as is None
        else one.same_as
        for one in decisions
        if isinstance(one, Unknown | Doubtful)
    ]


def rows(*changes: dict[str, Any]) -> list[Identity]:
    """Rows about one name and birthday, without postcode unless they give one."""
    return [row(**{**NOWHERE, **each}) for each in changes]


HERE, THERE = {"postcode": "WN1 1AZ"}, {"postcode": "WN7 1AB"}
PREFERRED = {"given": "Bess", "other_names": (("Elizabeth", ""),)}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, 0),
        (HERE, HERE, 0),
        (HERE, {}, 0),
        ({}, HERE, 0),
        ({"postcode": "ZZ99 9ZZ"}, HERE, 0),
        ({"postcode": "ZZ99 9ZZ"}, {"postcode": "ZZ99 3VZ"}, 0),
        ({"given": "ÉLIZABETH"}, {"family": "Pennington Shaw"}, 0),
        ({"sex": None}, {}, 0),
        ({"middle": ""}, {}, 0),
        ({"middle": "R"}, {}, 0),
        ({"uln": uln(1)}, {}, 0),
        ({"uln": uln(1)}, {"upn": upn(1)}, 0),
        (HERE, THERE, ("?", 0)),
        ({"sex": "M"}, {}, ("?", 0)),
        ({"middle": "May"}, {}, ("?", 0)),
        ({"upn": temporary_upn(1)}, {"upn": temporary_upn(2)}, ("?", 0)),
        ({"ypid": "3590000000001"}, {"ypid": "3590000000002"}, ("?", 0)),
        (PREFERRED, {}, ("?", 0)),
        # The sender's own references: of two, with another difference, two people.
        ({"reference": "A1"}, {"reference": "A1"}, 0),
        ({"reference": "A1"}, {}, 0),
        ({"reference": "A1"}, {"reference": "B2"}, ("?", 0)),
        ({**HERE, "reference": "A1"}, {**HERE, "reference": "B2"}, ("?", 0)),
        ({**HERE, "reference": "A1"}, {**THERE, "reference": "B2"}, "new"),
        # two valid numbers are two people
        ({"uln": uln(1)}, {"uln": uln(2)}, "new"),
        ({"upn": upn(1)}, {"upn": upn(2)}, "new"),
        ({"uln": uln(1), **HERE}, {"uln": uln(2), **THERE}, "new"),
        # twins, a namesake, and a person with too few details
        ({}, {"given": "Matilda"}, "new"),
        (HERE, {"given": "Matilda", **HERE}, "new"),
        ({}, {"born": date(2009, 3, 5)}, "new"),
        ({"born": None}, {"born": None}, "new"),
    ],
)
def test_two_rows(
    first: dict[str, Any], second: dict[str, Any], expected: object
) -> None:
    assert results(decide(rows(first, second), Population([]))) == ["new", expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # what one row adds counts against the next
        ([{}, HERE, THERE], ["new", 0, ("?", 0)]),
        ([{}, {"uln": uln(1)}, {"uln": uln(2)}], ["new", 0, "new"]),
        ([{"uln": uln(1)}, {"uln": uln(1), **HERE}, HERE], ["new", 0, 0]),
        # once there may be two of them, a row must say which it is about
        ([HERE, THERE, {}], ["new", ("?", 0), ("?", 0)]),
        ([HERE, THERE, HERE], ["new", ("?", 0), 0]),
        ([{}, THERE, HERE, {}], ["new", 0, ("?", 0), 0]),
        (
            [{"uln": uln(1)}, {"uln": uln(2)}, {}, {"uln": uln(2)}],
            ["new", "new", ("?", 0, 1), 1],
        ),
        ([{"sex": "M"}, {"sex": "F"}, {"sex": "M"}], ["new", ("?", 0), 0]),
    ],
)
def test_more_rows(changes: list[dict[str, Any]], expected: list[object]) -> None:
    assert results(decide(rows(*changes), Population([]))) == expected


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (HERE, THERE, "but another postcode."),
        ({"sex": "M"}, THERE, "but another sex."),
        ({"sex": "M", **HERE}, THERE, "but another sex and another postcode."),
        ({"middle": "May"}, {}, "but another middle name."),
        (PREFERRED, {}, "but another usual name."),
    ],
)
def test_the_reason_of_a_doubtful_row_names_what_differs(
    first: dict[str, Any], second: dict[str, Any], why: str
) -> None:
    [_, doubt] = decide(rows(first, second), Population([]))
    [reason] = doubt.reasons
    assert reason.startswith("An earlier row of this file has the same name and date")
    assert reason.endswith(why)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("a school", "a school"), 0),
        (("a school", None), 0),
        (("a school", "another"), ("?", 0)),
    ],
)
def test_namesakes_at_two_places_are_doubtful(
    places: tuple[str | None, ...], expected: object
) -> None:
    decisions = decide(rows({}, {}), Population([]), places=places)
    assert results(decisions) == ["new", expected]


def test_a_row_about_another_authoritys_person_is_compared_with_no_namesake() -> None:
    listed = rows(HERE, {"postcode": "M46 0AA"}, {})
    assert results(decide(listed, Population([]), away=[1])) == ["new", "new", 0]


def test_many_namesakes_are_compared_a_bounded_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = 0
    real = linkage.decisions.newcomer.Newcomer.has_another_number

    def counting(*args: Any) -> bool:
        nonlocal calls
        calls += 1
        return real(*args)

    monkeypatch.setattr(
        linkage.decisions.newcomer.Newcomer, "has_another_number", counting
    )
    listed = rows(*({"uln": uln(number)} for number in range(1, 401)), {})
    decisions = results(decide(listed, Population([])))
    assert decisions[:-1] == ["new"] * 400
    assert decisions[-1] == ("?", 0, 1, 2, 3, 4)
    assert calls <= 5 * len(listed)
