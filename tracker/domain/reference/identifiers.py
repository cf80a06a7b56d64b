"""The identifiers of people and places: from text to a normalised value or a reason.

Nothing here raises. Damage by Excel or typing is repaired where only one reading is
possible. Otherwise a sentence gives the reason.
"""

import re
from functools import lru_cache
from typing import ClassVar, NamedTuple

from tracker.domain.reference.codes import AUTHORITIES

_NOTHING = frozenset(
    {"", "-", ".", "N/A", "NA", "NONE", "NULL", "NOT KNOWN", "UNKNOWN", "NK", "TBC"}
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")


class Parsed(NamedTuple):
    """The result of parsing: a value, or the reason why there is none, or neither.

    Neither means that the text was empty. A ``warning`` comes with a value that may be
    used but looks wrong. ``repaired`` means that the value differs from the text.
    """

    value: str | None = None
    reason: str | None = None
    warning: str | None = None
    repaired: bool = False


NOTHING = Parsed()


def _digits(text: str) -> str:
    """The text without spaces, thousands commas and the .0 of a spreadsheet number."""
    if text.isascii() and text.isdigit():
        return text
    bare = re.sub(r"[\s,']", "", text)
    return bare[:-2] if bare.endswith(".0") else bare


class Identifier:
    """A kind of identifier, read from the text of a cell."""

    # List after list gives the same texts.
    @classmethod
    @lru_cache(maxsize=200_000)
    def parse(cls, text: str | None) -> Parsed:
        """The normalised value of a text, or the reason why there is none."""
        given = (text or "").strip().upper()
        if given in _NOTHING:
            return NOTHING
        parsed = cls._read(given)
        return parsed._replace(repaired=parsed.value not in (None, text))

    @classmethod
    def _read(cls, given: str) -> Parsed:
        """The result for a text in capitals that is not empty."""
        raise NotImplementedError


class Upn(Identifier):
    """Unique Pupil Number: a check letter, the authority, the school, year and serial.

    A temporary one ends in a letter. Letters I, O and S never occur. The digits
    give the authority that allocated it, not where the pupil is now. So every authority
    code is accepted, even one that is newer than our list.
    """

    _PATTERN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]")
    _LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
    _VALUE: ClassVar[dict[str, int]] = {
        **{digit: place for place, digit in enumerate("0123456789")},
        **{letter: place for place, letter in enumerate(_LETTERS)},
    }
    _MISTYPED = str.maketrans("OIS", "015")

    @classmethod
    def check_letter(cls, body: str) -> str:
        """The letter that belongs before the other twelve characters."""
        total = sum(
            weight * cls._VALUE[sign] for weight, sign in enumerate(body, start=2)
        )
        return cls._LETTERS[total % 23]

    @classmethod
    def _read(cls, given: str) -> Parsed:
        """A wrong check letter only warns, because real pupils have such numbers."""
        upn = re.sub(r"[\s\-/]", "", given)
        if cls._PATTERN.fullmatch(upn):
            expected = cls.check_letter(upn[1:])
            if upn[0] == expected:
                return Parsed(upn)
            return Parsed(
                upn,
                warning=f"The UPN {upn} should begin with {expected} for its digits; "
                "one of its characters may be mistyped.",
            )
        mended = upn[:1] + upn[1:].translate(cls._MISTYPED)
        if cls._PATTERN.fullmatch(mended) and cls.check_letter(mended[1:]) == mended[0]:
            return Parsed(
                mended,
                warning=f"The UPN {given} was read as {mended}: it has no letters O, I "
                "or S.",
            )
        return Parsed(reason=f"The UPN {given} {cls._wrong(upn)}.")

    @classmethod
    def _wrong(cls, upn: str) -> str:
        """What is wrong with a text that is no UPN, to follow the number."""
        if len(upn) != 13:
            return f"has {len(upn)} characters; a UPN has 13"
        if never := sorted(set(upn) & set("IOS")):
            return (
                f"has the letter {' and '.join(never)}, which no UPN has; a figure may "
                "be meant"
            )
        return (
            "is not a letter followed by 12 digits (the last may be a letter when it "
            "is temporary)"
        )

    @staticmethod
    def is_temporary(upn: str) -> bool:
        """Whether it is a temporary number, which does not prove an identity."""
        return upn[-1:].isalpha()


