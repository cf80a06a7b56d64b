"""Who was found since the month end before, by source. Everybody is invented."""

from datetime import date

import pytest

from tests.web.adviser.young import (
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.management.reading import links, main_text, table
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.domain.figures import found_since
from tracker.domain.history.evidence import Tier
from tracker.domain.reference.activity import (
    FURTHER_EDUCATION,
    ILLNESS,
    SEEKING,
)

ABSENT = ("Known-before", "Not-known", "Hidden", "Too-old", "Elsewhere")
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 9)
UNKNOWN = "/dashboard/unknown"


def begun(activity, on: date = NOVEMBER):
    return doing(activity, on, name="" if activity is SEEKING else "Testham College")


@pytest.fixture
def cohort(pages):
    """Two found by their college and one by an adviser; the others not found."""
    with pages.app_context():
        for given, begins, tier in (
            ("Abel", NOVEMBER, Tier.PROVIDER_ROLL),
            ("Bea", NOVEMBER, Tier.PROVIDER_ROLL),
            ("Known-before", date(2026, 9, 7), Tier.PROVIDER_ROLL),
        ):
            record_evidence(
                young(given), begun(FURTHER_EDUCATION, begins), as_at=begins, tier=tier
            )
        record_evidence(
            young("Cato"), begun(SEEKING), as_at=NOVEMBER, tier=Tier.ADVISER
        )
        record_evidence(
            young("Hidden"), begun(ILLNESS), as_at=NOVEMBER, tier=Tier.ADVISER
        )
        record_evidence(
            young("Elsewhere", authority=THERE),
            begun(SEEKING),
            as_at=NOVEMBER,
            authority=THERE,
        )
        young("Not-known")
        young("Too-old", born=date(2007, 12, 3))
        actions.history.positions.refresh([OCTOBER, TODAY], within=HERE_ONLY)
    return pages


def test_they_are_counted_by_source_and_each_number_opens_them(
    cohort, signed_in
) -> None:
    boss = signed_in("manager")
    shown = page(boss, UNKNOWN)
    assert "Found since 31 October 2026, by source" in shown
    assert table(shown, "found") == {
        "The provider's own list": ["2"],
        "An adviser's contact": ["1"],
        "All found": ["3"],
    }
    for title, (address,) in links(shown, "found").items():
        words = main_text(page(boss, address))
        assert ("Abel" in words) == (title != "An adviser's contact"), title
        assert ("Cato" in words) == (title != "The provider's own list"), title
        for absent in ABSENT:
            assert absent not in words
    assert "Found since 31 October 2026: the provider's own list" in main_text(
        page(boss, links(shown, "found")["The provider's own list"][0])
    )


def test_where_no_one_was_found_the_page_says_so(pages, signed_in) -> None:
    with pages.app_context():
        young("Not-known")
        actions.history.positions.refresh([OCTOBER, TODAY], within=HERE_ONLY)
    shown = main_text(page(signed_in("manager"), UNKNOWN))
    assert "not known then, none is known on 24 November 2026." in shown


def test_the_file_has_the_same_numbers(cohort, signed_in) -> None:
    answer = signed_in("manager").get("/figures/unknown/found.csv")
    assert answer.get_data(as_text=True).splitlines()[1:] == [
        "The provider's own list,2",
        "An adviser's contact,1",
        "All found,3",
    ]


def test_who_may_not_open_the_list_reads_no_number(cohort, signed_in) -> None:
    auditor = signed_in("auditor")
    assert "by source" not in main_text(page(auditor, UNKNOWN))
    assert auditor.get("/figures/unknown/found.csv").status_code == 404


def test_an_unknown_source_is_not_found(cohort, signed_in) -> None:
    boss = signed_in("manager")
    address = "/figures/people?measure=cohort_16_17&breakdown=found&group="
    assert boss.get(f"{address}ADVISER").status_code == 404
    assert boss.get(f"{address}%2A").status_code == 200


def test_a_day_is_compared_with_the_month_end_before_it() -> None:
    assert found_since.before(date(2026, 11, 1)) == OCTOBER
    assert found_since.before(date(2026, 11, 30)) == OCTOBER
    assert found_since.before(date(2026, 12, 1)) == date(2026, 11, 30)
