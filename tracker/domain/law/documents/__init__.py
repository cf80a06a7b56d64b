"""Documents about personal data, made from what is declared and configured."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
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
else:
    __getattr__ = by_name(__name__)
