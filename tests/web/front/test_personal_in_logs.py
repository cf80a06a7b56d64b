"""The scan of the logs at the end of the tests finds what it looks for."""

import json
import logging

import pytest

from tests.web.front import personal_in_logs
from tests.web.front.personal_in_logs import in_line
from tracker import logs


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("sent to robin@example.org", "an email address"),
        ('{"event": "no record of A123456789012"}', "a UPN"),
        ("uln 9876543210 twice", "a ULN"),
        ("called 07700 900123", "a telephone number"),
        ("moved to WN1 1AA", "a postcode"),
        ("born 06/08/2010", "a day of birth"),
        ("DETAIL: Key (lower(email))=(x) already exists.", "PostgreSQL's row"),
        ("no record of Ashcombe", "a surname"),
        ("the code means care leaver", "what is sealed"),
    ],
)
def test_each_kind_is_found(line: str, what: str) -> None:
    assert what in [kind for kind, _ in in_line(line)]


def test_an_ordinary_line_holds_nothing(tmp_path) -> None:
    file = logs.lines.DailyFiles(tmp_path, "pages")
    file.setFormatter(logs.lines.JsonLines())
    line = json.loads(
        file.format(
            logging.makeLogRecord({"msg": "request", "status": 200, "ms": 12345})
        )
    )
    assert list(in_line(json.dumps(line))) == []
    postgres = (
        "2026-11-27 14:02:55.246 UTC [5266] LOG:  database system was interrupted; "
        "last known up at 2026-11-27 14:02:52 UTC"
    )
    assert list(in_line(postgres)) == []


def test_a_log_is_found_wherever_it_lies(tmp_path) -> None:
    deep = tmp_path / "postgres" / "logs"
    deep.mkdir(parents=True)
    (deep / "server-Fri.log").write_text("all is well\nborn 06/08/2010\n")
    (found,) = personal_in_logs.found_in(tmp_path)
    assert found == "server-Fri.log, line 2: a day of birth (06/08/2010)"
