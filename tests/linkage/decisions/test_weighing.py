"""The chances of one row worked out by hand, and how many wrong ones are allowed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.linkage.people import BARE, ELLA, neighbours, row, uln, upn
from tracker import linkage
from tracker.domain.history.person import Identity
from tracker.linkage.comparing.comparisons import Level, compare, prepare
from tracker.linkage.comparing.verdicts import Candidate, Doubtful, Matched, Unknown
from tracker.linkage.decisions import error_budget, evaluation, weighing
from tracker.linkage.decisions.chances import Chances, Rates, rates
from tracker.linkage.decisions.duplicates import suggest_duplicates
from tracker.linkage.decisions.evaluation import Evaluation, evaluate
from tracker.linkage.decisions.matcher import Population, decide
from tracker.linkage.decisions.weighing import Weighed, balance, with_numbers
from tracker.linkage.model.invented_lists import SCHOOL

ALIKE = compare(prepare(BARE), prepare(BARE))
#: Ten people on record, and a list of which one row in five is about strangers.
TEN = Chances(Population(neighbours(10)), [], 0.2)


def one(person: int, likelihood: float, relative: float = 0.0, **more: Any) -> Weighed:
    return Weighed(person, ALIKE, likelihood, relative, **more)


def test_a_person_alone_is_weighed_against_a_stranger_and_a_relative() -> None:
    """Each of ten people has 8% of the rows; strangers have 20%."""
    found = balance([one(1, 1_000.0, 0.01)], TEN)
    theirs, others = 0.08 * 1_000, 0.08 * 1_000 * 0.01 + 0.2
    assert found.shares == {1: pytest.approx(theirs / (theirs + others))}
    assert found.alone == found.shares
    assert found.error(1) == pytest.approx(others / (theirs + others))


def test_people_on_record_are_weighed_against_each_other_too() -> None:
    found = balance([one(1, 1_000.0, 0.01), one(2, 100.0)], TEN)
    theirs, hers, others = 80.0, 8.0, 80 * 0.01 + 0.2
    assert found.shares == {
        1: pytest.approx(theirs / (theirs + hers + others)),
        2: pytest.approx(hers / (theirs + hers + others)),
    }
    assert found.alone == {
        1: pytest.approx(theirs / (theirs + others)),
        2: pytest.approx(hers / (hers + 0.2)),
    }


def test_a_relative_of_two_people_is_one_person_with_a_name_of_their_own() -> None:
    """Of a person with another given name the relative does not count."""
    called_otherwise = replace(ALIKE, given=Level.DIFFERENT)
    other = Weighed(2, called_otherwise, 1_000.0, 5.0)
    found = balance([one(1, 1_000.0, 0.01), other], TEN)
    assert found.shares[1] == pytest.approx(80 / (80 + 80 + 1.0))
    alone = balance([other], TEN)
    assert alone.shares[2] == pytest.approx(80 / (80 + 80 * 5.0 + 0.2))


@pytest.mark.parametrize(
    ("options", "others"),
    [
        ({}, 80 * 0.01 + 0.2),
        ({"of_number": 0.5}, 80 * 0.01 + 0.1),
        ({"of_relative": 0.5}, 80 * 0.005 + 0.2),
    ],
)
def test_a_number_is_rarely_a_strangers_and_now_and_then_a_relatives(
    options: dict[str, float], others: float
) -> None:
    found = balance([one(1, 1_000.0, 0.01)], TEN, **options)
    assert found.shares[1] == pytest.approx(80 / (80 + others))


def test_the_share_of_strangers_may_be_the_lists_own() -> None:
    found = balance([one(1, 1_000.0)], TEN, strangers=0.5)
    assert found.shares[1] == pytest.approx(50 / (50 + 0.5))
    assert balance([], TEN).shares == {}


def test_the_records_themselves_may_be_wrong() -> None:
    assert balance([one(1, 1e15)], TEN).error(1) == 1e-7


def test_numbers_that_differ_make_a_person_less_likely_each_by_itself() -> None:
    differ = TEN.own("upn", Level.DIFFERENT), TEN.own("uln", Level.DIFFERENT)
    assert TEN.number_differs == pytest.approx(sum(differ))
    for levels, factor in (
        ((Level.SAME, Level.SAME), 1),
        ((Level.DIFFERENT, Level.SAME), differ[0]),
        ((Level.MISSING, Level.DIFFERENT), differ[1]),
        ((Level.DIFFERENT, Level.DIFFERENT), differ[0] * differ[1]),
    ):
        found = with_numbers(
            Weighed(1, replace(ALIKE, upn=levels[0], uln=levels[1]), 1.0, 1.0, 0.5), TEN
        )
        assert found.by_number == pytest.approx(0.5 * factor)
        assert balance([found], TEN).shares[1] == pytest.approx(
            0.08 * 0.5 * factor / (0.08 * 0.5 * factor + 0.08 + 0.2)
        )


def test_the_rates_are_those_that_come_with_the_weights() -> None:
    kept = linkage.model.splink_model.weights()["rates"]
    assert rates() == Rates(
        kept["twin"],
        kept["sibling"],
        kept["number_of_relative"],
        kept["number_of_anybody"],
        kept["strangers"],
        kept["namesakes"],
    )


@pytest.mark.parametrize(
    ("errors", "budget", "taken"),
    [
        ([], 0.1, set()),
        ([(1, 0.1)], 0.1, {1}),
        ([(1, 0.11)], 0.1, set()),
        # The surest come first, for as long as their mean stays within the budget.
        ([(1, 0.15), (2, 0.05), (3, 0.0)], 0.1, {1, 2, 3}),
        ([(1, 0.35), (2, 0.05), (3, 0.0)], 0.1, {2, 3}),
        ([(1, 0.0), (2, 0.5)], 0.25, {1, 2}),
        ([(1, 0.0), (2, 0.51)], 0.25, {1}),
        # Equals in the order of their rows.
        ([(2, 0.2), (1, 0.2), (3, 0.0)], 0.1, {1, 3}),
        ([(1, 0.0)], 0.0, {1}),
    ],
)
def test_the_surest_rows_are_automatic_within_the_budget(
    errors: list[tuple[int, float]], budget: float, taken: set[int]
) -> None:
    assert error_budget.within(errors, budget) == taken


def test_one_wrong_match_in_ten_thousand_is_allowed() -> None:
    assert error_budget.DEFAULT == 0.0001
    assert weighing.LEAST_ERROR == 1e-7


def test_an_invented_list_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row by row: right and wrong matches, doubts with and without the person."""
    who = Identity("Ann", "Lee")
    truths = [1, 2, 3, 3, None, None, 4, None, None]
    decisions = [
        *(Matched(1, "UPN", 1.0, ()), Matched(9, "ULN", 1.0, ())),
        *(Doubtful((Candidate(3, 0.5),), ()), Doubtful((Candidate(8, 0.5),), ())),
        *(Doubtful((), ()), Matched(5, "UPN", 1.0, ())),
        *(Unknown(()), Unknown(()), Doubtful((Candidate(8, 0.5),), ())),
    ]
    listed = [(truth, who) for truth in truths]
    monkeypatch.setattr(evaluation, "invented_list", lambda *args: ([(1, who)], listed))
    monkeypatch.setattr(evaluation, "decide", lambda rows, people: decisions)
    found = evaluate(1, 9, SCHOOL)
    assert replace(found, seconds=0.0) == Evaluation(
        rows=9,
        automatic=3,
        wrong=2,
        doubtful=4,
        doubtful_without_the_person=1,
        known=5,
        missed=1,
        levels=found.levels,
    )
    assert found.levels == {"UPN": 2, "ULN": 1}
    assert 0 <= found.seconds < 60
    assert str(replace(found, seconds=1.25)) == (
        "9 rows in 1.2 s: 3 automatic (33.3333% right), 4 doubtful (44.44%), 1 of 5 "
        "missed (20.00%); {'UPN': 2, 'ULN': 1}"
    )
    assert str(Evaluation(rows=1)) == (
        "1 rows in 0.0 s: 0 automatic (100.0000% right), 0 doubtful (0.00%), 0 of 0 "
        "missed (0.00%); {}"
    )


