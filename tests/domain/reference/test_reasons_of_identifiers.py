"""The sentences that a school reads about a number, and the edges of what is taken."""

import pytest

from tracker.domain.reference.identifiers import (
    NOTHING,
    AuthorityCode,
    LaEstab,
    Parsed,
    Postcode,
    Ukprn,
    Uln,
    Upn,
    Urn,
    Ypid,
)


@pytest.mark.parametrize(
    ("parse", "given", "reason"),
    [
        (
            *(Upn.parse, "n35940221900"),
            "The UPN N35940221900 has 12 characters; a UPN has 13.",
        ),
        (
            *(Upn.parse, "S35940221900I"),
            "The UPN S35940221900I has the letter I and S, which no UPN has; a figure "
            "may be meant.",
        ),
        (
            *(Upn.parse, "O359402219001"),
            "The UPN O359402219001 has the letter O, which no UPN has; a figure may be "
            "meant.",
        ),
        (
            *(Upn.parse, "1359402219001"),
            "The UPN 1359402219001 is not a letter followed by 12 digits (the last may "
            "be a letter when it is temporary).",
        ),
        (
            *(Uln.parse, "1.23457E+09"),
            "The ULN 1.23457E+09 was shortened by a spreadsheet and its last digits "
            "are lost. Format the column as text and send it again.",
        ),
        (
            Uln.parse,
            "12345678AB",
            "The ULN 12345678AB has other characters than digits.",
        ),
        (Uln.parse, "X0X", "The ULN X0X has other characters than digits."),
        (Uln.parse, "1234567", "The ULN 1234567 has 7 digits; a ULN has 10."),
        (Uln.parse, "0234567890", "The ULN 0234567890 starts with 0; no ULN does."),
        (
            *(Uln.parse, "1234567890"),
            "The ULN 1234567890 does not pass its check; a digit is mistyped.",
        ),
        (Urn.parse, "10654", "The URN 10654 is not six digits."),
        (Urn.parse, "1065431", "The URN 1065431 is not six digits."),
        (
            Ukprn.parse,
            "20099991",
            "The UKPRN 20099991 is not eight digits starting with 1.",
        ),
        (Ypid.parse, "444123456", "The young person ID 444123456 is not 13 digits."),
        (
            *(AuthorityCode.parse, "E08009999"),
            "E08009999 is not the ONS code of a local authority.",
        ),
        (AuthorityCode.parse, "wigan", "WIGAN is not the code of a local authority."),
        (AuthorityCode.parse, "5", "5 is not the code of a local authority."),
        (LaEstab.parse, "school", "The DfE number SCHOOL is not made of digits."),
        (
            *(LaEstab.parse, "4034"),
            "The DfE number 4034 has only four digits; put the three digits of the "
            "authority before it.",
        ),
        (
            *(LaEstab.parse, "35940345"),
            "The DfE number 35940345 has 8 digits; it should have seven, or four "
            "within the authority.",
        ),
        (Postcode.parse, "wigan", "WIGAN is not a postcode."),
    ],
)
def test_a_refused_text_gets_a_sentence(parse, given, reason) -> None:
    assert parse(given) == Parsed(reason=reason)


@pytest.mark.parametrize(
    ("parse", "given", "value", "warning"),
    [
        (
            *(Upn.parse, "A359402219001", "A359402219001"),
            "The UPN A359402219001 should begin with N for its digits; one of its "
            "characters may be mistyped.",
        ),
        (
            *(Upn.parse, "n3594o221900i", "N359402219001"),
            "The UPN N3594O221900I was read as N359402219001: it has no letters O, I "
            "or S.",
        ),
        (
            *(LaEstab.parse, "9994034", "9994034"),
            "The DfE number 9994034 begins with 999, which is no authority on the "
            "list.",
        ),
        (
            *(Postcode.parse, "wni 1az", "WN1 1AZ"),
            "The postcode WNI 1AZ was read as WN1 1AZ.",
        ),
    ],
)
def test_a_value_in_doubt_comes_with_a_warning(parse, given, value, warning) -> None:
    found = parse(given)
    assert (found.value, found.warning, found.reason) == (value, warning, None)


@pytest.mark.parametrize(
    "empty", ["", "-", ".", "n/a", "NA", "none", "Null", "not known"]
)
@pytest.mark.parametrize("more", ["", " "])
def test_words_for_nothing_count_as_empty(empty: str, more: str) -> None:
    assert Upn.parse(empty + more) == LaEstab.parse(more + empty) == NOTHING


