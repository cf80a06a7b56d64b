"""Measures, breakdowns, disclosure control and comparison."""

from tracker.domain.figures import (
    breakdowns,
    comparison,
    complement,
    disclosure,
    flags,
    forecast,
    meaning,
    measures,
    published,
    published_tables,
    releases,
)
