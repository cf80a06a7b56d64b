"""The words that pages and commands share."""

from tracker.wording import (
    case_words,
    choices,
    correction_letters,
    counts,
    details,
    disposals,
    effects,
    group_titles,
    identity_fields,
    ledger_words,
    places,
    quotations,
    releases,
)
