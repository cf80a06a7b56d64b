"""Measures, breakdowns, disclosure control and comparison."""

from tracker.domain.figures import (
    breakdowns,
    comparison,
    complement,
    disclosure,
    forecast,
    group_titles,
    meaning,
    measures,
    member_flags,
    published,
    published_tables,
)
