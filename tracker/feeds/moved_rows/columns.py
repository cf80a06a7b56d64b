"""The columns of exports of an earlier system, with what several vendors call them."""

from pathlib import Path

from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.feed_columns import read_columns

_TABLES = read_columns(Path(__file__).with_name("columns.csv"))

CONTACTS = _TABLES["person"] + _TABLES["contacts"]
DOCUMENTS = _TABLES["person"] + _TABLES["documents"]
HISTORY = _TABLES["person"] + _TABLES["activities"]

#: Any of these shows the person of a row.
WHO = ("surname", *BOTH_NAMES, "upn", "uln", "person_id")
