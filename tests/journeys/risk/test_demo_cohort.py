"""False alarms and misses of the demo, counted a second way. Everybody is invented."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from tracker import store
from tracker.access import authority_scope
from tracker.actions.history import folding
from tracker.actions.year.risk.past_cohorts import cohort
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.history.evidence import Detail, Evidence
from tracker.domain.year.risk.schemes import PUBLISHED
from tracker.domain.year.risk.thresholds import by_threshold, counted, counts

LEFT = 2025
#: The day of the scores, its last moment, and the day of the outcome.
THEN, LATER = date(2025, 1, 31), date(2026, 3, 1)
MOMENT = datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC)
HERE = authority_scope("359")

pytestmark = pytest.mark.law("D-11")


def newest(evidence: list[Evidence], about: str, field: str) -> str | None:
    """The newest value of a field that had been recorded by then."""
    found = [
        (item.as_at, -int(item.source.tier), item.recorded_at, value)
        for item in evidence
        if isinstance(item.statement, Detail)
        and item.statement.about == about
        and (value := item.statement.get(field)) is not None
    ]
    return max(found)[3] if found else None


def points(evidence: list[Evidence]) -> int:
    """The points of Oxfordshire's scheme, from the evidence alone."""
    by_then = [
        item for item in evidence if item.as_at <= THEN and item.recorded_at <= MOMENT
    ]
    plan = newest(by_then, "send", "send") == "Y"
    support = newest(by_then, "send", "support") == "Y" and not plan
    meals = newest(by_then, "meals", "eligible") == "Y"
    return 2 * plan + support + 2 * meals


def test_the_page_counts_what_a_second_count_finds(small) -> None:
    with small.app.app_context():
        found = cohort(PUBLISHED["oxfordshire"], LEFT, as_known_then=True, within=HERE)
        people = {each.member.person: each for each in found.people}
        evidence = dict(store.history.evidence.histories(people, live_only=False))
        later = dict(folding.where_on(people, LATER))
    assert len(people) > 15
    carers = {
        person
        for person, each in people.items()
        if each.member.characteristics & {"140", "200"}
    }
    for person in people.keys() - carers:
        assert people[person].points == points(evidence[person]), person
    for threshold in (1, 2, 3):
        second = Counter[tuple[bool, bool]]()
        for person, each in people.items():
            on_list = each.points >= threshold
            position = later[person]
            helped = position.is_neet or position.is_not_known
            second[on_list, helped] += 1
        assert counts(found.people, threshold) == (
            second[True, True],
            second[True, False],
            second[False, True],
            second[False, False],
        )


def test_the_demo_has_false_alarms_and_misses_of_both_lists(small) -> None:
    with small.app.app_context():
        found = cohort(PUBLISHED["oxfordshire"], LEFT, as_known_then=False, within=HERE)
    (line,) = by_threshold(
        counted(found.people, (2,)), Suppression(threshold=0, percent_base=1)
    )
    assert line.cells[1].value and line.cells[2].value


def test_what_was_recorded_since_changes_no_score_of_then(small) -> None:
    """Scores by what is known now are others; those of then stay as they were."""
    with small.app.app_context():
        scheme = PUBLISHED["oxfordshire"]
        then = cohort(scheme, LEFT, as_known_then=True, within=HERE)
        again = cohort(scheme, LEFT, as_known_then=True, within=HERE)
    assert then == again
