"""The transfer file of one young person, for a school that asks for it."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.law.school_transfers import for_school
else:
    __getattr__ = by_name(__name__)
