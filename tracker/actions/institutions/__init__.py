"""What places are called."""

from tracker.actions.institutions import place_names
