"""Those who are not known: what leads to them, and the list in its order."""

from tracker.actions.casework.not_known import (
    awaited_lists,
    kept_list,
    looked_for,
    pupil_look_ups,
)
