"""The columns of a list of plans, and of each table of SEN2 by its own headings.

DfE's tables are joined by their numbers (``plan_tables``). A stored row has the columns
of a list, whichever way it came.
"""

from pathlib import Path

from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.feed_columns import read_columns

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "plans", "a list of EHC plans"

#: The columns of a list, and of each table of SEN2.
TABLES = read_columns(Path(__file__).with_name("columns.csv"))

#: The columns of a list, which are those of stored rows.
COLUMNS = TABLES["list"]

#: Without these a table gives no person, or nothing about a plan. A list of learners
#: has at most one column about plans, and its day is never that of a plan.
NEEDS = (
    ("surname", *BOTH_NAMES),
    ("dob", "upn", "uln"),
    ("plan_start", "plan_end", "end_reason", "authority", "phase_due", "plan"),
    ("plan_start", "plan_end", "end_reason", "authority", "phase_due", "provision"),
)
