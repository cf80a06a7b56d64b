"""Whether a given name is the person's own in another form, name by name."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.linkage.people import row
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare
from tracker.linkage.names import name_table
from tracker.linkage.population import own_name
from tracker.linkage.population.name_chances import NameChances

BARE = row(given="Ann", family="Lee", middle="", sex="F")
ALIKE = compare(prepare(BARE), prepare(BARE))


@pytest.mark.parametrize(
    ("changes", "at_home"),
    [
        ({}, True),
        ({"family": Level.KNOWN}, True),
        ({"sex": Level.MISSING}, True),
        ({"given": Level.DIFFERENT}, True),
        ({"born": Level.SWAPPED}, False),
        ({"family": Level.PART}, False),
        ({"postcode": Level.DISTRICT}, False),
        ({"sex": Level.DIFFERENT}, False),
    ],
)
def test_two_numbers_prove_a_row_where_birthday_surname_and_home_agree(
    changes: dict[str, Level], at_home: bool
) -> None:
    agreement: Agreement = replace(ALIKE, **changes)
    assert own_name.is_at_their_home(agreement) is at_home
    for kinds in (["UPN", "ULN"], ["former UPN", "ULN"], ["YPID", "ULN", "UPN"]):
        assert own_name.is_proven(agreement, kinds) is at_home
    for kinds in (["UPN"], ["ULN"], ["UPN", "former UPN"], ["UPN", "YPID"]):
        assert own_name.is_proven(agreement, kinds) is False


@pytest.mark.parametrize(
    ("given", "home"),
    [("ANN", True), ("NAN", True), ("RUTH", True), ("ANNRUTH", True), ("BEA", False)],
)
def test_another_child_at_home_has_exactly_that_name(given: str, home: bool) -> None:
    child = prepare(Identity("Ann Ruth", "Lee", other_names=(("Nan", ""),)))
    assert own_name.is_at_home(given, [prepare(Identity("Cat", "Lee")), child]) is home
    assert own_name.is_at_home(given, []) is False


def of(given: str, family: str = "") -> Any:
    return prepare(Identity(given=given, family=family))


@pytest.mark.parametrize(
    ("listed", "held", "whole"),
    [
        # one half is in the other column; the other half is alike or it is not
        (of("Lee", "Elizabeth"), of("Elizabeth", "Lee"), True),
        (of("Lee", "Liz"), of("Elizabeth", "Lee"), True),
        (of("Lee", "Elizabeth Ann"), of("Elizabeth", "Lee"), True),
        (of("Lee", "Elizabteh"), of("Elizabeth", "Lee"), True),
        (of("Lee", "Matilda"), of("Elizabeth", "Lee"), False),
        (of("Lee", "Mya"), of("Mia", "Lee"), False),
        (of("Lee", "Maria"), of("Marie", "Lee"), True),
        (of("Okafor", "Ann"), of("Ann", "Lee"), False),
        (of("Lea", "Ann"), of("Ann", "Lee"), False),
        (of("Hindly", "Ann"), of("Ann", "Hindley"), True),
    ],
)
def test_with_names_in_exchanged_columns_the_other_half_has_to_agree(
    listed: Any, held: Any, whole: bool
) -> None:
    assert own_name.is_crossed_whole(listed, held) is whole


@pytest.mark.parametrize(
    ("listed", "held", "whole"),
    [
        (of("", "Ann Lee"), of("Ann", "Lee"), True),
        (of("", "Lee Ann"), of("Ann", "Lee"), True),
        (of("", "Lee"), of("Ann", "Lee"), False),
        (of("", "Ann Lee"), of("Bea", "Lee"), False),
        (of("Ann", "Ann Lee"), of("Ann", "Lee"), False),
        (of("", "Lee"), of("", "Lee"), False),
        (of("", ""), of("", ""), False),
    ],
)
def test_the_surname_column_may_have_the_whole_name(
    listed: Any, held: Any, whole: bool
) -> None:
    assert own_name.is_whole_in_one_column(listed, held) is whole


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Anton Evan", "Anton", True),
        ("Anton Evan", "Evan", False),
        ("Liz Ann", "Elizabeth", True),
        ("Ann Liz", "Elizabeth", False),
        ("Ann Anneka", "Ann", True),
        ("Anneka Ann", "Anneka", True),
        ("Ann", "Ann", True),
    ],
)
def test_two_given_names_begin_with_the_same_word(
    one: str, other: str, alike: bool
) -> None:
    assert own_name.begins_alike(of(one), of(other)) is alike
    assert own_name.begins_alike(of(other), of(one)) is alike


@pytest.mark.parametrize(
    ("one", "other", "is_one", "form", "clipped"),
    [
        # forms of one name; forms that siblings do not both have; clipped from it
        ("TOM", "THOMAS", True, True, True),
        ("JOSH", "JOSHUA", True, True, True),
        ("LIV", "OLIVIA", True, True, False),
        ("SHAUN", "SEAN", True, True, False),
        ("BETH", "ELIZABETH", True, False, False),
        ("MUHAMMAD", "MOHAMMED", True, True, False),
        ("ZEL", "ZELQUA", True, True, True),
        ("QUA", "ZELQUA", True, False, False),
        ("UA", "QUA", False, False, False),
        ("LQUA", "ZELQUA", False, False, False),
        ("HASSAN", "HUSSAIN", False, False, False),
        ("ANNA", "HANNAH", False, False, False),
        ("LEWIS", "LOUIS", False, False, False),
        ("ZELA", "ZELAQ", False, False, False),
        ("ZELA", "ZELAQU", True, True, True),
        ("ZLA", "ZELQA", True, True, True),
        ("ZAL", "ZELQA", False, False, False),
    ],
)
def test_a_name_is_a_form_of_another_or_clipped_from_it(
    one: str, other: str, is_one: bool, form: bool, clipped: bool
) -> None:
    for pair in ((one, other), (other, one)):
        assert own_name.is_one_name(*pair) is is_one
        assert own_name.is_its_form(*pair) is form
        assert own_name._is_clipped(*pair) is clipped


@pytest.mark.parametrize(
    ("one", "other", "sex", "either"),
    [
        ("Sam", "Samantha", Level.MISSING, True),
        ("Samantha", "Sam", Level.MISSING, True),
        ("Sam", "Samantha", Level.DIFFERENT, True),
        ("Sam", "Samantha", Level.SAME, False),
        ("Tom", "Thomas", Level.MISSING, False),
    ],
)
def test_a_name_of_both_sexes_needs_the_same_sex(
    one: str, other: str, sex: Level, either: bool
) -> None:
    agreement = replace(ALIKE, sex=sex)
    assert own_name.is_of_either_sex(of(one), of(other), agreement) is either


#: In the country one child in 20,000 is called Zelqa and a few less Zelqe; one in 200
#: is called Muhammad, and a few less Zarwan.
SHARES = {
    "ZELQA": 1 / 20_000,
    "ZELQE": 1 / 20_001,
    "MUHAMMAD": 1 / 200,
    "ZARWAN": 1 / 201,
    "SOPHIE": 0.01,
    "ABBIE": 0.01,
    "SAM": 0.01,
    "MOHAMED": 0.001,
    "ELLA": 0.01,
}


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> NameChances:
    """So many people that a name is as common as the country's table has it."""
    shares = {"given": SHARES, "family": {}}
    monkeypatch.setattr(name_table, "shares", lambda kind: shares[kind])
    counted = Counter({("ELSE", "ELSE"): 10})
    chances = NameChances(counted)
    monkeypatch.setattr(chances, "given", lambda name: SHARES.get(name, 0.0))
    return chances


