"""The register of children who are educated at home (Feeds F14)."""

from tracker.domain.history.evidence import Doing, Statement, Tier
from tracker.domain.law.gateways import WELFARE
from tracker.domain.reference.activity import HOME_EDUCATED
from tracker.feeds.declaration import Feed, Signature
from tracker.feeds.welfare.register_rows import RegisterRows, Stay

NAME, NOUN = "home-educated", "a register of home education"
AFTER_YEAR_11 = (
    "They are past Year 11, so being on the register does not show what they do now. "
    "Ask them."
)


def meaning(stay: Stay) -> tuple[list[Statement], tuple[str, ...]]:
    """Educated at home, while of compulsory school age."""
    if not stay.of_school_age(stay.starts):
        stay.row.object_to("start", AFTER_YEAR_11)
        return [], ()
    if not stay.over and not stay.of_school_age(stay.as_at):
        stay.row.object_to("start", AFTER_YEAR_11)
    return [Doing(HOME_EDUCATED.code, starts=stay.starts, ends=stay.ends)], ()


_ROWS = RegisterRows(NAME, NOUN, "home", meaning)

FEED = Feed(
    name=NAME,
    title="Register of home education",
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
