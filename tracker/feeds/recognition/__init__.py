"""The feed that a file belongs to, and the row at which its table begins."""

from tracker.feeds.recognition import likeness, signatures, tables, xml_kinds
