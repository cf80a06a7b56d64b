"""The dashboard shows the figures of a day, and opens the people behind each."""

import pytest

from tests.acts import act
from tests.cli.figures.test_published import published
from tests.factories import nccis, person
from tests.web.management.conftest import (
    COHORT,
    COUNTS,
    END,
    HERE,
    MONTH,
    NOW,
    everybody,
    run,
)
from tests.web.management.reading import links, main_text, table
from tracker import actions
from tracker.extensions import db
from tracker.store.work.tasks import Task

DASHBOARD = "/dashboard"


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_the_headlines_are_the_figures_of_the_day(cohort, boss) -> None:
    shown = table(page(boss, DASHBOARD), "headlines")
    with cohort.app_context():
        found = {
            figure.name: figure
            for figure in actions.figures.measured.figures(
                NOW.date(), within=HERE, sealed=False
            )
        }
    for title, name in (
        ("Participating", "participating"),
        ("NEET", "neet"),
        ("Not known", "not_known"),
        ("NEET or not known", "neet_or_not_known"),
    ):
        assert shown[title][0] == str(found[name].count) == str(COUNTS[name])
        assert shown[title][1] == f"{found[name].percent}%"
    assert shown["Aged 16 and 17"][0] == str(COHORT)
    assert int(shown["Full-time education"][0]) + int(shown["Apprenticeship"][0]) == 68


def test_every_number_opens_as_many_people(cohort, boss) -> None:
    shown = page(boss, f"{DASHBOARD}?month={MONTH}")
    for name in ("headlines", "months"):
        numbers, addresses = table(shown, name), links(shown, name)
        opened = 0
        for title, cells in addresses.items():
            for cell, address in zip(numbers[title], cells, strict=True):
                if address is not None:
                    opened += 1
                    assert f"{cell} young people" in main_text(page(boss, address))
        assert opened >= 1


def test_a_month_is_chosen_by_name(boss) -> None:
    shown = page(boss, f"{DASHBOARD}?month={MONTH}")
    assert "on 31 October 2026" in shown
    assert table(shown, "headlines")["NEET"][0] == "9"


@pytest.mark.parametrize(
    "month", ["2026-12", "2027-01", "1999-01", "2026-13", "soon", "2026-1", "9999-12"]
)
def test_a_month_that_has_not_ended_is_not_found(boss, month) -> None:
    assert boss.get(f"{DASHBOARD}?month={month}").status_code == 404


def test_a_month_without_data_says_so(worked, boss) -> None:
    first = boss.get(f"{DASHBOARD}?month=2015-03")
    assert first.status_code == 200
    run(worked)
    assert "There are no young people aged 16 or 17 on 31 March 2015" in main_text(
        page(boss, f"{DASHBOARD}?month=2015-03")
    )


def test_official_neighbours_apply_until_others_are_chosen(boss) -> None:
    shown = page(boss, DASHBOARD)
    assert "The 10 official neighbours of 2025" in main_text(shown)
    assert "Lancashire, Lincolnshire, Sefton" in main_text(shown)
    assert "has not been loaded" in main_text(shown)
    assert "The data team can load it under Imports." in main_text(shown)
    assert 'href="/senders">Which lists are owed' in shown
    assert table(shown, "published")["NEET"][2:6] == [*("3.8%", "3.4%", "4.3%", "")]


def test_chosen_neighbours_are_averaged(cohort, boss, flask, tmp_path) -> None:
    def area(code: str, neet: str) -> tuple[str, ...]:
        return ("Local authority", "", code, code, "1", "9", neet, "1", "90")

    file = published(
        tmp_path / "table.csv",
        2026,
        area("359", "4"),
        area("831", "3"),
        area("830", "6"),
    )
    flask("published", "load", file)
    with cohort.app_context():
        actions.accounts.settings.change(
            "neighbours",
            ["830", "831", "855"],
            act=act(by="t", at=NOW, authority="359"),
        )
    shown = page(boss, DASHBOARD)
    assert table(shown, "published")["NEET"][2:6] == ["4.0%", "", "", "4.5%"]
    assert "The table that was loaded has no line for North West." in main_text(shown)
    assert "The average of 3 neighbours" in main_text(shown)
    assert (
        "1 of them has no figure in the table and is left out: Leicestershire"
        in main_text(shown)
    )
    assert "average of December 2025 to February 2026" in shown


