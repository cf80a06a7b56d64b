"""Why the address of a young person is confidential, and why it no longer is.

The reasons are few and say no more than they have to: that a child is in care is sealed
itself.
"""

from enum import StrEnum


class Why(StrEnum):
    """Why an address is confidential; no details are kept beside it."""

    SAFETY = "their safety"
    COURT = "a court order"
    ADVICE = "what another service advises"
    WISH = "their own wish"


class WhyNot(StrEnum):
    """Why an address is no longer confidential."""

    OVER = "the danger is over"
    MOVED = "they have moved to an address that others may know"
    MISTAKE = "it was recorded by mistake"
