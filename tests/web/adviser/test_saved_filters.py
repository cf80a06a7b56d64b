"""Filters of a list, saved under a name by a user and shared with the team."""

import re

import pytest

from tests.acts import act
from tests.web.adviser.test_narrowing import listed
from tests.web.adviser.young import HERE_ONLY, THERE
from tests.web.conftest import token
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.work.saved_filters import MOST, NewFilter
from tracker.extensions import db
from tracker.store.work.saved_filters import SavedFilter


def text(answer) -> str:
    return answer.get_data(as_text=True)


def form_of(page: str) -> dict[str, str]:
    """What the form that saves a filter would send, without its name."""
    (form,) = re.findall(
        r'<form method="post" action="/saved-filters">(.*?)</form>', page, re.DOTALL
    )
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value.replace("&amp;", "&") for name, value in fields}


def save(client, address: str, **given: str):
    shown = text(client.get(address))
    return client.post(
        "/saved-filters", data={**form_of(shown), **given}, follow_redirects=True
    )


def chips(page: str) -> list[tuple[str, str, bool]]:
    """The saved filters above a list: words, address, whether it is in force."""
    found = re.search(r'aria-label="Saved filters">(.*?)</ul>', page, re.DOTALL)
    return [
        (words, address.replace("&amp;", "&"), bool(here))
        for address, here, words in re.findall(
            r'href="([^"]+)"( aria-current="true")?>([^<]*)</a>',
            found[1] if found else "",
        )
    ]


@pytest.fixture
def caseload(team) -> str:
    return f"/caseloads/{team[0]}"


@pytest.mark.usefixtures("some")
def test_a_filter_is_saved_with_its_order_and_leads_back(
    signed_in, caseload, some
) -> None:
    leader = signed_in("team-leader")
    shown = text(
        save(leader, f"{caseload}?phone=yes&sort=name&page=1", name=" To  call ")
    )
    assert "Saved: To call; you alone see it." in shown
    assert chips(shown) == [("To call", f"{caseload}?phone=yes&sort=name", True)]
    (plain,) = chips(text(leader.get(caseload)))
    assert plain[2] is False
    assert listed(leader, plain[1], some) == ["Cato", "Abel"]


