"""Dashboard, report and return show the same figures of a month on their pages."""

from pathlib import Path

from tests.acts import act
from tests.journeys.test_same_numbers import Counted
from tests.web.conftest import NOW, read
from tests.web.management.conftest import COHORT, COUNTS, END, MONTH, run
from tests.web.management.reading import table
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.domain.reference.academic_year import Period

TITLES = {
    "participating": "Participating",
    "neet": "NEET",
    "not_known": "Not known",
    "neet_or_not_known": "NEET or not known",
}


def figures(shown: str) -> dict[str, str]:
    """The figures on the page of a return, by the name of the measure."""
    return {
        cell.get("data-figure"): cell.text
        for cell in read(shown).iter("td")
        if cell.get("data-figure")
    }


def test_the_three_pages_and_the_file_say_the_same(
    cohort, boss, signed_in, tmp_path: Path
) -> None:
    page(boss, f"/reports/participation-pack?month={MONTH}")
    run(cohort)
    with cohort.app_context():
        made = actions.nccis_return.prepare.prepare(
            Period.of(END),
            database="359",
            supplier="Tracker",
            act=act(by="the tests", at=NOW),
        )
        number = made.run.id
        (tmp_path / "return.xml").write_bytes(made.file)
    returned = figures(page(signed_in("data-manager"), f"/returns/{number}"))
    dashboard = table(page(boss, f"/dashboard?month={MONTH}"), "headlines")
    report = table(
        page(boss, f"/reports/participation-pack?month={MONTH}"), "headlines"
    )
    for name, title in TITLES.items():
        shown = {returned[name], dashboard[title][0], report[title][0]}
        assert shown == {str(COUNTS[name])}, name
    assert returned["cohort_16_17"] == str(COHORT)
    counted = Counted(tmp_path / "return.xml").numbers
    assert counted["cohort"] == COHORT
    assert counted["neet"] == COUNTS["neet"]
    assert counted["not known"] == COUNTS["not_known"]
    assert counted["participating"] == COUNTS["participating"]