@pytest.mark.parametrize(
    ("listed", "held", "another", "proven"),
    [
        # on the row, on record, another name with one number, and with two
        # A typing error is none where the country has the name.
        ("Zelqa", "Zelqba", True, True),
        ("Zelqe", "Zelqbe", True, False),
        ("Sophie", "Sophia", True, True),
        ("Oilver", "Oliver", False, False),
        ("Hasan", "Hassan", False, False),
        # The same consonants in the same order are one name, if it is less than close.
        ("Mohamed", "Muhammad", False, False),
        # Names of sisters and brothers, names that rhyme, and names that are too short.
        ("Jamila", "Jamil", True, True),
        ("Zayden", "Jayden", True, True),
        ("Amir", "Amin", True, False),
        # A name that brothers share does not show whose row it is.
        ("Muhammad", "Muhammad Ali", True, True),
        ("Zarwan", "Zarwan Ali", False, False),
        ("Zarwan Ali", "Ali", True, True),
        # A short form, be it a name of its own, is theirs if it is surely short.
        ("Abbie", "Abigail", False, False),
        ("Liz", "Elizabeth", False, False),
        ("Sam", "Samantha", True, True),
        # A mark stands for a letter that was lost.
        ("Zelq?", "Zelqa", False, False),
        ("S? an", "Sean", False, False),
        # The very name, another one they are known by, an initial.
        ("Sophie", "Sophie", False, False),
        ("S", "Sophie", False, False),
    ],
)
def test_a_given_name_may_be_another_childs(
    listed: str, held: str, another: bool, proven: bool, names: NameChances
) -> None:
    one = prepare(replace(BARE, given=listed, sex=None))
    other = prepare(replace(BARE, given=held))
    agreement = compare(one, other)
    for expected, with_two in ((another, False), (proven, True)):
        found = own_name.is_another_name(one, other, agreement, names, proven=with_two)
        assert found is expected
