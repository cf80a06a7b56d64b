"""The register of children who are missing education (Feeds F14)."""

from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.law.gateways import WELFARE
from tracker.domain.reference.activity import ON_NO_ROLL
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.welfare.register_rows import RegisterRows, Stay

NAME, NOUN = "missing-education", "a register of children missing education"
AFTER_YEAR_11 = (
    "They are past Year 11, where no one can be missing education by this register. "
    "Find out what they do."
)


def meaning(stay: Stay) -> tuple[list[Statement], tuple[str, ...]]:
    """On no school's roll, while of compulsory school age."""
    if not stay.of_school_age(stay.starts):
        stay.row.object_to("start", AFTER_YEAR_11)
        return [], ()
    return [Doing(ON_NO_ROLL.code, starts=stay.starts, ends=stay.ends)], ()


_ROWS = RegisterRows(NAME, NOUN, "missing", meaning)

FEED = Feed(
    name=NAME,
    title="Register of children missing education",
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
