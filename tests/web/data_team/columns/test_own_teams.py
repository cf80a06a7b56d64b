"""Lists of the council's own teams and of the Department, in headings of their own:
explained once on the page, and read from then on. Everybody is invented.
"""

from pathlib import Path

import pytest

from tests.factories import person, upn
from tests.feeds.conftest import SAMPLES
from tests.web.data_team.conftest import TODAY, WITHIN, text
from tests.web.management.reading import main_text
from tracker import store

TEAM, OTHER_TEAM = "SEND team North", "SEND team South"
PLANS = "Kin;First;Birthday;In force from;Ended on;Ref"
PLANS_MEAN = ("surname", "forename", "dob", "plan_start", "plan_end", "")
RISK = "Pupil no;Yr;Flag;Attendance;In care;Score"
RISK_MEANS = ("upn", "year_group", "listed", "indicator", "indicator", "")


def plans(path: Path, headings: str = PLANS, *, by: str = ";", number: int = 1) -> Path:
    row = person(number)
    cells = (row["family"], row["given"], row["born"], "01/09/2022", "", "Jo")
    lines = (headings, by.join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def entered(feed: str = "plans", sender: str = TEAM, **more) -> dict[str, object]:
    return {
        "feed": feed,
        "sender": sender,
        "names": "changes",
        "as_at": TODAY,
        **more,
    }


def chosen(means) -> dict[str, str]:
    return {f"column-{place}": name for place, name in enumerate(means)}


def raw(desk, number: int) -> list[dict[str, str]]:
    with desk.pages.app_context():
        found = store.intake.batch_pages.lines(number, None, limit=None)
        return [each.raw for each in found]


def aliases(desk, key: str, feed: str = "plans") -> dict[str, str]:
    with desk.pages.app_context():
        return store.intake.sender_columns.aliases("359", feed, key)


def batches(desk) -> list[int]:
    with desk.pages.app_context():
        return sorted(
            each.id for each in store.intake.import_batches.batches(within=WITHIN)
        )


def explain(desk, file: Path, means, **more) -> int:
    """Sends a file, explains its columns; the number of its batch."""
    sent = desk.send(file, follow=False)
    to_columns = desk.post(sent.location, follow=False, **entered(**more))
    assert str(to_columns.location).endswith("/columns"), main_text(text(to_columns))
    desk.post(to_columns.location, **chosen(means))
    desk.work()
    return batches(desk)[-1]


def test_a_team_names_itself_and_explains_its_headings_once(
    desk, registered, tmp_path
) -> None:
    sent = desk.send(plans(tmp_path / "plans.csv"), follow=False)
    unnamed = desk.post(sent.location, **entered(sender=""))
    assert "Enter which team of the council sent it." in main_text(text(unnamed))
    to_columns = desk.post(sent.location, **entered())
    page = main_text(text(to_columns))
    assert f"These are the headings {TEAM} uses in plans.csv." in page
    assert "Still missing: Surname" in page
    assert "01/09/2022" in page
    number = explain(desk, plans(tmp_path / "plans.csv"), PLANS_MEAN)
    assert raw(desk, number) == [
        {
            "surname": person(1)["family"],
            "forename": person(1)["given"],
            "dob": person(1)["born"],
            "plan_start": "01/09/2022",
        }
    ]
    assert f"Batch {number}: {TEAM}" in desk.get(f"/imports/{number}")
    assert "Columns not read: Ref." in desk.get(f"/imports/{number}")


def test_the_next_term_brings_no_question_also_with_headings_in_another_order(
    desk, registered, tmp_path
) -> None:
    explain(desk, plans(tmp_path / "autumn.csv"), PLANS_MEAN)
    row = person(2)
    spring = tmp_path / "spring.csv"
    spring.write_text(
        "Ref;Ended on;In force from;Birthday;First;Kin\n"
        f"Jo;;01/09/2022;{row['born']};{row['given']};{row['family']}\n"
    )
    sent = desk.send(spring, follow=False)
    page = desk.get(sent.location)
    assert f'value="{TEAM}"' in page  # offered, with the kind of list, by its headings
    assert 'value="plans" checked' in page
    assert "Importing spring.csv" in text(desk.post(sent.location, **entered()))
    desk.work()
    (line,) = raw(desk, batches(desk)[-1])
    assert (line["surname"], line["plan_start"]) == (row["family"], "01/09/2022")


def test_two_teams_may_mean_two_things_by_one_heading(
    desk, registered, tmp_path
) -> None:
    explain(desk, plans(tmp_path / "north.csv"), PLANS_MEAN)
    south = "Kin;First;Birthday;Ended on;In force from;Room"
    means = ("surname", "forename", "dob", "plan_start", "plan_end", "")
    number = explain(
        desk, plans(tmp_path / "south.csv", south), means, sender=OTHER_TEAM
    )
    assert raw(desk, number)[0]["plan_start"] == "01/09/2022"
    assert aliases(desk, "name:send team north")["Ended on"] == "plan_end"
    assert aliases(desk, "name:send team south")["Ended on"] == "plan_start"
    # However a team is written, it is the same one.
    again = desk.send(plans(tmp_path / "again.csv", number=3), follow=False)
    page = desk.post(again.location, **entered(sender="send  TEAM north"))
    assert "Importing again.csv" in text(page)


def test_a_second_team_with_the_same_headings_is_offered_their_meaning(
    desk, registered, tmp_path
) -> None:
    explain(desk, plans(tmp_path / "north.csv"), PLANS_MEAN)
    sent = desk.send(plans(tmp_path / "south.csv", number=2), follow=False)
    page = text(desk.post(sent.location, **entered(sender=OTHER_TEAM)))
    assert f"{TEAM} uses the same headings." in main_text(page)


def test_a_wrong_mapping_is_taken_back_by_its_version(
    desk, registered, tmp_path
) -> None:
    explain(desk, plans(tmp_path / "north.csv"), PLANS_MEAN)
    address = "/senders/columns/plans/name:send%20team%20north"
    means = dict(aliases(desk, "name:send team north"))
    wrong = {**means, "In force from": "plan_end", "Ended on": "plan_start"}
    desk.post(address, **chosen([wrong[each] for each in sorted(wrong)]))
    assert aliases(desk, "name:send team north") == wrong
    desk.post(f"{address}/again", version="1")
    assert aliases(desk, "name:send team north") == means
    exported = desk.client.get(f"{address}/mapping.toml").get_data(as_text=True)
    assert 'feed = "plans"' in exported
    assert '"In force from" = "plan_start"' in exported


def test_known_headings_are_still_taken_without_a_question(desk, registered) -> None:
    for name in ("plans_list.csv", "home_education.csv", "alternative_provision.csv"):
        sent = desk.send(SAMPLES / name, follow=False)
        assert "/imports/taking/" in sent.location, name


def test_a_known_list_with_one_strange_heading_is_asked_about_it_alone(
    desk, registered, tmp_path
) -> None:
    """It may be the day on which a plan ceased, so it is not left out unasked."""
    known = (SAMPLES / "home_education.csv").read_text("utf-8")
    assert "EHE End Date" in known
    file = tmp_path / "home.csv"
    file.write_text(known.replace("EHE End Date", "Over on"), "utf-8")
    sent = desk.send(file, follow=False)
    more = entered("home-educated", sender="Welfare")
    page = text(desk.post(sent.location, **more))
    not_understood, understood = page.split("Understood</caption>")
    assert "Over on" in not_understood
    assert "EHE Start Date" in understood


def test_tables_of_sen2_are_never_mapped_and_stay_together(desk, registered) -> None:
    tables = sorted((SAMPLES / "sen2_tables").iterdir())
    sent = desk.send(*tables, follow=False)
    assert "/imports/taking/" in sent.location
    desk.work()
    with desk.pages.app_context():
        (upload,) = store.intake.uploads.waiting(within=WITHIN)
    page = desk.post(f"/imports/new/{upload.id}", **entered(sender=""))
    assert "Importing" in text(page)
    desk.work()
    with desk.pages.app_context():
        newest, *_ = store.intake.import_batches.batches(within=WITHIN)
        assert len(newest.files) == len(tables)
    assert aliases(desk, "") == {}


@pytest.mark.parametrize(
    ("feed", "headings", "cells", "means"),
    [
        (
            "home-educated",
            "Kin;First;Birthday;At home from",
            "01/09/2025",
            ("surname", "forename", "dob", "start"),
        ),
        (
            "missing-education",
            "Kin;First;Birthday;Not seen since",
            "01/09/2025",
            ("surname", "forename", "dob", "start"),
        ),
        (
            "alternative-provision",
            "Kin;First;Birthday;Sent there on",
            "01/09/2025",
            ("surname", "forename", "dob", "start"),
        ),
    ],
)
def test_each_register_of_education_welfare_is_mapped(
    desk, registered, tmp_path, feed, headings, cells, means
) -> None:
    row = {**person(1), "born": "03/10/2010"}
    file = tmp_path / "register.csv"
    file.write_text(f"{headings}\n{row['family']};{row['given']};{row['born']};{cells}")
    number = explain(desk, file, means, feed=feed, sender="Education welfare")
    (line,) = raw(desk, number)
    assert line["start"] == "01/09/2025"


def risk(path: Path, headings: str = RISK) -> Path:
    lines = (headings, f"{upn(1)};10;Y;88;Y;7")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_departments_list_has_one_sender_and_its_other_columns_are_indicators(
    desk, registered, tmp_path
) -> None:
    sent = desk.send(risk(tmp_path / "risk.csv"), follow=False)
    to_columns = desk.post(sent.location, **entered("risk-lists", sender=""))
    html = text(to_columns)
    page = main_text(html)
    assert "the headings the Department for Education uses in risk.csv" in page
    assert "indicator of risk" in page
    assert html.count('value="indicator" selected') == 6
    assert "88" in page and page.count("(not shown)") == 2  # In care, and Score
    number = explain(
        desk, risk(tmp_path / "risk.csv"), RISK_MEANS, feed="risk-lists", sender=""
    )
    with desk.pages.app_context():
        (line,) = store.intake.batch_pages.lines(number, None, limit=None)
        assert line.raw["open_indicators"] == "Attendance: 88"
        assert "7" not in line.raw.values()
    key = "name:department for education"
    assert aliases(desk, key, "risk-lists")["Score"] == ""
    # The next one is offered as the same, and brings no question about its columns.
    again = desk.send(risk(tmp_path / "summer.csv"), follow=False)
    assert 'value="risk-lists" checked' in desk.get(again.location)
    page = text(desk.post(again.location, **entered("risk-lists", sender="")))
    assert "Importing summer.csv" in page


def test_what_is_sealed_by_its_heading_can_only_be_an_indicator(
    desk, registered, tmp_path
) -> None:
    sent = desk.send(risk(tmp_path / "risk.csv"), follow=False)
    page = desk.post(sent.location, follow=False, **entered("risk-lists", sender=""))
    means = ("upn", "year_group", "listed", "indicator", "school", "")
    refused = main_text(text(desk.post(page.location, **chosen(means))))
    assert "In care may not be shown, so it can only be Indicator of risk" in refused
    assert aliases(desk, "name:department for education", "risk-lists") == {}


def test_a_list_of_the_department_with_known_headings_raises_no_question(
    desk, registered, tmp_path
) -> None:
    known = risk(
        tmp_path / "known.csv", "UPN;Year;At risk;Attendance;In care;RONI score"
    )
    assert "/imports/taking/" in desk.send(known, follow=False).location


def test_a_known_list_without_its_number_is_explained(
    desk, registered, tmp_path
) -> None:
    odd = risk(tmp_path / "odd.csv", "Pupil no;Year;At risk;Absence;In care;RONI score")
    assert "/imports/new/" in desk.send(odd, follow=False).location
