"""Records added, merged, parted, sealed and closed."""

from tracker.actions.people import (
    adding,
    deaths,
    duplicates,
    former_names,
    identity_decisions,
    merge_choice,
    merging,
    opened_records,
    seals,
)
