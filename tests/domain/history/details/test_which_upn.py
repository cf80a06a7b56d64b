"""Which of several UPNs stands. Everybody here is invented."""

import pytest

from tests.domain.statements import CENSUS, ROLL, particular
from tracker.domain.history.details.details_by_day import particulars
from tracker.domain.history.evidence import Tier

GOOD, MISTYPED, OTHER = "N359402219001", "N359402219007", "B801200005001"


@pytest.mark.parametrize(
    ("lines", "upn"),
    [
        # A college's list with a digit wrong does not replace the census's number.
        ([(CENSUS, "2026-01-15", GOOD), (ROLL, "2026-09-18", MISTYPED)], GOOD),
        # Nor does another pupil's valid number.
        ([(CENSUS, "2026-01-15", GOOD), (ROLL, "2026-09-18", OTHER)], GOOD),
        # The census itself may give a new one.
        ([(CENSUS, "2025-01-15", GOOD), (CENSUS, "2026-01-15", OTHER)], OTHER),
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
