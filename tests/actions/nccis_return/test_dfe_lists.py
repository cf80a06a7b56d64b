"""Lists that DfE sends back, beside what is sealed and what is merged. All invented."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories import nccis, people, register
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake.uploads import saved_files
from tracker.actions.nccis_return.answers import answer_lists, mended
from tracker.actions.nccis_return.answers.answer_lines import SEALED
from tracker.extensions import db

OCTOBER = date(2026, 10, 31)
WITHIN = authority_scope("359")
NOW = datetime(2026, 11, 14, 10, tzinfo=UTC)
ACT = Act("data@example.org", NOW, NOW.date(), "359")
STARTED = {"start": "07/09/2026", "ascertained": "10/09/2026", "review": "30/11/2026"}


@pytest.fixture
def sent(tmp_path, load, clock, as_json, app):
    """The return of October that was sent: 1 is in custody, 2 and 3 are NEET."""
    clock.set(date(2026, 11, 3))
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    custody = {"activity": "710", "provider": "Wilderthorpe Secure Unit"}
    doing = (custody, {"activity": "619"}, {"activity": "619"})
    rows = [
        {**row, **STARTED, **held} for row, held in zip(people(3), doing, strict=True)
    ]
    load("nccis-file", nccis(tmp_path / "NCCIS.xml", OCTOBER, rows))
    made = as_json("returns", "prepare", "--period", "2026-10", "--out", tmp_path / "o")
    assert as_json("returns", "freeze", made["run"])
    clock.set(NOW.date())
    with app.app_context():
        run = store.nccis_return.runs.run(made["run"], within=WITHIN)
        assert run is not None
        with store.database.base.transaction():
            actions.nccis_return.submission.record_sent(
                run, on=NOW.date(), note="", act=ACT
            )
        yield run


@pytest.fixture
def ids(sent) -> list[str]:
    found = store.nccis_return.return_answers.returned(sent.id)
    return [str(each.ypid) for each in found]


def take(run, folder: Path, *lines: str, headings: str = "YPID,Error Code,Field Name"):
    content = "\n".join((headings, *lines)).encode()
    sent = ("errors.csv", io.BytesIO(content))
    (file,) = saved_files.all_saved([sent], folder / "uploads")
    answer = answer_lists.take(run, file, act=ACT)
    return answer, store.nccis_return.return_answers.lines(answer.id)


@pytest.mark.law("N-09")
def test_what_could_reveal_a_sealed_code_is_a_line_number_alone(
    sent, ids, tmp_path, everything
) -> None:
    of_person = (f"{ids[0]},229,ActivityCode", f"{ids[0]},9999,Anything")
    plain = (f"{ids[0]},30,UniqueLearnerNo", f"{ids[1]},229,ActivityCode")
    others = (f"{ids[2]},30,UniqueLearnerNo",) * 2
    _, lines = take(sent, tmp_path, *of_person, *plain, *others)
    found = {each.line: each for each in lines}
    for line in (2, 3):
        assert found[line].person is None
        assert found[line].why == SEALED
        assert (found[line].code, found[line].field, found[line].message) == ("",) * 3
    assert found[4].person is not None and found[4].code == "30"
    assert found[5].person is not None
    db.session.commit()
    items = [
        each
        for rows in everything().items()
        if rows[0] == "work_items"
        for each in rows[1]
    ]
    assert items and not any("9999" in each for each in items)


def test_two_records_are_mended_once_they_are_merged(sent, ids, tmp_path) -> None:
    answer, lines = take(
        sent,
        tmp_path,
        f"{ids[1]},{ids[2]},908",
        headings="YPID,Other YPID,Error Code",
    )
    (line,) = lines
    assert mended.of_answer(answer, sent, act=ACT) == 0
    other = next(
        it.person
        for it in store.nccis_return.return_answers.returned(sent.id)
        if it.ypid == ids[2]
    )
    actions.people.merging.merge(
        line.person, [other], because="The same person", within=WITHIN, act=ACT
    )
    assert mended.of_answer(answer, sent, act=ACT) == 1
    db.session.expire_all()
    done = db.session.execute(
        text("SELECT done_at FROM work_items WHERE kind = 'return-answer'")
    ).scalar_one()
    assert done is not None


def test_a_second_list_adds_to_the_same_work(sent, ids, tmp_path) -> None:
    first, _ = take(sent, tmp_path, f"{ids[1]},30,UniqueLearnerNo")
    second, _ = take(sent, tmp_path, f"{ids[1]},31,AddressLine1")
    items = store.work.items.of_kind("return-answer", within=WITHIN)
    assert [len(each.lines) for each in items] == [2]
    assert answer_lists.take_back(first, act=ACT) == 0, "the second is a reason still"
    db.session.expire_all()
    assert [
        len(it.lines) for it in store.work.items.of_kind("return-answer", within=WITHIN)
    ] == [1]
    assert answer_lists.take_back(second, act=ACT) == 1


def test_a_number_of_two_people_is_about_both(sent, ids, tmp_path) -> None:
    records = store.nccis_return.return_answers.returned(sent.id)
    db.session.execute(
        text(
            "UPDATE return_records SET record = record ||"
            " jsonb_build_object('UniqueLearnerNo', '1234567890')"
            " WHERE person_id = ANY(:people)"
        ),
        {"people": [each.person for each in records[1:]]},
    )
    db.session.commit()
    _, lines = take(sent, tmp_path, "1234567890,907", headings="ULN,Error Code")
    assert {each.person for each in lines} == {each.person for each in records[1:]}
