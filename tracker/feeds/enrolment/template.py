"""The empty enrolment list that colleges download, fill in and send back."""

from functools import partial

from tracker.feeds.enrolment.columns import COLUMNS
from tracker.feeds.headings import empty_lists

_INSTRUCTIONS = (
    "One row for each learner aged 14 to 18, or up to 25 with an EHC plan.",
    "Give ULN or UPN if you have it; without either, name, DOB and Postcode decide.",
    "Leave a cell empty rather than writing unknown. Leave columns empty that you "
    "cannot fill; do not delete or rename the headings.",
    "A learner who has left stays in the list with an EndDate.",
    "Leave out adults and higher education, and do not add a title above the headings.",
)

#: The empty list to fill in: a workbook with instructions, or CSV headings.
empty_list = partial(empty_lists.empty_list, COLUMNS, "Enrolments", _INSTRUCTIONS)
