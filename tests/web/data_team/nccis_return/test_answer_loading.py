"""The work of loading a list of DfE: kept where it is refused, loaded once."""

import io
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from tests.web.conftest import NOW
from tests.web.data_team.nccis_return.dfe_lists import (
    HEADINGS,
    followed,
    lines,
    load_list,
    loading,
    post,
    text,
    uploaded,
    works,
)
from tests.web.management.reading import main_text
from tracker.actions.intake.uploads import uploaded_files
from tracker.actions.nccis_return.answers import answer_task
from tracker.actions.work import tasks
from tracker.actions.work.tasks import Postponed


def test_a_list_that_is_refused_is_kept_and_answers_another_return(
    pages, sent, ids, data_manager
) -> None:
    content = f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n"
    refused = load_list(data_manager, "", content)
    page = main_text(text(refused))
    assert "errors.csv does not name its month here, so choose the return" in page
    assert len(uploaded(pages)) == 1
    # It stands on the page from which it was sent.
    back = main_text(text(data_manager.get("/returns/answers/load")))
    assert "Not loaded yet" in back and "does not name its month here" in back
    first = loading(pages)
    again = post(data_manager, f"{first}/again", run=str(sent))
    done = followed(data_manager, again)
    assert done.status_code == 302, main_text(text(done))
    assert len(lines(pages)) == 1
    assert uploaded(pages) == []
    back = main_text(text(data_manager.get("/returns/answers/load")))
    assert "Not loaded yet" not in back
    gone = post(data_manager, f"{first}/again", run=str(sent))
    assert "The list is no longer here. Load it again." in main_text(text(gone))
    assert len(lines(pages)) == 1


def test_before_a_return_is_marked_as_sent_the_page_says_what_to_do_first(
    pages, data_manager
) -> None:
    shown = text(data_manager.get("/returns/answers/load"))
    assert "No return is marked as sent" in main_text(shown)
    refused = load_list(data_manager, "", f"{HEADINGS}\n1,5,x,Gender,1\n")
    assert "First mark it, on its page under Return." in main_text(text(refused))


def test_the_night_keeps_a_refused_list_for_a_day(
    pages, sent, ids, data_manager
) -> None:
    content = f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n"
    load_list(data_manager, "", content)
    folder = Path(pages.config["TRACKER"].var) / "uploads"
    os.utime(folder, (0, 0))
    for each in folder.rglob("*"):
        os.utime(each, (0, 0))
    with pages.app_context():
        sweep = uploaded_files.sweep
        assert sweep(folder, at=NOW + timedelta(hours=20)) == 0
        assert len(uploaded(pages)) == 1
        assert sweep(folder, at=NOW + timedelta(hours=30)) == 1
    assert uploaded(pages) == []
    page = main_text(text(data_manager.get(loading(pages))))
    assert "Nothing from the file is kept. Load it again" in page


def test_the_night_keeps_a_list_whose_columns_wait(
    pages, sent, ids, data_manager
) -> None:
    load_list(data_manager, sent, f"Kennung,Fault\n{ids['Orrell']},5\n")
    folder = Path(pages.config["TRACKER"].var) / "uploads"
    for each in folder.rglob("*"):
        os.utime(each, (0, 0))
    with pages.app_context():
        assert uploaded_files.sweep(folder, at=NOW + timedelta(hours=20)) == 0
    assert len(uploaded(pages)) == 1


def test_a_refused_list_is_deleted_by_its_sender(
    pages, sent, ids, data_manager
) -> None:
    load_list(data_manager, "", f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n")
    post(data_manager, f"{loading(pages)}/delete")
    assert uploaded(pages) == []
    gone = post(data_manager, f"{loading(pages)}/again", run=str(sent))
    assert gone.status_code == 404


def test_columns_that_fit_no_one_lead_back_to_them_and_the_list_is_kept(
    pages, sent, ids, data_manager
) -> None:
    content = "Kennung,Fault\n" + "3500000000001,5\n" * 3
    columns = load_list(data_manager, sent, content)
    given = {"column-0": "YoungPersonsID", "column-1": "code"}
    refused = followed(data_manager, post(data_manager, columns.location, **given))
    page = main_text(text(refused))
    assert "name no young person of the return" in page
    assert "Look at its columns again" in page
    assert len(uploaded(pages)) == 1
    assert lines(pages) == []


def test_a_worker_that_was_killed_loads_a_list_once(
    pages, sent, ids, data_manager, monkeypatch
) -> None:
    """The lines were committed, and the work did not come to its end."""
    monkeypatch.setattr(
        answer_task, "_result", lambda *_: (_ for _ in ()).throw(TimeoutError)
    )
    content = f"{HEADINGS}\n{ids['Orrell']},5,x,Gender,1\n"
    file = (io.BytesIO(content.encode()), "errors.csv")
    begun = post(data_manager, "/returns/answers/load", file=file, run=str(sent))
    with pages.app_context(), suppress(Postponed):
        works()
    assert len(lines(pages)) == 1
    monkeypatch.undo()
    number = int(begun.location.rpartition("/")[2])
    with pages.app_context():
        tasks.run(number, clock=lambda: NOW, day=lambda at: at.date())
    done = data_manager.get(begun.location)
    assert done.status_code == 302
    assert len(lines(pages)) == 1
    assert uploaded(pages) == []
