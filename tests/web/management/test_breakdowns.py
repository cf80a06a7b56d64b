"""Figures by group: all of them for the team, with disclosure control for others."""

import csv
import io

import pytest

from tests.acts import act
from tests.web.management.conftest import COHORT, MONTH, NOW, run
from tests.web.management.reading import links, main_text, table
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.reporting.panels.divided import WHERE_BY

BY = "/dashboard/by"


@pytest.mark.parametrize("by", WHERE_BY)
def test_the_groups_add_up_to_the_cohort(boss, by) -> None:
    numbers = table(page(boss, f"{BY}?by={by}&month={MONTH}"), "groups")
    whole = numbers.pop("Everybody")
    assert whole[0] == str(COHORT)
    assert whole[3] == "9"
    assert sum(int(cells[0]) for cells in numbers.values()) == COHORT


def test_a_number_of_a_group_opens_its_young_people(boss) -> None:
    shown = page(boss, f"{BY}?by=area&month={MONTH}")
    numbers, addresses = table(shown, "groups"), links(shown, "groups")
    assert set(numbers) == {"WN1", "WN2", "Everybody"}
    for title, cells in addresses.items():
        for cell, address in zip(numbers[title], cells, strict=True):
            if address is not None:
                words = main_text(page(boss, address))
                young = "person" if cell == "1" else "people"
                assert f"{cell} young {young} on 31 October 2026." in words
                assert title == "Everybody" or f"district: {title}" in words


def test_an_auditor_sees_small_numbers_hidden(auditor) -> None:
    """Three of the nine who are NEET live in WN2, so neither group is shown."""
    numbers = table(page(auditor, f"{BY}?by=area&month={MONTH}"), "groups")
    assert numbers["Everybody"][3] == "9"
    assert numbers["WN2"][3] == numbers["WN1"][3] == "c"
    assert numbers["WN2"][7] == "c"


def test_a_file_hides_the_same_numbers(auditor) -> None:
    answer = auditor.get(f"/figures/by/groups.csv?by=area&month={MONTH}")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert rows[0][0].endswith("Ward or postcode district")
    assert {row[0]: row[4] for row in rows[1:]} == {
        "WN1": "c",
        "WN2": "c",
        "Everybody": "9",
    }


def test_the_file_of_the_team_hides_nothing(boss) -> None:
    answer = boss.get(f"/figures/by/groups.csv?by=area&month={MONTH}")
    rows = {
        row[0]: row[1:]
        for row in csv.reader(io.StringIO(answer.get_data(as_text=True)))
    }
    assert rows["WN2"][3] == "3"


@pytest.mark.parametrize(
    "address",
    [
        f"{BY}?by=hair",
        "/figures/by/other.csv",
        "/figures/nothing/groups.csv",
        "/figures/by/groups.csv?by=hair",
        "/figures/dashboard/headlines.csv?month=2030-01",
    ],
)
def test_an_unknown_address_is_not_found(boss, address) -> None:
    assert boss.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page_", "panel"),
    [
        ("dashboard", "headlines"),
        ("dashboard", "published"),
        ("dashboard", "months"),
        ("dashboard", "winter"),
        ("unknown", "why"),
        ("lapses", "lapses"),
        ("lapses", "places"),
        ("flows", "flows"),
        ("caseloads", "contacts"),
        ("caseloads", "caseloads"),
    ],
)
def test_every_table_can_be_downloaded(worked, boss, page_, panel) -> None:
    boss.get("/dashboard")
    run(worked)
    answer = boss.get(f"/figures/{page_}/{panel}.csv?month={MONTH}")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert len({len(row) for row in rows}) == 1


class TestNotKnown:
    """Why young people are not known."""

    ADDRESS = f"/dashboard/unknown?month={MONTH}"

    def test_reasons_add_up_to_the_figure(self, worked, boss) -> None:
        page(boss, self.ADDRESS)
        run(worked)
        numbers = table(page(boss, self.ADDRESS), "why")
        *reasons, whole = numbers["October 2026"]
        assert whole == "7"
        assert sum(map(int, reasons)) == 7

    def test_small_reasons_are_hidden_from_an_auditor(self, worked, auditor) -> None:
        page(auditor, self.ADDRESS)
        run(worked)
        assert "7" in table(page(auditor, self.ADDRESS), "why")["October 2026"]


class TestLapses:
    """What lapses by month and by place."""

    ADDRESS = f"/dashboard/lapses?month={MONTH}"

    def test_months_add_up_and_open(self, boss) -> None:
        shown = page(boss, self.ADDRESS)
        numbers, addresses = table(shown, "lapses"), links(shown, "lapses")
        *months, (_, whole) = ((title, int(c[0])) for title, c in numbers.items())
        assert sum(people for _, people in months) == whole > 0
        for title, people in months:
            words = main_text(page(boss, addresses[title][0]))
            assert f"{people} young p" in words
            assert f"Lapses in: {title}" in words

    def test_places_add_up_to_the_months_and_open(self, boss) -> None:
        shown = page(boss, self.ADDRESS)
        months, numbers = table(shown, "lapses"), table(shown, "places")
        addresses = links(shown, "places")
        whole = numbers.pop("All places")
        assert whole[-1] == months["All whose activity lapses"][0]
        assert [
            sum(int(c[n]) for c in numbers.values()) for n in range(len(whole))
        ] == [int(people) for people in whole]
        for title, cells in numbers.items():
            for people, address in zip(cells, addresses[title], strict=True):
                assert (address is None) == (people == "0")
                if address is not None:
                    words = main_text(page(boss, address))
                    assert f"{people} young p" in words
                    assert f"Lapses in: {title}" in words

    @pytest.mark.parametrize(
        "group", ["a|b", "*|2027-99", "*|", "|", "*|2027-01|3", "2027"]
    )
    def test_a_group_without_a_month_is_not_found(self, boss, group) -> None:
        answer = boss.get(
            "/figures/people",
            query_string={
                **{"measure": "cohort_16_17", "breakdown": "lapses"},
                "group": group,
            },
        )
        assert answer.status_code == 404

    def test_an_auditor_sees_no_place_and_no_sum(self, auditor) -> None:
        shown = page(auditor, self.ADDRESS)
        assert {len(cells) for cells in table(shown, "lapses").values()} == {1}
        assert "Place by place, this is shown only" in main_text(shown)
        address = f"/figures/lapses/places.csv?month={MONTH}"
        assert auditor.get(address).status_code == 404


