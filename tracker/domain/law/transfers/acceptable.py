"""Which statements of a received history may be taken: lawful, and with codes we know.

What is withheld from files, is sealed or is a council's own is never taken from one,
and a code that is in none of our lists would mean nothing here.
"""

from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from tracker.domain.history.confidential_addresses import stands_for_address
from tracker.domain.history.evidence import Detail, Doing, Intention, Offer, Statement
from tracker.domain.history.identity.identity_statements import BORN, SEX
from tracker.domain.history.sealed_statements import is_sealed, stands_in
from tracker.domain.law.gateways import GATEWAYS
from tracker.domain.law.transfers.passing import (
    DECLINED,
    DETAILS,
    SEALED,
    TRANSFER_IN,
    Day,
    Line,
    Share,
)
from tracker.domain.reference import codes
from tracker.domain.reference.activity import ACTIVITIES
from tracker.domain.reference.identifiers import Postcode, Uln, Upn, Ypid


def _day(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


def _among(listed: Container[str]) -> Callable[[str], bool]:
    return lambda text: text in listed


_YES_OR_NO = _among(("Y", "N"))
_AUTHORITY = _among(codes.AUTHORITIES)
#: What a value has to be, by its subject and its name; any other is a plain text.
_VALUES: Mapping[tuple[str, str], Callable[[str], bool]] = {
    ("birth", BORN): _day,
    ("birth", SEX): _among(codes.GENDERS),
    ("upn", "upn"): lambda text: Upn.parse(text).value == text,
    ("former upn", "upn"): lambda text: Upn.parse(text).value == text,
    ("uln", "uln"): lambda text: Uln.parse(text).value == text,
    ("ypid", "ypid"): lambda text: Ypid.parse(text).value == text,
    ("former ypid", "ypid"): lambda text: Ypid.parse(text).value == text,
    ("address", "postcode"): lambda text: Postcode.parse(text).value == text,
    ("address", "moved"): _YES_OR_NO,
    ("send", "send"): _YES_OR_NO,
    ("send", "support"): _YES_OR_NO,
    ("need", "level"): _among(codes.LEVELS_OF_NEED),
    ("educated authority", "authority"): _AUTHORITY,
    ("year 11 authority", "authority"): _AUTHORITY,
    ("declined", "field"): _among(DECLINED),
}
_FIELDS = frozenset(GATEWAYS[TRANSFER_IN].fields)
#: The words for statements that are left out because of a code.
_NO_CODE = "details with a code that is in no list now"
_STANDING = _among([str(number) for number in range(1, 6)])


def wrong_parts(statement: Statement) -> list[str]:
    """The parts of a received statement that are not taken, by name; none if it is."""
    if stands_in(statement) or is_sealed(statement) or stands_for_address(statement):
        return [SEALED]
    match statement:
        case Doing(activity=code):
            return _unknown({"activity": code}, ACTIVITIES)
        case Intention(destination=code):
            return _unknown({"destination": code}, codes.INTENDED_DESTINATIONS)
        case Offer(status=status, stage=stage, authority=authority):
            return [
                *_unknown({"status": status}, codes.GUARANTEE_STATUSES),
                *_unknown({"stage": stage}, codes.APPLICATION_STAGES),
                *_unknown({"authority": authority}, codes.AUTHORITIES),
            ]
        case Detail():
            return _of_detail(statement)


def without_wrong(share: Share) -> Share:
    """What may be shared, without statements that no recipient could take."""
    lines, left_out = list[Line](), False
    for line in share.lines:
        days = []
        for day in line.days:
            fits = tuple(each for each in day.statements if not wrong_parts(each))
            left_out |= len(fits) < len(day.statements)
            if fits:
                days.append(Day(day.as_at, fits))
        if days:
            lines.append(replace(line, days=tuple(days)))
    more = (_NO_CODE,) if left_out else ()
    return Share(tuple(lines), (*share.withheld, *more))


def _unknown(given: Mapping[str, str | None], known: Container[str]) -> list[str]:
    return [
        name for name, code in given.items() if code is not None and code not in known
    ]


def _of_detail(statement: Detail) -> list[str]:
    about = statement.about
    taken = {
        value
        for row in DETAILS.get(about, ())
        if row.field in _FIELDS
        for value in row.values
    }
    wrong = [
        name
        for name, text in statement.values
        if name not in taken or not _VALUES.get((about, name), bool)(text)
    ]
    if about == "declined":
        wrong += _of_declined(statement)
    if wrong or not statement.values:
        return [about, *wrong]
    return []


def _of_declined(statement: Detail) -> list[str]:
    """Without its three parts, a decision against a value is against nothing."""
    wrong = [name for name in ("field", "value") if statement.get(name) is None]
    standing = statement.get("standing")
    if standing is not None and not _STANDING(standing):
        wrong.append("standing")
    if statement.get("field") == BORN and not _day(statement.get("value") or ""):
        wrong.append("value")
    return wrong
