"""What decides between sources that are as good as each other. All are invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.identity.lines import (
    COLLEGE,
    HILL,
    LAKE,
    NEIGHBOUR,
    OFFICER,
    OLD,
    OTHER_COLLEGE,
    Sender,
    fold,
    line,
)
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Evidence, Source
from tracker.domain.history.identity.identity_statements import (
    IdentityStatement,
    Standing,
)
from tracker.domain.history.identity.identity_values import Value, current_of
from tracker.domain.reference.institution import InstitutionRef


def names(
    sender: Sender, as_at: str, about: str = "name", **values: str
) -> list[Evidence]:
    """A line with any parts of a name, with the school that it is about."""
    tier, source, place = sender
    where = Source(tier, source, f"{place}.csv", 1, int(as_at.replace("-", "")))
    at = datetime.fromisoformat(f"{as_at}T18:00").replace(tzinfo=UTC)
    statements = [detail(about, **values)]
    if place:
        statements.append(Doing("110", at=InstitutionRef(laestab=place)))
    return [Evidence(each, where, date.fromisoformat(as_at), at) for each in statements]


FAMILY = {
    "of two registers the one that a list agrees with": (
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(LAKE, "2026-01-15", "Amira Otherwise"),
            line(COLLEGE, "2025-09-18", "Amira Example"),
        ],
        "Example",
    ),
    "hearsay is no agreement": (
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(LAKE, "2026-01-15", "Amira Otherwise"),
            line(NEIGHBOUR, "2025-09-18", "Amira Example"),
        ],
        "Otherwise",
    ),
    "without agreement the newest": (
        [
            line(HILL, "2026-01-16", "Amira Otherwise"),
            line(LAKE, "2026-01-15", "Amira Zeta"),
        ],
        "Otherwise",
    ),
    "of one day the last in the alphabet": (
        [
            line(HILL, "2026-01-15", "Amira Otherwise"),
            line(LAKE, "2026-01-15", "Amira Zeta"),
        ],
        "Zeta",
    ),
    "of two registers to one": (
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(LAKE, "2025-01-15", "Amira Example"),
            line((*HILL[:2], "9990003"), "2026-01-15", "Amira Otherwise"),
        ],
        "Example",
    ),
    "a name that the register has since left does not count": (
        [
            line(HILL, "2025-01-15", "Amira Example"),
            line(HILL, "2026-01-15", "Amira Otherwise"),
            line(LAKE, "2025-01-15", "Amira Example"),
        ],
        "Otherwise",
    ),
    "a former name of the same day does not count": (
        [
            line(HILL, "2026-01-15", "Amira Example"),
            line(LAKE, "2026-01-15", "Amira Otherwise", former="Example"),
        ],
        "Otherwise",
    ),
    "nor is it former by an earlier list of names": (
        [
            line(HILL, "2026-01-15", "Amira Zeta"),
            line(LAKE, "2026-01-14", "Amira Otherwise", former="Zeta"),
        ],
        "Zeta",
    ),
    "a list cannot call a register's name a former one": (
        [
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2026-09-18", "Amira Otherwise", former="Example"),
        ],
        "Example",
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("lines", "family"), FAMILY.values(), ids=FAMILY)
def test_which_family_name_stands(lines, family, turned) -> None:
    assert fold(lines[::-1] if turned else lines)[0].family == family


BORN = {
    "of registers the one with more sources": (
        [
            line(HILL, "2025-01-15", born="2009-03-04"),
            line(LAKE, "2026-01-15", born="2009-03-05"),
            line(COLLEGE, "2025-09-18", born="2009-03-04"),
        ],
        "2009-03-04",
    ),
    "hearsay is no source": (
        [
            line(HILL, "2025-01-15", born="2009-03-04"),
            line(LAKE, "2026-01-15", born="2009-03-05"),
            line(NEIGHBOUR, "2025-09-18", born="2009-03-04"),
        ],
        "2009-03-05",
    ),
    "of one day the last date": (
        [
            line(HILL, "2026-01-15", born="2009-03-05"),
            line(LAKE, "2026-01-15", born="2009-03-04"),
        ],
        "2009-03-05",
    ),
    "an officer before any number of registers": (
        [
            line(OFFICER, "2025-01-15", born="2009-03-04"),
            line(HILL, "2026-01-15", born="2009-03-05"),
            line(LAKE, "2026-01-15", born="2009-03-05"),
        ],
        "2009-03-04",
    ),
    "of an officer's two the newest, though another has more sources": (
        [
            line(OFFICER, "2026-02-01", born="2009-03-06"),
            line(OFFICER, "2026-02-02", born="2009-03-07"),
            line(HILL, "2026-05-15", born="2009-03-06"),
        ],
        "2009-03-07",
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("lines", "born"), BORN.values(), ids=BORN)
def test_which_birthday_stands(lines, born, turned) -> None:
    assert str(fold(lines[::-1] if turned else lines)[0].born) == born


@pytest.mark.parametrize(
    ("lines", "sex", "fields"),
    [
        ([], None, []),
        ([line(HILL, "2026-01-15", sex="U")], "U", []),
        (
            [line(HILL, "2025-01-15", sex="U"), line(LAKE, "2026-01-15", sex="W")],
            "W",
            ["sex"],
        ),
        (
            [line(COLLEGE, "2025-01-15", sex="M"), line(HILL, "2026-01-15", sex="W")],
            "M",
            [],
        ),
    ],
)
def test_a_recorded_sex_comes_before_one_that_is_not(lines, sex, fields) -> None:
    identity, questions = fold([line(HILL, "2024-01-15", "Amira Example"), *lines])
    assert identity.sex == sex
    assert [each.field for each in questions] == fields


EXCHANGED = {
    "the better source has them right": (
        [
            line(HILL, "2026-01-15", "Amira Example"),
            line(COLLEGE, "2025-09-18", "Example Amira"),
        ],
        "Amira Example",
    ),
    "of as good sources the more": (
        [
            line(COLLEGE, "2026-09-18", "Amira Example"),
            line(OTHER_COLLEGE, "2026-09-18", "Amira Example"),
            line((*COLLEGE[:2], "9990010"), "2025-09-18", "Example Amira"),
        ],
        "Amira Example",
    ),
    "of as many the older": (
        [
            line(COLLEGE, "2025-09-18", "Amira Example"),
            line(OTHER_COLLEGE, "2026-09-18", "Example Amira"),
        ],
        "Amira Example",
    ),
    "one name for both is not exchanged": (
        [
            line(HILL, "2026-01-15", "Ali Ali"),
            line(COLLEGE, "2025-09-18", "Ali Ali"),
        ],
        "Ali Ali",
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("lines", "name"), EXCHANGED.values(), ids=EXCHANGED)
def test_exchanged_names_are_put_right(lines, name, turned) -> None:
    identity, questions = fold(lines[::-1] if turned else lines)
    assert identity.full_name == name
    assert (identity.other_names, questions) == ((), [])


@pytest.mark.parametrize(
    ("middles", "stands"),
    [
        ([(HILL, "Jo"), (COLLEGE, "Ann")], "Jo"),
        ([(HILL, "J"), (COLLEGE, "Jo")], "Jo"),  # in full
        ([(HILL, "J"), (COLLEGE, "Ann")], "J"),
        ([(COLLEGE, "Ann"), (HILL, "JO")], "Jo"),
        ([(HILL, ""), (COLLEGE, "Ann")], "Ann"),
        ([(HILL, "ZoÃ«")], "Zoë"),
        ([(HILL, "")], ""),
    ],
)
def test_the_middle_name_of_the_best_source_in_full(middles, stands) -> None:
    lines = [
        names(sender, "2026-01-15", given="Amira", middle=middle, family=f"Example{n}")
        for n, (sender, middle) in enumerate(middles)
    ]
    assert fold(lines)[0].middle == stands


def test_a_second_name_used_as_the_first_opens_no_question() -> None:
    lines = [
        names(HILL, "2025-01-15", given="Yan-Ting", middle="Chloe", family="Example"),
        names(HILL, "2026-01-15", given="Chloe", family="Example"),
    ]
    assert [each.field for each in fold(lines)[1]] == ["given"]
    lines[1:] = [names(HILL, "2024-01-15", given="Chloe", family="Example")]
    assert fold(lines)[1] == []
    without = [names(HILL, "2025-01-15", given="Yan-Ting", family="Example"), lines[1]]
    assert [each.field for each in fold(without)[1]] == ["given"]


def test_each_part_of_another_name_may_be_missing() -> None:
    lines = [
        names(HILL, "2026-01-15", given="Amira", family="Example"),
        names(HILL, "2026-01-15", "other name", given="MIRA"),
        names(HILL, "2026-01-15", "other name", family="OTHERWISE"),
        names(HILL, "2026-01-15", "other name", given="amira", family="EXAMPLE"),
        names(HILL, "2026-01-15", "other name", given="Mira", family="Example"),
    ]
    assert fold(lines)[0].other_names == (("Amira", "Otherwise"), ("Mira", "Example"))


SPELLINGS = {
    "letters that were lost count least": (
        [(HILL, "Zo? Example"), (NEIGHBOUR, "Zoë Example")],
        "Zoë Example",
    ),
    "an initial counts less than a name": (
        [(HILL, "Z Example"), (NEIGHBOUR, "Zoë Example")],
        "Zoë Example",
    ),
    "the better source": (
        [(HILL, "Sara Example"), (COLLEGE, "Sarah Example")],
        "Sara Example",
    ),
    "of one source's the whole name": (
        [(COLLEGE, "Ben Example"), (OTHER_COLLEGE, "Benjamin Example")],
        "Benjamin Example",
    ),
    "and of a double-barrelled name both halves": (
        [(COLLEGE, "Amira Example"), (OTHER_COLLEGE, "Amira Example-Sample")],
        "Amira Example-Sample",
    ),
    "more independent sources": (
        [
            (COLLEGE, "Sarah Example"),
            (OTHER_COLLEGE, "Sarah Example"),
            ((*COLLEGE[:2], "9990010"), "Sara Example"),
        ],
        "Sarah Example",
    ),
    "large and small letters from a worse source": (
        [(HILL, "AMIRA DEMORGAN"), (NEIGHBOUR, "Amira DeMorgan")],
        "Amira DeMorgan",
    ),
    "but not of another spelling": (
        [(HILL, "AMIRA DEMORGAN"), (NEIGHBOUR, "Amira DeMorgen")],
        "Amira Demorgan",
    ),
    "accents of the earlier system, which is a register too": (
        [(HILL, "Zoe Example"), (OLD, "Zoë Example")],
        "Zoë Example",
    ),
    "and not those of a list": (
        [(HILL, "Zoe Example"), (COLLEGE, "Zoë Example")],
        "Zoe Example",
    ),
    "accents in capitals": (
        [(HILL, "ZOË EXAMPLE"), (OLD, "Zoe Example")],
        "Zoë Example",
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("given", "name"), SPELLINGS.values(), ids=SPELLINGS)
def test_which_spelling_of_one_name_stands(given, name, turned) -> None:
    lines = [line(sender, "2026-01-15", text) for sender, text in given]
    identity, questions = fold(lines[::-1] if turned else lines)
    assert identity.full_name == name
    assert questions == []


def test_of_spellings_as_good_the_one_that_stood_first_and_then_the_first_letters() -> (
    None
):
    older = line(COLLEGE, "2025-09-18", "Sarah Example")
    newer = line(OTHER_COLLEGE, "2026-09-18", "Sara Example")
    assert fold([older, newer])[0].given == "Sarah"
    same_day = line(OTHER_COLLEGE, "2025-09-18", "Sara Example")
    assert fold([older, same_day])[0].given == "Sara"
    twice = [older, same_day, line(COLLEGE, "2025-10-18", "Sarah Example")]
    assert fold(twice)[0].given == "Sarah"


def typed(name: str, hour: int) -> Evidence:
    """What an officer types in some hour of 15 January 2026."""
    (entry,) = line(OFFICER, "2026-01-15", name)
    return entry._replace(recorded_at=entry.recorded_at.replace(hour=hour))


@pytest.mark.parametrize("names", [("Amira", "Zahra"), ("Zahra", "Amira")])
@pytest.mark.parametrize("turned", [False, True])
def test_an_officer_who_writes_twice_on_one_day_corrects_the_first(
    names, turned
) -> None:
    entries = [
        typed(f"{name} Example", hour)
        for name, hour in zip(names, (9, 17), strict=True)
    ]
    entries = entries[::-1] if turned else entries
    identity, questions = fold([[each] for each in entries])
    assert (identity.full_name, questions) == (f"{names[1]} Example", [])
    values = [
        Value(
            each.statement.get("given") or "",
            "",
            IdentityStatement(
                *(Standing.OFFICER, None, each.as_at, each.tie_break),
                *(each.statement, each.source),
            ),
        )
        for each in entries
    ]
    assert [each.text for each in current_of(values, [])] == [names[1]]
