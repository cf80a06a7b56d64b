"""Tables of figures as they may be shown, and their pictures."""

from tracker.reporting.panels import (
    beside,
    charts,
    day,
    divided,
    flows,
    groups,
    headlines,
    measure_titles,
    panel,
    scale,
    workloads,
)
