"""NCCIS files, from an earlier system or another authority."""

from tracker.feeds.nccis import (
    codes_by_name,
    columns,
    feed,
    flat_table,
    record,
    returned_cells,
)
