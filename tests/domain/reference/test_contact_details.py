"""Phone numbers and email addresses as people type them. All are invented."""

import pytest

from tracker.domain.reference.contact_details import email, phone, same_phone


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("07700 900123", "07700 900123"),
        ("07700900123", "07700 900123"),
        ("+44 7700 900123", "07700 900123"),
        ("+44 (0)7700 900123", "07700 900123"),
        ("0044 7700 900123", "07700 900123"),
        ("(01942) 496 012", "(01942) 496 012"),
        ("01942 496012", "01942 496012"),
        ("+48 601 234 567", "+48601234567"),
        ("00 48 601 234 567", "+48601234567"),
        ("  ", None),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, written) -> None:
    read = phone(typed)
    assert (read.value, read.reason) == (written, None)


@pytest.mark.parametrize(
    "typed",
    [
        *("12", "7700 900123", "07700 90012", "07700 9001234", "00000 000000"),
        *("his mother's", "07700 900123 after 3", "<script>", "+0 7700 900123"),
        *("+1 23", "+1234567890123456", "٠٧٧٠٠٩٠٠١٢٣"),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(typed) -> None:
    read = phone(typed)
    assert read.value is None
    assert read.reason is not None and read.reason.endswith(".")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("07700 900123", "+44 7700 900123", True),
        ("07700900123", "0044 (0)7700-900123", True),
        ("07700 900123", "07700 900124", False),
    ],
)
def test_two_ways_to_write_one_number(one, other, same) -> None:
    assert (same_phone(one) == same_phone(other)) is same


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("amira@example.org", "amira@example.org"),
        (
            " amira.o'neill+work@mail.example.co.uk ",
            "amira.o'neill+work@mail.example.co.uk",
        ),
        ("", None),
    ],
)
def test_an_address_is_read(typed, read) -> None:
    assert (email(typed).value, email(typed).reason) == (read, None)


@pytest.mark.parametrize(
    "typed",
    [
        *("amira", "amira@", "@example.org", "a@b", "a b@example.org", "a@b..org"),
        *(
            "a@-example.org",
            ".a@example.org",
            "a.@example.org",
            "a@example.org, b@c.org",
        ),
        f"{'a' * 65}@example.org",
        f"a@{'b' * 250}.org",
    ],
)
def test_what_is_no_address_is_refused(typed) -> None:
    assert email(typed).value is None
    assert email(typed).reason == "Enter an email address like name@example.com."
