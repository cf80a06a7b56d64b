"""Rules that the requirement of 2026-27 added, as far as they are known."""

from tracker.returns.record_columns import Flags, Records
from tracker.returns.ruleset import rule

# Hyphens, apostrophes, spaces, full stops and commas are allowed in a name.
_FORBIDDEN = r'[0-9/\\:?@$&*(){}\[\]!"+=|]'


def _forbidden(records: Records, column: str) -> Flags:
    return records.holds(column, _FORBIDDEN)


@rule(
    "44",
    "The given name has a digit or a character that is not allowed in names",
    priority=None,
    fields=("GivenName",),
)
def given_name_signs(records: Records) -> Flags:
    return _forbidden(records, "GivenName")


@rule(
    "45",
    "The family name has a digit or a character that is not allowed in names",
    priority=None,
    fields=("FamilyName",),
)
def family_name_signs(records: Records) -> Flags:
    return _forbidden(records, "FamilyName")


@rule(
    "46",
    "The middle name has a digit or a character that is not allowed in names",
    priority=None,
    fields=("MiddleName",),
)
def middle_name_signs(records: Records) -> Flags:
    return _forbidden(records, "MiddleName")
