"""Which feed a file is, and where in it the table begins."""

from tracker.feeds.recognition import likeness, tables, xml_kinds
