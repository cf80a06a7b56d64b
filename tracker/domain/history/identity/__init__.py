"""Names, date of birth and sex: folded by trust in the source, not by its date."""

from tracker.domain.history.identity import (
    capitals,
    fold,
    identity_questions,
    identity_statements,
    identity_values,
    name_forms,
    short_forms,
    spelling,
)
