"""A No that comes again or comes last, and lines with cells in the wrong columns: what
is stored in the end does not depend on the order. Everybody is invented.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import ACADEMY, SCHOOL, links, register
from tests.journeys.restrictions.restricted import LAYOUTS, Pupil, flat, leaks

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 2), date(2026, 10, 1), date(2026, 11, 2)
PUPIL = Pupil(72_001, "Theodric", "Wolstencroft")
OTHER = Pupil(72_009, "Barnaby", "Unthank", date(2009, 11, 4), yssa="Yes")


def answering(answer: str, **changes) -> Pupil:
    return replace(PUPIL, yssa=answer, **changes)


@pytest.fixture
def in_between(as_json, sent):
    """Sends No, then Yes, then a line without an answer; the batch of the Yes."""

    def run(layout: str) -> int:
        sent("flat", answering("No"), as_at=OCTOBER)
        yes = sent("flat", answering("Yes", marks=72_050), as_at=NOVEMBER)
        sent(layout, answering("UNS"), OTHER, as_at=DECEMBER)
        return int(yes["batch"])

    return run


@pytest.mark.parametrize("layout", ["collect", "list"])
def test_a_yes_that_is_withdrawn_takes_back_what_it_let_in(
    app, as_json, in_between, layout
) -> None:
    yes = in_between(layout)
    assert leaks(app, PUPIL)  # until it is withdrawn
    as_json("imports", "withdraw", yes)
    # The batch's own line keeps its numbers as received: it may be applied again.
    let_in = {"email", "phone", "form_group", "former"}
    assert let_in.isdisjoint(name for name, _, _ in leaks(app, PUPIL))
    assert leaks(app, OTHER)


def test_an_academy_that_keeps_the_number_of_the_school(
    app, load, sent, tmp_path
) -> None:
    """A later register has no links, and the school is not in it any more."""
    sent("flat", answering("No"), as_at=OCTOBER)
    later = register(tmp_path / "edubasealldata2.csv")
    text = later.read_text("cp1252").replace(SCHOOL, ACADEMY)
    later.write_text(text, "cp1252")
    load("establishments", later)
    for layout in ("flat", "list"):
        sent(layout, answering("UNS"), OTHER, as_at=NOVEMBER)
        assert leaks(app, PUPIL) == []


def test_links_that_come_after_the_academys_list(app, load, tmp_path) -> None:
    both = register(tmp_path / "edubasealldata.csv", academy=True)
    load("establishments", both)
    (tmp_path / "no").mkdir()
    (tmp_path / "uns").mkdir()
    no = flat(tmp_path / "no", [answering("No")])
    load("school-census", *no, as_at=OCTOBER, institution=SCHOOL)
    uns = flat(tmp_path / "uns", [answering("UNS"), OTHER], "4999")
    load("school-census", *uns, as_at=NOVEMBER, institution=ACADEMY)
    again = register(tmp_path / "edubasealldata2.csv", academy=True)
    again.write_bytes(again.read_bytes() + b"\n")
    load("establishments", again, links(tmp_path / "links.csv"))
    assert leaks(app, PUPIL) == []
    assert leaks(app, OTHER)


@pytest.mark.parametrize("layout", ["xml", "list"])
def test_a_no_that_comes_after_a_line_for_another_authority(app, sent, layout) -> None:
    away = {"postcode": "M1 1AE"}
    first = sent(layout, answering("UNS", **away), OTHER, as_at=NOVEMBER)
    assert first["outcomes"]["out-of-area"] == 1
    sent("flat", answering("No", **away), as_at=OCTOBER)
    assert leaks(app, PUPIL) == []


@pytest.mark.parametrize("layout", ["flat", "list"])
@pytest.mark.parametrize("no_first", [True, False], ids=["no first", "no last"])
def test_a_line_without_a_given_name(app, sent, layout, no_first) -> None:
    """The line is unusable, and about the household of a restricted pupil."""

    def no() -> None:
        sent("flat", answering("No"), as_at=OCTOBER)

    if no_first:
        no()
    sent(layout, answering("UNS", given=""), OTHER, as_at=NOVEMBER)
    if not no_first:
        no()
    assert leaks(app, PUPIL) == []


@pytest.mark.parametrize("lost", ["Surname", "Forename", "DOB", "UPN", "Postcode"])
def test_a_line_of_which_one_cell_is_missing(app, sent, tmp_path, load, lost) -> None:
    """Every cell after it is under the heading before its own."""
    sent("flat", answering("No"), as_at=OCTOBER)
    feed, write = LAYOUTS["list"]
    folder = tmp_path / "short"
    folder.mkdir()
    (path,) = write(folder, [answering("UNS"), OTHER])
    head, line, *others = path.read_text("utf-8").splitlines()
    cells = line.split(",")
    del cells[head.split(",").index(lost)]
    path.write_text("\n".join([head, ",".join(cells), *others, ""]), "utf-8")
    load(feed, path, as_at=NOVEMBER, institution=SCHOOL, code=None)
    assert leaks(app, PUPIL) == []
    assert leaks(app, OTHER)
