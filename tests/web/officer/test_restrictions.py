"""The pages of restrictions, and of the settings that the asset owner signs."""

from datetime import date

import pytest

from tests.factories import SCHOOL, census, pupil, register
from tests.web.school.conftest import post, text
from tracker import actions

MAY, BORN = date(2026, 5, 21), date(2010, 11, 24)

__all__ = ["post"]


@pytest.fixture
def rowena(pages, tmp_path, load, as_json):
    """The number of a pupil with a parent's No, who is 16 on 24 November 2026."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    row = pupil(61, BORN, given="Rowena", family="Tranmere", yssa="No", year="11")
    load("school-census", census(tmp_path / "no.csv", [row]), as_at=MAY)
    (found,) = as_json("people", "find", "Tranmere")
    return found["person"]


@pytest.mark.law("L-07")
@pytest.mark.parametrize("role", ["information-officer", "asset-owner", "guardian"])
def test_officers_read_who_restricted_what(rowena, signed_in, role) -> None:
    client = signed_in(role)
    page = text(client.get("/restrictions"))
    assert "Tranmere, Rowena" in page
    assert "To be" in page
    assert "Tranmere" not in text(client.get("/restrictions?state=lifted"))


@pytest.mark.law("L-07")
def test_the_work_item_leads_to_the_form_that_finishes_it(
    pages, rowena, signed_in, post
) -> None:
    from tests.acts import act
    from tracker.access import authority_scope

    with pages.app_context():
        actions.intake.questions.sixteenth_birthdays.ask_at_sixteen(
            within=authority_scope("359"), act=act()
        )
    team = signed_in("data-manager")
    address = f"/people/{rowena}/restriction"
    assert address in text(team.get("/to-do"))
    form = text(team.get(address))
    assert f'value="{SCHOOL}"' in form
    answer = post(
        team,
        address,
        institution=SCHOOL,
        answer="yes",
        by="young person",
        how="in person",
        as_at=["24", "11", "2026"],
        reference="",
    )
    assert answer.status_code == 302, text(answer)
    assert address not in text(team.get("/to-do"))
    assert "Restriction" not in text(team.get(f"/people/{rowena}"))


@pytest.mark.law("L-07")
@pytest.mark.parametrize(
    ("born", "shown", "on_the_page"),
    [
        (["25", "11", "2010"], "No has force", "decides from 25 November"),
        (["24", "10", "2010"], None, "the young person answers: ask them"),
    ],
)
def test_who_corrects_a_date_of_birth_reads_what_it_turned(
    rowena, signed_in, post, born, shown, on_the_page
) -> None:
    team = signed_in("data-manager")
    assert "the young person answers: ask them" in text(team.get(f"/people/{rowena}"))
    done = post(
        team,
        f"/people/{rowena}/change/born",
        born=born,
        by="a document that was seen",
        document="birth certificate",
        learned_on=["24", "11", "2026"],
    )
    assert done.status_code == 302, text(done)
    page = text(team.get(done.location))
    assert on_the_page in page
    assert ("by the date of birth in use now" in page) is (shown is not None)
    assert shown is None or shown in page


def test_a_number_that_no_register_has_is_refused(rowena, signed_in, post) -> None:
    answer = post(
        signed_in("information-officer"),
        f"/people/{rowena}/restriction",
        institution="999999",
        answer="no",
        by="young person",
        how="letter",
        as_at=["24", "11", "2026"],
    )
    assert "The register has no institution" in text(answer)


@pytest.mark.parametrize("role", ["school-user", "college-user"])
def test_a_school_does_not_reach_the_councils_form(rowena, signed_in, role) -> None:
    client = signed_in(role)
    assert client.get(f"/people/{rowena}/restriction").status_code == 404


@pytest.mark.law("L-07")
def test_only_the_asset_owner_signs(rowena, signed_in, post, pages) -> None:
    owner, administrator = signed_in("asset-owner"), signed_in("administrator")
    address = "/signed-settings/at_sixteen"
    assert "Signed by the asset owner" in text(administrator.get("/settings"))
    for client, path in (
        (administrator, "/settings/at_sixteen"),
        (administrator, address),
        (signed_in("information-officer"), address),
        (owner, "/signed-settings/hide_up_to"),
    ):
        assert client.get(path).status_code == 404, path
    post(owner, address, value="It ends on the birthday")
    with pages.app_context():
        assert actions.accounts.settings.of("359").ends_at_sixteen
    assert "It ends on the birthday" in text(owner.get("/signed-settings"))
