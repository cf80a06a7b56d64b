"""Lists of open orders: sealed, and only whether there is one. All invented."""

from datetime import date
from pathlib import Path

import pytest

from tests.factories import pupil
from tests.feeds.youth_justice.orders import HEAD, order, orders
from tracker.domain.history.evidence import Detail, Doing
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.row_meaning import Interpretation
from tracker.feeds.youth_justice import custody, feed

FEED = FEEDS["youth-justice"]
ON = date(2026, 11, 30)
CONTEXT = Context("359", ON)
YEAR_12, YEAR_11, ADULT = "03/10/2009", "03/10/2010", "03/10/2008"
WHO = {
    "family": "O'Brien-Özil",
    "given": "Zoë",
    "born": YEAR_12,
    "postcode": "WN1 1AA",
    "upn": "",
}


def meant(*paths: Path) -> tuple[list[Interpretation], list[str]]:
    reading = FEED.read(paths, CONTEXT)
    found = [
        FEED.interpret(row.values, row.restricted, row.line, CONTEXT)
        for row in reading.rows
    ]
    return found, reading.notes


def one(tmp_path: Path, *cells: str, born: str = YEAR_12, **more) -> Interpretation:
    line = order({**WHO, "born": born}, *cells, **more)
    (found,), _ = meant(orders(tmp_path / "orders.csv", [line]))
    return found


def held(found: Interpretation) -> set[str]:
    return {it.get("code") for it in found.statements if isinstance(it, Detail)}


ORDERS = {
    "open": (("01/09/2026", ""), {"170"}, ()),
    "open, with a last day to come": (("01/09/2026", "01/03/2027"), {"170"}, ()),
    "on its last day": (("01/09/2026", "30/11/2026"), {"170"}, ()),
    "over since yesterday": (("01/09/2026", "29/11/2026"), set(), ("170",)),
    "without a first day": (("", "01/03/2027"), {"170"}, ()),
    "not begun": (("01/12/2026", ""), set(), ()),
    "ends before it begins": (("01/09/2026", "01/08/2026"), set(), ()),
    "a last day that is none": (("01/09/2026", "31/02/2027"), set(), ()),
    "a first day that is none": (("soon", ""), set(), ()),
}


@pytest.mark.parametrize("kind", ORDERS)
def test_an_order_is_one_characteristic_or_nothing(tmp_path: Path, kind: str) -> None:
    cells, codes, over = ORDERS[kind]
    found = one(tmp_path, *cells)
    assert (held(found), found.ended) == (codes, over)
    assert found.finds_only and found.usable
    recorded = bool(codes or over)
    assert recorded is not bool(found.problems)
    for each in found.problems:
        # A sentence quotes no cell: neither the day nor the name.
        assert "20" not in each.message and "Zoë" not in each.message


def test_an_order_counts_from_its_first_day_of_the_school_year(tmp_path: Path) -> None:
    found = one(tmp_path, "01/11/2026")
    assert found.earlier is not None
    assert found.earlier[0] == date(2026, 11, 1)
    found = one(tmp_path, "01/11/2024")
    assert found.earlier is not None
    assert found.earlier[0] == date(2026, 9, 1)


def test_what_the_service_knows_of_education_is_no_activity(tmp_path: Path) -> None:
    found = one(tmp_path)
    assert [type(each) for each in found.statements] == [Detail]


def test_columns_that_may_not_be_kept_are_left_out_and_named(tmp_path: Path) -> None:
    path = orders(tmp_path / "orders.csv", [order(WHO)])
    reading = FEED.read([path], CONTEXT)
    (row,) = reading.rows
    names = {column.name for column in FEED.columns}
    assert row.values.keys() <= names
    assert not {"Qzburglary", "Qzreferral order", "Qzhigh"} & {*row.values.values()}
    assert reading.notes == [
        "Columns that may not be kept, and of which nothing is stored: Order Type, "
        "Offence, Risk of harm."
    ]
    assert FEED.sealed_cells(row.values) == row.values.keys()


