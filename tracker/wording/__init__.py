"""The words that pages and commands share."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.wording import (
        case_words,
        choices,
        correction_letters,
        counts,
        details,
        disposals,
        effects,
        enumerations,
        group_titles,
        identity_fields,
        ledger_words,
        places,
        quotations,
        releases,
    )
else:
    __getattr__ = by_name(__name__)