@pytest.mark.parametrize("empty", ["unknown", "NK", "tbc"])
def test_so_do_words_for_what_is_not_known_yet(empty: str) -> None:
    assert Uln.parse(empty) == LaEstab.parse(empty) == NOTHING


def test_of_a_mistyped_upn_only_the_one_right_reading_is_taken() -> None:
    # O, I and S for 0, 1 and 5; the letter at the beginning is never a figure
    assert Upn.parse("E3594165O9999").value == "E359416509999"
    assert Upn.parse("E3594I65O9999").value == "E359416509999"
    assert Upn.parse("E35941650999S").value is None
    assert Upn.parse("E3S94165O9999").value == "E359416509999"
    assert Upn.parse("B3S94165O9999").value is None


@pytest.mark.parametrize("letter", "ABCDEFGHJKLMNPQRTUVWXYZ")
def test_each_letter_but_i_o_and_s_may_begin_and_end_a_upn(letter: str) -> None:
    assert Upn.parse(f"{letter}35940221900{letter}").value is not None


# Source: DfE, unique pupil numbers: the check letter of a UPN, by modulus 23.
@pytest.mark.parametrize(
    ("body", "letter"),
    [
        ("000000000000", "A"),
        ("100000000000", "C"),
        ("010000000000", "D"),
        ("000000000001", "P"),
        ("00000000000A", "A"),
        ("00000000000B", "P"),
        ("00000000000Z", "L"),
    ],
)
def test_the_check_letter_weighs_each_place(body: str, letter: str) -> None:
    assert Upn.check_letter(body) == letter


@pytest.mark.parametrize(
    ("body", "digit"),
    [("100000000", "0"), ("123456780", "5"), ("123456787", "2"), ("100000006", None)],
)
def test_the_last_digit_of_a_uln_checks_the_others(body, digit) -> None:
    assert Uln.check_digit(body) == digit


@pytest.mark.parametrize(
    ("authority", "number", "value"),
    [
        ("359", "4034", "3594034"),
        ("359", "34", "3590034"),
        ("359.0", " 34.0 ", "3590034"),
        ("4", "4034", "0044034"),
        ("", "4034", None),
        (None, "4034", None),
        ("wigan", "4034", None),
        (None, "3594034", "3594034"),
        ("359", None, None),
        ("359", "abc", None),
    ],
)
def test_a_dfe_number_is_put_together_from_two_columns(
    authority, number, value
) -> None:
    assert LaEstab.of(authority, number).value == value


@pytest.mark.parametrize(
    ("given", "repaired"), [("3594034", False), ("359/4034", True), (" 3594034", True)]
)
def test_a_dfe_number_in_another_form_is_repaired(given: str, repaired: bool) -> None:
    assert LaEstab.parse(given) == Parsed("3594034", repaired=repaired)


def test_four_digits_within_an_authority_are_repaired() -> None:
    assert LaEstab.parse("4034", "359") == Parsed("3594034", repaired=True)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("0L6 1AA", "OL6 1AA"),
        ("OL61 0AA", "OL61 0AA"),
        ("LI 1AA", "L1 1AA"),
        ("WN1 IAZ", "WN1 1AZ"),
        ("M1 O1A", None),
        ("M11AA", "M1 1AA"),
        ("M1 1A", None),
        ("WN111 1AZ", None),
        ("O", None),
        ("!", None),
        # O1 and 01: both a letter and a figure could stand here
        ("SWIA 1AA", "SW1A 1AA"),
        ("GIR 0AA", "GIR 0AA"),
    ],
)
def test_a_mistyped_postcode_is_read_where_only_one_reading_is_right(
    given: str, value: str | None
) -> None:
    assert Postcode.parse(given).value == value


@pytest.mark.parametrize(
    ("postcode", "half"), [("WN1 1AZ", "WN1"), ("M1 1AA", "M1"), ("EC1V 8BR", "EC1V")]
)
def test_the_first_half_of_a_postcode(postcode: str, half: str) -> None:
    assert Postcode.outcode(postcode) == half


def test_the_first_three_digits_of_a_young_persons_number_name_its_database() -> None:
    assert Ypid.database("4440000123456") == "444"


def test_a_number_that_was_repaired_says_so() -> None:
    assert Urn.parse("106543").repaired is False
    assert Urn.parse("106543.0").repaired is True
    assert Urn.parse("x").repaired is False
