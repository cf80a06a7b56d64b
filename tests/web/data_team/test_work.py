"""Work to do: every kind on one page, for those who may do it, and with one count.

Everybody is invented.
"""

import re
from datetime import timedelta

import pytest

from tests.acts import act
from tests.factories import ELSEWHERE, people, provider_list
from tests.web import another_authority
from tests.web.adviser.young import HERE_ONLY, THERE, TODAY, young
from tests.web.conftest import NOW
from tests.web.data_team.conftest import Desk, text
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.work.work_kinds import KINDS, queries
from tracker.store.accounts.users import User
from tracker.store.work.items import Owners, Selection
from tracker.web import guard

ACT = act(by="leader@example.org", at=NOW, on=TODAY)
WEEK = timedelta(days=7)


def listed(kind: str, within=HERE_ONLY, **more):
    return Selection(queries([kind], within=within), TODAY, **more).page()


def names(page: str) -> list[str]:
    """What the rows are about, in their order."""
    return re.findall(r'<th[^>]*scope="row".*?<a[^>]*>([^<]+)<', page, re.DOTALL)


@pytest.fixture
def followed(pages, signed_in):
    """An adviser with three planned contacts: late, due today, and due in a month."""
    client = signed_in("adviser")
    with pages.app_context():
        me = User.query.one()
        numbers = [young(given, "Holtby") for given in ("Amina", "Bryn", "Carys")]
        actions.casework.caseloads.share_out(numbers, [me.id], act=ACT)
        for person, due in zip(
            numbers, (-WEEK, timedelta(), timedelta(days=30)), strict=True
        ):
            actions.casework.contacts.follow_up_on(
                person,
                TODAY + due,
                "Ring again",
                within=HERE_ONLY,
                act=act(at=NOW, on=min(TODAY, TODAY + due)),
            )
    return client


def test_each_item_is_done_on_a_page_that_those_who_see_it_may_open(pages) -> None:
    for kind in KINDS.values():
        assert guard.needs(pages, kind.endpoint) is kind.permission, kind.name
        assert kind.permission in kind.role.permissions, kind.name


def test_the_earliest_due_comes_first_and_the_menu_counts_what_is_due(
    followed,
) -> None:
    answer = followed.get("/to-do/mine")
    assert answer.location == "/to-do?owner=me"
    page = text(followed.get(answer.location))
    assert names(page) == ["Amina Holtby", "Bryn Holtby", "Carys Holtby"]
    assert "17 Nov 2026, late" in page
    assert "Mine, due by today <b>2</b>" in page
    assert re.search(r">Work <b>2</b></a>", page)
    now = text(followed.get("/to-do?owner=me&due=now"))
    assert names(now) == ["Amina Holtby", "Bryn Holtby"]


def test_my_day_and_the_work_items_count_the_same(pages, followed) -> None:
    """They are two queries, which agree about the merged and the dead."""
    with pages.app_context():
        me = User.query.one()
        late, due, later = [item.person_id for item in listed("follow-up")]
        gone = young("Dewi", "Ashcombe")
        actions.casework.contacts.follow_up_on(
            gone, TODAY, "Try", within=HERE_ONLY, act=ACT
        )
        actions.people.merging.merge(later, [gone], within=HERE_ONLY, act=ACT)
        actions.people.deaths.record(due, died_on=TODAY, within=HERE_ONLY, act=ACT)
        sections = actions.casework.my_day.by_section(
            [me.id], day=TODAY, today=TODAY, within=HERE_ONLY
        )
        mine = [
            item.person_id
            for item in listed("follow-up")
            if item.due <= TODAY and item.owner_id == me.id
        ]
        assert mine == [row.row.person for rows in sections.values() for row in rows]
        assert mine == [late, later], "the merged record's newer day counts"
        # The count of the menu reads the follow-ups of some users alone.
        owners = Owners({me.id}, {"adviser"})
        rows = queries(["follow-up"], within=HERE_ONLY, owners=owners)
        narrowed = Selection(rows, TODAY, owners=owners).page()
        assert [item.person_id for item in narrowed] == mine


def test_the_kinds_count_as_their_own_pages_do(desk, doubtful, tmp_path) -> None:
    rows = [*people(2), *people(2, first=4, postcode=ELSEWHERE)]
    desk.import_list(provider_list(tmp_path / "list.csv", rows))
    with desk.pages.app_context():
        assert len(listed("doubtful-line")) == 2
        assert store.people.doubtful_lines.count(within=HERE_ONLY) == 2
        (pile,) = listed("out-of-area")
        assert (pile.about, pile.why) == ("Manchester", "Pass on 2 of its lines")
        assert len(listed("identity")) == store.people.identity_questions.count(
            within=HERE_ONLY
        )


def test_every_item_leads_to_the_place_where_it_is_done(
    desk, doubtful, tmp_path
) -> None:
    rows = people(2, first=4, postcode=ELSEWHERE)
    desk.import_list(provider_list(tmp_path / "list.csv", rows))
    odd = tmp_path / "odd.csv"
    odd.write_text("Pupil;Birthday;Came\nA Child;1/9/2009;7/9/2026\n")
    desk.send(odd)
    page = desk.get("/to-do")
    links = re.findall(r'<th[^>]*scope="row".*?href="([^"]+)"', page, re.DOTALL)
    assert len(links) == 4
    for link in links:
        assert desk.client.get(link).status_code == 200, link


def test_a_role_sees_only_the_kinds_that_it_may_do(pages, doubtful, signed_in) -> None:
    adviser = signed_in("adviser")
    for address in ("/to-do?owner=", "/to-do?kind=doubtful-line"):
        page = text(adviser.get(address))
        assert "of batch" not in page
        assert "Nothing waits." in page
    assert "of batch" in text(signed_in("data-manager").get("/to-do"))


