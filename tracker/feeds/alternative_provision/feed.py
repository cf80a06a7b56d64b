"""The register of alternative provision (Feeds F14).

A school or the authority arranges it, and the pupil stays on the school's roll: the
characteristic is stated, and no activity.
"""

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement
from tracker.domain.reference.codes import ALTERNATIVE_PROVISION
from tracker.feeds.welfare.register_rows import RegisterRows, Stay

NAME, NOUN = "alternative-provision", "a register of alternative provision"


def meaning(stay: Stay) -> tuple[list[Statement], tuple[str, ...]]:
    """The characteristic while a placement lasts; its end takes it off again."""
    if stay.over:
        return [], (ALTERNATIVE_PROVISION,)
    return [detail("characteristic", code=ALTERNATIVE_PROVISION)], ()


FEED = RegisterRows(NAME, NOUN, "provision", meaning).feed(
    "Register of alternative provision"
)
