"""DfE's published tables: their layouts, their cells, and their figures."""

from tracker.reporting.published import layouts, loaded, long_tables, published_cells
