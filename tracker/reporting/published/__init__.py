"""DfE's published tables: their layouts, their cells, and their figures."""

from tracker.reporting.published import (
    confined,
    layouts,
    loaded,
    long_tables,
    published_cells,
)
