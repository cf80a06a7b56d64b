"""Whether two similar given names are one name written twice or names of siblings.

There is no list of the names in all families, so the spelling of the two names decides,
whatever their language. Names are spelled as by ``compared_names.spelled``.

See decision 0135.
"""

from itertools import groupby

from tracker.domain.history.identity.short_forms import are_different_names

_VOWELS = frozenset("AEIOUY")
#: Vowels that stand for one sound: Farid and Fareed, Umar and Omar.
_SOUND = {"A": "a", "E": "i", "I": "i", "Y": "i", "O": "u", "U": "u"}
#: From this many equal consonants it is one name: Mohammed, but not Hassan and Hussain.
_TELLING = 4
#: The letters that a sister's name adds to her brother's.
_OF_A_SISTER = frozenset({"A", "E"})
#: Names with this many equal first letters differ by their endings.
_BEGINNING = 3
#: In shorter names exchanged letters make another name, as Mia and Mai.
_EXCHANGED_FROM = 5


def is_slip(one: str, other: str) -> bool:
    """Whether two spelled names differ by one typing error or only in vowels.

    Names with the same consonants in the same order differ only in vowels: Mohammed and
    Muhammad. Short names count too.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    shorter = min(len(one), len(other))
    if shorter > 1 and DamerauLevenshtein.distance(one, other) <= 1:
        return True
    return have_same_consonants(one, other)


def have_same_consonants(one: str, other: str) -> bool:
    """Whether the consonants are the same in the same order, and enough of them."""
    consonants = _consonants(one)
    return len(consonants) >= _TELLING and consonants == _consonants(other)


def _consonants(name: str) -> str:
    kept = (letter for letter in name if letter not in _VOWELS)
    return "".join(letter for letter, _ in groupby(kept))


def are_sisters_and_brothers(one: str, other: str) -> bool:
    """Whether two spelled names differ as those of siblings do in many languages.

    One name continues the other, or the endings differ: Jamil and Jamila, Zain and
    Zainab, Temitope and Temitayo. Or only the vowels differ: Jamal and Jamil, Umar and
    Umair, Manjot and Manjit, but not Muhammad and Mohammed.
    """
    if are_different_names(one.lower(), other.lower()):
        return True
    if sorted(one) == sorted(other) or _is_plain_slip(one, other):
        return False
    # Of two names of which one begins the other, the shorter one sorts first.
    short, full = sorted((one, other))
    if full.startswith(short):
        rest, few = full[len(short) :], len(_consonants(short)) < _TELLING
        doubled = rest == short[-1:]
        return not doubled and (few or len(rest) > 1 or rest in _OF_A_SISTER)
    return _end_otherwise(one, other) or _are_voiced_otherwise(one, other)


def _end_otherwise(one: str, other: str) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    alike = _alike_until(one, other)
    ends = one[alike:], other[alike:]
    if alike < _BEGINNING or min(map(len, ends)) < 2:
        return False
    return DamerauLevenshtein.distance(*ends) > 1


def _are_voiced_otherwise(one: str, other: str) -> bool:
    """Whether two names have the same consonants and different vowels.

    In names with many consonants only vowels count that are never confused in writing.
    """
    consonants = _consonants(one)
    if consonants != _consonants(other):
        return False
    mine, theirs = _vowels(one), _vowels(other)
    if len(consonants) < _TELLING:
        return mine != theirs
    if len(mine) != len(theirs):
        return True
    return any(
        {here, there} == {"i", "u"} for here, there in zip(mine, theirs, strict=True)
    )


def _vowels(name: str) -> list[str]:
    """The vowel sounds between the consonants: a, i or u, or two of them."""
    sounds = (
        "".join(sorted({_SOUND[letter] for letter in letters}))
        for is_vowel, letters in groupby(name, key=_SOUND.__contains__)
        if is_vowel
    )
    return list(sounds)


def are_near(one: str, other: str) -> bool:
    """Whether two spelled names are so short that one letter makes another name.

    They have few consonants, and need not be on any list: Amir and Amin, Sana and Saba.
    Plain typing errors are left out: letters exchanged, a vowel lost between
    consonants.
    """
    if min(len(_consonants(one)), len(_consonants(other))) >= _TELLING:
        return False
    if _consonants(one) == _consonants(other) and _vowels(one) == _vowels(other):
        return False
    return not (sounds_alike(one, other) or _is_plain_slip(one, other))


def _is_plain_slip(one: str, other: str) -> bool:
    """Whether it is a typing error that makes no name: Oilver, Olivr, Olivsr."""
    if sorted(one) == sorted(other):
        return min(len(one), len(other)) >= _EXCHANGED_FROM
    return _has_lost_a_vowel(one, other) or _has_lost_a_vowel(other, one)


def _has_lost_a_vowel(typed: str, meant: str) -> bool:
    """Whether a vowel is lost: left out, or replaced by a consonant.

    A vowel that is left out stood between consonants; one that is replaced had a
    consonant beside it.
    """
    at = _alike_until(typed, meant)
    if meant[at : at + 1] not in _VOWELS or typed[at : at + 1] in _VOWELS:
        return False
    beside = [letter in _VOWELS for letter in meant[max(at - 1, 0) : at + 2 : 2]]
    if typed[at:] == meant[at + 1 :]:
        return len(beside) == 2 and not any(beside)
    return typed[at + 1 :] == meant[at + 1 :] and not all(beside)


def _alike_until(one: str, other: str) -> int:
    """The number of equal letters at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def do_rhyme(row: str, held: str) -> bool:
    """Whether only the first letter differs or is added: Kayden, Jayden; Bella, Ella.

    Typing errors are rare in the first letter.
    """
    return row[0] != held[0] and row[1:] in (held[1:], held)


def sounds_alike(one: str, other: str) -> bool:
    """Whether the names sound alike: Hassan and Hasan, but not Molly and Milly."""
    return _sound(one) == _sound(other) and not are_sisters_and_brothers(one, other)


def _sound(name: str) -> str:
    """The sound: consonants without doubling, the first vowel, a mark for others."""
    made = ""
    vowel_before = False
    first_vowel = True
    for place, letter in enumerate(name):
        is_vowel = letter in _VOWELS and not (place == 0 and letter == "Y")
        last = place == len(name) - 1
        if is_vowel and not last:
            if not vowel_before:
                made += letter if first_vowel else "*"
            first_vowel = False
        elif not made.endswith(letter) or last:
            made = made.removesuffix(letter) + letter
        vowel_before = is_vowel
    return made
