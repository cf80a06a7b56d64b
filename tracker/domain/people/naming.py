"""Why the council names a young person to no one outside the team."""

from enum import StrEnum


class Because(StrEnum):
    """The reasons; no details are kept beside them."""

    SAFETY = "their safety"
    COURT = "a court order"
    ADOPTION = "an adoption"
    WISH = "their own wish"
