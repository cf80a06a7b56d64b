"""Why the council names a young person to no one outside the team."""

from enum import StrEnum


class Because(StrEnum):
    """The reasons; no details are kept beside them."""

    SAFETY = "their safety"
    COURT = "a court order"
    ADOPTION = "an adoption"
    WISH = "their own wish"
    RESTRICTED_USE = "a restriction of the use of their data"


#: The reasons that a user gives by hand; the other follows from a case.
BY_HAND = tuple(each for each in Because if each is not Because.RESTRICTED_USE)
