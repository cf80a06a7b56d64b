"""The words that pages and commands share."""

from tracker.wording import (
    counts,
    details,
    effects,
    group_titles,
    identity_fields,
    places,
    releases,
)
