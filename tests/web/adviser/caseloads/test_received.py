"""What the adviser finds of a hand-over: who came, from which colleague, and the note.
All people are invented.
"""

from datetime import timedelta

import psycopg
import pytest

from tests.acts import act
from tests.web.adviser.young import HERE_ONLY, TODAY, young
from tests.web.conftest import NOW, make, open_session
from tests.web.school.conftest import text
from tracker import actions, store
from tracker.store.accounts.users import User

NOTE = "Likes <b>horses</b> & texts"
SHOWN = "Likes &lt;b&gt;horses&lt;/b&gt; &amp; texts"
LEADER = act(by="leader@example.org", at=NOW, on=TODAY)


@pytest.fixture
def team(pages) -> dict[str, tuple[int, object]]:
    """Three advisers, a team leader and a manager: number and browser by name."""
    found = {}
    with pages.app_context():
        for name, role in {
            **dict.fromkeys(("Ann", "Ben", "Cat"), "adviser"),
            "Leader": "team-leader",
            "Manager": "manager",
        }.items():
            user: User = make(role, name, email=f"{name.lower()}@example.org")
            client = pages.test_client()
            open_session(client, user)
            found[name] = (user.id, client)
    return found


@pytest.fixture
def read(team):
    def page(name: str, address: str = "/my-day") -> str:
        answer = team[name][1].get(address)
        assert answer.status_code == 200
        return text(answer)

    return page


@pytest.fixture
def hand(pages, team):
    def over(people, to: str, note: str = "", by=LEADER):
        with pages.app_context():
            return actions.casework.caseloads.hand_over(
                people, team[to][0], within=HERE_ONLY, note=note, act=by
            ).id

    return over


@pytest.fixture
def person(pages, hand) -> int:
    """One of Ann's, who is handed over to Ben with a note."""
    with pages.app_context():
        number = young()
    hand([number], "Ann")
    hand([number], "Ben", NOTE)
    return number


def test_the_note_arrives_on_the_day_and_on_the_record(read, person) -> None:
    day = read("Ben")
    assert "Handed over in the last two weeks" in day
    assert "From Ann, by Leader on 24 November 2026" in day
    assert f"/people/{person}" in day
    record = read("Ben", f"/people/{person}")
    assert f"Handed over by Leader on 24 November 2026, from Ann: {SHOWN}" in record
    for page in (day, record):
        assert SHOWN in page
        assert "<b>horses" not in page


def test_a_colleague_has_it_on_no_day_and_other_readers_on_no_record(
    read, person
) -> None:
    assert "horses" not in read("Ann")
    assert "Handed over" not in read("Ann")
    assert "horses" not in read("Manager", f"/people/{person}")


def test_an_undone_hand_over_has_no_note(pages, read, team, hand) -> None:
    with pages.app_context():
        number = young()
    made = hand([number], "Ben", NOTE)
    assert SHOWN in read("Ben")
    with pages.app_context():
        actions.casework.hand_overs.undo(
            stored(made), act=act(by="leader@example.org", at=NOW, on=TODAY)
        )
    assert "horses" not in read("Ben")
    assert "horses" not in read("Ben", f"/people/{number}")


def stored(number: int):
    return store.casework.caseloads.hand_over(number, within=HERE_ONLY)


def test_handed_on_again_the_note_goes_with_its_hand_over(read, hand, person) -> None:
    hand([person], "Cat", "Second note")
    assert "horses" not in read("Ben")
    assert "Handed over" not in read("Ben")
    day = read("Cat")
    assert "From Ben, by Leader" in day
    assert "Second note" in day
    assert "horses" not in read("Cat", f"/people/{person}")


def test_after_two_weeks_it_stands_on_the_record_alone(
    pages, read, team, person
) -> None:
    pages.config["NOW"] = NOW + timedelta(days=15)
    with pages.app_context():
        users = store.accounts.users.everybody(within=HERE_ONLY)
        open_session(
            team["Ben"][1], next(each for each in users if each.id == team["Ben"][0])
        )
    assert "Handed over" not in read("Ben")
    assert SHOWN in read("Ben", f"/people/{person}")


def test_one_who_died_is_not_on_the_day(pages, read, person) -> None:
    with pages.app_context():
        actions.people.deaths.record(person, TODAY, within=HERE_ONLY, act=LEADER)
    assert "Handed over" not in read("Ben")


def test_a_merged_record_is_one_young_person(pages, read, hand) -> None:
    with pages.app_context():
        stays, goes = young(), young("Amina", "Holtbi")
    hand([stays, goes], "Ben", NOTE)
    with pages.app_context():
        actions.people.merging.merge(stays, [goes], within=HERE_ONLY, act=LEADER)
    day = read("Ben")
    assert day.count(f'href="/people/{stays}"') == 1
    assert f"/people/{goes}" not in day


def test_what_an_adviser_took_is_not_handed_over(read, hand, pages) -> None:
    with pages.app_context():
        number = young()
    hand([number], "Ben", by=act(by="ben@example.org", at=NOW, on=TODAY))
    assert "Handed over" not in read("Ben")
    assert "Handed over by" not in read("Ben", f"/people/{number}")


def test_many_at_once_are_folded_away_and_all_there(pages, read, hand) -> None:
    with pages.app_context():
        people = [young(f"Young{place:02}", "Holtby") for place in range(7)]
    hand(people, "Ben", NOTE)
    day = read("Ben")
    assert "7 young people" in day
    for each in people:
        assert f'href="/people/{each}"' in day


@pytest.mark.parametrize(("note", "is_announced"), [("", False), ("Welcome", True)])
def test_the_first_sharing_out_of_a_council_is_announced_for_its_note(
    pages, read, hand, note, is_announced
) -> None:
    with pages.app_context():
        number = young()
    made = hand([number], "Ben", note)
    with pages.app_context(), store.database.base.transaction():
        store.database.base.run(
            "UPDATE hand_overs SET moved = moved || (SELECT jsonb_agg("
            "jsonb_build_array(n, null, null)) FROM generate_series(1, 1000) n)"
            " WHERE id = %s",
            [made],
        )
    day, record = read("Ben"), read("Ben", f"/people/{number}")
    assert ("Handed over in the last two weeks" in day) is is_announced
    assert ("Handed over by" in record) is is_announced
    assert ("Welcome" in day and "Welcome" in record) is is_announced
    assert f"/people/{number}" in read("Ben", "/my-caseload")


def test_the_people_of_a_hand_over_are_read_once_for_all_of_them(
    pages, team, hand, monkeypatch
) -> None:
    """Read again for each of them, a hand-over of thousands took half a second."""
    with pages.app_context():
        people = [young(f"Young{place:02}", "Holtby") for place in range(12)]
    hand(people, "Ann")
    hand(people, "Ben")
    sent: list[tuple[object, ...]] = []
    execute = psycopg.Cursor.execute

    def noted(self, query, *values, **more):
        sent.append((query, *values))
        return execute(self, query, *values, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    with pages.app_context():
        came = store.casework.received.lately(
            [team["Ben"][0]], since=TODAY, within=HERE_ONLY
        )
        query, values = next(each for each in sent if "moves" in str(each[0]))
        with store.database.base.cursor() as sql:
            sql.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", values)
            plan = sql.fetchall()[0][0][0]["Plan"]
    assert len(came) == 12
    assert [each["Actual Loops"] for each in scans_of_functions(plan)] == [1]


def scans_of_functions(plan):
    """The parts of a plan that read the rows of a function."""
    if plan["Node Type"] == "Function Scan":
        yield plan
    for part in plan.get("Plans", ()):
        yield from scans_of_functions(part)