@pytest.mark.usefixtures("some")
def test_without_a_filter_nothing_is_offered(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    for address in (caseload, f"{caseload}?sort=name"):
        assert "/saved-filters" not in text(leader.get(address))


@pytest.mark.usefixtures("some")
def test_only_a_shared_filter_is_shown_to_colleagues(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    save(leader, f"{caseload}?phone=no", name="Letters")
    save(leader, f"{caseload}?phone=yes", name="Calls", shared="yes")
    other = signed_in("team-leader", email="other@example.org")
    page = text(other.get(f"{caseload}?phone=yes"))
    ((words, address, here),) = chips(page)
    assert re.fullmatch("Calls, by .+", words)
    assert (address, here) == (f"{caseload}?phone=yes", True)
    assert [words for words, _, _ in chips(text(leader.get(caseload)))] == [
        "Calls",
        "Letters",
    ]


@pytest.mark.usefixtures("some")
def test_another_page_and_another_authority_show_nothing_of_it(
    pages, signed_in, caseload
) -> None:
    leader = signed_in("team-leader")
    save(leader, f"{caseload}?phone=yes", name="Calls", shared="yes")
    assert chips(text(leader.get("/caseloads/unallocated"))) == []
    of_page = store.work.saved_filters.of_page
    with pages.app_context():
        assert len(of_page(caseload, 0, within=HERE_ONLY)) == 1
        assert of_page(caseload, 0, within=authority_scope(THERE)) == []


@pytest.mark.usefixtures("some")
def test_the_same_name_replaces_the_filter(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    save(leader, f"{caseload}?phone=no", name="Today", shared="yes")
    shown = text(save(leader, f"{caseload}?phone=yes", name="Today"))
    assert chips(shown) == [("Today", f"{caseload}?phone=yes", True)]
    assert "Saved: Today; you alone see it. It replaces your filter of that" in shown


@pytest.mark.usefixtures("some")
def test_it_gets_another_name_and_other_readers(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    save(leader, f"{caseload}?phone=no", name="Letters")
    save(leader, f"{caseload}?phone=yes", name="Calls")
    shown = text(save(leader, f"{caseload}?phone=yes", name="Ring", shared="yes"))
    assert "Saved: Ring; the whole team sees it." in shown
    assert "It replaces" not in shown
    assert [words for words, _, _ in chips(shown)] == ["Letters", "Ring"]
    assert 'value="yes" checked' in shown
    # Given the name of another one, it takes that one's place.
    shown = text(save(leader, f"{caseload}?phone=yes", name="Letters"))
    assert "It replaces your filter of that name." in shown
    assert chips(shown) == [("Letters", f"{caseload}?phone=yes", True)]


@pytest.mark.usefixtures("some")
def test_a_leader_removes_what_a_colleague_shared_and_an_adviser_does_not(
    signed_in, caseload
) -> None:
    """Who shared it may have left."""
    shown = text(
        save(signed_in("team-leader"), f"{caseload}?phone=yes", name="A", shared="yes")
    )
    (action,) = re.findall(r'action="(/saved-filters/\d+/remove)"', shown)
    adviser = signed_in("adviser")
    given = {"csrf_token": token(text(adviser.get("/my-caseload")))}
    assert adviser.post(action, data=given).status_code == 404
    other = signed_in("team-leader", email="other@example.org")
    page = text(other.get(f"{caseload}?phone=yes"))
    assert "Remove the saved filter A" in page
    after = other.post(action, data={"csrf_token": token(page)}, follow_redirects=True)
    assert chips(text(after)) == []


@pytest.mark.usefixtures("some")
def test_it_is_removed_and_can_be_saved_again(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    shown = text(save(leader, f"{caseload}?phone=yes", name="Calls"))
    (action,) = re.findall(r'action="(/saved-filters/\d+/remove)"', shown)
    stranger = signed_in("team-leader", email="other@example.org")
    page = text(stranger.get(f"{caseload}?phone=yes"))
    assert stranger.post(action, data={"csrf_token": token(page)}).status_code == 404
    after = text(
        leader.post(action, data={"csrf_token": token(shown)}, follow_redirects=True)
    )
    assert "Removed: Calls. Save it again if that was a mistake." in after
    assert chips(after) == []
    assert form_of(after)["filters"] == "phone=yes"


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "  "}, "Enter a name for the filter, such as Hindley, no phone."),
        ({"name": "x" * 61}, "Enter a name of 60 characters or fewer."),
        ({"name": "Calls", "filters": ""}, "Narrow the list first"),
        ({"name": "Calls", "filters": "a=" + "b" * 400}, "This filter is too long"),
    ],
)
def test_what_is_refused(pages, signed_in, caseload, given, sentence) -> None:
    shown = text(save(signed_in("team-leader"), f"{caseload}?phone=yes", **given))
    assert sentence in shown
    with pages.app_context():
        assert db.session.query(SavedFilter).count() == 0


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/no-such-page",
        "",
        "/saved-filters",
    ],
)
def test_no_address_elsewhere_is_followed(signed_in, caseload, page) -> None:
    answer = save(
        signed_in("team-leader"), f"{caseload}?phone=yes", name="X", page=page
    )
    assert answer.status_code == 400


@pytest.mark.usefixtures("some")
def test_a_filter_is_saved_for_no_page_that_its_user_may_not_open(
    signed_in, caseload
) -> None:
    leader = signed_in("team-leader")
    answer = save(leader, f"{caseload}?phone=yes", name="X", page="/settings")
    assert answer.status_code == 400


@pytest.mark.usefixtures("some")
def test_there_is_a_limit(pages, signed_in, caseload, monkeypatch) -> None:
    monkeypatch.setattr("tracker.actions.work.saved_filters.MOST", 1)
    assert MOST == 100
    leader = signed_in("team-leader")
    save(leader, f"{caseload}?phone=yes", name="One")
    shown = text(save(leader, f"{caseload}?phone=no", name="Two"))
    assert "You have 1 saved filters. Remove one" in shown


@pytest.mark.usefixtures("some")
def test_who_sees_no_young_person_is_offered_none(signed_in, caseload) -> None:
    narrowed = "/users?role=administrator"
    page = text(signed_in("administrator").get(narrowed))
    assert "Filters in force" in page
    assert "/saved-filters" not in page


@pytest.mark.usefixtures("some")
def test_a_line_break_stays_in_the_address(signed_in, caseload) -> None:
    leader = signed_in("team-leader")
    given = "phone=yes\r\nX-Other: y"
    shown = text(save(leader, f"{caseload}?phone=yes", name="X", filters=given))
    ((_, address, _),) = chips(shown)
    assert address == f"{caseload}?phone=yes%0D%0AX-Other%3A+y"


def test_two_clicks_save_it_once(pages, team, at_once) -> None:
    new = NewFilter("/caseloads/1", "phone=yes", "Calls")

    def click() -> str:
        user = store.accounts.users.get(team[0], within=HERE_ONLY)
        assert user is not None
        return actions.work.saved_filters.save(new, user=user, act=act()).name

    assert at_once(*[click] * 4) == ["Calls"] * 4
    with pages.app_context():
        assert store.work.saved_filters.how_many(team[0]) == 1
