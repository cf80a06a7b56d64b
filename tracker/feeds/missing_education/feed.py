"""The register of children who are missing education (Feeds F14)."""

from tracker.domain.reference.activity import ON_NO_ROLL
from tracker.feeds.welfare.register_rows import RegisterRows, until_year_11

NAME, NOUN = "missing-education", "a register of children missing education"
AFTER_YEAR_11 = (
    "They are past Year 11, where no one can be missing education by this register. "
    "Find out what they do."
)

FEED = RegisterRows(
    NAME, NOUN, "missing", until_year_11(ON_NO_ROLL.code, AFTER_YEAR_11)
).feed("Register of children missing education")
