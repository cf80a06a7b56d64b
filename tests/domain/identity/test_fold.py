"""The name, date of birth and sex that stand. Everybody here is invented."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.identity.lines import (
    COLLEGE,
    HILL,
    LAKE,
    NEIGHBOUR,
    OFFICER,
    OLD,
    OTHER_COLLEGE,
    fold,
    line,
)
from tracker.domain.history.evidence import Evidence


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        # A list never renames anybody, however new it is.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
            ],
            "Amira Example",
        ),
        # Nor does an earlier system overrule the census.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(OLD, "2026-09-30", "Amira Otherwise"),
            ],
            "Amira Example",
        ),
        # An earlier system outranks a list, and a list outranks hearsay.
        (
            [
                line(OLD, "2024-09-30", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
            ],
            "Amira Example",
        ),
        (
            [
                line(COLLEGE, "2025-09-18", "Amira Example"),
                line(NEIGHBOUR, "2026-09-18", "Amira Otherwise"),
            ],
            "Amira Example",
        ),
        # Of independent sources as good as each other, more are right.
        (
            [
                line(COLLEGE, "2025-09-18", "Amira Example"),
                line(OTHER_COLLEGE, "2025-10-18", "Amira Example"),
                line((*COLLEGE[:2], "9990010"), "2026-09-18", "Amira Otherwise"),
            ],
            "Amira Example",
        ),
        # One school that repeats itself is one source: its newest name counts.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2025-05-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise"),
            ],
            "Amira Otherwise",
        ),
        # A former name in one register does not compete with the new one.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(OLD, "2025-03-31", "Amira Example"),
                line(LAKE, "2026-01-15", "Amira Otherwise", former="Example"),
            ],
            "Amira Otherwise",
        ),
        # An officer's decision stands, whatever comes after it.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(OFFICER, "2026-02-01", "Amira Otherwise", no="Example"),
                line(HILL, "2026-05-15", "Amira Example"),
            ],
            "Amira Otherwise",
        ),
        # Names in CAPITALS, with lost letters, exchanged, or cut short.
        ([line(HILL, "2026-01-15", "AMIRA MCDONALD")], "Amira McDonald"),
        (
            [
                line(HILL, "2026-01-15", "ZOE MACDONALD"),
                line(COLLEGE, "2026-09-18", "Zoe Macdonald"),
            ],
            "Zoe Macdonald",
        ),
        (
            [
                line(HILL, "2026-01-15", "Zo? Núñez"),
                line(COLLEGE, "2026-09-18", "Zoë Nunez"),
            ],
            "Zoë Núñez",
        ),
        (
            [
                line(HILL, "2026-01-15", "Chloe Nunez"),
                line(OLD, "2025-01-31", "Chloé Núñez"),
            ],
            "Chloé Núñez",
        ),
        (
            [
                line(HILL, "2026-01-15", "Chloe Nunez"),
                line(COLLEGE, "2026-09-18", "Chloé Núñez"),
            ],
            "Chloe Nunez",
        ),
        (
            [
                line(COLLEGE, "2026-09-18", "Example Amira"),
                line(OLD, "2025-01-31", "Amira Example"),
            ],
            "Amira Example",
        ),
        (
            [
                line(OLD, "2025-01-31", "A Example"),
                line(COLLEGE, "2026-09-18", "Amira Exampel"),
            ],
            "Amira Example",
        ),
        (
            [
                line(COLLEGE, "2025-09-18", "William Example"),
                line(OTHER_COLLEGE, "2026-09-18", "Bill Example"),
            ],
            "William Example",
        ),
        # Without a register, two colleges' spellings: the one that stood first.
        (
            [
                line(COLLEGE, "2025-09-18", "Amira Thompson"),
                line(OTHER_COLLEGE, "2026-09-18", "Amira Thomson"),
            ],
            "Amira Thompson",
        ),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_which_name_stands(
    lines: list[list[Evidence]], name: str, turned: bool
) -> None:
    identity, _ = fold(lines[::-1] if turned else lines)
    assert identity.full_name == name


def test_other_spellings_and_names_become_names_to_search_by() -> None:
    identity, _ = fold(
        [
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "AMIRA OTHERWISE"),
            line(COLLEGE, "2026-10-18", "Mira Exampel"),
            line(HILL, "2026-01-15", "AMIRA EXAMPLE"),
        ]
    )
    assert identity.other_names == (("Amira", "Otherwise"), ("Mira", "Exampel"))


@pytest.mark.parametrize(
    ("lines", "born"),
    [
        # One register, however old, against a newer list.
        (
            [
                line(HILL, "2025-01-15", born="2009-03-04"),
                line(COLLEGE, "2026-09-18", born="2009-04-03"),
            ],
            "2009-03-04",
        ),
        # A slip in the newest census, against all other sources.
        (
            [
                line(HILL, "2025-01-15", born="2009-03-04"),
                line(OLD, "2025-01-31", born="2009-03-04"),
                line(HILL, "2026-01-15", born="2009-03-05"),
            ],
            "2009-03-04",
        ),
        # Two schools: the newer, until an officer decides.
        (
            [
                line(HILL, "2025-01-15", born="2009-03-04"),
                line(LAKE, "2026-01-15", born="2009-03-05"),
            ],
            "2009-03-05",
        ),
        # The newest decision.
        (
            [
                line(OFFICER, "2026-02-01", born="2009-03-06"),
                line(OFFICER, "2026-02-02", born="2009-03-07"),
                line(HILL, "2026-05-15", born="2009-03-04"),
            ],
            "2009-03-07",
        ),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_which_date_of_birth_stands(
    lines: list[list[Evidence]], born: str, turned: bool
) -> None:
    identity, _ = fold(lines[::-1] if turned else lines)
    assert identity.born == date.fromisoformat(born)


def test_sex_not_known_is_not_another_sex() -> None:
    identity, questions = fold(
        [line(HILL, "2025-01-15", sex="F"), line(HILL, "2026-01-15", sex="U")]
    )
    assert identity.sex == "F" and not questions


SENDERS = st.sampled_from([HILL, LAKE, OLD, COLLEGE, OTHER_COLLEGE, NEIGHBOUR, OFFICER])
NAMES = st.sampled_from(
    (
        *("Amira Example", "AMIRA EXAMPLE", "Mira Exampel", "Example Amira"),
        *("A Otherwise", "Amira Otherwise-Example", "Amíra Thirdly"),
        *("Am?ra Otherwise", "Bill Example"),
    )
)
LINES = st.lists(
    st.builds(
        line,
        SENDERS,
        st.sampled_from(["2025-01-15", "2025-09-18", "2026-01-15", "2026-09-18"]),
        NAMES,
        st.sampled_from(["", "2009-03-04", "2009-04-03"]),
        st.sampled_from(["", "F", "M", "U"]),
    ),
    min_size=1,
    max_size=7,
)


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(
    lines: list[list[Evidence]], rng: Random
) -> None:
    mixed = list(lines)
    rng.shuffle(mixed)
    assert fold(mixed) == fold(lines)


@given(LINES)
def test_a_list_alone_never_changes_the_identity_from_a_register(
    lines: list[list[Evidence]],
) -> None:
    register = line(HILL, "2020-01-15", "Amira Example", "2009-03-04", "F")
    lists = [some for some in lines if some[0].source.name == "provider-enrolment"]
    identity, _ = fold([register, *lists])
    assert (identity.full_name, identity.born, identity.sex) == (
        "Amira Example",
        date(2009, 3, 4),
        "F",
    )
