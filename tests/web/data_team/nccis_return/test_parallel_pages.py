"""The pages of moving in: months, the parallel run, its causes and its lists."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text as sql

from tests.emptied import as_owner
from tests.factories import nccis, person, register
from tests.waiting import run_waiting
from tests.web.conftest import NOW, token
from tests.web.management.reading import main_text
from tracker.extensions import db
from tracker.store.accounts.audit import Action

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)
DOING = {
    "activity": "230",
    "start": "07/09/2026",
    "ascertained": "10/09/2026",
    "verified": "24/09/2026",
    "laestab": "3598600",
}
ADDRESS = "/returns/parallel-run"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def rows(*numbers: int, **changes: str) -> list[dict[str, str]]:
    return [
        {**person(n), **DOING, "ypid": f"3590000{n:06}", **changes} for n in numbers
    ]


def send(client, address: str, page: str, **fields):
    number = token(text(client.get(page)))
    return client.post(
        address,
        data={"csrf_token": number, **fields},
        content_type="multipart/form-data",
    )


def works() -> None:
    run_waiting(clock=lambda: NOW, day=lambda at: at.date())


@pytest.fixture
def data_manager(signed_in):
    return signed_in("data-manager")


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def moved_in(pages, tmp_path, load) -> Path:
    """September of four young people is loaded."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    load("nccis-file", nccis(tmp_path / "s.xml", SEPTEMBER, rows(1, 2, 3, 4)))
    return tmp_path


@pytest.fixture
def october(moved_in) -> bytes:
    """Theirs of October: 1 as it was, 2 NEET and newer, 3 lapsed, 4 gone, 9 new."""
    neet = {"activity": "619", "verified": "20/10/2026", "laestab": ""}
    file = nccis(
        moved_in / "o.xml",
        OCTOBER,
        [*rows(1), *rows(2, **neet), *rows(3, start="08/09/2026"), *rows(9)],
    )
    return file.read_bytes()


@pytest.fixture
def compared(pages, october, data_manager):
    """Compares a file of theirs on the page; gives the address of the comparison."""

    def run(content: bytes = october, month: str = "") -> str:
        requested = send(
            data_manager,
            f"{ADDRESS}/compare",
            ADDRESS,
            file=(io.BytesIO(content), "theirs.xml"),
            month=month,
        )
        assert requested.status_code == 302, text(requested)
        assert "Waiting in the queue" in text(data_manager.get(requested.location))
        with pages.app_context():
            works()
        done = data_manager.get(requested.location)
        assert done.status_code == 302, text(done)
        return str(done.location)

    return run


def numbers(page: str) -> dict[str, int]:
    """The differences by cause on the page of a month."""
    table = page[page.index("By cause") : page.index("By field")]
    return {
        cause: int(count)
        for cause, count in re.findall(
            r"<th[^>]*>([^<]+)</th><td[^>]*>(?:<a[^>]*>)?(\d+)", table
        )
    }


def test_before_the_first_comparison_it_says_how_to_begin(
    data_manager, manager
) -> None:
    assert "No month has been compared yet" in text(data_manager.get(ADDRESS))
    page = text(manager.get(ADDRESS))
    assert "A data manager compares the first" in page
    assert "Their NCCIS file" not in page


def test_the_counts_add_up_and_each_opens_its_list(compared, data_manager) -> None:
    page = text(data_manager.get(compared()))
    found = numbers(page)
    total = found.pop("All")
    assert sum(found.values()) == total
    assert found["Not in theirs"] == 1
    assert found["Not in ours"] == 1
    assert "are unexplained" in page or "is unexplained" in page
    for address, count in re.findall(
        r'href="([^"]+differences\?cause=[^"]+)">(\d+)<', page
    ):
        listed = text(data_manager.get(address.replace("&amp;", "&")))
        assert f"<b>{count}</b>" in listed
        assert listed.count('<th scope="row"') == min(int(count), 50), address


def test_a_list_has_names_values_causes_and_reasons(compared, data_manager) -> None:
    listed = main_text(
        text(data_manager.get(f"{compared()}/differences?cause=theirs-newer"))
    )
    name = f"{person(2)['given']} {person(2)['family']}"
    assert name in listed
    assert "Ours confirmed 24 September 2026, theirs 20 October 2026" in listed
    alone = main_text(
        text(data_manager.get(f"{compared()}/differences?cause=not-in-ours"))
    )
    assert "Their 3590000000009" in alone
    assert "Not on record here" in alone


def test_a_list_is_sorted_and_narrowed_by_its_address(compared, data_manager) -> None:
    address = f"{compared()}/differences"
    up = main_text(text(data_manager.get(f"{address}?sort=name")))
    down = main_text(text(data_manager.get(f"{address}?sort=-name")))
    names = [f"{person(n)['given']} {person(n)['family']}" for n in (2, 3)]
    first = sorted(names, key=lambda it: it.split()[-1])
    assert up.index(first[0]) < up.index(first[1])
    assert down.index(first[0]) > down.index(first[1])
    only = text(data_manager.get(f"{address}?field=StartDate"))
    assert "8 September 2026" in only and "Activity</td>" not in only
    assert "No difference fits" in text(
        data_manager.get(f"{address}?field=StartDate&cause=rule")
    )


