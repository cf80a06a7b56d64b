"""The list of the not known against a truth that another hand wrote.

On 15 September, before the lists arrive, its first tenth has to hold twice as many who
are truly in learning as the first tenth by name.
"""

from time import perf_counter

import pytest

from tests.actions.casework.not_known.september import PLACES, TODAY, September
from tests.actions.casework.not_known.whole_list import whole_list
from tests.web.adviser.young import HERE_ONLY
from tracker import actions, store
from tracker.actions.casework.not_known.looked_for import LookedFor


@pytest.fixture
def loaded(app, tmp_path, load, clock):
    """Loads the files of a world, each on its day, and gives the list of that day."""

    def of(world: September) -> list[LookedFor]:
        senders = {number: came for number, _, came in PLACES}
        for feed, path, day, sender in world.files(tmp_path):
            clock.set(day)
            whole = feed == "provider-enrolment" and senders[sender]
            load(feed, path, institution=sender, as_at=day, complete=whole)
        clock.set(TODAY)
        with app.app_context():
            actions.history.positions.refresh([TODAY], within=HERE_ONLY)
            before = perf_counter()
            found = whole_list(TODAY)
            print(f"{len(found)} in {perf_counter() - before:.2f} seconds")
        return found

    return of


def hits(app, found: list[LookedFor], world: September, first: int) -> tuple[int, int]:
    """How many are truly in learning of the first of the list, and of those by name."""
    with app.app_context():
        upns = {
            each.id: each.upn
            for each in store.people.records.records(
                [each.row.person for each in found], within=HERE_ONLY
            )
        }
    truly = world.in_learning
    by_name = sorted(found, key=lambda it: (it.row.family, it.row.given, it.row.person))
    listed, named = (
        sum(upns[each.row.person] in truly for each in some[:first])
        for some in (found, by_name)
    )
    print(
        f"seed {world.seed}: {listed} against {named} of {first}, {len(found)} people"
    )
    return listed, named


@pytest.mark.long
def test_the_first_of_the_list_are_found_twice_as_often_as_by_name(app, loaded) -> None:
    world = September(seed=1, wanted=300)
    found = loaded(world)
    assert len(found) >= 290
    listed, named = hits(app, found, world, 30)
    assert named > 0 and listed >= 2 * named


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
def test_the_first_200_of_2000_hold_twice_as_many_as_by_name(app, loaded, seed) -> None:
    world = September(seed=seed, wanted=2_100)
    found = loaded(world)
    assert len(found) >= 2_000
    listed, named = hits(app, found, world, 200)
    assert named > 0 and listed >= 2 * named
