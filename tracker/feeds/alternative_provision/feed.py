"""The register of alternative provision (Feeds F14).

A school or the authority arranges it, and the pupil stays on the school's roll: the
characteristic is stated, and no activity.
"""

from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Statement, Tier
from tracker.domain.law.gateways import WELFARE
from tracker.domain.reference.codes import ALTERNATIVE_PROVISION
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.welfare.register_rows import RegisterRows, Stay

NAME, NOUN = "alternative-provision", "a register of alternative provision"


def meaning(stay: Stay) -> tuple[list[Statement], tuple[str, ...]]:
    """The characteristic while a placement lasts; its end takes it off again."""
    if stay.over:
        return [], (ALTERNATIVE_PROVISION,)
    return [detail("characteristic", code=ALTERNATIVE_PROVISION)], ()


_ROWS = RegisterRows(NAME, NOUN, "provision", meaning)

FEED = Feed(
    name=NAME,
    title="Register of alternative provision",
    noun=NOUN,
    sender="education welfare of the authority",
    frequency="every month",
    silence="Nothing: a list may be of those who were added or taken off.",
    signature=Signature(columns=_ROWS.columns, needs=_ROWS.needs, decisive=True),
    tier=Tier.ADVISER,
    columns=_ROWS.columns,
    read=_ROWS.read,
    interpret=_ROWS.interpret,
    whole=False,
    notes_unread=True,
    gateway=WELFARE,
)
