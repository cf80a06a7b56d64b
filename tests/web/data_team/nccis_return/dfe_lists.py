"""A list that DfE sends back, sent and loaded on the pages. Everybody is invented."""

import io
from pathlib import Path

from sqlalchemy import text as sql

from tests.waiting import run_waiting
from tests.web.conftest import NOW, token
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.extensions import db

WITHIN = authority_scope("359")
HEADINGS = "YPID,Error Code,Error Message,Field Name,Priority"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **data):
    number = token(text(client.get("/account")))
    return client.post(
        address,
        data={"csrf_token": number, **data},
        content_type="multipart/form-data",
    )


def works() -> None:
    run_waiting(clock=lambda: NOW, day=lambda at: at.date())


def load_list(client, run: object, content: str | bytes, name: str = "errors.csv"):
    """What a user sees once the worker has done with a list."""
    content = content.encode() if isinstance(content, str) else content
    file = (io.BytesIO(content), name)
    sent = post(client, "/returns/answers/load", file=file, run=str(run))
    return followed(client, sent)


def followed(client, sent):
    """The page of the progress that an answer leads to, once the worker has done."""
    if sent.status_code != 302:
        return sent
    assert "/returns/answers/loading/" in sent.location
    with client.application.app_context():
        works()
    return client.get(sent.location)


def loading(pages) -> str:
    """The address of the work on the list that was sent last."""
    query = "SELECT max(id) FROM tasks WHERE kind = 'load answer'"
    ((number,),) = rows(pages, query)
    return f"/returns/answers/loading/{number}"


def uploaded(pages) -> list[Path]:
    return [*Path(pages.config["TRACKER"].var).glob("uploads/*/*")]


def act() -> Act:
    return Act("a test", NOW, NOW.date(), "359")


def rows(pages, query: str, **values):
    with pages.app_context():
        return [tuple(each) for each in db.session.execute(sql(query), values)]


def lines(pages) -> list[tuple]:
    return rows(
        pages,
        "SELECT line, person_id, code, kind, settled_at IS NOT NULL, why"
        " FROM return_answer_lines ORDER BY id",
    )


def predicted(pages, person: int) -> list[str]:
    query = "SELECT rule FROM return_issues WHERE person_id = :person ORDER BY place"
    return [rule for (rule,) in rows(pages, query, person=person)]


def number_of(pages, ypid: str) -> int:
    query = (
        "SELECT person_id FROM return_records WHERE record->>'YoungPersonsID' = :ypid"
    )
    ((found,),) = rows(pages, query, ypid=ypid)
    return int(found)
