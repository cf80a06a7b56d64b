"""What DfE sends back: loaded, mapped, joined, worked off. Everybody is invented."""

import io
import re
from pathlib import Path

import pytest
import xlsxwriter

from tests.factories import person
from tests.web.conftest import NOW
from tests.web.data_team.nccis_return.dfe_lists import (
    HEADINGS,
    WITHIN,
    act,
    followed,
    lines,
    load_list,
    number_of,
    post,
    predicted,
    rows,
    text,
    works,
)
from tests.web.management.reading import main_text
from tracker import store
from tracker.actions.act import Act
from tracker.actions.nccis_return.answers import answer_lists, answer_task, mended
from tracker.extensions import db
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action


@pytest.fixture
def loaded(pages, sent, ids, data_manager) -> str:
    """The address of a list: one that we knew, one missed, one unknown, a stranger."""
    who = number_of(pages, ids["Orrell"])
    other = next(ypid for name, ypid in ids.items() if name != "Orrell")
    (rule, *_) = predicted(pages, who)
    answer = load_list(
        data_manager,
        sent,
        f"{HEADINGS}\n{ids['Orrell']},{rule},No address,AddressLine1,1\n"
        f"{other},229,The age does not fit,ActivityCode,1\n"
        f"{other},7777,A rule of next year,Postcode,3\n"
        "3599999999999,30,ULN format,UniqueLearnerNo,2\n",
    )
    assert answer.status_code == 302, main_text(text(answer))
    return answer.location


def test_each_line_is_joined_and_compared_with_our_own_rules(
    pages, loaded, ids, data_manager
) -> None:
    found = lines(pages)
    assert [each[3] for each in found] == ["predicted", "missed", "unknown", "unknown"]
    assert [each[1] is None for each in found] == [False, False, False, True]
    page = main_text(text(data_manager.get(loaded)))
    assert "4 lines. 3 to mend." in page
    assert "Our own checks missed 1" in page
    assert "Line 5" in page
    assert "The return has no young person with this number" in page
    assert "7777Not known here" in page.replace("7777 Not", "7777Not")
    assert "A rule of next year" in page
    html = text(data_manager.get(loaded))
    assert re.search(r'href="/people/\d+/change/address[^"]*">Mend the ', html)
    run = main_text(text(data_manager.get("/returns/1")))
    assert "errors.csv: 4 lines, 2 of them not found by our own rules." in run


def test_a_return_that_was_not_sent_has_no_answer(
    pages, sent, ids, data_manager
) -> None:
    post(data_manager, "/returns/snapshot", month="2026-09")
    with pages.app_context():
        works()
    one = f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n"
    assert load_list(data_manager, 2, one).status_code == 200
    with pages.app_context():
        run = store.nccis_return.runs.run(2, within=WITHIN)
        file = ("errors.csv", io.BytesIO(one.encode()))
        folder = Path(pages.config["TRACKER"].var) / "uploads"
        with pytest.raises(Refusal, match="Mark the return as sent before"):
            answer_task.request(run, [file], folder=folder, act=act())
    assert lines(pages) == []
    assert [*folder.glob("*/*")] == []


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2026-10", ""),
        ("October 2026", ""),
        ("31/08/2026", "is of August 2026, and no return of that month was sent"),
        ("", "does not name its month here, so choose the return that it answers"),
        ("autumn", "does not name its month here, so choose the return"),
    ],
)
def test_a_list_may_name_the_month_that_it_answers(
    pages, sent, ids, data_manager, cell, sentence
) -> None:
    content = f"{HEADINGS},Period End\n{ids['Orrell']},5,x,Gender,1,{cell}\n"
    answer = load_list(data_manager, "", content)
    if sentence:
        assert sentence in main_text(text(answer))
    assert bool(lines(pages)) == (not sentence)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Period End", "30/09/2026", "is of September 2026 and not of October 2026"),
        ("Period", "September 2026", "is of September 2026 and not of October 2026"),
        ("LA", "350", "is of Bolton and not of Wigan"),
        ("LA", "Bolton", "is of Bolton and not of Wigan"),
    ],
)
def test_a_list_of_another_month_or_council_is_refused(
    pages, sent, ids, data_manager, column, cell, sentence
) -> None:
    content = f"{HEADINGS},{column}\n{ids['Orrell']},5,x,Gender,1,{cell}\n"
    answer = load_list(data_manager, sent, content)
    assert sentence in main_text(text(answer))
    assert lines(pages) == []


