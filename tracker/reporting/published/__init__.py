"""Published tables of DfE and ONS: their layouts, their cells, and their figures."""

from tracker.reporting.published import (
    confined,
    layouts,
    loaded,
    long_tables,
    population,
    published_cells,
    wards,
)