#: Whether the list says custody, since when, until when, the review; the birthday.
CUSTODY = {
    "of a juvenile": (("Y", "10/11/2026", "01/04/2027", "01/02/2027"), YEAR_12, True),
    "until a day": (("Remanded", "", "01/04/2027", ""), YEAR_12, True),
    "with a review alone": (("In custody", "", "", "01/02/2027"), YEAR_12, True),
    "without any day": (("Y", "", "", ""), YEAR_12, False),
    "until a day that is past": (("Y", "", "01/10/2026", ""), YEAR_12, False),
    "of a young adult": (("Y", "", "01/04/2027", "01/02/2027"), ADULT, False),
    "of school age": (("Y", "", "01/04/2027", "01/02/2027"), YEAR_11, False),
    "in another word": (("HMYOI", "", "01/04/2027", ""), YEAR_12, False),
    "from tomorrow": (("Y", "01/12/2026", "01/04/2027", ""), YEAR_12, False),
}


@pytest.mark.parametrize("kind", CUSTODY)
def test_custody_is_an_activity_where_it_is_certain_or_else_asked(
    tmp_path: Path, kind: str
) -> None:
    cells, born, certain = CUSTODY[kind]
    found = one(tmp_path, custody=cells, born=born)
    doing = [each for each in found.statements if isinstance(each, Doing)]
    to_ask = [each for each in found.problems if each.message == custody.MORE]
    assert (bool(doing), bool(to_ask)) == (certain, not certain)
    assert "170" in held(found) and found.usable
    # It is kept with the line unsealed, so it does not say what the cells do.
    assert all(not each.column for each in to_ask)
    assert not any("custody" in each.message.casefold() for each in found.problems)
    # Nothing takes a young person out of the Department's cohort by a list.
    assert {each.activity for each in doing} <= {"290"}
    if doing:
        assert doing[0].review is not None
        assert doing[0].review > ON


@pytest.mark.parametrize("word", ["N", "no", "Community", "On licence", ""])
def test_not_in_custody_is_nothing_to_ask(tmp_path: Path, word: str) -> None:
    found = one(tmp_path, custody=(word, "", "", ""))
    assert not found.problems and len(found.statements) == 1


def test_an_order_that_is_over_says_nothing_of_custody(tmp_path: Path) -> None:
    cells = ("Y", "", "01/04/2027", "")
    found = one(tmp_path, "01/01/2026", "01/10/2026", custody=cells)
    assert found.statements == () and not found.problems


def test_the_postcode_at_the_end_of_an_address_is_one(tmp_path: Path) -> None:
    line = order(WHO, postcode="")
    (found,), _ = meant(orders(tmp_path / "orders.csv", [line]))
    assert found.identity.postcode == "WN1 1AA"


#: The headings of three authors.
HEADS = [
    ",".join(HEAD),
    "UPN;Name;D.O.B.;Date of order;Order expires;Supervising officer",
    "Surname,First name,Date of birth,Home address,Sentence date,Sentence end date,"
    "Gravity",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_list_is_known_by_its_own_headings(tmp_path: Path, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{head}\nx\n", encoding="utf-8")
    assert recognise(path) == "youth-justice"


@pytest.mark.parametrize(
    "head",
    [
        "Forename,Surname,DOB,Postcode,UPN,StartDate,EndDate",
        "Surname,Forename,DOB,UPN,EHE Start Date",
        "Surname,Forename,DOB,ULN,Programme Start Date,Programme End Date",
        "Child Unique ID,Surname,Date of Birth,Eligibility Category",
    ],
)
def test_another_list_is_none(tmp_path: Path, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{head}\nx\n", encoding="utf-8")
    assert recognise(path) != "youth-justice"
    with pytest.raises(Unreadable):
        list(FEED.read([path], CONTEXT).rows)


def test_a_line_without_anybody_cannot_be_used(tmp_path: Path) -> None:
    line = order({**WHO, "given": "", "born": "31/02/2009"})
    (found,), _ = meant(orders(tmp_path / "orders.csv", [line]))
    assert not found.usable
    assert feed.NO_ONE in {each.message for each in found.problems}


@pytest.mark.parametrize("n", range(1, 6))
def test_names_of_every_culture_are_kept(tmp_path: Path, n: int) -> None:
    names = ["Nguyễn Thị", "Mac Giolla Íosa", "al-Ḥusaynī", "Çelik", "van 't Hooft"]
    row = {**pupil(n), "family": names[n - 1]}
    (found,), _ = meant(orders(tmp_path / "orders.csv", [order(row)]))
    assert found.identity.family == names[n - 1]
    assert found.identity.upn == row["upn"]
