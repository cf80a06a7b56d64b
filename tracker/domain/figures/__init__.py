"""Measures, breakdowns, disclosure control and comparison."""

from tracker.domain.figures import (
    breakdowns,
    comparison,
    complement,
    disclosure,
    flags,
    forecast,
    found_since,
    meaning,
    measures,
    published,
    published_tables,
    releases,
)
