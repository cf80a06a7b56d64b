"""A form group is that of the school that gave it. Everybody is invented."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.form_groups import form_group_of, form_groups
from tracker.domain.history.evidence import Doing, Evidence, Source, Tier
from tracker.domain.reference.institution import (
    Institution,
    InstitutionKind,
    InstitutionRef,
)

SCHOOL, ACADEMY, COLLEGE = "100001", "100002", "100003"


def resolve(ref: InstitutionRef) -> Institution | None:
    """A register in which the school became an academy."""
    urn = {SCHOOL: ACADEMY}.get(ref.urn or "", ref.urn)
    if urn not in (ACADEMY, COLLEGE):
        return None
    return Institution(key=f"urn:{urn}", name=urn, kind=InstitutionKind.SCHOOL)


def census(batch: int, day: date, urn: str | None, group: str | None) -> list[Evidence]:
    """One line of a census: on the roll of a school, and in a form group."""
    source = Source(Tier.SCHOOL_CENSUS, "census", "a.csv", 7, batch)
    at = datetime(2026, 6, 1, tzinfo=UTC)
    places = [] if urn is None else [Doing("110", at=InstitutionRef(urn=urn))]
    given = [] if group is None else [detail("form group", group=group)]
    return [Evidence(each, source, day, at, None) for each in (*places, *given)]


MAY, LAST_MAY, OCTOBER = date(2026, 5, 21), date(2025, 5, 15), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("lines", "of", "by", "group"),
    [
        ([(MAY, ACADEMY, "11B")], ACADEMY, MAY, "11B"),
        # The sixth form's is its own, and does not undo the school's.
        ([(MAY, ACADEMY, "11B"), (OCTOBER, COLLEGE, "12Z")], ACADEMY, OCTOBER, "11B"),
        ([(MAY, ACADEMY, "11B"), (OCTOBER, COLLEGE, "12Z")], COLLEGE, OCTOBER, "12Z"),
        ([(OCTOBER, COLLEGE, "12Z")], ACADEMY, OCTOBER, None),
        # The newest of its own, as at leaving.
        ([(LAST_MAY, ACADEMY, "10A"), (MAY, ACADEMY, "11B")], ACADEMY, MAY, "11B"),
        ([(MAY, ACADEMY, "11B"), (OCTOBER, ACADEMY, "12X")], ACADEMY, MAY, "11B"),
        ([(OCTOBER, ACADEMY, "12X")], ACADEMY, MAY, None),
        # The form groups of the school belong to the academy that it became.
        ([(MAY, SCHOOL, "11B")], ACADEMY, MAY, "11B"),
        ([(MAY, None, "11B")], ACADEMY, MAY, None),
        ([(MAY, "999999", "11B")], ACADEMY, MAY, None),
        ([(MAY, ACADEMY, None)], ACADEMY, MAY, None),
    ],
)
def test_a_school_sees_the_form_group_that_it_gave(lines, of, by, group):
    evidence = [
        each
        for batch, (day, urn, name) in enumerate(lines)
        for each in census(batch, day, urn, name)
    ]
    for order in (evidence, evidence[::-1]):
        given = form_groups(order, resolve)
        assert form_group_of(given, f"urn:{of}", by=by) == group
