"""The register of children who are educated at home (Feeds F14)."""

from tracker.domain.reference.activity import HOME_EDUCATED
from tracker.feeds.welfare.register_rows import RegisterRows, until_year_11

NAME, NOUN = "home-educated", "a register of home education"
AFTER_YEAR_11 = (
    "They are past Year 11, so being on the register does not show what they do now. "
    "Ask them."
)

FEED = RegisterRows(
    NAME, NOUN, "home", until_year_11(HOME_EDUCATED.code, AFTER_YEAR_11)
).feed("Register of home education")
