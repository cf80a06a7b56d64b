"""Panels: tables of figures after disclosure control, and their charts."""

from tracker.reporting.panels import (
    beside,
    chart_notes,
    charts,
    day,
    divided,
    flows,
    found,
    groups,
    headlines,
    lapses,
    panel,
    scale,
    workloads,
)
