"""Identifiers: the value, or a reason that a school can act on. All are invented."""

import pytest

from tracker.domain.reference.identifiers import (
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

NOTHING = Parsed()


@pytest.mark.parametrize(
    "upn",
    [
        "B801200005001",
        "N359402219001",
        "Z35940221900A",  # temporary
        "L823432113012",
        "E359416509999",
        "J838200124001",  # an authority of 2019
    ],
)
def test_a_upn_with_the_right_check_letter_has_no_warning(upn: str) -> None:
    assert Upn.parse(upn) == Parsed(upn)


@pytest.mark.parametrize(
    ("given", "value", "repaired", "says"),
    [
        ("n359402219001 ", "N359402219001", True, ""),
        ("N 3594 0221 9001", "N359402219001", True, ""),
        ("N3594O2219001", "N359402219001", True, "was read as N359402219001"),
        ("N35940221900I", "N359402219001", True, "was read as"),
        ("A359402219001", "A359402219001", False, "should begin with N"),
    ],
)
def test_a_damaged_upn_is_repaired_or_gets_a_warning(
    given: str, value: str, repaired: bool, says: str
) -> None:
    parsed = Upn.parse(given)
    assert (parsed.value, parsed.reason) == (value, None)
    assert parsed.repaired is repaired
    assert says in (parsed.warning or "")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("N35940221900", "12 characters"),
        ("N3594022190011", "14 characters"),
        ("1359402219001", "not a letter followed by 12 digits"),
        ("NX59402219001", "not a letter followed by 12 digits"),
    ],
)
def test_a_text_that_is_no_upn_gets_a_reason(given: str, says: str) -> None:
    parsed = Upn.parse(given)
    assert parsed.value is None
    assert says in str(parsed.reason)


def test_a_temporary_upn_ends_in_a_letter() -> None:
    assert Upn.is_temporary("Z35940221900A")
    assert not Upn.is_temporary("N359402219001")


def test_every_single_mistyped_digit_of_a_upn_is_noticed() -> None:
    upn = "N359402219001"
    for place in range(1, 13):
        for digit in "0123456789":
            if digit != upn[place]:
                wrong = upn[:place] + digit + upn[place + 1 :]
                assert Upn.parse(wrong).warning, wrong


@pytest.mark.parametrize("uln", ["1000000043", "1234567805", "1234567872"])
def test_a_uln_that_passes_its_check_is_taken(uln: str) -> None:
    assert Uln.parse(uln) == Parsed(uln)


@pytest.mark.parametrize("given", ["", None, "9999999999", " 9999999999.0", "N/A", "0"])
def test_a_uln_that_is_not_known_yet_counts_as_empty(given: str) -> None:
    assert Uln.parse(given) == NOTHING


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("1234567805.0", "1234567805"),
        ("123 456 7805", "1234567805"),
        ("1,234,567,805", "1234567805"),
    ],
)
def test_additions_by_a_spreadsheet_are_removed_from_a_uln(
    given: str, value: str
) -> None:
    assert Uln.parse(given) == Parsed(value, repaired=True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("1.23457E+09", "shortened by a spreadsheet"),
        ("1.23457e+009", "shortened by a spreadsheet"),
        ("123456789", "9 digits"),
        ("0123456789", "starts with 0"),
        ("1000000063", "does not pass its check"),  # there is no digit for this body
        ("1234567890", "does not pass its check"),
        ("12345678AB", "other characters than digits"),
    ],
)
def test_a_text_that_is_no_uln_gets_a_reason(given: str, says: str) -> None:
    parsed = Uln.parse(given)
    assert parsed.value is None
    assert says in str(parsed.reason)


@pytest.mark.parametrize(
    ("parse", "given", "value"),
    [
        (Urn.parse, "106543", "106543"),
        (Urn.parse, "106543.0", "106543"),
        (Urn.parse, "10654", None),
        (Urn.parse, "006543", None),
        (Ukprn.parse, "10099991", "10099991"),
        (Ukprn.parse, " 10099991 ", "10099991"),
        (Ukprn.parse, "20099991", None),
        (Ukprn.parse, "1009999", None),
        (Ypid.parse, "4440000123456", "4440000123456"),
        (Ypid.parse, "444123456", None),
        (Ypid.parse, "4.44E+12", None),
    ],
)
def test_numbers_of_places_and_records_have_one_form(parse, given, value) -> None:
    parsed = parse(given)
    assert parsed.value == value
    assert (parsed.reason is None) is (value is not None)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("359", "359"),
        ("942", "942"),  # since 2023
        ("838", "838"),  # since 2019
        ("E08000010", "359"),
        ("4", "004"),
        ("000", "000"),
        ("999", None),
        ("Wigan", None),
        ("E08009999", None),
    ],
)
def test_an_authority_is_known_by_dfe_and_ons_code(
    given: str, value: str | None
) -> None:
    parsed = AuthorityCode.parse(given)
    assert parsed.value == value
    assert (parsed.reason is None) is (value is not None)


