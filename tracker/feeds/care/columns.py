"""The columns of the tables about children in care, by their own headings.

SSDA903 has a table for each subject, Annex A of Ofsted's framework a list for each
group. They have a child's number in common. A column that is not in ``columns.csv`` is
not read; those about where a child lives are never kept.
"""

from pathlib import Path

from tracker.feeds.feed_columns import read_columns

#: The feed's name for commands and batches, and one file of it within a sentence.
NAME, NOUN = "care", "a list of children in care or care leavers"

TABLES = read_columns(Path(__file__).with_name("columns.csv"))

#: The columns of stored rows, one row for each child.
COLUMNS = TABLES["child"]

#: The only cell of a row that is not sealed.
RETURNED_IN = "returned_in"
