"""The fields of an identity that sources may give differently, in words."""

from tracker.domain.history.details.house_moves import AWAY, POSTCODE
from tracker.domain.history.identity.identity_statements import (
    BORN,
    FAMILY,
    GIVEN,
    SEX,
)

FIELDS = {
    FAMILY: "Surname",
    GIVEN: "Given name",
    BORN: "Date of birth",
    SEX: "Sex",
    POSTCODE: "Home",
    AWAY: "Home",
}