class Number(Identifier):
    """A number of digits alone, which a spreadsheet may have spoiled."""

    _NAME: ClassVar[str]
    _FORM: ClassVar[str]
    _PATTERN: ClassVar[re.Pattern[str]]

    @classmethod
    def _read(cls, given: str) -> Parsed:
        number = _digits(given)
        if _SCIENTIFIC.fullmatch(number):
            return Parsed(
                reason=f"The {cls._NAME} {given} was shortened by a spreadsheet and "
                "its last digits are lost. Format the column as text and send it again."
            )
        if wrong := cls._wrong(number):
            return Parsed(reason=f"The {cls._NAME} {given} {wrong}.")
        return Parsed(number)

    @classmethod
    def _wrong(cls, number: str) -> str | None:
        """What is wrong with a number, to follow it in a sentence; None for nothing."""
        return None if cls._PATTERN.fullmatch(number) else f"is not {cls._FORM}"


class Uln(Number):
    """Unique Learner Number: ten digits, the last of which checks the others.

    9999999999 means "not yet known" and counts as empty.
    """

    _NAME = "ULN"
    NOT_YET_KNOWN = "9999999999"

    @classmethod
    def check_digit(cls, body: str) -> str | None:
        """The digit after the nine of ``body``; None if they begin no ULN."""
        total = sum(int(digit) * (10 - place) for place, digit in enumerate(body))
        rest = total % 11
        return str(10 - rest) if rest else None

    @classmethod
    def _read(cls, given: str) -> Parsed:
        digits = _digits(given)
        if digits == cls.NOT_YET_KNOWN or not digits.strip("0"):
            return NOTHING
        return super()._read(given)

    @classmethod
    def _wrong(cls, uln: str) -> str | None:
        if not (uln.isascii() and uln.isdigit()):
            return "has other characters than digits"
        if len(uln) != 10:
            return f"has {len(uln)} digits; a ULN has 10"
        if uln[0] == "0":
            return "starts with 0; no ULN does"
        if cls.check_digit(uln[:9]) != uln[9]:
            return "does not pass its check; a digit is mistyped"
        return None


class Urn(Number):
    """Unique Reference Number of an establishment: six digits, new on academisation."""

    _NAME, _FORM = "URN", "six digits"
    _PATTERN = re.compile(r"[1-9][0-9]{5}")


class Ukprn(Number):
    """UK Provider Reference Number: eight digits of which the first is 1."""

    _NAME, _FORM = "UKPRN", "eight digits starting with 1"
    _PATTERN = re.compile(r"1[0-9]{7}")


class Ypid(Number):
    """A young person's number in an authority's CCIS database: 3 digits and 10."""

    _NAME, _FORM = "young person ID", "13 digits"
    _PATTERN = re.compile(r"[0-9]{13}")

    @staticmethod
    def database(ypid: str) -> str:
        return ypid[:3]


class AuthorityCode(Identifier):
    """DfE's three digits of a local authority, 000 to 004 for places outside England.

    The ONS code (E08000010) is understood as well.
    """

    @classmethod
    def _read(cls, given: str) -> Parsed:
        code = _digits(given)
        if re.fullmatch(r"[EWNS]\d{8}", code):
            for authority in AUTHORITIES:
                if authority.ons_code == code:
                    return Parsed(authority.value)
            return Parsed(reason=f"{given} is not the ONS code of a local authority.")
        if re.fullmatch(r"[0-4]", code):  # a spreadsheet removed the zeros
            code = code.zfill(3)
        if code not in AUTHORITIES:
            return Parsed(reason=f"{given} is not the code of a local authority.")
        return Parsed(code)