def test_a_list_about_strangers_is_refused(pages, sent, data_manager) -> None:
    content = "".join(f"350000000{n:04},5,x,Gender,1\n" for n in range(20))
    answer = load_list(data_manager, sent, f"{HEADINGS}\n{content}")
    page = main_text(text(answer))
    assert "20 of the 20 lines of errors.csv name no young person of the return" in page
    assert lines(pages) == []
    assert rows(pages, "SELECT 1 FROM return_answers") == []


def test_the_same_list_is_loaded_once(pages, sent, ids, loaded, data_manager) -> None:
    before = lines(pages)
    again = f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n"
    assert load_list(data_manager, sent, again).status_code == 302
    answer = load_list(data_manager, sent, again)
    assert "has been loaded already" in main_text(text(answer))
    assert len(lines(pages)) == len(before) + 1


def test_unknown_headings_are_mapped_once(pages, sent, ids, data_manager) -> None:
    content = f"Kennung,Fault,What is meant\n{ids['Orrell']},5,The sex is missing\n"
    answer = load_list(data_manager, sent, content)
    assert answer.status_code == 302, main_text(text(answer))
    assert answer.location.endswith("/columns")
    assert lines(pages) == []
    page = main_text(text(data_manager.get(answer.location)))
    assert "Kennung" in page and "Still missing: ErrorCode, YoungPersonsID" in page
    wrong = post(data_manager, answer.location, **{"column-0": "YoungPersonsID"})
    assert "Select which column is ErrorCode" in main_text(text(wrong))
    given = {"column-0": "YoungPersonsID", "column-1": "code", "column-2": "message"}
    done = followed(data_manager, post(data_manager, answer.location, **given))
    assert done.status_code == 302
    ((_, person, code, *_),) = lines(pages)
    assert (person, code) == (number_of(pages, ids["Orrell"]), "5")
    assert [*Path(pages.config["TRACKER"].var).glob("uploads/*/*")] == []
    second = load_list(data_manager, sent, content.replace(",5,", ",8,"))
    assert second.location.rstrip("0123456789").endswith("/returns/answers/")
    assert len(lines(pages)) == 2


def test_a_list_that_is_never_mapped_is_deleted(pages, sent, ids, data_manager) -> None:
    answer = load_list(data_manager, sent, f"Kennung,Fault\n{ids['Orrell']},5\n")
    assert answer.location.endswith("/columns")
    uploads = Path(pages.config["TRACKER"].var)
    assert len([*uploads.glob("uploads/*/*")]) == 1
    late = Act("a test", NOW + answer_lists.WAITS * 2, NOW.date(), "359")
    with pages.app_context():
        assert answer_lists.throw_away_old(act=late) == 1
        db.session.commit()
    assert [*uploads.glob("uploads/*/*")] == []
    assert rows(pages, "SELECT 1 FROM return_answers") == []


