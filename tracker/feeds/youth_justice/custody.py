"""What a list of open orders means for one who is in custody.

Below 18 custody is a place of full-time education by law, so the list's day of release
or review dates the activity 290. Everything else is for a person to look at: activity
710 takes a young adult out of the Department's cohort, and of one who is still of
school age the school's own list or census shows more.

See decision 0245.
"""

from datetime import date
from pathlib import Path

from tracker.domain.history.evidence import Doing
from tracker.domain.reference import tables
from tracker.domain.reference.academic_year import AcademicYear, birthday
from tracker.domain.reference.activity import CUSTODY_JUVENILE
from tracker.feeds.cells.row import Row
from tracker.feeds.headings.matched_headings import heading_key

#: From this age on custody may be that of young adults.
_ADULT = 18

#: The only sentence about these columns: it is kept with the line, so it does not say
#: what they hold.
MORE = (
    "There is more in this line than is recorded by itself. Open it and ask the case "
    "manager; enter by hand what it is and until when, with a day of review."
)
COLUMNS = frozenset({"custody", "custody_start", "release", "review"})

#: Whether each word says custody, as headings are compared.
_WORDS = {
    heading_key(word): is_custody
    for word, is_custody in tables.read(
        Path(__file__).with_name("custody_words.csv"),
        lambda row: (row["word"], tables.YES_OR_NO[row["custody"]]),
    )
}


def in_custody(
    row: Row, born: date | None, as_at: date
) -> tuple[Doing | None, str | None]:
    """The activity in custody that a row shows on the day, or the sentence about what
    there is to ask; neither for one who is not in custody.
    """
    cell = row.text("custody")
    if not cell:
        return None, None
    answer = _WORDS.get(heading_key(cell))
    if answer is None:
        return None, MORE
    if not answer:
        return None, None
    release, review = _to_come(row, "release", as_at), _to_come(row, "review", as_at)
    starts = row.day("custody_start")
    if (
        born is None
        or (release is None and review is None)
        or birthday(born, _ADULT) <= as_at
        or as_at <= AcademicYear.of_year_11(born).ends
        or (starts is not None and starts > as_at)
    ):
        return None, MORE
    if review is None or (release is not None and release < review):
        review = release
    return Doing(
        CUSTODY_JUVENILE.code,
        starts=starts,
        expected_end=release,
        review=review,
    ), None


def _to_come(row: Row, name: str, as_at: date) -> date | None:
    """A day of the row that is still to come on the day of the list."""
    day = row.day(name)
    return day if day is not None and day > as_at else None
