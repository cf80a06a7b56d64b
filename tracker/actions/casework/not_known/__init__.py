"""Those who are not known: where to look next for each, and who is looked for first."""

from tracker.actions.casework.not_known import awaited_lists, looked_for