def workbook(table: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(table):
            sheet.write_row(at, 0, cells)
    return made.getvalue()


def test_a_workbook_and_xml_are_read_as_a_table_is(
    pages, sent, ids, data_manager
) -> None:
    one = ids["Orrell"]
    table = [HEADINGS.split(","), [one, "5", "x", "Gender", "1"]]
    assert load_list(data_manager, sent, workbook(table), "e.xlsx").status_code == 302
    xml = (
        f"<Report><LEA>359</LEA><YoungPerson><YPID>{one}</YPID><Errors>"
        "<Error><Code>5</Code><Field>Gender</Field></Error></Errors></YoungPerson>"
        "</Report>"
    )
    assert load_list(data_manager, sent, xml, "e.xml").status_code == 302
    first, second = lines(pages)
    assert first[1:4] == second[1:4]


def test_a_line_with_a_name_alone_is_joined_to_no_one(
    pages, sent, ids, data_manager
) -> None:
    one = person(4, given="Zelda", family="Orrell")
    content = (
        "Forename,Surname,DOB,Error Code\n"
        f"Zelda,ORRELL,{one['born']},5\nZelda,Orrell,,5\n"
    )
    assert load_list(data_manager, sent, content).status_code == 302
    found = lines(pages)
    assert [each[1] for each in found] == [number_of(pages, ids["Orrell"]), None]
    assert "no name with a date of birth" in found[1][5]


def test_the_work_is_settled_with_a_reason_and_opened_again(
    pages, loaded, data_manager
) -> None:
    items = rows(
        pages, "SELECT id, why FROM work_items WHERE kind = 'return-answer' ORDER BY id"
    )
    assert len(items) == 2
    number, why = max(items, key=lambda each: len(each[1]))
    assert why.startswith("DfE found 2 errors in the return for October 2026: ")
    assert "What DfE found" in text(data_manager.get("/to-do"))
    address = f"/returns/answers/work/{number}"
    page = text(data_manager.get(address))
    given = re.findall(r'name="lines"[^>]* value="(\d+)"', page)
    assert len(given) == 2
    nothing = post(data_manager, address, lines=given)
    assert "Enter why nothing has to be mended" in text(nothing)
    post(data_manager, address, lines=given[:1], reason="DfE is wrong.")
    done = "SELECT done_at IS NOT NULL FROM work_items WHERE id = :number"
    assert rows(pages, done, number=number) == [(False,)]
    post(data_manager, address, lines=given[1:], reason="DfE is wrong.")
    assert rows(pages, done, number=number) == [(True,)]
    assert "DfE is wrong." in main_text(text(data_manager.get(loaded)))
    post(data_manager, f"{address}/reopen", line=given[0])
    assert rows(pages, done, number=number) == [(False,)]


def test_what_is_mended_is_settled_by_itself(pages, loaded, ids, data_manager) -> None:
    who = number_of(pages, ids["Orrell"])
    day = [str(NOW.day), str(NOW.month), str(NOW.year)]
    changed = post(
        data_manager,
        f"/people/{who}/change/address",
        line1="1 High Street",
        town="Wigan",
        postcode="WN1 1AZ",
        by="the young person",
        learned_on=day,
    )
    assert changed.status_code == 302, main_text(text(changed))
    checked = post(data_manager, f"{loaded}/check")
    assert checked.status_code == 302
    shown = main_text(text(data_manager.get(loaded)))
    assert "Found mended since the last look: 1." in shown
    assert [each[4] for each in lines(pages)] == [True, False, False, False]
    query = "SELECT done_at IS NOT NULL FROM work_items WHERE person_id = :who"
    assert rows(pages, f"{query} AND kind = 'return-answer'", who=who) == [(True,)]
    with pages.app_context():
        assert mended.refresh("359", act=act()) == 0


def test_a_whole_list_is_taken_back(pages, loaded, data_manager) -> None:
    assert post(data_manager, f"{loaded}/take-back").status_code == 302
    assert lines(pages) == []
    query = "SELECT 1 FROM work_items WHERE kind = 'return-answer'"
    assert rows(pages, query) == []
    assert "Taken back" in main_text(text(data_manager.get("/returns/1/answer")))
    ((detail,),) = rows(
        pages,
        "SELECT detail FROM audit WHERE action = :action",
        action=Action.ANSWER_TAKEN_BACK.value,
    )
    assert detail["lines"] == 4


def test_a_number_used_twice_leads_to_the_comparison(
    pages, sent, ids, data_manager
) -> None:
    one, two, *_ = ids.values()
    content = (
        f"YPID,Other YPID,Error Code,Error Message\n{one},{two},908,Likely duplicate\n"
    )
    answer = load_list(data_manager, sent, content)
    page = text(data_manager.get(answer.location))
    both = sorted([number_of(pages, one), number_of(pages, two)])
    assert f"person={both[0]}&amp;person={both[1]}" in page
    assert "Compare the records" in page


def test_a_claim_of_another_council_leads_to_the_transfer(
    pages, sent, ids, data_manager
) -> None:
    content = (
        f"YPID,Claimed By,Error Message\n{ids['Orrell']},Bolton,Also returned there\n"
    )
    answer = load_list(data_manager, sent, content)
    page = text(data_manager.get(answer.location))
    assert "Returned by Bolton too" in main_text(page)
    assert f"/people/{number_of(pages, ids['Orrell'])}/transfer" in page


def test_the_trend_counts_lines_by_month_and_rule(loaded, data_manager) -> None:
    page = main_text(text(data_manager.get("/returns/answers")))
    assert "October 2026" in page
    assert "7777: not known here" in page
    assert "Still to mend" in page