@pytest.mark.parametrize(
    "role", ["manager", "auditor", "administrator", "school-user", "college-user"]
)
def test_a_role_without_work_items_does_not_find_the_page(signed_in, role) -> None:
    client = signed_in(role)
    assert client.get("/to-do").status_code == 404
    assert ">Work" not in text(client.get("/account"))


def test_work_of_another_authority_is_not_shown(pages, signed_in) -> None:
    """Every table has a row of theirs, so each kind that could show would."""
    with pages.app_context():
        another_authority.make()
        theirs = authority_scope(another_authority.OTHER)
        assert listed("correction", theirs) and listed("file-question", theirs)
        assert [kind for kind in KINDS if listed(kind)] == []
        assert [kind for kind in KINDS if listed(kind, done=True)] == []
    for role in ("data-manager", "team-leader"):
        assert "Nothing waits." in text(signed_in(role).get("/to-do"))


def test_a_cover_sees_the_work_of_the_colleague(pages, followed, signed_in) -> None:
    other = signed_in("adviser", email="other@example.org")
    assert "Mine, due by today <b>0</b>" in text(other.get("/to-do?owner=me"))
    with pages.app_context():
        away, covers = (each.id for each in User.query.order_by(User.id))
        actions.casework.covers.cover(
            away, covers, TODAY, TODAY, within=HERE_ONLY, act=ACT
        )
    assert "Mine, due by today <b>2</b>" in text(other.get("/to-do?owner=me"))


def test_a_task_is_added_given_done_and_opened_again(desk, pages) -> None:
    with pages.app_context():
        person = young("Amina", "Holtby")
    entered = {"why": "Ask <b>the</b> college", "person": person, "owner": "me"}
    page = text(desk.post("/to-do/new", **entered))
    assert "Ask &lt;b&gt;the&lt;/b&gt; college" in page
    assert "Amina Holtby" in page
    assert "Team leader" in text(desk.post("/to-do/1", owner="team-leader"))
    assert names(desk.get("/to-do?owner=team-leader")) == ["Amina Holtby"]
    assert "Open it again" in text(desk.post("/to-do/1/done"))
    assert names(desk.get("/to-do?done=yes")) == ["Amina Holtby"]
    assert "has already done this" in text(desk.post("/to-do/1/done"))
    desk.post("/to-do/1/undo")
    assert names(desk.get("/to-do?owner=team-leader")) == ["Amina Holtby"]


def test_a_task_from_a_record_names_its_young_person(desk, pages) -> None:
    with pages.app_context():
        here = young("Amina", "Holtby")
        there = young("Bryn", "Ashcombe", authority=THERE, postcode="M28 1AA")
    assert f'href="/to-do/new?person={here}"' in desk.get(f"/people/{here}")
    assert "Amina Holtby" in desk.get(f"/to-do/new?person={here}")
    for unknown in (there, "999", "x", "9" * 40):
        page = desk.get(f"/to-do/new?person={unknown}")
        assert "Ashcombe" not in page
        assert "Leave this blank if it is not about one young person." in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"why": ""}, "Enter what is to be done."),
        ({"person": "Amina"}, "There is no young person Amina."),
        ({"person": "9" * 30}, "There is no young person"),
        ({"owner": "manager"}, "Not a valid choice"),
        ({"due": ["1", "1", "2020"]}, "The day cannot be before today."),
    ],
)
def test_an_impossible_task_is_not_added(desk, change, sentence) -> None:
    page = text(desk.post("/to-do/new", **{"why": "Ring", "owner": "me", **change}))
    assert sentence in page
    assert "Nothing waits." in desk.get("/to-do")


def test_a_task_about_someone_who_has_died_is_not_found(desk, pages) -> None:
    with pages.app_context():
        person = young("Amina", "Holtby")
    desk.post("/to-do/new", why="Ring her", person=person, owner="me")
    with pages.app_context():
        actions.people.deaths.record(person, died_on=TODAY, within=HERE_ONLY, act=ACT)
    assert "Holtby" not in desk.get("/to-do")
    assert desk.client.get("/to-do/1").status_code == 404
    assert desk.post("/to-do/1/done").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("kind=x", "due=x", "owner=x", f"owner={'9' * 40}", "page=9999&owner="),
        *("sort=x&owner=", "sort=-about&owner=", "done=yes&sort=due", "kind=&due="),
    ],
)
def test_an_odd_address_is_answered(desk: Desk, doubtful, address) -> None:
    assert "Work" in desk.get(f"/to-do?{address}")


def test_the_queries_do_not_grow_with_the_items(desk, pages, queries) -> None:
    def made_by_the_page() -> int:
        desk.get("/to-do")
        with queries() as made:
            desk.get("/to-do")
        return len(made)

    desk.post("/to-do/new", why="First", owner="me")
    few = made_by_the_page()
    with pages.app_context():
        for place in range(30):
            actions.work.items.open_item(
                "task",
                f"Task {place}",
                person=young(f"Young{place}", "Holtby"),
                within=HERE_ONLY,
                act=ACT,
            )
    assert made_by_the_page() == few + 2, (
        "one line of the audit and one look for alerts, about them all"
    )
    assert few <= 10


def test_the_command_lists_the_same(desk, doubtful, as_json, flask) -> None:
    desk.post("/to-do/new", why="Ring the college", owner="data-manager")
    shown = as_json("items", "--kind", "task")
    assert [(each["why"], each["owner"]) for each in shown] == [
        ("Ring the college", "Data manager")
    ]
    assert len(as_json("items")) == 3
    assert as_json("items", "--authority", THERE) == []
    assert "3 items to do." in flask("items").out
    assert "is not a kind of work" in flask("items", "--kind", "x", code=2).err
