"""Phone numbers and email addresses that a person types: checked and written alike.

A sender's file may hold anything; what is typed can be put right while it is typed.
"""

import re

from tracker.domain.reference.identifiers import NOTHING, Parsed

#: Digits of a number abroad, with the country's own (ITU-T E.164).
_ABROAD = range(8, 16)
_MOBILE = 5  # 07700 900123; others are written as they are typed
_SHAPE = re.compile(r"\+?[0-9 ().\-/]+")
#: One @, a name before it, and a domain with a dot after it; no spaces, no controls.
_EMAIL = re.compile(
    r"[A-Z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}@[A-Z0-9](?:[A-Z0-9\-]*[A-Z0-9])?"
    r"(?:\.[A-Z0-9](?:[A-Z0-9\-]*[A-Z0-9])?)+",
    re.IGNORECASE,
)
_LONGEST_EMAIL = 254  # RFC 5321


def phone(text: str | None) -> Parsed:
    """A phone number, or the reason why it is none.

    A British one has 10 or 11 digits and begins with 0; +44 and 0044 are read as that
    0. A number of another country begins with + or 00.
    """
    given = " ".join((text or "").split())
    if not given:
        return NOTHING
    digits = same_phone(given)
    if reason := _wrong(given, digits):
        return Parsed(reason=reason)
    written = digits if given.startswith(("+", "00")) else given
    if digits.startswith("07"):
        written = f"{digits[:_MOBILE]} {digits[_MOBILE:]}"
    return Parsed(written, repaired=written != text)


def _wrong(given: str, digits: str) -> str:
    """What is wrong with a phone number, "" for nothing."""
    if not _SHAPE.fullmatch(given):
        return "Enter a phone number of digits, like 07700 900123."
    if digits.startswith("+"):
        if digits[1:2] == "0" or len(digits) - 1 not in _ABROAD:
            return "Check the number: it has too many or too few digits."
    elif not digits.startswith("0"):
        return "Enter the number with its area code, or with + and its country."
    elif (
        len(digits) not in (10, 11)
        or digits[1] == "0"
        or (digits[1] == "7" and len(digits) != 11)
    ):
        return "Check the number: a phone number has 11 digits."
    return ""


def same_phone(text: str) -> str:
    """The digits by which two ways to write a number are the same."""
    plus = "+" in text or text.lstrip().startswith("00")
    digits = re.sub(r"[^0-9+]", "", text.replace("(0)", "") if plus else text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return f"0{digits[3:].removeprefix('0')}" if digits.startswith("+44") else digits


def email(text: str | None) -> Parsed:
    """An email address, or the reason why it is none."""
    given = (text or "").strip()
    if not given:
        return NOTHING
    if (
        not _EMAIL.fullmatch(given)
        or len(given) > _LONGEST_EMAIL
        or ".." in given
        or given.startswith(".")
        or ".@" in given
    ):
        return Parsed(reason="Enter an email address like name@example.com.")
    return Parsed(given, repaired=given != text)
