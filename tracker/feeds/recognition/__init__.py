"""The feed that a file belongs to, and the row at which its table begins."""

from tracker.feeds.recognition import (
    likeness,
    short_lists,
    signatures,
    tables,
    xml_kinds,
)
