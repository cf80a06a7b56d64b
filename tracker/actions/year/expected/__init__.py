"""Who is expected at a school, college or provider, and its answers about places."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.year.expected import (
        expected_learners,
        provider_answers,
        sharing_expected,
    )
else:
    __getattr__ = by_name(__name__)