class TestFlows:
    """From school to destination."""

    ADDRESS = f"/dashboard/flows?month={MONTH}"

    def test_destinations_open_and_add_up(self, boss) -> None:
        shown = page(boss, self.ADDRESS)
        numbers, addresses = table(shown, "flows"), links(shown, "flows")
        *cells, whole = numbers["School not known"]
        assert sum(map(int, cells)) == int(whole) > 10
        for cell, address in zip(cells, addresses["School not known"], strict=False):
            if address is not None:
                words = main_text(page(boss, address))
                assert words.count(f"{cell} young p") >= 1

    def test_the_picture_has_a_band_for_each_number(self, boss) -> None:
        shown = page(boss, self.ADDRESS)
        assert '"type":"sankey"' in shown
        assert "vendor/plotly/whole.min.js" in shown

    def test_an_auditor_sees_no_school(self, auditor) -> None:
        numbers = table(page(auditor, self.ADDRESS), "flows")
        assert list(numbers) == ["Year 12"]


@pytest.mark.parametrize(
    "address",
    [
        f"{BY}?by=area",
        f"{BY}?by=institution",
        "/dashboard/unknown",
        "/dashboard/lapses",
        "/dashboard/flows",
        "/dashboard/caseloads",
        "/reports/participation-pack",
    ],
)
def test_the_queries_of_a_page_do_not_grow_with_groups(
    worked, boss, queries, address
) -> None:
    page(boss, address)
    run(worked)
    page(boss, address)
    with queries() as statements:
        page(boss, address)
    # Two of them set the rows that are shown, at the start of a transaction.
    assert len(statements) <= 20, "\n".join(statements)


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard",
        BY,
        "/dashboard/unknown",
        "/dashboard/lapses",
        "/dashboard/flows",
        "/dashboard/caseloads",
    ],
)
def test_without_data_every_page_says_so(signed_in, address) -> None:
    words = main_text(page(signed_in("manager"), address))
    assert "There are no young people" in words


def test_without_data_a_report_can_be_opened(signed_in) -> None:
    for each in ("participation-pack", "september-guarantee"):
        assert page(
            signed_in("manager", email=f"{each}@example.org"), f"/reports/{each}"
        )


class TestBesideWhatIsHidden:
    """With 7 not known and 9 NEET, and up to ten hidden, no page discloses them."""

    @pytest.fixture
    def strict(self, worked):
        with worked.app_context():
            actions.accounts.settings.change(
                "hide_up_to", 10, act=act(by="t", at=NOW, authority="359")
            )
        return worked

    def test_the_dashboard(self, strict, auditor) -> None:
        numbers = table(page(auditor, f"/dashboard?month={MONTH}"), "headlines")
        assert numbers["Not known"][0] == numbers["NEET"][0] == "c"

    def test_reasons_and_lapses(self, strict, auditor) -> None:
        shown = page(auditor, TestNotKnown.ADDRESS)
        run(strict)
        shown = page(auditor, TestNotKnown.ADDRESS)
        assert set(table(shown, "why")["October 2026"]) == {"c"}
        shown = page(auditor, TestLapses.ADDRESS)
        assert {c for row in table(shown, "lapses").values() for c in row} == {"c"}
        assert "because some of the day's headline figures are" in main_text(shown)

    def test_flows(self, strict, auditor) -> None:
        shown = page(auditor, TestFlows.ADDRESS)
        assert "is not shown, because" in main_text(shown)
        assert '"type":"sankey"' not in shown
        file = auditor.get(f"/figures/flows/flows.csv?month={MONTH}")
        assert file.status_code == 404

    def test_contacts(self, strict, auditor) -> None:
        shown = page(auditor, f"/dashboard/caseloads?month={MONTH}")
        numbers = table(shown, "contacts")
        assert set(numbers["NEET"]) == set(numbers["Not known"]) == {"c"}

    def test_the_team_sees_all_of_it(self, strict, boss) -> None:
        assert table(page(boss, TestFlows.ADDRESS), "flows")
        shown = page(boss, f"/dashboard/caseloads?month={MONTH}")
        assert table(shown, "contacts")["NEET"][0] == "9"


@pytest.mark.parametrize("by", WHERE_BY)
def test_the_dashboard_and_every_breakdown_hide_the_same(worked, auditor, by) -> None:
    top = table(page(auditor, f"/dashboard?month={MONTH}"), "headlines")
    whole = table(page(auditor, f"{BY}?by={by}&month={MONTH}"), "groups")["Everybody"]
    titles = ("Participating", "NEET", "Not known", "NEET or not known")
    assert [top[each][0] for each in titles] == whole[1::2]
    assert top["Aged 16 and 17"][0] == whole[0]
