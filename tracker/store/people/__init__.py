"""Young people's records: search, merges and questions."""

from tracker.store.people import (
    confidential_addresses,
    confidential_cells,
    doubtful_lines,
    duplicates,
    finding,
    identities,
    identity_questions,
    learning_here,
    merge_list,
    merges,
    person_items,
    records,
    same_home,
    spellings,
)
