"""A Jobcentre's list opens work and makes nothing else. Everybody is invented."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.acts import NOON, act
from tests.factories import COLLEGE, people, provider_list, register
from tests.journeys.claims import claimants
from tests.web.conftest import make
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.intake.signals.signal_items import KIND
from tracker.extensions import db
from tracker.store.work.items import WorkItem

pytestmark = pytest.mark.law("L-08")

WITHIN = authority_scope("359")
DAY = date(2026, 11, 20)


@pytest.fixture
def loaded(tmp_path, load, flask, clock):
    """A college's list with the young person, and the agreement with a Jobcentre."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    file = provider_list(tmp_path / "list.csv", [claimants.known()])
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 9))
    claimants.agree(flask)


@pytest.fixture
def claim(tmp_path, load):
    """Loads a list from a Jobcentre with these lines, or with all."""

    def run(*lines: str, name: str = "claims.csv", **more):
        file = claimants.write(tmp_path / name, *lines)
        return load(claimants.FEED, file, as_at=more.pop("as_at", DAY), **more)

    return run


@pytest.fixture
def items(app):
    """The open items of the list: (person, owner, due)."""

    def read():
        with app.app_context():
            found = store.work.items.open_of_kind(KIND, within=WITHIN)
            return [(each.person_id, each.owner_id, each.due) for each in found]

    return read


def spelled_right(**more: str) -> str:
    known = claimants.known()
    return claimants.line(f"{known['family']}, {known['given']}", known["born"], **more)


def other_tables(everything) -> dict[str, list[str]]:
    """Every table but those of the list itself, of work and of what users did."""
    own = {"staged_rows", "import_batches", "batch_answers", "work_items", "audit"}
    return {name: rows for name, rows in everything().items() if name not in own}


def test_a_known_young_person_becomes_one_work_item(loaded, claim, items) -> None:
    done = claim(spelled_right(postcode="WN1 1AZ"))
    assert done["outcomes"] == {"matched-no-change": 1}
    assert done["opened"] == 1 and done["changes"] == {} and done["raised"] == {}
    assert items() == [(1, None, date(2026, 12, 1))]


def test_nothing_else_is_changed_by_it(loaded, claim, everything) -> None:
    before = other_tables(everything)
    claim(*claimants.lines())
    assert other_tables(everything) == before


def test_a_claimant_who_is_not_on_record_is_not_added(
    loaded, claim, as_json, items
) -> None:
    done = claim(*claimants.lines()[2:])
    assert done["outcomes"] == {"possible": 1, "out-of-area": 1}
    assert done["applied"] and items() == []
    (waiting,) = as_json("matching", "list")
    assert waiting["candidates"] == []
    decided = as_json("matching", "resolve", waiting["row"], "--new")
    assert (decided["outcome"], decided["person"]) == ("new-in-area", None)
    assert as_json("people", "find", "Zzyzxholt") == [] == items()


def test_a_resident_elsewhere_is_not_passed_on(loaded, claim, app) -> None:
    claim(*claimants.lines()[3:])
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM out_of_area")) == 0
        assert store.intake.tray.piles(within=WITHIN, before=DAY) == []


def test_an_officer_decides_whose_a_line_is(loaded, claim, as_json, items) -> None:
    claim(*claimants.lines()[2:3])
    (waiting,) = as_json("matching", "list")
    as_json("matching", "resolve", waiting["row"], "--person", 1)
    assert [person for person, *_ in items()] == [1]
    as_json("matching", "reopen", waiting["row"])
    assert items() == []
    assert len(as_json("matching", "list")) == 1


def test_a_decision_is_not_remembered_for_other_lists(
    loaded, claim, as_json, app
) -> None:
    claim(*claimants.lines()[2:3])
    (waiting,) = as_json("matching", "list")
    as_json("matching", "resolve", waiting["row"], "--new")
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM apart")) == 0


def test_a_second_list_opens_no_second_item_while_one_is_open(
    loaded, claim, items, as_json
) -> None:
    first = claim(spelled_right())
    second = claim(spelled_right(postcode="WN1 1AB"), name="december.csv")
    assert (first["opened"], second["opened"]) == (1, 0)
    as_json("imports", "withdraw", first["batch"])
    assert len(items()) == 1, "the second list is a reason for it as well"
    as_json("imports", "withdraw", second["batch"])
    assert items() == []
    as_json("imports", "apply", first["batch"], "--yes")
    assert len(items()) == 1


def test_a_person_named_twice_in_one_list_is_one_item(loaded, claim, items) -> None:
    done = claim(spelled_right(), spelled_right(postcode="WN1 1AB"))
    assert done["opened"] == 1 == len(items())


def finish(app) -> None:
    with app.app_context():
        (item,) = store.work.items.open_of_kind(KIND, within=WITHIN)
        actions.work.items.finish(item.id, within=WITHIN, act=act())


def test_work_that_was_done_stays_and_the_next_list_opens_it_anew(
    loaded, claim, items, as_json, app
) -> None:
    first = claim(spelled_right())
    finish(app)
    second = claim(spelled_right(postcode="WN1 1AB"), name="december.csv")
    assert second["opened"] == 1
    as_json("imports", "withdraw", first["batch"])
    as_json("imports", "withdraw", second["batch"])
    assert items() == []
    with app.app_context():
        (done,) = store.database.base.every(db.select(WorkItem))
        assert done.done_by


