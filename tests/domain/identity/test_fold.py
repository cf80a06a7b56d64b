"""Which name, date of birth and sex stand. Everybody here is invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.evidence import Doing, Evidence, Source, Tier, detail
from tracker.domain.identity import DECIDED, IdentityQuestion
from tracker.domain.institution import InstitutionRef
from tracker.domain.particulars import Details
from tracker.domain.person import Identity

# Who speaks: tier, source, and the school that a line is about.
HILL = (Tier.SCHOOL_CENSUS, "school-census", "9990001")
LAKE = (Tier.SCHOOL_CENSUS, "school-census", "9990002")
OLD = (Tier.ADVISER, "nccis-file", None)
COLLEGE = (Tier.PROVIDER_ROLL, "provider-enrolment", "9990008")
OTHER_COLLEGE = (Tier.PROVIDER_ROLL, "provider-enrolment", "9990009")
NEIGHBOUR = (Tier.THIRD_PARTY, "correction", None)
OFFICER = (Tier.ADVISER, DECIDED, None)

Speaker = tuple[Tier, str, str | None]


def line(
    who: Speaker, as_at: str, name: str = "", born: str = "", sex: str = "", **more: str
) -> list[Evidence]:
    """What one line says: "Amira Example", a date of birth, a sex, other names."""
    tier, source, place = who
    by_hand = source in (DECIDED, "correction")
    batch = None if by_hand else int(as_at.replace("-", ""))
    where = Source(tier, source, f"{place}.csv", 1, batch)
    given, _, family = name.partition(" ")
    statements = [
        detail("name", given=given or None, family=family or None) if name else None,
        detail("birth", born=born or None, sex=sex or None) if born or sex else None,
        detail("other name", family=more["former"]) if "former" in more else None,
        Doing("110", at=InstitutionRef(laestab=place)) if place else None,
        detail("declined", field="family", value=more["no"], standing="4")
        if "no" in more
        else None,
        detail("declined", field="born", value=more["no_date"], standing="4")
        if "no_date" in more
        else None,
    ]
    at = datetime.fromisoformat(f"{as_at}T18:00").replace(tzinfo=UTC)
    return [
        Evidence(each, where, date.fromisoformat(as_at), at)
        for each in statements
        if each is not None
    ]


def fold(lines: Sequence[list[Evidence]]) -> tuple[Identity, list[IdentityQuestion]]:
    known = Details([each for some in lines for each in some]).on()
    return known.identity, list(known.questions)


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
        # One school that repeats itself is one source: its newest word counts.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2025-05-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise"),
            ],
            "Amira Otherwise",
        ),
        # What one register calls a former name does not compete with the new one.
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
    who, _ = fold(lines[::-1] if turned else lines)
    assert who.full_name == name


def test_what_was_said_otherwise_is_a_name_to_be_found_by() -> None:
    who, _ = fold(
        [
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "AMIRA OTHERWISE"),
            line(COLLEGE, "2026-10-18", "Mira Exampel"),
            line(HILL, "2026-01-15", "AMIRA EXAMPLE"),
        ]
    )
    assert who.other_names == (("Amira", "Otherwise"), ("Mira", "Exampel"))


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
        # A slip in the newest census, against everybody else.
        (
            [
                line(HILL, "2025-01-15", born="2009-03-04"),
                line(OLD, "2025-01-31", born="2009-03-04"),
                line(HILL, "2026-01-15", born="2009-03-05"),
            ],
            "2009-03-04",
        ),
        # Two schools: the newer, until somebody decides.
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
    who, _ = fold(lines[::-1] if turned else lines)
    assert who.born == date.fromisoformat(born)


def test_a_sex_that_is_not_known_is_no_other_sex() -> None:
    who, questions = fold(
        [line(HILL, "2025-01-15", sex="F"), line(HILL, "2026-01-15", sex="U")]
    )
    assert who.sex == "F" and not questions


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        # A new surname, and a changed date of birth or sex, newer than the register's.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OTHER_COLLEGE, "2026-09-20", "Amira Otherwise"),
            ],
            ["family: Example or Otherwise"],
        ),
        (
            [
                line(HILL, "2026-01-15", born="2009-03-04", sex="F"),
                line(COLLEGE, "2026-09-18", born="2009-04-03", sex="M"),
            ],
            ["born: 2009-03-04 or 2009-04-03", "sex: F or M"],
        ),
        # A register that names another surname than it did.
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise"),
            ],
            ["family: Otherwise or Example"],
        ),
        # An older list than the register's last word, and what is no change at all.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2025-09-18", "Amira Otherwise"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example-Sample"),
                line(COLLEGE, "2026-09-18", "AMIRA SAMPLE"),
                line(COLLEGE, "2026-10-18", "Mira Exampel Sample"),
                line(COLLEGE, "2026-11-18", "Example-Sample Amira"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2025-01-15", "Amira Example"),
                line(HILL, "2026-01-15", "Amira Otherwise", former="Example"),
                line(COLLEGE, "2026-09-18", "Amira Example"),
            ],
            [],
        ),
        # The register that was asked about says once more what it said.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(HILL, "2026-10-01", "Amira Example"),
            ],
            [],
        ),
        # What was decided is not asked again of a list, old or new.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(COLLEGE, "2026-10-18", "Amira Otherwise"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(COLLEGE, "2026-09-18", "Amira Otherwise"),
                line(OFFICER, "2026-09-20", "Amira Otherwise", no="Example"),
                line(COLLEGE, "2026-10-18", "Amira Example"),
            ],
            [],
        ),
        # A better source than was decided against asks again, and so does a third name.
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(HILL, "2026-10-01", "Amira Otherwise"),
            ],
            ["family: Example or Otherwise"],
        ),
        (
            [
                line(HILL, "2026-01-15", "Amira Example"),
                line(OFFICER, "2026-09-20", "Amira Example", no="Otherwise"),
                line(COLLEGE, "2026-10-18", "Amira Thirdly"),
            ],
            ["family: Example or Thirdly"],
        ),
        (
            [
                line(HILL, "2026-01-15", born="2009-03-04"),
                line(COLLEGE, "2026-09-18", born="2009-04-03"),
                line(OFFICER, "2026-09-20", born="2009-03-04", no_date="2009-04-03"),
                line(OTHER_COLLEGE, "2026-10-18", born="2009-04-03"),
            ],
            [],
        ),
        # Another given name in a list is what they are called there.
        (
            [
                line(HILL, "2026-01-15", "Yan-Ting Example"),
                line(COLLEGE, "2026-09-18", "Chloe Example"),
            ],
            [],
        ),
        (
            [
                line(HILL, "2025-01-15", "Yan-Ting Example"),
                line(HILL, "2026-01-15", "Chloe Example"),
            ],
            ["given: Chloe or Yan-Ting"],
        ),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_person_is_asked_to_decide(
    lines: list[list[Evidence]], asked: list[str], turned: bool
) -> None:
    _, questions = fold(lines[::-1] if turned else lines)
    found = [f"{q.field}: {q.stands.value} or {q.other.value}" for q in questions]
    assert found == asked


def test_a_question_names_the_sources_of_both_values() -> None:
    _, [question] = fold(
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "Amira Otherwise"),
        ]
    )
    assert question.stands.sources == (
        ("school-census", "laestab:9990001", date(2026, 1, 15), 2),
    )
    assert question.other.sources == (
        ("provider-enrolment", "laestab:9990008", date(2026, 9, 18), 1),
    )
    assert question.lines == {(20260918, "9990008.csv", 1)}


SPEAKERS = st.sampled_from(
    [HILL, LAKE, OLD, COLLEGE, OTHER_COLLEGE, NEIGHBOUR, OFFICER]
)
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
        SPEAKERS,
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
def test_a_list_alone_never_changes_what_a_register_says(
    lines: list[list[Evidence]],
) -> None:
    register = line(HILL, "2020-01-15", "Amira Example", "2009-03-04", "F")
    lists = [some for some in lines if some[0].source.name == "provider-enrolment"]
    who, _ = fold([register, *lists])
    assert (who.full_name, who.born, who.sex) == (
        "Amira Example",
        date(2009, 3, 4),
        "F",
    )
