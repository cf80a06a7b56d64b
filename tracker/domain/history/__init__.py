"""Evidence, stays, spells, currency, positions and members."""

from tracker.domain.history import (
    activities_by_age,
    currency,
    destination_category,
    details,
    evidence,
    identity,
    members,
    membership,
    person,
    position,
    spells,
    stays,
    still_doing,
)
