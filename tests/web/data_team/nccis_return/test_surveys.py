"""The activity survey on its pages, from first to last. Everybody is invented."""

import re
from datetime import date

import pytest

from tests.acts import act
from tests.factories import COLLEGE, census, person, provider_list, pupil, register
from tests.web.conftest import NOW, read
from tests.web.data_team.test_returns import post, text, works
from tests.web.management import reading
from tests.web.management.reading import main_text
from tracker import actions, store
from tracker.access import authority_scope

WITHIN = authority_scope("359")


@pytest.fixture
def known(pages, tmp_path, load, clock) -> None:
    """Four young people who left Year 11 in 2026; the college knows two of them."""
    clock.set(date(2026, 5, 21))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [{**pupil(each), **person(each)} for each in range(1, 5)]
    load("school-census", census(tmp_path / "c.csv", rows), as_at=date(2026, 5, 21))
    clock.set(date(2026, 11, 24))
    here = [person(1), person(2)]
    file = provider_list(tmp_path / "list.csv", here)
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))


@pytest.fixture
def data_manager(signed_in):
    return signed_in("data-manager")


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def prepared(pages, known, data_manager) -> str:
    """The address of a survey that the data manager has prepared on the page."""
    requested = post(data_manager, "/returns/surveys/prepare")
    with pages.app_context():
        works()
    done = data_manager.get(requested.location)
    assert done.status_code == 302, text(done)
    return str(done.location)


def test_before_the_first_one_it_says_how_to_begin(data_manager, manager) -> None:
    assert "Prepare the first one above." in text(data_manager.get("/returns/surveys"))
    page = text(manager.get("/returns/surveys"))
    assert "A data manager prepares it from 1 November on." in page
    assert "official layout of the activity survey could not be read" in page


def test_every_count_opens_a_list_of_as_many(prepared, data_manager) -> None:
    page = text(data_manager.get(prepared))
    found = [
        (int(number[0]), link.get("href"))
        for link in read(page).iter("a")
        if "/follow-up?" in (link.get("href") or "")
        and (number := re.match(r"\d+", reading.text(link)))
    ]
    # Confirmed and its group, one outcome, the cohort and its reason, three of schools
    assert len(found) >= 8
    for number, href in found:
        listed = text(data_manager.get(href))
        assert len(re.findall(r'href="/people/\d+"', listed)) == number, href
    assert "The cohort of 31 May" in text(
        data_manager.get(f"{prepared}/follow-up?outcome=all")
    )
    for odd in ("reason=x", "group=x", "outcome=not+shown"):
        assert data_manager.get(f"{prepared}/follow-up?{odd}").status_code == 404


def test_it_stands_beside_the_list_of_the_september_guarantee(
    prepared, pages, data_manager
) -> None:
    """The list stays as it was fixed; the survey is made of what is known now."""
    assert "as was known when it was fixed" not in text(data_manager.get(prepared))
    with pages.app_context():
        actions.year.guarantee_lists.fix(2026, act=act(on=NOW.date()))
    page = main_text(text(data_manager.get(prepared)))
    assert "has 4 of Year 11, as was known when it was fixed. They are the same" in page
    with pages.app_context():
        one = store.people.records.everybody(within=WITHIN)[0]
        officer = act("officer@example.org", on=NOW.date())
        actions.people.deaths.record(one, NOW.date(), within=WITHIN, act=officer)
    requested = post(data_manager, "/returns/surveys/prepare")
    with pages.app_context():
        works()
    again = str(data_manager.get(requested.location).location)
    page = main_text(text(data_manager.get(again)))
    assert "1 of them is not in this cohort" in page
    assert "0 of this cohort are not on that list" in page


@pytest.mark.law("O3")
def test_from_its_preparation_to_dfe(prepared, data_manager, manager, pages) -> None:
    page = text(data_manager.get(prepared))
    assert re.search(r"<strong>2 of 4</strong> have a confirmed activity", page)
    assert "official layout of the activity survey could not be read" in page
    # The list behind the number is of as many, and of those of a school likewise.
    for more in ("", "?outcome=not+known", "?school=urn:106500"):
        listed = text(data_manager.get(f"{prepared}/follow-up{more}"))
        assert len(re.findall(r'href="/people/\d+"', listed)) == 2, more
        assert "Nothing is known of 1 November" in listed
        assert ("School on 31 May: " in listed) is ("school" in more)
    empty = text(data_manager.get(f"{prepared}/follow-up?school=-"))
    assert "No one is left" in empty and "31 May: No school is known." in empty
    odd = data_manager.get(f"{prepared}/follow-up?school=a:b:c'")
    assert "No one is left" in text(odd)
    assert data_manager.get(f"{prepared}/follow-up?outcome=lost").status_code == 404
    # Nothing leaves before it is signed, and who prepared it does not sign it.
    assert data_manager.get(f"{prepared}/file").status_code == 404
    assert data_manager.get(f"{prepared}/sign-off").status_code == 404
    assert manager.get(f"{prepared}/file").status_code == 404
    unticked = post(manager, f"{prepared}/sign-off")
    assert "Tick the box to confirm" in text(unticked)
    assert post(manager, f"{prepared}/sign-off", confirmed="y").status_code == 302
    file = data_manager.get(f"{prepared}/file")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert len(text(file).splitlines()) == 1 + 4
    sent = {"day": ["24", "11", "2026"]}
    assert post(data_manager, f"{prepared}/sent", **sent).status_code == 302
    assert "Sent 24 November 2026" in text(manager.get(prepared))
    with pages.app_context():
        given = store.law.disclosures.by_mark("D-2026-1", within=WITHIN)
        assert given is not None
        assert (given.gateway, given.party, given.people) == ("survey", "dfe", 4)
    again = text(post(data_manager, f"{prepared}/sent", **sent))
    assert "It was sent on 24 November 2026 already." in again