@pytest.mark.parametrize(
    ("given", "authority", "value"),
    [
        ("3594034", None, "3594034"),
        ("359/4034", None, "3594034"),
        ("359-4034", None, "3594034"),
        ("359 4034", None, "3594034"),
        ("3594034.0", None, "3594034"),
        ("4034", "359", "3594034"),
        ("4034", None, None),
        ("40", "359", None),
        ("35940345", None, None),
        ("school", None, None),
    ],
)
def test_a_dfe_number_has_seven_digits_or_four_within_an_authority(
    given: str, authority: str | None, value: str | None
) -> None:
    parsed = LaEstab.parse(given, authority)
    assert parsed.value == value
    assert (parsed.reason is None) is (value is not None)


def test_a_dfe_number_from_two_columns_gets_its_zeros_back() -> None:
    assert LaEstab.of("359", "34").value == "3590034"
    assert LaEstab.of("359", "").value is None
    assert LaEstab.authority("3594034") == "359"


@pytest.mark.parametrize(
    "postcode",
    ["WN1 1AZ", "M1 1AA", "EC1V 8BR", "SW1A 1AA", "DN55 1PT", "W1A 0AX", "ZZ99 3VZ"],
)
def test_postcodes_of_every_form_are_taken(postcode: str) -> None:
    assert Postcode.parse(postcode) == Parsed(postcode)


@pytest.mark.parametrize(
    ("given", "value", "warned"),
    [
        ("wn1 1az", "WN1 1AZ", False),
        ("WN11AZ", "WN1 1AZ", False),
        ("WN1  1AZ.", "WN1 1AZ", False),
        ("WNI 1AZ", "WN1 1AZ", True),
        ("WN1 OAZ", "WN1 0AZ", True),
    ],
)
def test_a_postcode_is_put_in_its_usual_form(
    given: str, value: str, warned: bool
) -> None:
    parsed = Postcode.parse(given)
    assert (parsed.value, parsed.repaired) == (value, True)
    assert bool(parsed.warning) is warned


@pytest.mark.parametrize("given", ["WN1 1A2", "QQ1 1AA", "Wigan", "WN1", "0L6 1AA1"])
def test_a_text_that_is_no_postcode_gets_a_reason(given: str) -> None:
    parsed = Postcode.parse(given)
    assert parsed.value is None
    assert "is not a postcode" in str(parsed.reason)


def test_zz99_is_a_postcode_but_no_address() -> None:
    assert Postcode.is_placeholder("ZZ99 9ZZ")
    assert not Postcode.is_placeholder("WN1 1AZ")
    assert Postcode.outcode("WN1 1AZ") == "WN1"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *[(each, True) for each in ("M1", "WN1", "WN10", "EC1A", "W1A")],
        *[(each, False) for each in ("", "Ince", "WN", "WN1 1AZ", "WN100", "wn1")],
    ],
)
def test_the_first_half_of_a_postcode_has_a_form(text: str, is_one: bool) -> None:
    assert Postcode.is_outcode(text) is is_one


@pytest.mark.parametrize(
    "parse",
    [
        Upn.parse,
        Uln.parse,
        Urn.parse,
        Ukprn.parse,
        LaEstab.parse,
        AuthorityCode.parse,
        Postcode.parse,
        Ypid.parse,
    ],
)
@pytest.mark.parametrize("given", ["", "  ", None, "N/A", "-", "unknown"])
def test_an_empty_text_has_no_reason(parse, given) -> None:
    assert parse(given) == NOTHING


@pytest.mark.parametrize(
    "given", ["٣٥٩٤٠٣٤", "²", "1e", "E", "\0", "1.0.0", "9" * 400, "é" * 13, "½"]
)
def test_rubbish_never_raises(given: str) -> None:
    for parse in (
        Upn.parse,
        Uln.parse,
        Urn.parse,
        Ukprn.parse,
        LaEstab.parse,
        AuthorityCode.parse,
        Postcode.parse,
        Ypid.parse,
    ):
        assert parse(given).value is None
