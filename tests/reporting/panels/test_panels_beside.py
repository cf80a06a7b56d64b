"""Panels beside the headline figures reveal nothing that those hide."""

from datetime import date

from tracker import reporting
from tracker.domain.figures.breakdowns import BETWEEN
from tracker.domain.figures.disclosure import HIDDEN, NO_PEOPLE, Suppression
from tracker.domain.figures.measures import Figure
from tracker.domain.history.destination_category import Category
from tracker.domain.reference.academic_year import Period

PROTECTED = Suppression()
ON = date(2026, 10, 31)
SEPTEMBER, OCTOBER = Period(2026, 9), Period(2026, 10)


def found(**counts: int) -> dict[str, list[Figure]]:
    return {
        group: [Figure("not_known", "", number, number)]
        for group, number in counts.items()
    }


def shown(panel) -> dict[str, list[str]]:
    return {row.title: [str(cell) for cell in row.cells] for row in panel.all_rows}


def test_a_hidden_month_hides_its_reasons_and_their_total() -> None:
    month = found(left=20, moved=9)
    panel = reporting.panels.groups.over_months(
        "why not known",
        {SEPTEMBER: month, OCTOBER: month},
        measure="not_known",
        suppression=PROTECTED,
        name_of=lambda key: None,
        name="why",
        heading="Why",
        about="",
        hidden=[SEPTEMBER],
    )
    assert shown(panel) == {
        SEPTEMBER.label: ["c", "c", "c"],
        OCTOBER.label: ["20", "9", "29"],
    }
    assert panel.picture is None


def test_a_withheld_panel_shows_no_number_but_the_reason() -> None:
    panel = reporting.panels.groups.counted(
        "lapses",
        found(**{"2026-11": 20, "2026-12": 9}),
        measure="not_known",
        suppression=PROTECTED,
        name_of=lambda key: None,
        name="lapses",
        heading="What lapses",
        about="",
        total="All",
        withheld="Because.",
    )
    assert {cell for row in panel.all_rows for cell in row.cells} == {HIDDEN}
    assert panel.notes == ("Because.",)
    assert panel.picture is None


def contacts(*rows, suppression=PROTECTED, hidden=()):
    return reporting.panels.workloads.contacts(
        [(name, name, numbers) for name, numbers in rows],
        as_of=ON,
        suppression=suppression,
        hidden=hidden,
    )


def test_contacts_of_a_hidden_measure_are_hidden() -> None:
    panel = contacts(
        ("neet", (20, 10, 9, 8, 7)),
        ("not_known", (20, 10, 9, 8, 7)),
        hidden=["not_known"],
    )
    lines = shown(panel)
    assert lines["neet"] == ["54", "20", "10", "9", "8", "7", "30", "55.6"]
    assert set(lines["not_known"]) == {"c"}
    assert panel.picture is None


def test_a_total_shown_in_the_headlines_protects_no_band() -> None:
    """The headlines show that nine are NEET: the seven are hidden with the two."""
    lines = shown(contacts(("neet", (7, 0, 0, 0, 2)), ("not_known", (0, 0, 0, 8, 9))))
    assert lines["neet"][0] == "9"
    assert lines["neet"][1] == lines["neet"][5] == "c"


def test_a_percentage_of_few_people_is_hidden_and_of_none_is_z() -> None:
    panel = contacts(("neet", (8, 0, 0, 0, 0)), ("not_known", (0,) * 5))
    percents = [row.cells[-1] for row in panel.rows]
    assert percents == [HIDDEN, NO_PEOPLE]


def test_a_number_shown_elsewhere_does_not_hide_a_destination() -> None:
    """The table by year group shows how many are NEET: three could be subtracted."""
    counts = {
        Category.SCHOOL_SIXTH_FORM: 100,
        Category.FURTHER_EDUCATION: 80,
        Category.EMPLOYMENT: 3,
        Category.NEET: 9,
        Category.NOT_KNOWN: 8,
    }
    panel, _ = reporting.panels.flows.flows(
        {
            f"s1{BETWEEN}{each.value}": [Figure("cohort_16_17", "", number, number)]
            for each, number in counts.items()
        },
        measure="cohort_16_17",
        suppression=PROTECTED,
        name_of=lambda key: None,
        by_school=False,
    )
    assert shown(panel) == {"Year 12": ["100", "c", "c", "9", "8", "200"]}
