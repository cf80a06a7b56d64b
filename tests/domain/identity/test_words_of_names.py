"""The words that are written in a way of their own in names. All names are invented."""

import pytest

from tracker.domain.history.identity.capitals import is_written, written


def family(name: str) -> str:
    return written(name, family=True)


def given(name: str) -> str:
    return written(name, family=False)


PARTICLES = (
    *("van", "von", "vom", "der", "den", "de", "het", "'t", "ter", "ten", "zu", "zur"),
    *("bin", "binti", "bint", "ibn", "del", "da", "do", "dos", "das", "du"),
    *("ap", "ferch", "verch"),
)


@pytest.mark.parametrize("word", PARTICLES)
def test_a_particle_is_small_before_a_name_and_large_alone(word: str) -> None:
    assert family(f"{word.upper()} TESTER") == f"{word} Tester"
    assert family(f"SAMPLE {word.upper()} TESTER") == f"Sample {word} Tester"
    # it stays small beside a word in capitals
    assert family(f"{word} TESTER") == f"{word} Tester"
    assert family(f"{word} Sample-TESTER") == f"{word} Sample-Tester"
    if word != "'t":
        assert family(word.upper()) == word.capitalize()
        assert given(f"{word.upper()} TESTER") == f"{word.capitalize()} Tester"


@pytest.mark.parametrize("word", ["la", "las", "los", "el"])
def test_an_article_is_small_after_de(word: str) -> None:
    assert family(f"DE {word.upper()} TESTER") == f"de {word} Tester"
    assert family(f"{word.upper()} TESTER") == f"{word.capitalize()} Tester"
    assert family(f"VAN {word.upper()} TESTER") == f"van {word.capitalize()} Tester"


@pytest.mark.parametrize("word", ["y", "e"])
def test_and_is_small_between_two_surnames(word: str) -> None:
    assert family(f"SAMPLE {word.upper()} TESTER") == f"Sample {word} Tester"
    assert family(f"{word.upper()} TESTER") == f"{word.upper()} Tester"


@pytest.mark.parametrize("vowel", "aeiouwyâêîôûŵŷ")
def test_the_welsh_ab_is_small_before_a_vowel(vowel: str) -> None:
    assert family(f"AB {vowel.upper()}FAN") == f"ab {vowel.upper()}fan"


@pytest.mark.parametrize("consonant", "bcdfghjklmnpqrstvxz")
def test_and_not_before_a_consonant(consonant: str) -> None:
    assert family(f"AB {consonant.upper()}AHMAN") == f"Ab {consonant.upper()}ahman"


@pytest.mark.parametrize(
    "clan",
    [
        *("Arthur", "Aulay", "Callum", "Donald", "Dougall", "Farlane", "Gregor"),
        *("Innes", "Intosh", "Intyre", "Iver", "Kenzie", "Kinnon", "Lachlan", "Lean"),
        *("Lennan", "Leod", "Millan", "Nab", "Naughton", "Neil", "Phail", "Pherson"),
        *("Quarrie", "Rae", "Taggart"),
    ],
)
def test_a_scottish_name_has_a_second_capital(clan: str) -> None:
    assert family(f"MAC{clan.upper()}") == f"Mac{clan}"
    assert given(f"MAC{clan.upper()}") == f"Mac{clan.lower()}"


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ("MCADAM", "McAdam"),
        ("MCA", "Mca"),  # too short to be one
        ("MCAB", "McAb"),
        ("MACHADO", "Machado"),
        ("SMITH-MACDONALD", "Smith-MacDonald"),
    ],
)
def test_mc_begins_a_name_of_four_letters_or_more(came: str, stands: str) -> None:
    assert family(came) == stands


@pytest.mark.parametrize("word", ["dell", "dall", "nell", "sant"])
def test_an_elided_word_is_followed_by_a_capital(word: str) -> None:
    assert family(f"{word.upper()}'ACQUA") == f"{word.capitalize()}'Acqua"


@pytest.mark.parametrize("word", ["della", "sa", "ma", "de"])
def test_any_other_word_of_letters_is_not(word: str) -> None:
    assert family(f"{word.upper()}'ACQUA") == f"{word.capitalize()}'acqua"


@pytest.mark.parametrize("name", ["ijssel", "ijsbrand", "ijzer", "ijpelaar", "ijpma"])
def test_a_dutch_name_begins_with_two_capitals(name: str) -> None:
    assert family(name.upper()) == f"IJ{name[2:]}"
    assert family(f"{name.upper()}MAN") == f"IJ{name[2:]}man"
    assert given(name.upper()) == f"Ij{name[2:]}"


@pytest.mark.parametrize("word", ["van", "der", "den", "'t", "het", "ter", "ten"])
def test_so_does_a_name_after_a_dutch_particle(word: str) -> None:
    assert family(f"{word.upper()} IJMUIDEN") == f"{word} IJmuiden"


@pytest.mark.parametrize("word", ["de", "von", "bin"])
def test_but_not_after_another(word: str) -> None:
    assert family(f"{word.upper()} IJMUIDEN") == f"{word} Ijmuiden"


