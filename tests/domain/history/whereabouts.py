"""An invented position for the tests of destinations."""

from datetime import date

from tracker.domain.history.evidence import Tier
from tracker.domain.history.position import Position
from tracker.domain.reference.activity import ACTIVITIES

NOW = date(2026, 11, 4)


def position(
    code: str,
    day: date = NOW,
    *,
    at: str | None = "college",
    name: str | None = "Testham College",
    lapses: date | None = None,
) -> Position:
    return Position(
        day=day,
        activity=ACTIVITIES[code],
        starts=date(2025, 9, 3),
        ascertained=date(2025, 9, 12),
        verified=date(2026, 9, 20),
        institution=at,
        institution_name=name,
        tier=Tier.PROVIDER_ROLL,
        lapses=lapses,
    )
