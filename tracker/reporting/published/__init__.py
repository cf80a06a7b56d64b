"""DfE's published tables, and ours beside them."""

from tracker.reporting.published import layouts, loaded, long_tables, published_cells
