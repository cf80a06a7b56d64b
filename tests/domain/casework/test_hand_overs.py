"""Undoing and redoing a hand-over, as tables; and the spread by capacity."""

from datetime import date

import pytest

from tracker.domain.casework.hand_overs import (
    Left,
    Moved,
    Place,
    Room,
    redone,
    spread,
    undone,
)

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
ANN, BEN, CAT = 1, 2, 3
#: Hand-over 7: record 50 from Ann to Ben, record 51 from no caseload to Ben.
SEVEN = [Moved(50, BEN, Place(ANN, MAY, 4)), Moved(51, BEN, None)]
BY_SEVEN = Place(BEN, JUNE, 7)


@pytest.mark.parametrize(
    ("now", "advisers", "places", "left"),
    [
        # Both are where the hand-over put them.
        ({50: BY_SEVEN, 51: BY_SEVEN}, {ANN, BEN}, {50: SEVEN[0].former, 51: None}, {}),
        # One moved on to Cat: she stays there.
        (
            {50: Place(CAT, JUNE, 8), 51: BY_SEVEN},
            {ANN, BEN, CAT},
            {51: None},
            {50: Left.MOVED},
        ),
        # Moved away and back to Ben by a later hand-over: that one was built on it.
        ({50: Place(BEN, JUNE, 9)}, {ANN, BEN}, {}, {50: Left.MOVED, 51: Left.MOVED}),
        # Ann has left the council: in her caseload they would be lost from sight.
        ({50: BY_SEVEN, 51: BY_SEVEN}, {BEN}, {51: None}, {50: Left.CLOSED}),
        # Ben has left: they may go back all the same.
        ({50: BY_SEVEN, 51: BY_SEVEN}, {ANN}, {50: SEVEN[0].former, 51: None}, {}),
        # Both records were disposed of.
        ({}, {ANN, BEN}, {}, {50: Left.MOVED, 51: Left.MOVED}),
    ],
)
def test_an_undo_moves_only_those_who_have_not_moved_since(
    now, advisers, places, left
) -> None:
    effect = undone(7, SEVEN, now, advisers)
    assert (effect.places, effect.left) == (places, left)


@pytest.mark.parametrize(
    ("went_back", "now", "advisers", "records", "places", "left"),
    [
        # As it was undone: both return to Ben, since the day they had.
        (
            {50: JUNE, 51: JUNE},
            {50: Place(ANN, MAY, 4)},
            {ANN, BEN},
            {50, 51},
            {50: BY_SEVEN, 51: BY_SEVEN},
            {},
        ),
        # Only those that the undo put back are redone.
        ({51: JUNE}, {50: Place(CAT, JUNE, 8)}, {BEN}, {50, 51}, {51: BY_SEVEN}, {}),
        # Someone took 51 in between.
        ({51: JUNE}, {51: Place(CAT, JUNE, 9)}, {BEN}, {51}, {}, {51: Left.MOVED}),
        # Ann's 50 went to Cat and came back to Ann: a later decision.
        ({50: JUNE}, {50: Place(ANN, MAY, 9)}, {BEN}, {50}, {}, {50: Left.MOVED}),
        # Ben has left.
        ({51: JUNE}, {}, {ANN}, {51}, {}, {51: Left.CLOSED}),
        # The record was disposed of.
        ({51: JUNE}, {}, {BEN}, set(), {}, {51: Left.GONE}),
    ],
)
def test_a_redo_moves_those_whom_the_undo_put_back(
    went_back, now, advisers, records, places, left
) -> None:
    effect = redone(7, SEVEN, went_back, now, advisers, records)
    assert (effect.places, effect.left) == (places, left)


@pytest.mark.parametrize(
    ("groups", "rooms", "chosen"),
    [
        # Even sizes: the largest school first, to the smallest caseload.
        (
            {"Aspull": 3, "Bryn": 9, "Orrell": 5},
            [Room(ANN, 0, None), Room(BEN, 0, None)],
            {"Bryn": ANN, "Orrell": BEN, "Aspull": BEN},
        ),
        # Who has more already gets less.
        ({"Bryn": 2}, [Room(ANN, 10, None), Room(BEN, 9, None)], {"Bryn": BEN}),
        # A limit counts before the size.
        ({"Bryn": 5}, [Room(ANN, 6, 10), Room(BEN, 20, 40)], {"Bryn": BEN}),
        # It fits nowhere: fewest over the limit.
        ({"Bryn": 9}, [Room(ANN, 8, 10), Room(BEN, 9, 15)], {"Bryn": BEN}),
        # A limit of none: only where nothing else is left.
        ({"Bryn": 1}, [Room(ANN, 0, 0), Room(BEN, 50, None)], {"Bryn": BEN}),
        ({"Bryn": 1}, [Room(ANN, 0, 0)], {"Bryn": ANN}),
        # The same number: by name, so that a second look shows the same.
        ({None: 1, "Bryn": 1}, [Room(ANN, 0, None), Room(BEN, 0, None)], None),
        ({}, [Room(ANN, 0, None)], {}),
    ],
)
def test_schools_are_spread_by_room(groups, rooms, chosen) -> None:
    found = spread(groups, rooms)
    assert found == spread(dict(reversed(groups.items())), rooms[::-1])
    if chosen is not None:
        assert found == chosen
    assert set(found) == set(groups)


def test_without_an_adviser_nothing_is_spread() -> None:
    with pytest.raises(ValueError, match="no adviser"):
        spread({"Bryn": 1}, [])


def test_a_stored_row_is_read() -> None:
    assert Moved.stored([50, BEN, ANN, "2026-05-04", 4]) == SEVEN[0]
    assert Moved.stored([51, BEN, None, None, None]) == SEVEN[1]
