"""Documents about personal data, made from what is declared and configured."""

from tracker.domain.law.documents import (
    assessment,
    configured,
    dictionary,
    document,
    notice,
    policy,
    processing,
    sharing_agreement,
    signed_choices,
    support_plan,
    written,
)
