"""Names as they are compared, and how common they are."""

from tracker.linkage.names import compared_names, name_table, sibling_names
