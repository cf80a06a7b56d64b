"""A college that sends made-up lists, and all that it can see of them at each step."""

import csv
import difflib
import io
import re

import pytest
from flask.testing import FlaskClient

from tests.acts import act
from tests.factories import person, provider_list
from tests.web.conftest import NOW
from tests.web.school.conftest import COLLEGE_KEY, text
from tracker import actions, store
from tracker.access import authority_scope

AUTHORITY = "359"

#: The cells that repeat what the sender wrote.
_ECHO = re.compile(
    r'<td role="cell" class="govuk-table__cell">(?!<strong).*?</td>', re.S
)
_DATES = re.compile(r'<td role="cell" data-label="Dates".*?</td>', re.S)


def masked(page: str, rows, number: str) -> str:
    """A page without the senders' own values and without what changes at random."""
    if page.startswith("\ufeff"):
        table = csv.DictReader(io.StringIO(page))
        page = "\n".join(f"{it['Line']} {it['What to put right']}" for it in table)
    page = _DATES.sub("", page)
    page = "".join(
        "" if _ECHO.fullmatch(part) and "govuk-tag" not in part else part
        for part in re.split(f"({_ECHO.pattern})", page, flags=re.S)
    )
    for row in rows:
        for value in sorted(filter(None, row.values()), key=len, reverse=True):
            page = page.replace(value, "¤") if len(value) > 3 else page
    page = re.sub(r"[0-9a-f]{64}", "sha", page)
    page = re.sub(rf"/lists/{number}\b|Receipt {number}\b", "it", page)
    return re.sub(r'(csrf_token"[^>]*value|data-token|nonce)="[^"]*"', "", page)


@pytest.fixture
def tried(college, post, worked, pages, tmp_path):
    """Sends rows; returns everything that the college can see at each step."""

    def send(rows, *, complete: bool) -> str:
        file = provider_list(tmp_path / "sent.csv", rows)
        answer = post(
            college,
            "/lists/new",
            file=(io.BytesIO(file.read_bytes()), "list.csv"),
            names="complete" if complete else "changes",
            as_at=["20", "11", "2026"],
        )
        assert answer.status_code == 302, text(answer)
        return str(answer.location)

    def seen(where: str, rows) -> dict[str, str]:
        number = where.rpartition("/")[2]
        addresses = {
            "page": where,
            "usable": f"{where}?outcome=usable",
            "elsewhere": f"{where}?outcome=out-of-area",
            "invalid": f"{where}?outcome=invalid",
            "to fix": f"{where}?outcome=to+fix",
            "csv": f"{where}/to-fix.csv",
            "receipt": f"{where}/receipt",
            "its columns": f"{where}/columns",
            "unchanged": "/lists",
            "leavers": "/leavers/each",
            "leavers file": "/leavers/leavers.csv",
            "leavers in all": "/leavers?stage=16-to-18",
            "overview": "/lists",
        }
        found = {}
        # Not read as HTML: that takes as long as to make the page.
        answers = {
            address: FlaskClient.open(college, address)
            for address in dict.fromkeys(addresses.values())
        }
        for name, address in addresses.items():
            answer = answers[address]
            page = text(answer)
            if name == "overview":
                rows_of = re.findall(r"<tr.*?</tr>", page, re.S)
                page = next(each for each in rows_of if f'{where}"' in each)
            if name == "unchanged":
                page = "".join(
                    re.findall(r"Nothing has changed</h2>.*?</section>", page, re.S)
                )
            found[name] = f"{answer.status_code} {masked(page, rows, number)}"
        return found

    def apply(where: str) -> None:
        with pages.app_context():
            sent = store.intake.sendings.get(
                int(where.rpartition("/")[2]),
                of={COLLEGE_KEY},
                within=authority_scope(AUTHORITY),
            )
            if sent.batch.status == "applied":
                return
            actions.work.tasks.request(
                "apply",
                act=act(by="data@example.org", at=NOW, authority=AUTHORITY),
                subject=f"batch {sent.batch.id}",
                batch=sent.batch.id,
                confirmed=True,
            )

    def run(rows, *, complete: bool) -> list[dict[str, str]]:
        steps = []
        for _ in range(2):
            where = send(rows, complete=complete)
            worked()
            steps.append(seen(where, rows))
            post(college, "/account", f"{where}/send")
            steps.append(seen(where, rows))
            apply(where)
            worked()
            steps.append(seen(where, rows))
        return steps

    last: list[bool] = []

    def after_the_same(rows, *, complete: bool = True) -> list[dict[str, str]]:
        """Sends a list of each kind first, so that the last is always of this kind."""
        if last != [complete]:
            run([person(5000)], complete=not complete)
            run([person(5001)], complete=complete)
            last[:] = [complete]
        return run(rows, complete=complete)

    return after_the_same


def changed(one: str, other: str) -> list[str]:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0)
    return [line[:300] for line in lines][2:12]


def differing(one, other):
    return [
        (step, name, *changed(mine[name], theirs[name]))
        for step, (mine, theirs) in enumerate(zip(one, other, strict=True))
        for name in mine
        if mine[name] != theirs[name]
    ]
