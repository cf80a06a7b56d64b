"""The columns of an enrolment list: two vendors' templates, and ours that holds both.

The titles in ``columns.csv`` are the headings of our template; ``about`` is the
instruction for each on its second sheet. A list need not have all of them.
"""

from pathlib import Path

from tracker import domain
from tracker.domain.law.restrictions import MAY_BE_PASSED_ON
from tracker.domain.reference.activity import ACTIVITIES
from tracker.feeds.cells.name_headings import BOTH_NAMES
from tracker.feeds.feed_columns import read_columns
from tracker.feeds.headings.heading_words import ENROLMENT, with_words

#: The columns of our template and the vendors', and of lists beyond our template.
TABLES = read_columns(Path(__file__).with_name("columns.csv"))

COLUMNS = TABLES["own template"]

#: The columns as they are looked for: also by other senders' words for them.
READ = with_words(COLUMNS + TABLES["list"], ENROLMENT)

#: The columns that a school or college may pass on about a restricted person.
WHEN_RESTRICTED = frozenset(column.name for column in READ) & MAY_BE_PASSED_ON

#: The columns without which a list gives neither a person nor a time.
NEEDS = (("surname", *BOTH_NAMES), ("dob", "uln", "upn"), ("start", "end"))

#: Below this in a year a study programme is part-time.
FULL_TIME_HOURS = 540

FULL_TIME_WORDS = {
    **dict.fromkeys(("FT", "FULL TIME", "FULL-TIME", "FULLTIME"), True),
    **dict.fromkeys(("PT", "PART TIME", "PART-TIME", "PARTTIME"), False),
}


def _situation(row: dict[str, str]) -> tuple[str, str | None]:
    if row["activity"] and row["activity"] not in ACTIVITIES:
        raise ValueError(f"'{row['activity']}' is no activity")
    return row["situation"], row["activity"] or None


#: Words of a situation group or sub-group, as headings are compared: without spaces and
#: case. None leaves it to the kind of institution. A sub-group is more precise
#: than its group.
SITUATIONS = dict(
    domain.reference.tables.read(Path(__file__).with_name("situations.csv"), _situation)
)

#: Courses of this kind are not what a list of 16 to 18 provision is for.
HIGHER_EDUCATION_WORDS = frozenset(
    {"he", "highereducation", "degree", "foundationdegree", "hnd", "hnc", "university"}
)
HIGHER_EDUCATION_LEVEL = 4
