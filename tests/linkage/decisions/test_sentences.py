"""What a reviewer reads of a row that is not decided, and how many people are shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import BARE, ELLA, neighbours, row, temporary_upn, uln, upn
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import prepare
from tracker.linkage.comparing.verdicts import (
    Candidate,
    Decision,
    Doubtful,
    Matched,
    Unknown,
)
from tracker.linkage.decisions import error_budget
from tracker.linkage.decisions.identifiers_first import _shares_something
from tracker.linkage.decisions.likely_matches import likely
from tracker.linkage.decisions.matcher import Population, _within_budget, decide
from tracker.linkage.decisions.new_people import Batch

NEW = Unknown(("No record is similar to this line.",))


def settled(
    *rows: Identity, places: Sequence[str] = (), away: Sequence[int] = ()
) -> list[Decision]:
    batch = Batch(rows, [prepare(one) for one in rows], places, away)
    return batch.settle([NEW] * len(rows))


OTHER = "An earlier row of this file "
NO_POSTCODE: dict[str, Any] = {"postcode": None}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # what the second row has in common with the first, in words
        (row(upn=upn(1)), row(upn=upn(1), postcode=None), "The same UPN"),
        (row(uln=uln(1)), row(uln=uln(1), born=None), "The same ULN"),
        (row(ypid="1"), row(ypid="1", born=None), "The same YPID"),
        (
            row(upn=upn(1), uln=uln(1), ypid="1"),
            row(upn=upn(1), uln=uln(1), ypid="1", family="Shaw"),
            "The same UPN and ULN and YPID",
        ),
        (row(), row(), "The same name, date of birth and postcode"),
        (row(), row(sex="M"), "The same name, date of birth and postcode"),
        (row(**NO_POSTCODE), row(), "The same name and date of birth"),
        (
            row(**NO_POSTCODE),
            row(**NO_POSTCODE),
            "The same name and date of birth",
        ),
    ],
)
def test_a_row_about_the_same_new_person_says_what_it_shares(
    first: Identity, second: Identity, same: str
) -> None:
    assert settled(neighbours()[0][1], first, second) == [
        *(NEW, NEW),
        replace(NEW, same_as=1, shares=same),
    ]


@pytest.mark.parametrize(
    ("rows", "earlier", "why"),
    [
        (
            [row(uln=uln(1)), row(uln=uln(1), given="Zainab", family="Orr")],
            (0,),
            "shares an identifier with this one, but not the name and date of birth.",
        ),
        (
            [row(uln=uln(1)), row(uln=uln(2))],
            (0,),
            "has the same name, date of birth and postcode, but another UPN or ULN.",
        ),
        (
            [row(upn=upn(1)), row(upn=upn(2))],
            (0,),
            "has the same name, date of birth and postcode, but another UPN or ULN.",
        ),
        (
            [
                row(uln=uln(1), **NO_POSTCODE),
                row(given="Liz", uln=uln(2)),
                row(given="Liz", uln=uln(1), **NO_POSTCODE),
            ],
            (0, 1),
            "shares an identifier with this one, but not the name and date of birth.",
        ),
        *(
            (
                [row(**NO_POSTCODE, **one), row(**NO_POSTCODE, **other)],
                (0,),
                f"has the same name and date of birth, but another {what}.",
            )
            for one, other, what in (
                ({"sex": "M"}, {"sex": "F"}, "sex"),
                ({"middle": "May"}, {"middle": "Rose"}, "middle name"),
                ({"middle": "M"}, {"middle": "Rose"}, "middle name"),
                ({"ypid": "1"}, {"ypid": "2"}, "young person's ID"),
                (
                    {"upn": temporary_upn(1)},
                    {"upn": temporary_upn(2)},
                    "UPN",
                ),
                (
                    {"sex": "M", "middle": "May"},
                    {"sex": "F", "middle": "Rose"},
                    "middle name and another sex",
                ),
            )
        ),
    ],
)
def test_a_row_that_contradicts_an_earlier_one_says_how(
    rows: list[Identity], earlier: tuple[int, ...], why: str
) -> None:
    found = settled(*rows)
    assert found[:-1] == [NEW] * (len(rows) - 1)
    assert found[-1] == Doubtful((), (f"{OTHER}{why}",), earlier)


def test_rows_with_the_numbers_of_several_new_people_are_doubtful() -> None:
    first = row(upn=upn(1))
    second = replace(neighbours()[0][1], upn=None)
    both = row(upn=upn(1), uln=second.uln)
    assert settled(first, second, both)[2] == Doubtful(
        (),
        ("Earlier rows of this file share one identifier each with this one.",),
        (0, 1),
    )


def test_a_row_of_a_name_that_two_new_people_have_must_show_which() -> None:
    first, second = (
        row(postcode=home, uln=uln(n))
        for n, home in enumerate(("WN1 1AZ", "WN7 1AB"), start=1)
    )
    assert settled(first, second, row(**NO_POSTCODE))[2] == Doubtful(
        (),
        (
            "Earlier rows of this file have the same name and date of birth and differ "
            "from each other. This one does not have enough detail to show which of "
            "them it is about.",
        ),
        (0, 1),
    )


def test_another_place_is_another_school_or_college() -> None:
    bare = row(**NO_POSTCODE)
    found = settled(bare, replace(bare, sex=None), places=["a school", "a college"])
    assert found[1] == Doubtful(
        (),
        (
            f"{OTHER}has the same name and date of birth, but another school or "
            "college.",
        ),
        (0,),
    )
    same = settled(bare, replace(bare, sex=None), places=["a school", "a school"])
    assert same[1] == replace(NEW, same_as=0, shares="The same name and date of birth")


def test_a_decided_row_teaches_nothing_of_new_people() -> None:
    batch = Batch([row(), row()], [prepare(row())] * 2)
    matched = Matched(1, "UPN", 1.0, ())
    assert batch.settle([matched, NEW]) == [matched, NEW]


SURE, LIKELY = 1e-7, 0.01


@pytest.mark.parametrize(
    ("level", "error", "budget", "reason"),
    [
        ("UPN", LIKELY, 0.0, None),
        ("scored", SURE, 0.0, "1 in 10,000,000"),
        ("scored", SURE, 1e-4, None),
        ("scored", LIKELY, 1e-4, "1 in 100"),
        ("UPN", LIKELY, 1e-4, "1 in 100"),
        ("UPN", 0.5, 1e-4, "1 in 2"),
        ("UPN", 0.9, 1e-4, "most"),
    ],
)
def test_a_match_beyond_the_budget_says_how_many_would_be_wrong(
    level: str, error: float, budget: float, reason: str | None
) -> None:
    match = Matched(1, level, 1 - error, ("Decided by: UPN.",), error)
    [found] = _within_budget([match], budget)
    if reason is None:
        assert found == match
    else:
        itself = Candidate(1, round(1 - error, 6), ("Decided by: UPN.",))
        assert found == Doubtful(
            (itself,),
            (
                f"Of lines like this, {reason} would be about another person. "
                f"{error_budget.in_words(budget)}",
            ),
        )


def test_a_budget_in_words_says_why_a_sure_line_waits() -> None:
    assert error_budget.in_words(1e-4).startswith(
        "Automatic matches may be wrong in 1 of 10,000 in all"
    )
    assert error_budget.in_words(0.0) == "Likelihood alone matches no line here."


def test_a_match_beyond_the_budget_keeps_its_candidates_the_likeliest_first() -> None:
    others = (Candidate(4, 0.6), Candidate(1, 0.4))
    shown = Matched(1, "scored", 0.4, (), 0.6, others)
    missing = replace(shown, person=2)
    for match, people in ((shown, [4, 1]), (missing, [4, 1, 2])):
        [found] = _within_budget([match], 1e-4)
        assert isinstance(found, Doubtful)
        assert [one.person for one in found.candidates] == people
    row_of_each = [NEW, shown, Matched(5, "UPN", 1.0, (), SURE)]
    kept = _within_budget(row_of_each, 1e-4)
    assert [type(one) for one in kept] == [Unknown, Doubtful, Matched]


@pytest.mark.parametrize(
    ("changes", "shares"),
    [
        ({"given": "Zainab", "family": "Orr"}, True),  # the birthday
        ({"given": "Zainab", "family": "Orr", "born": date(2009, 4, 3)}, True),
        ({"family": "Orr", "born": None}, True),
        ({"given": "Liz", "family": "Orr", "born": None}, True),
        ({"given": "Zainab", "family": "Shaw", "born": None}, True),
        ({"given": "Zainab", "family": "Orr", "born": None}, False),
        ({"given": "Zainab", "family": "Orr", "born": date(2008, 3, 4)}, False),
    ],
)
def test_people_of_a_home_share_a_name_or_the_birthday_with_the_row(
    changes: dict[str, Any], shares: bool
) -> None:
    assert _shares_something(prepare(row(**changes)), prepare(BARE)) is shares


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"upn": upn(1), "given": "Matilda", "middle": ""},
            "The UPN is one person's, the name and date of birth are another's.",
        ),
        (
            {"upn": upn(1), "given": "Matilda", "middle": "", "family": "Shaw"},
            "The UPN is one person's, but the row fits another better.",
        ),
        (
            {"upn": upn(1), "uln": uln(2)},
            "2 people on record share an identifier with this row, or its identifiers "
            "belong to different people.",
        ),
        (
            {"uln": uln(8)},
            "Name, date of birth and postcode agree, an identifier does not.",
        ),
    ],
)
def test_a_row_that_numbers_do_not_decide_says_why(
    changes: dict[str, Any], why: str
) -> None:
    twin = replace(ELLA, given="Matilda", upn=upn(2), uln=uln(2), ypid=None)
    people = Population([(1, ELLA), (2, twin), *neighbours()])
    [decision] = decide([row(**changes)], people)
    assert isinstance(decision, Doubtful)
    assert decision.reasons == (why,)
    assert 1 in [one.person for one in decision.candidates]


def test_two_records_of_one_name_birthday_and_postcode_are_shown() -> None:
    people = Population([(3, BARE), (1, BARE), *neighbours()])
    [decision] = decide([row()], people)
    assert isinstance(decision, Doubtful)
    assert decision.reasons == (
        "More than one record has this name, date of birth and postcode.",
    )
    assert [one.person for one in decision.candidates] == [1, 3]


def test_the_people_shown_before_one_is_added_are_sorted_and_ten_at_most() -> None:
    """A number in common first, then the birthday, then the name, then the likeness."""
    who = row(uln=uln(1))
    people = {
        1: row(given="Liz", born=date(2009, 4, 3)),
        2: row(given="Matilda"),
        3: row(postcode="WN7 1AB"),
        4: row(),
        5: row(given="Zainab", family="Orr", born=None, postcode=None, uln=uln(1)),
        6: row(),
        7: row(born=date(2011, 8, 9), postcode="WN7 1AB", given="Zainab"),
    }
    found = likely(who, people.items())
    assert [one.person for one in found] == [5, 4, 6, 3, 2, 1]
    assert found[1].score == 1.0
    assert found[1].reasons[0].startswith("Agrees: given name, family name,")
    assert len(likely(who, [(n, who) for n in range(12)])) == 10
