"""Records of people: added, merged, separated again, sealed, and closed by a death."""

from tracker.actions.people import (
    adding,
    changing,
    confidential_addresses,
    deaths,
    duplicates,
    former_names,
    identity_decisions,
    merge_choice,
    merging,
    not_named_outward,
    seals,
)
