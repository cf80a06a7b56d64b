"""The feed that a file is of, and the row at which its table begins."""

from tracker.feeds.recognition import likeness, signatures, tables, xml_kinds
