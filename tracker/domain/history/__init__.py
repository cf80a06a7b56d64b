"""Evidence, stays, spells, currency, positions and members."""

from tracker.domain.history import (
    activities_by_age,
    confidential_addresses,
    currency,
    destination_category,
    details,
    evidence,
    guarantee,
    identity,
    members,
    membership,
    person,
    position,
    sealed_statements,
    spells,
    stays,
    still_doing,
)