class LaEstab:
    """The DfE number of a school or college: its authority and establishment number.

    Seven digits, also written 359/4034. Senders often give the last four
    alone, which are clear only with an authority.
    """

    @classmethod
    def parse(cls, text: str | None, authority: str | None = None) -> Parsed:
        """``authority`` is that of the sender, for numbers of four digits."""
        given = (text or "").strip().upper()
        if given in _NOTHING:
            return NOTHING
        number = re.sub(r"[/\-\s]", "", _digits(given))
        if not (number.isascii() and number.isdigit()):
            return Parsed(reason=f"The DfE number {given} is not made of digits.")
        if len(number) == 4:
            if authority is None:
                return Parsed(
                    reason=f"The DfE number {given} has only four digits; put the "
                    "three digits of the authority before it."
                )
            return Parsed(authority + number, repaired=True)
        if len(number) != 7:
            return Parsed(
                reason=f"The DfE number {given} has {len(number)} digits; it should "
                "have seven, or four within the authority."
            )
        warning = None
        if number[:3] not in AUTHORITIES:
            warning = (
                f"The DfE number {given} begins with {number[:3]}, which is no "
                "authority on the list."
            )
        return Parsed(number, warning=warning, repaired=number != text)

    @classmethod
    def of(cls, authority: str | None, number: str | None) -> Parsed:
        """From two columns, with the leading zeros that a spreadsheet removed."""
        digits = _digits((number or "").strip())
        if not digits:
            return NOTHING
        if len(digits) < 4 and digits.isdigit():
            digits = digits.zfill(4)
        code = _digits((authority or "").strip())
        return cls.parse(digits, code.zfill(3) if code.isdigit() else None)

    @staticmethod
    def authority(laestab: str) -> str:
        return laestab[:3]


class Postcode(Identifier):
    """A postcode as "WN1 1AZ".

    ZZ99 postcodes are valid and mean that there is no address in Great Britain.
    """

    _PATTERN = re.compile(
        r"(?:[A-PR-UWYZ][0-9][0-9A-HJKPSTUW]?"
        r"|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?"
        r"|GIR)[0-9][ABD-HJLNP-UW-Z]{2}|ZZ99[0-9][A-Z]{2}"
    )
    _OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.ASCII)
    _TO_DIGIT = str.maketrans("OI", "01")
    _TO_LETTER = str.maketrans("01", "OI")

    @classmethod
    def _read(cls, given: str) -> Parsed:
        bare = re.sub(r"[^A-Z0-9]", "", given)
        if cls._PATTERN.fullmatch(bare):
            return Parsed(f"{bare[:-3]} {bare[-3:]}")
        mended = cls._mended(bare)
        if mended is None:
            return Parsed(reason=f"{given} is not a postcode.")
        return Parsed(mended, warning=f"The postcode {given} was read as {mended}.")

    @classmethod
    def _mended(cls, bare: str) -> str | None:
        """The postcode with O/0 and I/1 exchanged, where only one reading is valid."""
        outward, inward = bare[:-3], bare[-3:]
        inward = inward[:1].translate(cls._TO_DIGIT) + inward[1:]
        readings = set()
        for letters in (1, 2):
            area = outward[:letters].translate(cls._TO_LETTER)
            district = outward[letters:].translate(cls._TO_DIGIT)
            if cls._PATTERN.fullmatch(area + district + inward):
                readings.add(f"{area}{district} {inward}")
        return readings.pop() if len(readings) == 1 else None

    @staticmethod
    def is_placeholder(postcode: str) -> bool:
        return postcode.startswith("ZZ99")

    @classmethod
    def is_outcode(cls, text: str) -> bool:
        """Whether a text in capitals has the form of a first half, such as WN1."""
        return cls._OUTCODE.fullmatch(text) is not None

    @staticmethod
    def outcode(postcode: str) -> str:
        """The first half: all but the space and the last three signs."""
        return postcode[:-4]
