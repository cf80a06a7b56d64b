"""Which of several UPNs stands. Everybody here is invented."""

import pytest

from tests.domain.statements import ADVISER, CENSUS, ROLL, evidence_from, particular
from tracker.domain.history.details.attribution import upn_of
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.evidence import Tier

GOOD, MISTYPED, OTHER = "N359402219001", "N359402219007", "B801200005001"
TEMPORARY = "Z35940221900A"


def test_of_two_typed_on_one_day_the_later_corrects_the_earlier() -> None:
    typed = [
        evidence_from(ADVISER, detail("upn", upn=it), "2026-01-15", recorded=day)
        for it, day in ((OTHER, "2026-01-15"), (GOOD, "2026-01-16"))
    ]
    assert upn_of(typed) == upn_of(typed[::-1]) == GOOD
    assert upn_of([]) is None


@pytest.mark.parametrize(
    ("lines", "upn"),
    [
        # A college's list with a digit wrong does not replace the census's number.
        ([(CENSUS, "2026-01-15", GOOD), (ROLL, "2026-09-18", MISTYPED)], GOOD),
        # Nor does another pupil's valid number.
        ([(CENSUS, "2026-01-15", GOOD), (ROLL, "2026-09-18", OTHER)], GOOD),
        # The census itself may give a new one.
        ([(CENSUS, "2025-01-15", GOOD), (CENSUS, "2026-01-15", OTHER)], OTHER),
        # A right number from a list replaces a mistyped one from the census.
        ([(CENSUS, "2026-01-15", MISTYPED), (ROLL, "2025-09-18", GOOD)], GOOD),
        # A mistyped number that lasts comes before a temporary one.
        ([(CENSUS, "2026-01-15", TEMPORARY), (ROLL, "2025-09-18", MISTYPED)], MISTYPED),
        # Of two that are as good, from as good a source, the newest; then by number.
        ([(ROLL, "2025-09-18", OTHER), (ROLL, "2025-09-19", GOOD)], GOOD),
        ([(ROLL, "2025-09-18", GOOD), (ROLL, "2025-09-19", OTHER)], OTHER),
        ([(ROLL, "2025-09-18", GOOD), (ROLL, "2025-09-18", OTHER)], OTHER),
        # Without a better one, a mistyped number stands.
        ([(ROLL, "2026-09-18", MISTYPED)], MISTYPED),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_which_upn_stands(
    lines: list[tuple[Tier, str, str]], upn: str, turned: bool
) -> None:
    given = [particular(tier, "upn", as_at, upn=it) for tier, as_at, it in lines]
    identity = particulars(given[::-1] if turned else given).identity
    assert identity.upn == upn
    assert {*identity.former_upns, identity.upn} == {it for _, _, it in lines}
