"""The first steps of a new council, on their page. All invented."""

import re
from dataclasses import replace

import pytest

from tests.acts import act
from tests.web.management.reading import main_text
from tests.web.management.test_dashboard import page
from tracker import actions
from tracker.access import authority_scope
from tracker.actions.doctor import first_steps
from tracker.domain.law import retention

PAGE = "/settings/getting-started"
HERE = authority_scope("359")


def steps(app, **settings: object) -> dict[str, first_steps.Step]:
    """The steps of the installation as it is now, by title."""
    with app.app_context():
        chosen = replace(app.config["TRACKER"], **settings)
        found = first_steps.steps(chosen, authority="359", on=act().on)
    return {each.title: each for each in found}


def test_the_page_has_every_step_with_who_does_it(signed_in, pages) -> None:
    shown = main_text(page(signed_in("administrator"), PAGE))
    found = steps(pages)
    at = [shown.index(title) for title in found]
    assert at == sorted(at)
    for each in found.values():
        if each.is_open:
            assert f"To do, by {each.who}: {each.to_do}" in shown
    done = sum(not each.is_open for each in found.values())
    assert f"{done} of {len(found)} steps are done." in shown
    assert shown.count("To do, by") == len(found) - done


def test_an_administrator_is_led_only_to_pages_that_they_may_open(
    signed_in, pages
) -> None:
    client = signed_in("administrator")
    links = re.findall(r'task-list__link" href="([^"]+)"', page(client, PAGE))
    assert "/users" in links and "/settings" in links
    for each in links:
        assert client.get(each).status_code == 200


def test_no_other_user_sees_it(signed_in, pages) -> None:
    assert signed_in("data-manager").get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("settings", "title", "words"),
    [
        ({"database_id": ""}, "CCIS database number and supplier", "TRACKER_DATABASE"),
        ({"organisation": "Your council"}, "Name and colours", "TRACKER_ORGANISATION"),
    ],
)
def test_a_setting_that_is_missing_is_named(
    pages, settings: dict[str, str], title: str, words: str
) -> None:
    assert words in steps(pages, **settings)[title].to_do
    assert not steps(pages, database_id="301", organisation="Testham")[title].is_open


def test_without_an_authority_there_are_the_first_settings_alone(pages) -> None:
    with pages.app_context():
        found = first_steps.steps(pages.config["TRACKER"], authority=None, on=act().on)
    assert [each.title for each in found] == [
        *("Authority", "CCIS database number and supplier", "Name and colours")
    ]
    for each, option in zip(
        found, ("--authority", "--database-number", "--organisation"), strict=True
    ):
        assert not each.is_open or f"flask setup {option} " in each.to_do
    assert "TRACKER_AUTHORITY in the environment" in found[0].to_do


def test_a_step_is_done_once_what_it_asks_for_is_there(signed_in, pages) -> None:
    assert "users invite" in steps(pages)["First administrator"].to_do
    signed_in("administrator")
    before = steps(pages)
    assert not before["First administrator"].is_open
    assert before["First users"].to_do.startswith("Invite a data manager, a team")
    for role in first_steps.NEEDED_ROLES[1:]:
        signed_in(role)
    officer = "Data protection officer and privacy notice"
    assert "the officer's name, the officer's email and who" in before[officer].to_do
    with pages.app_context():
        change = actions.accounts.settings.change
        change("officer_name", "Judith Example", act=act())
        change("officer_email", "dpo@council.example", act=act())
    assert steps(pages)[officer].to_do == "Enter who prepared the notice."
    with pages.app_context():
        change("prepared_by", "The data team", act=act())
        actions.law.disposals.falling_due.confirm(
            {each.category for each in retention.RULES}, within=HERE, act=act()
        )
    after = steps(pages)
    for title in ("First users", officer, "Retention"):
        assert not after[title].is_open, after[title]
    assert before["Retention"].is_open
