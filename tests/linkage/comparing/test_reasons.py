"""The sentences about a row, as a reviewer reads them. All people are invented."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import ELLA, row, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Agreement, Level, compare, prepare
from tracker.linkage.comparing.differences import Difference, differences
from tracker.linkage.comparing.reasons import (
    as_kept,
    compared,
    decided,
    gives_sealed,
    listed,
    why_doubtful,
)
from tracker.linkage.comparing.verdicts import Candidate, ranked


def between(one: Identity, other: Identity) -> Agreement:
    return compare(prepare(one), prepare(other))


ALL = (
    *("UPN", "ULN", "given name", "family name"),
    *("middle name", "date of birth", "sex", "postcode"),
)


def agrees(*but: str) -> str:
    return f"Agrees: {', '.join(each for each in ALL if each not in but)}."


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, [agrees()]),
        (
            {"upn": None, "given": "Liz"},
            [
                agrees("UPN", "given name"),
                "Differs: given name (short form: Liz here, Elizabeth on record).",
            ],
        ),
        (
            {"born": date(2009, 4, 3), "sex": "M", "uln": uln(2)},
            [
                agrees("ULN", "date of birth", "sex"),
                "Differs: ULN; date of birth (swapped: 3 April 2009 here, "
                "4 March 2009 on record); sex.",
            ],
        ),
        (
            {"middle": "R", "postcode": "WN1 2BB"},
            [
                agrees("middle name", "postcode"),
                "Differs: middle name (initial only); postcode (same district: "
                "WN1 2BB here, WN1 1AZ on record).",
            ],
        ),
        (
            {"family": "Kaur"},
            [
                agrees("family name"),
                "Differs: family name (Kaur here, Pennington-Shaw on record).",
            ],
        ),
        (
            {"born": None, "postcode": None},
            [
                agrees("date of birth", "postcode"),
                "Not given on both: date of birth, postcode.",
            ],
        ),
        ({"sex": None, "middle": ""}, [agrees("sex", "middle name")]),
    ],
)
def test_the_sentences_name_what_agrees_what_differs_and_what_is_missing(
    changes: dict[str, Any], sentences: list[str]
) -> None:
    line = replace(ELLA, **changes)
    assert list(compared(between(line, ELLA), line, ELLA)) == sentences


def test_records_without_anything_in_common_only_differ() -> None:
    one = Identity("Ann", "Lee", born=date(2009, 1, 1), sex="F")
    other = Identity("Omar", "Shah", born=date(2007, 5, 5), sex="M")
    assert compared(between(one, other), one, other) == (
        "Differs: given name (Ann here, Omar on record); family name (Lee here, Shah "
        "on record); date of birth (1 January 2009 here, 5 May 2007 on record); sex.",
        "Not given on both: postcode.",
    )


def test_an_identifier_without_a_field_of_its_own_is_named_first_and_once() -> None:
    line = row(uln=uln(1))
    assert compared(between(line, ELLA), line, ELLA, ["young person's ID", "ULN"])[
        0
    ].startswith("Agrees: young person's ID, ULN, given name, ")


def test_a_name_they_are_known_by_agrees_and_says_so() -> None:
    held = replace(ELLA, other_names=(("Bess", ""),))
    line = row(given="Bess")
    assert compared(between(line, held), line, held)[0].startswith(
        "Agrees: given name (another name they are known by), family name,"
    )


def test_what_decided_comes_first_and_what_differs_after_it() -> None:
    line = row(given="Liz", born=None)
    assert decided("ULN", between(line, ELLA), line, ELLA) == (
        "Decided by: ULN.",
        "Differs: given name (short form: Liz here, Elizabeth on record).",
    )
    assert decided("ULN", between(ELLA, ELLA), ELLA, ELLA) == ("Decided by: ULN.",)


SEALED = replace(ELLA, sealed_names=(("", "Seddon"),))


@pytest.mark.parametrize(
    ("line", "held", "sealed"),
    [
        (row(family="SEDDON"), SEALED, True),
        (row(), SEALED, False),
        (row(family="Kaur"), SEALED, False),
        (row(family="Seddon"), ELLA, False),
        (row(given="Mary"), replace(ELLA, sealed_names=(("Mary", ""),)), True),
        # The name they have now gives nothing away, though it is sealed too.
        (row(), replace(ELLA, sealed_names=(("Elizabeth", ""),)), False),
        (
            row(family="Moss"),
            replace(ELLA, sealed_names=(("", "Seddon"), ("", "Moss"))),
            True,
        ),
    ],
)
def test_a_row_with_a_sealed_name_gets_one_sentence_that_gives_nothing_away(
    line: Identity, held: Identity, sealed: bool
) -> None:
    assert gives_sealed(line, held) is sealed
    agreement = between(line, held)
    only = ("Known to the records.",)
    assert (compared(agreement, line, held) == only) is sealed
    assert (decided("ULN", agreement, line, held) == only) is sealed


def test_values_of_a_row_that_may_not_be_kept_are_replaced_in_its_reasons() -> None:
    line = row(given="Liz", family="Kaur", born=date(2009, 4, 3), postcode="WN1 2BB")
    reasons = decided("ULN", between(line, ELLA), line, ELLA)
    kept = replace(line, given="L", family="", born=None, postcode="WN1")
    assert as_kept(reasons, line, kept) == [
        "Decided by: ULN.",
        "Differs: given name (short form: L here, Elizabeth on record); family name "
        "(not kept, Pennington-Shaw on record); date of birth (swapped: not kept, "
        "4 March 2009 on record); postcode (same district: WN1 here, "
        "WN1 1AZ on record).",
    ]
    assert as_kept(reasons, line, line) == list(reasons)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["UPN"], "UPN"),
        (["UPN", "ULN"], "UPN and ULN"),
        (["UPN", "ULN", "sex"], "UPN, ULN and sex"),
    ],
)
def test_words_are_listed_as_in_a_sentence(words: list[str], text: str) -> None:
    assert listed(words) == text


ALIKE = between(ELLA, ELLA)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"given": Level.DIFFERENT},
            "May be a twin: only the given name differs.",
        ),
        (
            {"upn": Level.DIFFERENT},
            "Name and date of birth agree, but the UPN differs.",
        ),
        (
            {"upn": Level.DIFFERENT, "uln": Level.DIFFERENT, "sex": Level.DIFFERENT},
            "Name and date of birth agree, but the UPN, ULN and sex differ.",
        ),
        (
            {"sex": Level.DIFFERENT, "given": Level.SHORT_FORM},
            "Name and date of birth are close, but the sex differs.",
        ),
        (
            {"uln": Level.DIFFERENT, "family": Level.DIFFERENT},
            "The family name differs.",
        ),
        ({"born": Level.MISSING}, "No date of birth to compare."),
        (
            {"born": Level.SWAPPED},
            "Day and month of the date of birth are exchanged.",
        ),
        ({"born": Level.ONE_DIGIT}, "One digit of the date of birth differs."),
        ({"born": Level.DIFFERENT}, "The date of birth differs."),
        ({"family": Level.DIFFERENT}, "The family name differs."),
        (
            {"given": Level.KNOWN, "family": Level.DIFFERENT},
            "The family name differs.",
        ),
        (
            {"given": Level.CROSSED},
            "Given and family name are swapped in part.",
        ),
        (
            {"given": Level.DIFFERENT, "postcode": Level.DIFFERENT},
            "The given name differs.",
        ),
        (
            {"given": Level.SIMILAR},
            "The given name may be a brother's or sister's.",
        ),
    ],
)
def test_a_doubtful_row_says_why(changes: dict[str, Level], sentence: str) -> None:
    assert why_doubtful([replace(ALIKE, **changes)]) == sentence


def test_several_people_are_counted() -> None:
    assert why_doubtful([ALIKE, ALIKE, ALIKE]) == (
        "3 people on record are similar to this line."
    )


def test_the_five_likeliest_candidates_are_kept_equals_by_their_number() -> None:
    found = [
        *(Candidate(number, 0.5) for number in (9, 3, 7, 1)),
        *(Candidate(4, 0.25), Candidate(2, 0.75)),
    ]
    assert [one.person for one in ranked(found)] == [2, 1, 3, 7, 9]


def test_two_records_side_by_side_have_every_field_in_the_order_of_the_page() -> None:
    one = replace(
        ELLA,
        other_names=(("Liz", "Kaur"), ("Bess", "")),
        former_upns=(upn(2), upn(3)),
    )
    other = replace(
        ELLA, given="Betty", sex="M", other_names=(), former_upns=(upn(2),), ypid="1"
    )
    assert differences(one, other) == [
        Difference("Given name", "Elizabeth", "Betty", "short form of the name", 43),
        Difference("Middle name", "Rose", "Rose", "same", 100),
        Difference("Family name", "Pennington-Shaw", "Pennington-Shaw", "same", 100),
        Difference("Other names", "Bess, Liz Kaur", "", "not given on both"),
        Difference("Date of birth", "2009-03-04", "2009-03-04", "same", 100),
        Difference("Sex", "F", "M", "different"),
        Difference("Postcode", "WN1 1AZ", "WN1 1AZ", "same", 100),
        Difference("UPN", upn(1), upn(1), "same", 100),
        Difference("Former UPN", f"{upn(2)}, {upn(3)}", upn(2), "different"),
        Difference("ULN", uln(1), uln(1), "same", 100),
        Difference("Young person's ID", "3590000000001", "1", "different", 14),
    ]


def test_a_field_that_neither_has_is_left_out_and_one_that_one_has_is_not() -> None:
    found = differences(Identity(given="Ann"), Identity(born=date(2009, 1, 2)))
    assert [(one.field, one.a, one.b, one.closeness) for one in found] == [
        ("Given name", "Ann", "", None),
        ("Date of birth", "", "2009-01-02", None),
    ]
    assert all(one.level == "not given on both" and one.differs for one in found)
    [same, *_] = differences(Identity(given="Ann"), Identity(given="Ann"))
    assert not same.differs