def test_the_workbook_is_recorded_with_its_people(
    pages, compared, data_manager
) -> None:
    address = compared()
    answer = data_manager.get(f"{address}/parallel-run.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    listed = book.get_sheet_by_name("Differences").to_python()[4:]
    counted = book.get_sheet_by_name("Causes").to_python()[4:]
    *causes, total = counted
    assert total[0] == "All"
    assert len(listed) == sum(int(row[1]) for row in causes) == int(total[1])
    found = [row[8] for row in listed]
    order = [row[0] for row in causes]
    assert found == sorted(found, key=order.index)  # the unexplained first
    with pages.app_context():
        ((people,),) = db.session.execute(
            sql("SELECT detail->'people' FROM audit WHERE action = :action"),
            {"action": str(Action.COMPARISON_DOWNLOADED)},
        ).all()
    assert set(people) == {int(row[0]) for row in listed if row[0]}


def test_the_months_show_the_trend(compared, data_manager, october) -> None:
    compared()
    compared(october)
    page = text(data_manager.get(ADDRESS))
    assert page.count("October 2026</a>") == 1, "the newest of each month"
    month = re.findall(rf'href="({ADDRESS}/\d+)"', page)[0]
    again = text(data_manager.get(month))
    assert "Compared 2 times" in again
    earlier = re.findall(rf'href="({ADDRESS}/\d+)">24 November', again)[0]
    old = text(data_manager.get(earlier))
    assert "only the numbers of this comparison are kept" in old
    assert "differences?cause" not in old


@pytest.mark.parametrize(
    ("content", "month", "sentence"),
    [
        (b"<NCCIS>", "", "theirs.xml"),
        (b"Surname,DOB\nHolt,01/02/2009\n", "", "is not an NCCIS file"),
        (None, "2026-09", "is of October 2026 and not of September 2026"),
    ],
)
def test_a_file_that_cannot_be_compared_has_one_sentence(
    pages, october, data_manager, content, month, sentence
) -> None:
    requested = send(
        data_manager,
        f"{ADDRESS}/compare",
        ADDRESS,
        file=(io.BytesIO(content or october), "theirs.xml"),
        month=month,
    )
    with pages.app_context():
        works()
    page = text(data_manager.get(requested.location))
    assert "This could not be done" in page
    assert sentence in page
    left = list(pages.config["TRACKER"].var.glob("uploads/*/*"))
    assert left == []


def test_another_authority_finds_nothing_of_it(pages, compared, signed_in) -> None:
    address = compared()
    with pages.app_context():
        owner = as_owner()
        owner.execute(sql("UPDATE parallel_runs SET authority = '350'"))
        owner.commit()
    other = signed_in("data-manager", email="other@example.org")
    for more in ("", "/differences", "/parallel-run.xlsx"):
        assert other.get(address + more).status_code == 404


# --- Months --------------------------------------------------------------------------


def months_in(folder: Path, *ends: date) -> bytes:
    """A ZIP of these months, in files whose names are in another order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, end in enumerate(ends):
            file = nccis(folder / f"{place}.xml", end, rows(1, 2))
            archive.write(file, f"inner/{9 - place} final.xml")
    return packed.getvalue()


@pytest.fixture
def sent(pages, tmp_path, data_manager):
    def run(*ends: date, **ticked: str) -> str:
        requested = send(
            data_manager,
            "/imports/months",
            "/imports/months",
            files=(io.BytesIO(months_in(tmp_path, *ends)), "months.zip"),
            **ticked,
        )
        assert requested.status_code == 302, text(requested)
        with pages.app_context():
            works()
        return text(data_manager.get(requested.location))

    return run


JULY, AUGUST = date(2026, 7, 31), date(2026, 8, 31)


def test_months_of_an_archive_are_loaded_in_their_order(
    pages, sent, data_manager
) -> None:
    page = sent(SEPTEMBER, JULY, AUGUST)
    assert re.findall(r">(\w+ 2026)</a>", page) == [
        "July 2026",
        "August 2026",
        "September 2026",
    ]
    assert page.count("Loaded<") == 3
    listed = text(data_manager.get("/imports/months"))
    assert listed.index("September 2026") < listed.index("July 2026")
    assert "Loaded before" in sent(SEPTEMBER, JULY, AUGUST)
    assert list(pages.config["TRACKER"].var.glob("uploads/*/*")) == []


def test_a_missing_month_is_named_before_anything_is_loaded(pages, sent) -> None:
    page = sent(JULY, SEPTEMBER)
    assert "There is no file of August 2026" in page
    with pages.app_context():
        assert (
            db.session.execute(sql("SELECT count(*) FROM import_batches")).scalar() == 0
        )
    assert sent(JULY, SEPTEMBER, although_missing="y").count("Loaded<") == 2


def test_a_doubled_month_is_named_with_both_files(pages, sent) -> None:
    page = sent(JULY, AUGUST, AUGUST)
    assert "There are two files of one month. August 2026:" in page
    with pages.app_context():
        assert (
            db.session.execute(sql("SELECT count(*) FROM import_batches")).scalar() == 0
        )
