"""What the spelling of two given names says, check by check. All are spelled names.

"slip" is one typing error or other vowels, "consonants" the same four and more of them,
"siblings" what brothers and sisters are called, "near" so short that one letter makes
another name, "rhyme" another first letter, "alike" one sound.
"""

import pytest

from tracker.linkage.names.sibling_names import (
    are_near,
    are_sisters_and_brothers,
    do_rhyme,
    have_same_consonants,
    is_slip,
    sounds_alike,
)

EITHER_WAY = {
    "slip": is_slip,
    "consonants": have_same_consonants,
    "siblings": are_sisters_and_brothers,
    "near": are_near,
    "alike": sounds_alike,
}
PAIRS = [
    ("JAMIL", "JAMILA", "slip siblings near"),
    ("JAXDEN", "JAYDEN", "slip"),
    ("GWYN", "GWEN", "slip siblings"),
    ("UMAR", "UMAIR", "slip siblings near"),
    ("MANJOT", "MANJIT", "slip consonants siblings"),
    ("MUHAMMAD", "MOHAMMED", "slip consonants"),
    ("UMAR", "OMAR", "slip rhyme"),
    ("RASHID", "RASHIDA", "slip consonants siblings"),
    ("MARTIN", "MARTINE", "slip consonants siblings"),
    ("ROHAN", "ROHIT", "siblings near"),
    ("OILVER", "OLIVER", "slip"),
    ("BIRAN", "BRIAN", "slip"),
    ("EE", "E", "alike"),
    ("IO", "IOE", "slip siblings"),
    ("OLIVR", "OLIVER", "slip"),
    ("ROBERT", "ROBERTO", "slip consonants"),
    ("LEE", "LEEE", "slip alike"),
    ("SAMI", "SAMIR", "slip siblings near"),
    ("CHRIS", "CHRISTY", "siblings"),
    ("HASAN", "HASSAN", "slip alike"),
    ("KOFI", "KOJO", "near"),
    ("ANTHONY", "NTHONY", "slip consonants siblings rhyme"),
    ("DORA", "DRA", "slip"),
    ("YASMIN", "JASMIN", "slip near rhyme"),
    ("XIUYING", "IUYING", "slip near rhyme"),
    ("AMIN", "AMEN", "slip alike"),
    ("YUSUF", "YOUSUF", "slip"),
    ("MARY", "MARI", "slip"),
    ("TOM", "TOMM", "slip alike"),
    ("JAYDEN", "KAYDEN", "slip near rhyme"),
    ("BELLA", "ELLA", "slip near rhyme"),
    ("ELLA", "BELLA", "slip near"),
    ("MOLLY", "MILLY", "slip siblings near"),
    ("MIA", "MAI", "slip"),
    ("EVA", "AVA", "slip siblings near rhyme"),
    ("ZAIN", "ZAINAB", "siblings near"),
    ("JAMAL", "JAMIL", "slip siblings near"),
    ("HASSAN", "HUSSAIN", "siblings near"),
    ("OLIVSR", "OLIVER", "slip"),
    ("AMIR", "AMIN", "slip near"),
    ("SOFIA", "SOPHIA", "near"),
    ("TEMITOPE", "TEMITAYO", "siblings near"),
]


@pytest.mark.parametrize(("one", "other", "checks"), PAIRS)
def test_the_spelling_of_two_names_says(one: str, other: str, checks: str) -> None:
    found = [name for name, check in EITHER_WAY.items() if check(one, other)]
    turned = [name for name, check in EITHER_WAY.items() if check(other, one)]
    assert found == turned == [each for each in checks.split() if each != "rhyme"]
    assert do_rhyme(one, other) is ("rhyme" in checks)


@pytest.mark.parametrize(
    ("row", "held", "rhyme"),
    [
        # A letter may be added before the name on record, not lost from it.
        ("BELLA", "ELLA", True),
        ("ELLA", "BELLA", False),
        ("JAYDEN", "KAYDEN", True),
        ("JAYDEN", "KAIDEN", False),
        ("JAYDEN", "JAYDAN", False),
    ],
)
def test_names_that_rhyme_differ_in_the_first_letter_alone(
    row: str, held: str, rhyme: bool
) -> None:
    assert do_rhyme(row, held) is rhyme
