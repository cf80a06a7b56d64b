"""Measures, breakdowns, disclosure control and comparison."""

from tracker.domain.figures import (
    breakdowns,
    comparison,
    complement,
    disclosure,
    forecast,
    meaning,
    measures,
    member_flags,
    published,
    published_tables,
)
