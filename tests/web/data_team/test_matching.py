"""Doubtful lines on their pages: side by side, decided, undone, many together."""

import re
from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from tests.factories import OTHER_COLLEGE, people, person, unsure
from tests.web.data_team.conftest import NOVEMBER, WITHIN, text
from tracker import store
from tracker.access import Scope
from tracker.extensions import db
from tracker.store.history.positions import PositionRow


def outcome(desk, row: int) -> tuple[str | None, int | None]:
    with desk.pages.app_context():
        line = store.intake.import_batches.row(row, within=WITHIN)
        assert line is not None
        return line.outcome, line.person_id


@pytest.fixture
def rows(desk, doubtful) -> list[int]:
    """The numbers of the two lines that wait."""
    with desk.pages.app_context():
        return [row.id for row in store.people.doubtful_lines.waiting(within=WITHIN)]


@pytest.fixture
def candidates(desk, rows) -> list[int]:
    with desk.pages.app_context():
        return [
            row.candidates[0]["person"]
            for row in store.people.doubtful_lines.waiting(within=WITHIN)
        ]


def test_nothing_is_doubtful(desk) -> None:
    assert "No lines are doubtful." in desk.get("/matching")


def test_the_queue_shows_the_best_candidate_and_its_likelihood(desk, rows) -> None:
    page = " ".join(desk.get("/matching").split())
    assert "2 lines are waiting" in page
    assert "Otherton College (invented)" in page
    assert "Same person, of 100 like this" in page
    second = people(3)[1]
    assert f"{second['given']} {second['family']}" in page


def test_the_queue_is_narrowed_to_a_batch_and_a_reason(desk, rows) -> None:
    with desk.pages.app_context():
        (kind,) = store.people.doubtful_lines.kinds(within=WITHIN)
    chosen = urlencode({"batch": kind.batch.id, "why": kind.why})
    page = desk.get(f"/matching?{chosen}")
    assert "2 lines are waiting" in page
    assert f'<option value="{kind.batch.id}" selected>' in page
    assert "1 line is waiting" not in page
    assert "None of these is still waiting." in desk.get("/matching?batch=2")
    assert "2 lines are waiting" in desk.get("/matching?batch=nonsense")


def test_a_line_stands_beside_its_candidate_with_the_differences(
    desk, rows, candidates
) -> None:
    page = " ".join(desk.get(f"/matching/{rows[0]}").split())
    assert "Who is this row about?" in page
    assert "WN7 1AB" in page
    assert "tracker-compare__differs" in page
    assert f"Young person {candidates[0]}" in page
    assert "Same person, of 100 like this" in page
    assert 'data-key="1"' in page
    assert 'data-key="n"' in page


def test_a_cell_that_could_not_be_read_is_shown_as_it_stands_in_the_file(
    desk, college_list
) -> None:
    known = people(3)
    college_list(known)
    born = known[1]["born"]
    month_first = f"{born[3:5]}/25/{born[6:]}"
    line = {**known[1], "born": month_first, "upn": "", "uln": ""}
    college_list([line], "second.csv", as_at=NOVEMBER, institution=OTHER_COLLEGE)
    with desk.pages.app_context():
        (row,) = store.people.doubtful_lines.waiting(within=WITHIN)
    page = text_of(desk.get(f"/matching/{row.id}"))
    assert f"As it stands in the file: DOB: {month_first} has the month first" in page


