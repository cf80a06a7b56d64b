"""The chart of flows draws the largest schools separately, the others together."""

from tracker.domain.figures.breakdowns import BETWEEN
from tracker.domain.figures.measures import Figure
from tracker.domain.history.destination_category import Category
from tracker.reporting.panels.divided import OPEN
from tracker.reporting.panels.flows import DRAWN, OTHER_SCHOOLS, flows


def of(schools: int):
    """The first school has one person in further education, the second two, and so on;
    and each has one who is NEET.
    """
    groups = {}
    for number in range(1, schools + 1):
        for where, people in ((Category.FURTHER_EDUCATION, number), (Category.NEET, 1)):
            group = f"name:school {number}{BETWEEN}{where.value}"
            groups[group] = [Figure("cohort_16_17", "", people, people)]
    return flows(
        groups,
        measure="cohort_16_17",
        suppression=OPEN,
        name_of=lambda key: None,
        by_school=True,
    )


def test_of_many_schools_only_the_largest_are_drawn_but_the_table_has_all() -> None:
    panel, bands = of(24)
    assert len(panel.rows) == 24
    assert len(bands.sources) == DRAWN + 1
    assert bands.sources[0] == "School 24"
    assert bands.sources[-2:] == ("School 15", OTHER_SCHOOLS)
    others = [people for source, _, people in bands.people if source == DRAWN]
    assert others == [sum(range(1, 15)), 14]
    assert sum(people for _, _, people in bands.people) == panel.bottom.cells[-1].value
    assert "shows the 10 schools with the most young people" in panel.about
    assert "the other 14 together; the table has all" in panel.about


def test_one_more_than_are_drawn_is_drawn_too() -> None:
    panel, bands = of(DRAWN + 1)
    assert len(bands.sources) == DRAWN + 1
    assert OTHER_SCHOOLS not in bands.sources
    assert "together" not in panel.about