def test_the_first_visit_gives_earlier_months_to_a_worker(cohort, boss) -> None:
    assert "still being worked out" in main_text(page(boss, DASHBOARD))
    page(boss, DASHBOARD)
    with cohort.app_context():
        assert db.session.query(Task).count() == 1
    assert run(cohort) == 1
    shown = main_text(page(boss, DASHBOARD))
    assert "still being worked out" not in shown
    with cohort.app_context():
        assert db.session.query(Task).count() == 1


def test_the_page_waits_for_figures_of_many_people(
    cohort, boss, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many people's positions are owed, as after a large file."""
    from tracker import actions

    monkeypatch.setattr(actions.history.month_ends, "FEW", 3)
    shown = page(boss, f"{DASHBOARD}?month=2026-09")
    assert "first have to work out where everybody was" in shown
    assert "Waiting in the queue" in shown
    assert run(cohort) == 1
    assert table(page(boss, f"{DASHBOARD}?month=2026-09"), "headlines")


def test_figures_of_few_people_are_made_at_once(cohort, boss) -> None:
    shown = page(boss, f"{DASHBOARD}?month=2026-09")
    assert table(shown, "headlines")["Aged 16 and 17"][0] == str(COHORT)


def test_a_measure_is_drawn_month_by_month(worked, boss) -> None:
    for name, title in (("neet", "NEET"), ("participating", "Participating")):
        shown = page(boss, f"{DASHBOARD}?show={name}")
        assert f"{title}, month by month" in shown
        assert table(shown, "months")["October"][0] == str(COUNTS[name])
    assert "NEET or not known, month" in page(boss, f"{DASHBOARD}?show=nonsense")


def test_an_auditor_sees_no_small_number_and_no_list(auditor) -> None:
    shown = page(auditor, f"{DASHBOARD}?month={MONTH}")
    assert links(shown, "headlines")["NEET"] == [None] * 2
    assert auditor.get("/figures/people?measure=neet").status_code == 404
    assert auditor.get("/figures/people.csv?measure=neet").status_code == 404


def test_the_queries_of_the_page_do_not_grow_with_months(worked, boss, queries) -> None:
    page(boss, DASHBOARD)
    with queries() as statements:
        page(boss, f"{DASHBOARD}?month={MONTH}")
    assert len(statements) <= 14, "\n".join(statements)


@pytest.mark.parametrize("role", ["adviser", "school-user", "administrator"])
def test_a_role_without_figures_does_not_find_them(signed_in, role) -> None:
    client = signed_in(role)
    for address in (DASHBOARD, "/dashboard/by", "/dashboard/unknown", "/reports"):
        assert client.get(address).status_code == 404


#: Who sees people, and what is sealed in their work or not.
READERS = ("manager", "data-manager", "information-officer", "team-leader")


@pytest.mark.parametrize("role", READERS)
def test_a_figure_and_its_list_do_not_show_who_is_ill(
    cohort, load, tmp_path, signed_in, role
) -> None:
    """A data manager has what is sealed in the file of the return, with a record of it.
    A figure of ten beside a list of nine would show it without.
    """
    ill = person(
        *(400,),
        activity="640",
        start="2026-09-07",
        ascertained="2026-09-14",
        verified="2026-10-20",
    )
    load("nccis-file", nccis(tmp_path / "ILL.xml", END, [*everybody(), ill]))
    with cohort.app_context():
        actions.history.positions.refresh([END, NOW.date()], within=HERE)
    reader = signed_in(role)
    shown = page(reader, DASHBOARD)
    assert table(shown, "headlines")["NEET"][0] == str(COUNTS["neet"])
    assert "counted apart" in main_text(shown)
    list_of_neet = links(shown, "headlines")["NEET"][0]
    assert f"{COUNTS['neet']} young people" in main_text(page(reader, list_of_neet))
