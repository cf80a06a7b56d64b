"""Those who are not known: their stored list, and the ways that may lead to them."""

from tracker.store.casework.not_known import (
    listed_rows,
    made_lists,
    owed_people,
    pupil_numbers,
    ways_to_reach,
)
