"""The columns of a common transfer file, by the names of its elements."""

from pathlib import Path

from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.feeds.feed_columns import read_columns

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "transfer-files", "a Common Transfer File (CTF)"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["pupil"]

#: The column in which a row gives the day of its own file.
DAY = "reference_date"

#: What a school may pass on about a restricted pupil. A contact is not certain to be a
#: parent, and the next school is part of what the pupil does.
WHEN_RESTRICTED = frozenset(column.name for column in COLUMNS) & MAY_BE_PASSED_ON
