"""An attacker has several releases of one day, and a pencil."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tracker.domain.figures import releases
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.figures.releases import (
    COUNTED,
    OTHERS,
    WHOLE,
    Cell,
    Content,
    Placed,
    Why,
)
from tracker.reporting.releases.differencing import Protected, protect

LIMITS = Suppression()
DAY = date(2026, 10, 31)
EVERYBODY = (WHOLE, COUNTED)


def content(*by: str, measure: str = "neet", **more: object) -> Content:
    return replace(Content(measure, by, DAY), **more)


def people(groups: Mapping[tuple[str, ...], int], first: int = 1) -> dict[int, Cell]:
    """So many people in each place, numbered from ``first``."""
    places = [place for place, many in groups.items() for _ in range(many)]
    return dict(enumerate(places, start=first))


def made(new: Placed, earlier: Iterable[Placed] = (), **more: int) -> Protected:
    return protect(new, list(earlier), LIMITS, **more)


def sent(new: Placed, earlier: Iterable[Placed] = (), number: int = 1) -> Placed:
    """The release as its recipient has it."""
    protected = made(new, earlier)
    assert protected.refused is None
    table = releases.counted(new)
    cells = set(table.counts) if new.content.rows else set(releases.cells(table))
    return replace(new, shown=frozenset(cells - set(protected.hidden)), number=number)


def by_sex(neet_f: int, f: int, neet_m: int, m: int) -> Placed:
    groups = {
        ("F", COUNTED): neet_f,
        ("F", OTHERS): f - neet_f,
        ("M", COUNTED): neet_m,
        ("M", OTHERS): m - neet_m,
    }
    return Placed(content("sex"), people(groups))


@pytest.mark.law("O10")
def test_an_ordinary_table_without_an_earlier_one_passes_whole():
    protected = made(by_sex(40, 900, 60, 950))
    assert protected == Protected({})


@pytest.mark.law("O10")
def test_the_same_table_for_a_second_recipient_passes_whole():
    health = sent(by_sex(40, 900, 60, 950))
    assert made(by_sex(40, 900, 60, 950), [health]) == Protected({})


@pytest.mark.law("O10")
def test_two_releases_of_one_day_that_differ_by_one_person_do_not_show_it():
    """Between health's copy and the members', a call moved one girl to NEET."""
    health = sent(by_sex(40, 900, 60, 950))
    later = dict(health.places)
    moved = next(p for p, place in later.items() if place == ("F", OTHERS))
    later[moved] = ("F", COUNTED)
    protected = made(Placed(content("sex"), later), [health])
    reason = protected.hidden[("F", COUNTED)]
    assert reason.why is Why.EARLIER
    assert (reason.release, reason.cell) == (1, ("F", COUNTED))
    assert EVERYBODY in protected.hidden
    assert ("M", COUNTED) not in protected.hidden


@pytest.mark.law("O10")
def test_a_recipient_does_not_matter_as_recipients_talk_to_each_other():
    everybody = Placed(
        content(),
        {p: place[-1:] for p, place in by_sex(40, 900, 60, 950).places.items()},
    )
    health = sent(everybody)
    fewer = dict(list(everybody.places.items())[:-2])
    protected = made(replace(everybody, places=fewer), [health])
    assert protected.hidden[(WHOLE,)].release == 1


@pytest.mark.law("O10")
@pytest.mark.law("N-05")
def test_an_extract_against_its_total_does_not_expose_who_opted_out():
    everybody = by_sex(40, 900, 60, 950)
    total = sent(everybody)
    opted_out = {1, 1000}
    rows = {p: place for p, place in everybody.places.items() if p not in opted_out}
    extract = Placed(content("sex", rows=True), rows)
    protected = made(extract, [total])
    assert protected.hidden or protected.refused
    # As many as the limit does not protect may be absent.
    many = set(range(1, 20)) | set(range(1000, 1020)) | set(range(900, 912))
    rows = {p: place for p, place in everybody.places.items() if p not in many}
    assert made(Placed(content("sex", rows=True), rows), [total]).refused is None


@pytest.mark.law("O10")
def test_a_total_after_an_extract_is_compared_with_it_too():
    everybody = by_sex(40, 900, 60, 950)
    rows = {p: place for p, place in everybody.places.items() if p != 1}
    extract = sent(Placed(content("sex", rows=True), rows), number=7)
    protected = made(everybody, [extract])
    assert protected.hidden[("F", COUNTED)].release == 7


@pytest.mark.law("O10")
def test_a_group_nested_in_another_is_not_left_over():
    """All schools but one are in the first table; the second has them all."""
    places = people({("Y", COUNTED): 30, ("Y", OTHERS): 300, ("X", OTHERS): 4})
    one = {p: place for p, place in places.items() if place[0] == "Y"}
    area = sent(
        Placed(content(), {p: place[-1:] for p, place in one.items()}), number=3
    )
    whole = Placed(content(), {p: place[-1:] for p, place in places.items()})
    protected = made(whole, [area])
    assert (
        protected.hidden[(WHOLE,)].release == 3
        if (WHOLE,) in protected.hidden
        else (protected.refused)
    )


@pytest.mark.law("O10")
def test_three_tables_that_only_together_give_a_cell_away():
    """None of the three has a small cell, and no two of them differ by a few.

    Girls at X and boys at X are shown, each with those of Y; the third has everybody
    but three people of Z.
    """
    places = people(
        {
            ("X", "F", OTHERS): 40,
            ("X", "M", OTHERS): 50,
            ("Y", "F", OTHERS): 30,
            ("Y", "M", OTHERS): 20,
            ("Z", "F", OTHERS): 3,
            ("Z", "M", OTHERS): 60,
        }
    )

    def of(keep, *by) -> Placed:
        chosen = {p: place for p, place in places.items() if keep(place)}
        picked = {
            p: (*(place[i] for i in by), place[-1]) for p, place in chosen.items()
        }
        names = tuple(("Year 11 school", "sex")[i] for i in by)
        return Placed(content(*names, measure="cohort_16_17"), picked)

    girls_of_two = sent(of(lambda place: place[1] == "F" and place[0] != "Z"), number=1)
    boys = sent(of(lambda place: place[1] == "M"), [girls_of_two], number=2)
    everybody = of(lambda place: True)
    alone = [made(everybody, [each]) for each in (girls_of_two, boys)]
    assert alone == [Protected({}), Protected({})]
    together = made(everybody, [girls_of_two, boys])
    assert together.refused or together.hidden


@pytest.mark.law("D-17")
@pytest.mark.parametrize("neet", [0, 6])
def test_nobody_or_everybody_of_a_small_group_is_not_shown(neet):
    """Six at a school, all of them NEET: the count shows each of them."""
    places = people(
        {
            ("X", COUNTED): neet,
            ("X", OTHERS): 6 - neet,
            ("Y", COUNTED): 30,
            ("Y", OTHERS): 200,
            ("Z", COUNTED): 20,
            ("Z", OTHERS): 200,
        }
    )
    protected = made(Placed(content("Year 11 school"), places))
    assert ("X", COUNTED) in protected.hidden
    assert ("X", WHOLE) not in protected.hidden
    assert len([cell for cell in protected.hidden if cell[-1] == COUNTED]) > 1


def possible(new: Placed, protected: Protected, most: int = 40) -> list[Counter]:
    """Every distribution over the places that agrees with the shown cells."""
    table = releases.counted(new)
    shown = set(releases.cells(table)) - set(protected.hidden)
    groups = {place[:-1] for place in new.places.values()}
    places = [
        (*group, outcome) for group in sorted(groups) for outcome in (COUNTED, OTHERS)
    ]
    found = []
    for numbers in product(range(most), repeat=len(places)):
        counts: Counter = Counter()
        for place, number in zip(places, numbers, strict=True):
            for cell in new.cells_of(place):
                counts[cell] += number
        if all(counts[cell] == table.counts.get(cell, 0) for cell in shown):
            found.append(Counter(dict(zip(places, numbers, strict=True))))
    return found


@pytest.mark.sample("0", "3", because="every solution of a system of equations")
@pytest.mark.law("D-17")
@pytest.mark.parametrize("seed", range(12))
def test_each_small_group_may_be_larger_than_the_limit_as_all_solutions_show(seed):
    draw = random.Random(seed)
    limits = Suppression(threshold=2, percent_base=4)
    places = people(
        {
            (group, outcome): draw.choice([0, 1, 2, 3, 5, 7])
            for group in "XY"
            for outcome in (COUNTED, OTHERS)
        }
    )
    if not places:
        return
    new = Placed(content("sex"), places)
    protected = protect(new, [], limits)
    if protected.refused:
        return
    solutions = possible(new, protected, most=16)
    for place, number in Counter(places.values()).items():
        if 1 <= number <= 2:
            assert max(each[place] for each in solutions) > 2
            assert len({each[place] for each in solutions}) > 2


def of_8100(draw: random.Random) -> Placed:
    def group(many: int) -> str:
        return f"g{min(int(draw.expovariate(3 / many)), many - 1)}"

    return Placed(
        content("year group", "Year 11 school", "need"),
        {
            person: (
                *(group(many) for many in (4, 30, 3)),
                COUNTED if draw.random() < 0.08 else OTHERS,
            )
            for person in range(8100)
        },
    )


@pytest.mark.long
@pytest.mark.law("O10")
def test_three_dimensions_of_8100_people_are_decided_in_seconds():
    new = of_8100(random.Random(3))
    began = time.process_time()
    protected = made(new)
    assert not protected.undecided and protected.refused is None
    assert time.process_time() - began < 30


def test_what_cannot_be_decided_with_the_work_allowed_is_not_released():
    assert made(of_8100(random.Random(3)), allowed=1_000_000).undecided
