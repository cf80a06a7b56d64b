"""Measures, breakdowns, disclosure control and comparison."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.domain.figures import (
        breakdowns,
        comparison,
        complement,
        disclosure,
        flags,
        forecast,
        found_since,
        improvement_plan,
        last_confirmed,
        meaning,
        measures,
        published,
        published_tables,
        releases,
    )
else:
    __getattr__ = by_name(__name__)
