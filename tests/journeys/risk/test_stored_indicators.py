"""What is stored of pupils for their scores, against folding everybody of the demo."""

from collections import Counter
from datetime import date

import pytest

from tests.factories import census, pupil
from tracker import store
from tracker.access import authority_scope
from tracker.actions.history import positions
from tracker.actions.year.risk import facts_then, support_lists
from tracker.domain.history.sealed_statements import without_sealed
from tracker.domain.reference.academic_year import AcademicYear
from tracker.domain.year.pupils.pupil_indicators import (
    INDICATORS,
    PUPIL_YEARS,
    State,
    holds,
)
from tracker.domain.year.risk.reckoning import reckoned
from tracker.domain.year.risk.schemes import PUBLISHED, scheme

HERE = authority_scope("359")
COUNTED = [each for each in INDICATORS.values() if each.counts]
EVERY = scheme(
    "every",
    'title = "Every"\nthreshold = 2\n[points]\n'
    + "\n".join(f"{each.name} = {at}" for at, each in enumerate(COUNTED, start=1)),
)

pytestmark = pytest.mark.law("D-11")


def of_year(year_group: int, on: date) -> list[int]:
    year = AcademicYear.of(on).start - year_group - 5
    return store.people.identities.listed_born_between(
        "359", date(year, 9, 1), date(year + 1, 8, 31)
    )


def folded(on: date) -> dict[int, facts_then.Facts]:
    return {
        each.person: each.then
        for year_group in PUPIL_YEARS
        for each in facts_then.of(of_year(year_group, on), "359", on, known_at=None)
    }


def stored(on: date) -> dict[int, tuple[frozenset[str], frozenset[str], str | None]]:
    return {
        person: (frozenset(holding), frozenset(not_known), seen_by)
        for person, holding, not_known, seen_by in store.database.base.stream(
            "SELECT person_id, holds, not_known, seen_by FROM indicator_rows"
            " WHERE as_of = %s",
            on,
        )
    }


@pytest.fixture
def on(small) -> date:
    positions.refresh([small.on], within=HERE)
    day: date = small.on
    return day


def test_what_is_stored_is_what_folding_everybody_gives(small, on: date) -> None:
    with small.app.app_context():
        expected, found = folded(on), stored(on)
    assert len(expected) > 80
    assert found.keys() == expected.keys()
    seen = Counter[str]()
    for person, known in expected.items():
        answers = {each.name: holds(each, known) for each in COUNTED}
        holding, not_known, _ = found[person]
        assert holding == {name for name, it in answers.items() if it}, person
        assert not_known == {name for name, it in answers.items() if it is None}, person
        seen.update(holding)
    assert len(seen) > 4, seen


@pytest.mark.parametrize("by", [*PUBLISHED.values(), EVERY], ids=lambda each: each.name)
def test_the_list_is_the_one_of_folding_everybody(small, on: date, by) -> None:
    with small.app.app_context():
        expected = folded(on)
        for year_group in PUPIL_YEARS:
            made = support_lists.support_list(by, year_group, on=on, within=HERE)
            scores = {
                person: reckoned(by, expected[person])
                for person in of_year(year_group, on)
                if person in expected
            }
            assert made.cohorts.get(year_group, 0) == len(scores)
            reaching = {
                person: score
                for person, score in scores.items()
                if score.points >= by.threshold or person in made.official.people
            }
            assert {each.person: each.score for each in made.rows} == reaching
            assert all(
                each.pupil.points == each.score.points for each in made.rows
            )  # as they are added up where they are stored
            points = [each.score.points for each in made.rows]
            assert points == sorted(points, reverse=True)


def test_what_a_school_may_know_follows_from_what_it_sees(small, on: date) -> None:
    """Open indicators are the same from the evidence that a school may learn from."""
    with small.app.app_context():
        found = stored(on)
        resolve = store.institutions.register.directory().resolve
        for person, everything in store.history.evidence.histories(found):
            outward = without_sealed(everything)
            again = positions.fold(person, "359", outward, on=[on], resolve=resolve)
            if again is None or not again.members:
                assert found[person][2] is None
                continue
            known = facts_then.facts(again.members[0], outward, again.spells)
            for each in COUNTED:
                if each.state is State.OPEN:
                    answer = holds(each, known)
                    assert (each.name in found[person][0]) is (answer is True)
                    assert (each.name in found[person][1]) is (answer is None)


def test_evidence_of_a_few_changes_the_rows_of_those_alone(
    app, load, tmp_path, clock
) -> None:
    on, day = date(2026, 11, 20), date(2026, 10, 1)
    clock.set(on)
    rows = [pupil(n, meals="N") for n in range(1, 6)]
    load("school-census", census(tmp_path / "one.csv", rows), as_at=day)
    with app.app_context():
        positions.refresh([on], within=HERE)
        before = stored(on)
    later = [pupil(2, meals="Y")]
    load("school-census", census(tmp_path / "two.csv", later), as_at=date(2026, 11, 2))
    with app.app_context():
        after = stored(on)
    changed = {person for person in before if before[person] != after[person]}
    assert len(changed) == 1 and len(after) == 5
    assert "free_meals" in after[changed.pop()][0]
