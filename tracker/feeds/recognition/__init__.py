"""Which feed a file is, and where in it the table begins."""

from tracker.feeds.recognition import likeness, signatures, tables, xml_kinds
