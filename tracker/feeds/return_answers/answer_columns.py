"""The columns of what DfE sends back, as far as they can be read for certain.

No layout is published. So the headings that are likely are data, and a list with others
is mapped once on a page.
"""

from pathlib import Path

from tracker.feeds.feed_columns import read_columns

NAME, NOUN = "return-answer", "a list of errors or duplicates from DfE"
COLUMNS = read_columns(Path(__file__).with_name("columns.csv"))["answer"]

#: What is wrong, and whose record it is: without one of each a line means nothing.
WRONG = ("code", "message", "other_authority", "other_id")
WHO = ("YoungPersonsID", "uln", "upn", "surname")
NEEDS = (WRONG, WHO)
