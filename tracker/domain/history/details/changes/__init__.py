"""Changes by hand: how a detail is entered, on what ground, and lists that repeat."""

from tracker.domain.history.details.changes import alerts, by_hand, grounds, repeats