INITIALS = ("AJ", "BJ", "CJ", "DJ", "JD", "JJ", "JP", "KJ", "MJ", "PJ", "TJ")


@pytest.mark.parametrize("name", INITIALS)
def test_two_initials_stay_in_capitals(name: str) -> None:
    assert given(name) == given(name.lower()) == name
    assert given(f"MARY {name}") == f"Mary {name}"
    assert is_written(f"Mary {name}")
    assert family(name) == name.capitalize()


@pytest.mark.parametrize(
    ("came", "stands"),
    [("AL", "Al"), ("JO", "Jo"), ("Mary AL", "Mary Al"), ("Mary NG", "Mary NG")],
)
def test_other_names_of_two_letters_are_names(came: str, stands: str) -> None:
    assert given(came) == stands


@pytest.mark.parametrize("name", ["II", "III", "IV"])
def test_a_number_after_a_name_stays_in_capitals(name: str) -> None:
    assert family(f"TESTER {name}") == f"Tester {name}"
    assert given(f"JOHN {name}") == f"John {name}"
    assert is_written(f"Tester {name}")
    assert family(f"tester {name.lower()}") == f"Tester {name.capitalize()}"


@pytest.mark.parametrize(("came", "stands"), [("JR", "Jr"), ("SNR", "Snr")])
def test_junior_and_senior_are_short(came: str, stands: str) -> None:
    assert family(f"TESTER {came}") == f"Tester {stands}"
    assert family(f"tester {came.lower()}") == f"Tester {stands}"
    assert family(f"TESTER {came}.") == f"Tester {stands}."


@pytest.mark.parametrize("sign", "'’‘`´ʼ")
def test_any_apostrophe_is_one(sign: str) -> None:
    assert family(f"O{sign}TESTER") == "O'Tester"


@pytest.mark.parametrize("sign", " .-‐‑–")
def test_a_name_may_be_joined_by_any_sign(sign: str) -> None:
    assert family(f"SAMPLE{sign}TESTER") == f"Sample{sign}Tester"


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ("A'ISHA", "A'isha"),
        ("E'LAINE", "E'laine"),
        ("O'SHEA", "O'Shea"),
        ("D'ANDRE", "D'Andre"),
        ("'ANDRE", "'Andre"),
        ("O'A MARY", "O'a Mary"),  # one letter after it is no name
    ],
)
def test_of_the_vowels_only_o_begins_another_given_name(came: str, stands: str) -> None:
    assert given(came) == stands


@pytest.mark.parametrize(
    ("came", "stands"),
    [("A'COURT", "A'Court"), ("O'TESTER-D'SAMPLE", "O'Tester-D'Sample")],
)
def test_a_family_name_has_a_capital_after_any_letter(came: str, stands: str) -> None:
    assert family(came) == stands


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("Tester", True),
        ("TESTER", False),
        ("tester", False),
        ("Mc TESTER", False),
        ("McTESTER", False),
        ("McTester", True),
        ("Tester X", True),  # an initial
        ("Tester XY", False),
        ("Tester X-Y", True),
        ("hUiginn", True),
        ("Weiß", True),
        ("GROßER", False),
    ],
)
def test_a_name_in_both_sizes_of_letters_is_kept(name: str, stays: bool) -> None:
    assert is_written(name) is stays


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ("john TESTER", "John Tester"),
        ("jon TESTER", "jon Tester"),  # three letters may be a particle
        ("Jo TESTER", "Jo Tester"),
        ("GROßER", "Großer"),
        ("McGROß", "McGroß"),
        ("Ó hTESTER", "Ó hTester"),
        ("Abcd TESTER", "Abcd Tester"),
        ("ABcDEF", "ABcDEF"),
    ],
)
def test_beside_a_word_in_capitals_the_others_are_kept(came: str, stands: str) -> None:
    assert family(came) == stands


def test_a_turkish_letter_is_undone_where_a_name_is_written_already() -> None:
    assert given("Ali\u0307 Can") == "Ali Can"
    assert family("ÇELİK IŞIK") == "Çelik Işık"
    assert family("çelik ışık") == "Çelik Işık"


def test_a_sign_before_the_first_letter_stays_before_it() -> None:
    assert family("ʿABD") == "ʿAbd"
    assert family("(TESTER)") == "(Tester)"


@pytest.mark.parametrize(
    ("came", "stands"),
    [
        ("VAN-TESTER", "Van-Tester"),  # the first half of a double-barrelled name
        ("SAMPLE-VAN-TESTER", "Sample-van-Tester"),
        ("SAMPLE VAN-TESTER", "Sample Van-Tester"),
        ("MACDONALD TESTER", "MacDonald Tester"),
        ("VAN IJMUIDEN TESTER", "van IJmuiden Tester"),
        ("MACDONALD", "MacDonald"),
        ("VAN .", "Van ."),
        ("JR TESTER", "Jr Tester"),
        ("III TESTER", "Iii Tester"),  # no number before a name
    ],
)
def test_a_word_is_written_by_its_place_in_the_name(came: str, stands: str) -> None:
    assert family(came) == stands