def test_the_command_measures_three_lists_of_the_held_out_seed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(people: int, rows: int, source: Any, seed: int = 0) -> str:
        return f"{people} {rows} {source.upn}"

    assert evaluate.__defaults__ == (77,)
    monkeypatch.setattr(evaluation, "evaluate", measured)
    evaluation.main()
    assert capsys.readouterr().out.splitlines() == [
        "school: 30000 8000 0.99",
        "college: 30000 8000 0.15",
        "no identifiers: 30000 8000 0.0",
    ]


MOVED = row(given="Liz", postcode="WN1 2BB", middle="")
TWIN = replace(ELLA, given="Matilda", upn=None, uln=None, ypid=None)


@pytest.mark.parametrize(
    ("other", "suggested"),
    [
        (row(family="Shaw"), True),
        (MOVED, True),
        (TWIN, False),
        # A number in common is trusted, or not, as for a row.
        (replace(TWIN, uln=uln(1)), False),
        (row(uln=uln(1), family="Kaur"), True),
        # A sealed former name would show whose it was, whichever record has it.
        (row(family="Seddon"), True),
        (row(family="Shaw", sealed_names=(("", "Pennington-Shaw"),)), False),
        (row(uln=uln(2), family="Shaw"), False),
        (row(postcode="M46 0AA", born=date(2006, 11, 28)), False),
    ],
)
def test_two_records_may_be_one_person(other: Identity, suggested: bool) -> None:
    either_way = [(ELLA, other), (other, ELLA)][: 1 + bool(other.sealed_names)]
    for first, second in either_way:
        found = suggest_duplicates(Population([(7, first), (3, second)]))
        assert [(each.person, each.other) for each in found] == (
            [(3, 7)] if suggested else []
        )


