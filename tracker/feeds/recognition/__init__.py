"""The feed that a file belongs to, and the row at which its table begins."""

from tracker.feeds.recognition import (
    left_out_columns,
    likeness,
    named_rows,
    refused_tables,
    sealed_lists,
    short_lists,
    signatures,
    tables,
    xml_kinds,
)