def text_of(page: str) -> str:
    """The words of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_decision_leads_to_the_next_line_and_can_be_undone(
    desk, rows, candidates
) -> None:
    answer = desk.post(f"/matching/{rows[0]}", follow=False, whose=str(candidates[0]))
    assert answer.location == f"/matching/{rows[1]}?undo={rows[0]}"
    page = desk.get(answer.location)
    assert f"is young person {candidates[0]}." in page
    assert "Undo" in page
    assert outcome(desk, rows[0]) == ("matched-update", candidates[0])


def test_the_last_decision_leads_back_to_the_queue(desk, rows, candidates) -> None:
    desk.post(f"/matching/{rows[0]}", whose="new")
    answer = desk.post(f"/matching/{rows[1]}", follow=False, whose="new")
    assert answer.location.startswith("/matching?undo=")
    page = desk.get(answer.location)
    assert "No lines are doubtful." in page
    assert "Undo" in page


def test_the_filter_goes_along(desk, rows, candidates) -> None:
    answer = desk.post(
        f"/matching/{rows[0]}?batch=3", follow=False, whose=str(candidates[0])
    )
    assert "batch=3" in answer.location
    assert "1 line is waiting" in desk.get(answer.location)


def test_a_new_person_gets_a_record(desk, rows, candidates) -> None:
    page = text(desk.post(f"/matching/{rows[0]}", whose="new"))
    assert "is a new person: young person" in page
    found, person = outcome(desk, rows[0])
    assert found == "new-in-area"
    assert person not in candidates


def test_another_young_person_is_found_by_a_search(desk, rows, candidates) -> None:
    third = people(3)[0]
    page = desk.get(f"/matching/{rows[0]}?q={third['family']}")
    assert "found by your search" in page
    (number,) = re.findall(r"Young person (\d+), found by your search", page)
    desk.post(f"/matching/{rows[0]}", whose=number)
    assert outcome(desk, rows[0]) == ("matched-update", int(number))


def test_a_search_without_a_result_or_with_a_wrong_date_says_so(desk, rows) -> None:
    assert "No other person matches that." in desk.get(f"/matching/{rows[0]}?q=Zzyzx")
    page = desk.get(f"/matching/{rows[0]}?q=31/02/2009")
    assert "is not a real date" in page


@pytest.mark.parametrize("whose", ["", "nonsense", "99999", "9" * 30])
def test_an_impossible_decision_is_refused(desk, rows, whose) -> None:
    page = text(desk.post(f"/matching/{rows[0]}", whose=whose))
    assert "There is a problem" in page
    assert outcome(desk, rows[0]) == ("possible", None)


def test_a_decision_is_undone(desk, rows, candidates) -> None:
    desk.post(f"/matching/{rows[0]}", whose=str(candidates[0]))
    page = text(desk.post(f"/matching/{rows[0]}/undo"))
    assert "is waiting again." in page
    assert outcome(desk, rows[0]) == ("possible", None)


def test_an_undecided_line_is_not_undone(desk, rows) -> None:
    page = text(desk.post(f"/matching/{rows[0]}/undo"))
    assert f"Row {rows[0]} has not been decided." in page


def test_a_line_that_was_decided_says_so(desk, rows, candidates) -> None:
    desk.post(f"/matching/{rows[0]}", whose=str(candidates[0]))
    page = desk.get(f"/matching/{rows[0]}")
    assert "This line is not waiting for a decision." in page
    assert "This person<span" not in page
    assert "Undo the decision" in page


def test_lines_of_a_withdrawn_batch_are_not_decided(desk, rows, candidates) -> None:
    desk.post("/imports/3/withdraw", sure="yes")
    desk.work()
    page = text(desk.post(f"/matching/{rows[0]}", whose=str(candidates[0])))
    assert "Batch 3 was withdrawn." in page
    assert "No lines are doubtful." in desk.get("/matching")


def test_the_ticked_lines_are_shown_before_anything_is_done(
    desk, rows, candidates
) -> None:
    page = text(desk.post("/matching/together", row=[str(row) for row in rows]))
    assert "Accept the likeliest match for 2 lines?" in page
    for number in candidates:
        assert f"young person {number}" in page
    assert desk.work() == 0
    assert outcome(desk, rows[0]) == ("possible", None)


def test_how_many_would_be_wrong_is_shown_before_it_is_confirmed(desk, rows) -> None:
    with desk.pages.app_context():
        for row, score in zip(rows, (0.9, 0.7), strict=True):
            line = store.intake.import_batches.row(row, within=WITHIN)
            assert line is not None
            line.score = score
        db.session.commit()
    both = text(desk.post("/matching/together", row=[str(row) for row in rows]))
    assert "Expected wrong: 0.4 of 2." in both
    one = text(desk.post("/matching/together", row=str(rows[1])))
    assert "Expected wrong: 0.3 of 1." in one


def test_the_queue_begins_where_a_decision_is_worth_most(
    desk, rows, candidates
) -> None:
    """The likelier match comes first; one that makes a person known counts more."""

    def order(scores: dict[int, float], *, lost: int | None = None) -> list[int]:
        with desk.pages.app_context():
            for row, score in scores.items():
                line = store.intake.import_batches.row(row, within=WITHIN)
                assert line is not None
                line.score = score
            doing = {None: "210", lost: "810"}
            for person_ in candidates:
                db.session.execute(
                    update(PositionRow)
                    .where(PositionRow.person_id == person_)
                    .values(activity=doing.get(person_, "210"))
                )
            db.session.commit()
            found = [
                row.id for row in store.people.doubtful_lines.waiting(within=WITHIN)
            ]
            paged = store.people.doubtful_lines.page(within=WITHIN, offset=0, limit=10)
            assert [row.id for row in paged] == found
            assert (
                store.people.doubtful_lines.following(found[0], within=WITHIN)
                == found[1]
            )
            assert (
                store.people.doubtful_lines.following(found[1], within=WITHIN)
                == found[0]
            )
        return found

    first, second = rows
    assert order({first: 0.5, second: 0.5}) == [first, second]
    assert order({first: 0.5, second: 0.9}) == [second, first]
    assert order({first: 0.5, second: 0.9}, lost=candidates[0]) == [first, second]
    assert order({first: 0.2, second: 0.9}, lost=candidates[0]) == [second, first]


def test_all_of_a_page_are_shown_without_ticking_each(desk, rows) -> None:
    shown = {"shown": [str(row) for row in rows], "every": "yes"}
    page = text(desk.post("/matching/together", **shown))
    assert "Accept the likeliest match for 2 lines?" in page


def together(desk, rows, candidates):
    pairs = [f"{row}-{person}" for row, person in zip(rows, candidates, strict=True)]
    return desk.post(
        "/matching/together", row=[str(row) for row in rows], pair=pairs, sure="yes"
    )


def test_confirmed_lines_are_decided_together(desk, rows, candidates) -> None:
    assert "Waiting in the queue." in text(together(desk, rows, candidates))
    desk.work()
    page = " ".join(desk.get("/matching").split())
    assert "2 lines were decided together" in page
    assert [outcome(desk, row)[1] for row in rows] == candidates


def test_decisions_made_together_are_undone_together(desk, rows, candidates) -> None:
    together(desk, rows, candidates)
    desk.work()
    page = desk.get("/matching")
    (address,) = set(re.findall(r'action="(/matching/together/\d+/undo)"', page))
    desk.post(address)
    desk.work()
    assert [outcome(desk, row) for row in rows] == [("possible", None)] * 2
    assert "2 lines are waiting" in desk.get("/matching")


def test_other_pairs_than_were_shown_are_not_decided(desk, rows, candidates) -> None:
    page = text(together(desk, rows, candidates[::-1]))
    assert "Some of these lines have since changed." in page
    assert desk.work() == 0


def test_a_form_without_a_tick_is_refused(desk, rows) -> None:
    page = text(desk.post("/matching/together"))
    assert "Tick at least one line" in page


def test_a_line_of_another_authority_is_not_found(desk, rows) -> None:
    with desk.pages.app_context():
        line = store.intake.import_batches.row(rows[0], within=WITHIN)
        line.authority = "350"
        db.session.commit()
        assert store.intake.import_batches.row(
            rows[0], within=Scope(frozenset({"350"}))
        )
    assert desk.client.get(f"/matching/{rows[0]}").status_code == 404
    for address in (f"/matching/{rows[0]}", f"/matching/{rows[0]}/undo"):
        assert desk.post(address, whose="new").status_code == 404
    page = text(desk.post("/matching/together", row=[str(rows[0])]))
    assert "Tick at least one line" in page
    assert "1 line is waiting" in desk.get("/matching")


def test_the_queue_costs_the_same_for_many_lines(desk, college_list, queries) -> None:
    known = people(12)
    college_list(known)
    again = [{**unsure(row), "postcode": "WN7 1AB"} for row in known]
    college_list(again[:1], "one.csv", as_at=NOVEMBER)
    desk.get("/matching")
    with queries() as few:
        desk.get("/matching")
    college_list(again[1:], "more.csv", as_at=NOVEMBER)
    with queries() as many:
        desk.get("/matching")
    assert len(many) == len(few)


@pytest.fixture
def contradicting(desk, college_list) -> int:
    """A line with the ULN of the line before it, and another name and date of birth."""
    college_list([person(1), person(2, upn="", uln=person(1)["uln"])])
    with desk.pages.app_context():
        (row,) = store.people.doubtful_lines.waiting(within=WITHIN)
        return row.id


def test_a_line_offers_the_record_of_the_line_it_contradicts(
    desk, contradicting
) -> None:
    assert "See line 2 of this file." in desk.get("/matching")
    page = " ".join(desk.get(f"/matching/{contradicting}").split())
    assert "Not compared" in page
    assert "This person<span" in page
    assert "See line 2 of this file." in page
    ticked = text(desk.post("/matching/together", row=str(contradicting)))
    assert "Not compared" in ticked
    assert "1 line could not be compared." in ticked
    assert "Expected wrong" not in ticked


def test_a_new_person_who_shares_a_number_is_pointed_out(desk, contradicting) -> None:
    page = text(desk.post(f"/matching/{contradicting}", whose="new"))
    assert (
        "Young person 1 has the same ULN. If they are the same person, merge them"
        in page
    )
