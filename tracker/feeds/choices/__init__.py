"""What lists of offers and of intended destinations have in common."""

from tracker.feeds.choices import (
    chosen_places,
    listed_codes,
    lists_of_choices,
    young_applicants,
)