def test_their_own_adviser_gets_the_work_unless_the_account_is_closed(
    loaded, claim, items, app, as_json
) -> None:
    with app.app_context():
        adviser = make("adviser").id
        actions.casework.caseloads.hand_over([1], adviser, within=WITHIN, act=act())
    first = claim(spelled_right())
    assert [owner for _, owner, _ in items()] == [adviser]
    as_json("imports", "withdraw", first["batch"])
    with app.app_context():
        db.session.execute(text("UPDATE users SET closed_at = now()"))
        db.session.commit()
    claim(spelled_right(), name="december.csv", as_at=date(2026, 11, 23))
    assert [owner for _, owner, _ in items()] == [None]


def test_a_merged_record_has_one_item(
    loaded, claim, items, tmp_path, load, as_json
) -> None:
    file = provider_list(tmp_path / "more.csv", people(1))
    load("provider-enrolment", file, institution=COLLEGE, as_at=date(2026, 10, 10))
    claim(spelled_right())
    as_json("people", "merge", 1, 2)
    done = claim(spelled_right(postcode="WN1 1AB"), name="december.csv")
    assert done["opened"] == 0 and len(items()) == 1


def test_no_contact_with_the_dead_is_asked_for(loaded, claim, items, as_json) -> None:
    as_json("people", "died", 1, "--on", "2026-11-01")
    done = claim(spelled_right())
    assert done["opened"] == 0 and items() == []


def test_a_preview_opens_nothing(loaded, tmp_path, as_json, items, app) -> None:
    file = claimants.write(tmp_path / "claims.csv", spelled_right())
    with app.app_context():
        batch = actions.intake.load.receive_files(
            claimants.FEED,
            [file],
            institution=None,
            as_at=DAY,
            complete=False,
            act=act(),
        )
        assert actions.intake.load.preview(batch, act=act()).opened == 1
    assert items() == []


@pytest.mark.law("L-09")
def test_without_an_agreement_nothing_is_stored(
    tmp_path, flask, clock, everything
) -> None:
    file = claimants.write(tmp_path / "claims.csv")
    words = ("imports", "load", claimants.FEED, file, "--as-at", DAY)
    today = clock.today()
    clock.set(date(2026, 10, 1))
    claimants.agree(flask, last="2026-10-31")
    clock.set(today)
    before = everything()
    assert "ended on 31 October 2026" in flask(*words, code=2).err
    assert everything()["staged_rows"] == before["staged_rows"] == []


@pytest.mark.law("L-09")
def test_a_file_sent_on_a_page_without_an_agreement_is_deleted(
    inside, tmp_path
) -> None:
    (folder := tmp_path / "uploads" / "one").mkdir(parents=True)
    file = claimants.write(folder / "claims.csv")
    task = actions.work.tasks.request(
        "take in",
        act=act(),
        subject="upload 1",
        files=[str(file)],
        feed=claimants.FEED,
        as_at=DAY.isoformat(),
    )
    actions.work.tasks.run(task.id, clock=lambda: NOON, day=lambda at: at.date())
    done = store.work.tasks.get(task.id, within=WITHIN)
    assert "No agreement with the sender covers" in done.problem
    assert not file.exists()


@pytest.mark.law("N-20", "D-04")
def test_its_lines_go_after_ninety_days_and_others_stay(
    loaded, claim, as_json, clock, app
) -> None:
    claim(*claimants.lines())
    as_json("disposals", "confirm", "signals", "--for", "Judith")
    clock.set(date(2027, 2, 20))
    assert not [it for it in as_json("disposals", "due")["lines"] if it["lines"]]
    clock.set(date(2027, 2, 25))
    (due,) = [it for it in as_json("disposals", "due")["lines"] if it["lines"]]
    assert due.pop("title") == "Lines of lists from a Jobcentre"
    assert due == {"applies_to": "everybody", "lines": 3, "confirmed": True}
    number = as_json("disposals", "propose", "--for", "Bethan")["disposal"]
    as_json("disposals", "approve", number, "--for", "Judith")
    as_json("disposals", "carry-out", number)
    with app.app_context():
        left = db.session.execute(
            text(
                "SELECT count(*) FILTER (WHERE sealed IS NOT NULL OR person_id IS NULL"
                " AND reasons <> '[]' AND outcome <> 'out-of-area'),"
                " count(*) FILTER (WHERE raw <> '{}') FROM staged_rows"
            )
        ).one()
    assert tuple(left) == (1, 1)


def test_its_cells_stay_sealed_when_a_confidential_address_is_lifted(
    loaded, claim, as_json, everything
) -> None:
    """The address in a college's list is plain again, and that in this list is not."""
    claim(spelled_right())
    as_json("people", "address", 1, "--because", "their safety")
    as_json("people", "address", 1, "--lift", "--because", "the danger is over")
    stored = [row for rows in everything().values() for row in rows]
    found = {each for each in claimants.TELLTALES for row in stored if each in row}
    assert found == set()
