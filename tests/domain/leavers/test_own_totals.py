"""An attacker who holds the institution's own list, and reads the authority's figures.

Everybody is invented.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.history.whereabouts import NOW
from tests.domain.leavers.leavers_made import LEFT, leavers
from tracker import domain
from tracker.domain.figures.disclosure import Suppression
from tracker.domain.leavers.leaver import Leaver, kinds

_KINDS = st.tuples(
    st.sampled_from(["230", "310", "619", "330"]),
    st.sampled_from(["F", "M"]),
    st.booleans(),
)


def some_leavers(drawn, **more) -> list[Leaver]:
    return [
        each
        for code, sex, meals in drawn
        for each in leavers(code, 1, sex=sex, free_meals=meals, **more)
    ]


def residuals(shown, own) -> tuple[list[list[int | None]], list[int | None]]:
    """What is left of the authority's numbers when the institution's are taken away.

    Cells of the rows by columns, with the row's total last; None where it is hidden.
    """
    cells = [
        [
            None if cell.value is None else int(cell.value) - mine
            for cell, mine in zip([*line, total], [*ours, sum(ours)], strict=True)
        ]
        for line, total, ours in zip(shown.cells, shown.row_totals, own, strict=True)
    ]
    bottom = [
        None if cell.value is None else int(cell.value) - sum(column)
        for cell, column in zip(shown.bottom, zip(*own, strict=True), strict=True)
    ]
    return cells, bottom


def narrowed(cells, bottom) -> list[list[tuple[int, int]]]:
    """The least and the most that each number of the others can be, by the sums."""
    far = 10**6
    low = [[0 if n is None else n for n in line] for line in cells]
    high = [[far if n is None else n for n in line] for line in cells]
    for _ in range(40):
        for line, top in zip(low, high, strict=True):
            inner = range(len(line) - 1)
            for place in inner:
                rest_low = sum(line[p] for p in inner if p != place)
                rest_high = sum(top[p] for p in inner if p != place)
                line[place] = max(line[place], line[-1] - rest_high)
                top[place] = min(top[place], top[-1] - rest_low)
            line[-1] = max(line[-1], sum(line[p] for p in inner))
            top[-1] = min(top[-1], sum(top[p] for p in inner))
        for place, total in enumerate(bottom):
            if total is None:
                continue
            for at in range(len(low)):
                others = [n for n in range(len(low)) if n != at]
                low[at][place] = max(
                    low[at][place], total - sum(high[n][place] for n in others)
                )
                high[at][place] = min(
                    high[at][place], total - sum(low[n][place] for n in others)
                )
    return [
        list(zip(line, top, strict=True)) for line, top in zip(low, high, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_KINDS, min_size=0, max_size=30),
    st.lists(_KINDS, min_size=10, max_size=40),
    st.lists(_KINDS, min_size=0, max_size=3),
)
def test_nobody_else_is_found_by_taking_the_institutions_own_away(
    ours, others, unlisted
):
    """The reader knows the own list by name, and every number that is shown."""
    here = some_leavers(ours)
    hidden = some_leavers(unlisted, unlisted=True)
    found = domain.leavers.destinations.summarise(
        [*here, *hidden],
        {LEFT: kinds([*here, *hidden, *some_leavers(others)])},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=NOW,
    )
    for table in (found.totals, *found.by_group):
        own = [
            [
                sum(
                    1
                    for each in here
                    if each.now is not None
                    and str(each.now.category) == column
                    and title
                    in (
                        domain.leavers.destinations.AUTHORITY,
                        each.need,
                        each.free_meals,
                        each.sex,
                    )
                )
                for column in table.authority.columns
            ]
            for title in table.authority.rows
        ]
        if {str(cell) for cell in table.authority.bottom} == {"c"}:
            continue  # nothing of the authority is shown
        cells, bottom = residuals(table.authority, own)
        single = len(cells) == 1
        # Who is listed nowhere stands in the bottom row and in no row above it.
        for line in narrowed(cells, bottom if single or not unlisted else []):
            for least, most in line[:-1]:
                assert most == 0 or not (least == most and 1 <= least <= 5)
            if not single:
                least, most = line[-1]
                assert most == 0 or not (least == most and 1 <= least <= 5)


def test_noughts_do_not_disclose_a_few_others_in_a_group():
    """Two others have a plan. Noughts beside hidden cells would disclose where."""
    here = [*leavers("230", 12, send=True), *leavers("230", 60)]
    others = [*leavers("310", 2, send=True), *leavers("230", 200), *leavers("619", 90)]
    found = domain.leavers.destinations.summarise(
        here,
        {LEFT: kinds([*here, *others])},
        Suppression(),
        institution="s",
        institution_name="S",
        left=LEFT,
        as_of=NOW,
    )
    needs = next(g for g in found.by_group if g.title.startswith("Special"))
    plan = needs.authority.rows.index("EHC plan")
    shown = dict(
        zip(needs.authority.columns, map(str, needs.authority.cells[plan]), strict=True)
    )
    assert shown["Education: further education"] == "c"
    assert shown["Apprenticeship"] == "c"
    assert shown["Not in education, employment or training"] == "c"
    assert str(needs.authority.row_totals[plan]) == "c"
    assert [str(cell) for cell in needs.here.row_totals][plan] == "12"