def test_suggestions_have_their_chance_and_reasons_the_likeliest_first() -> None:
    people = Population([(1, ELLA), (5, row(family="Shaw", uln=uln(1))), (9, MOVED)])
    found = suggest_duplicates(people)
    assert [(one.person, one.other, one.score) for one in found] == [
        (1, 5, pytest.approx(1, abs=1e-3)),
        (1, 9, pytest.approx(1, abs=1e-2)),
        (5, 9, pytest.approx(1, abs=0.1)),
    ]
    assert [one.score for one in found] == sorted(
        (one.score for one in found), reverse=True
    )
    assert all(one.score == round(one.score, 6) for one in found)
    assert found[1].reasons == (
        "Agrees: family name, date of birth, sex.",
        "Differs: given name (short form: Elizabeth here, Liz on record); postcode "
        "(same district: WN1 1AZ here, WN1 2BB on record).",
    )
    for apart in ((1, 5), (5, 1)):
        left = suggest_duplicates(people, [apart])
        assert [(one.person, one.other) for one in left] == [(1, 9), (5, 9)]


@pytest.mark.parametrize(("alike", "suggested"), [(60, True), (61, False)])
def test_a_key_that_more_than_sixty_people_share_is_not_used(
    alike: int, suggested: bool
) -> None:
    """All of one family name and birthday, and two with one given name as well."""
    people = [
        (number, Identity(f"Zel{number:02}q", "Orr", born=date(2009, 3, 4)))
        for number in range(alike)
    ]
    letters = str.maketrans("0123456789", "abcdefghij")
    people = [
        (number, replace(who, given=who.given.translate(letters)))
        for number, who in people
    ]
    people[0] = (0, replace(people[1][1], given="Zelbaqx"))
    people[1] = (1, replace(people[1][1], given="Zelbaqy"))
    found = suggest_duplicates(Population(people))
    assert any((one.person, one.other) == (0, 1) for one in found) is suggested


def test_the_reasons_by_number_are_named_and_candidates_shown() -> None:
    people = [(1, ELLA), (2, TWIN), *neighbours()]
    [both, only, by_id, former] = decide(
        [
            row(upn=upn(1), uln=uln(1)),
            row(uln=uln(1), born=None),
            row(ypid="3590000000001"),
            row(upn=upn(9), former_upns=(upn(1),), uln=uln(1)),
        ],
        Population(people),
    )
    assert isinstance(both, Matched)
    assert (both.level, both.reasons[0]) == (
        "UPN",
        "Decided by: UPN and ULN, with name and date of birth fitting.",
    )
    assert isinstance(only, Matched)
    assert only.reasons[0] == "Decided by: ULN, with name fitting."
    assert isinstance(by_id, Matched)
    assert (by_id.level, by_id.reasons[0]) == (
        "YPID",
        "Decided by: young person's ID, with name and date of birth fitting.",
    )
    assert isinstance(former, Matched)
    assert former.level == "former UPN"
    assert former.reasons[0] == (
        "Decided by: former UPN and ULN, with name and date of birth fitting."
    )
