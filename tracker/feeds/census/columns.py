"""The columns of the school census that are kept, with their other headings.

The names follow the census: COLLECT and its XML write them as one word in any case, and
headings are compared without case and spaces. Everything that is not listed in
``columns.csv`` is not read at all.
"""

from pathlib import Path

from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.headings.heading_words import CENSUS, with_words

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "school-census", "a school census"

#: The last makes a census of a list of pupils; an enrolment list has none of them.
NEEDS = (
    ("surname", *BOTH_NAMES),
    ("dob",),
    ("year_group", "enrol_status", "upn"),
    ("year_group", "enrol_status", "sen", "entry_date", "yssa"),
)

#: The columns of the census, and of each table of COLLECT.
TABLES = read_columns(Path(__file__).with_name("columns.csv"))

COLUMNS = TABLES["census"]

#: The youth support services agreement.
AGREEMENT = next(column for column in COLUMNS if column.name == "yssa")

#: The columns as they are looked for in a table: also by other senders' words for them,
#: and both names in one cell, which reading separates.
READ = with_words(COLUMNS + TABLES["both names"], CENSUS)

#: The columns that a school may pass on where the agreement is No.
WHEN_RESTRICTED = frozenset(column.name for column in COLUMNS) & MAY_BE_PASSED_ON

#: A column of ours without a heading: "off" for pupils who left since last time.
ROLL = "roll"
OFF_ROLL = "off"

#: The column in which a row gives its own census day.
DAY = "reference_date"
