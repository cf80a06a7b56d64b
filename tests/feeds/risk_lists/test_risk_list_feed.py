"""DfE's list of pupils at risk: found by number, and no statement. All are invented."""

from datetime import date

import pytest

from tests.factories import upn
from tests.feeds.conftest import Understand, Write
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.registry import FEEDS, recognise
from tracker.feeds.risk_lists.feed import is_listed
from tracker.feeds.risk_lists.indicator_cells import Kind, held, kind_of

FEED = FEEDS["risk-lists"]
UPN = upn(1)
HEADINGS = "UPN,Surname,Forename,DOB,Year Group"
LINE = f"{UPN},Holtby,Amina,03/10/2010,11"


def rows(write: Write, context: Context, headings: str, *lines: str, **more):
    path = write("list.csv", "\n".join((headings, *lines)) + "\n")
    reading = FEED.read([path], context, **more)
    return [row.values for row in reading.rows], reading.notes


def test_each_further_column_is_an_indicator_by_its_heading(
    write: Write, context: Context
) -> None:
    headings = f"{HEADINGS},Attendance below 90%,SEN_Support,Looked after,RONI score"
    (row,), notes = rows(write, context, headings, f"{LINE},Y,no,yes,7")
    assert row["open_indicators"] == "Attendance below 90%: Y; SEN_Support: no"
    assert row["sealed_indicators"] == "Looked after: yes; RONI score: 7"
    assert held(row["open_indicators"]) == ["Attendance below 90%"]
    assert FEED.sealed_cells(row) == {"sealed_indicators"}
    assert notes == []


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Education, health and care plan", Kind.OPEN),
        ("EHCP", Kind.OPEN),
        ("FreeSchoolMeals", Kind.OPEN),
        ("Persistent absence (%)", Kind.OPEN),
        ("Young carer", Kind.OPEN),
        ("SEN or in care", Kind.SEALED),
        ("Care leaver", Kind.SEALED),
        ("Child looked-after", Kind.SEALED),
        ("Teenage parent", Kind.SEALED),
        ("Health needs", Kind.SEALED),
        ("Number of absences", Kind.SEALED),
        ("Indicator 14", Kind.SEALED),
        ("Zusammen", Kind.SEALED),
        ("", Kind.SEALED),
        ("Home address", Kind.LEFT_OUT),
        ("Parent name", Kind.LEFT_OUT),
        ("Notes on attendance", Kind.LEFT_OUT),
    ],
)
def test_what_may_be_shown_is_known_by_words_and_all_else_is_sealed(
    heading: str, kind: Kind
) -> None:
    assert kind_of(heading) is kind


def test_indicators_in_words_are_parted_and_sealed_one_by_one(
    write: Write, context: Context
) -> None:
    headings = f"{HEADINGS},Reasons"
    line = f'{LINE},"Low attendance; in care|EHC plan"'
    (row,), _ = rows(write, context, headings, line)
    assert row["open_indicators"] == "Low attendance; EHC plan"
    assert row["sealed_indicators"] == "in care"
    assert held(row["open_indicators"]) == ["Low attendance", "EHC plan"]


def test_a_number_is_an_indicator_and_a_nought_is_none(
    write: Write, context: Context
) -> None:
    headings = f"{HEADINGS},Attendance,Suspensions,Exclusions"
    (row,), _ = rows(write, context, headings, f"{LINE},81.5,3,0")
    assert held(row["open_indicators"]) == ["Attendance: 81.5", "Suspensions: 3"]


def test_where_a_pupil_lives_is_not_kept(write: Write, context: Context) -> None:
    headings = f"{HEADINGS},Address,Mobile,Attendance"
    (row,), notes = rows(write, context, headings, f"{LINE},1 Street,07700 900123,80")
    assert not any("Street" in cell or "07700" in cell for cell in row.values())
    assert notes == ["Columns not read: Address, Mobile."]


def test_the_list_of_another_author_without_names(
    understand: Understand, write: Write
) -> None:
    """Columns in another order, and a birth date as the only check."""
    path = write(
        "roni.csv", f"NC Year;Unique Pupil Number;Date of Birth\n10;{UPN};2011-10-03\n"
    )
    (meaning,) = understand("risk-lists", path)
    assert meaning.identity.upn == UPN
    assert meaning.identity.born == date(2011, 10, 3)
    assert (meaning.statements, meaning.problems) == ((), ())
    assert meaning.finds_only


def test_names_of_every_culture_stand_as_they_are(
    understand: Understand, write: Write
) -> None:
    path = write(
        "list.csv", f"{HEADINGS}\n{UPN},Ní Bhriain-Olúwásegun,Zoë,03/10/2010,11"
    )
    (meaning,) = understand("risk-lists", path)
    assert meaning.identity.full_name == "Zoë Ní Bhriain-Olúwásegun"


@pytest.mark.parametrize(
    ("line", "column", "words", "stops"),
    [
        (",Holtby,Amina,03/10/2010,11", "UPN", "There is no UPN", True),
        ("H99,Holtby,Amina,03/10/2010,11", "UPN", "", True),
        (f"{UPN},Holtby,Amina,03/10/2010,9", "YearGroup", "this line has 9", False),
        (f"{UPN},Holtby,Amina,03/10/2010,ten", "YearGroup", "has ten", False),
        (f"{UPN},Holtby,Amina,03/10/2010,10", "YearGroup", "it is Year 11", False),
        (f"{UPN},Holtby,Amina,31/02/2010,11", "DOB", "", False),
    ],
)
def test_each_fault_is_a_sentence_with_its_column(
    understand: Understand,
    write: Write,
    line: str,
    column: str,
    words: str,
    stops: bool,
) -> None:
    (meaning,) = understand("risk-lists", write("list.csv", f"{HEADINGS}\n{line}\n"))
    problems = [each for each in meaning.problems if words in each.message]
    assert problems
    assert {each.column for each in problems} == {column}
    assert meaning.usable is not stops
    assert all(each.line == 2 for each in problems)


@pytest.mark.parametrize(("word", "listed"), [("Y", True), ("", True), ("N", False)])
def test_a_flag_of_no_takes_a_pupil_off(
    write: Write, context: Context, word: str, listed: bool
) -> None:
    (row,), _ = rows(write, context, f"{HEADINGS},RONI", f"{LINE},{word}")
    assert is_listed(row) is listed
    meaning = FEED.interpret(row, False, 2, context)
    assert bool(meaning.problems) is not listed


def test_a_word_that_is_no_flag_is_a_problem_and_leaves_the_pupil_on(
    write: Write, context: Context
) -> None:
    (row,), _ = rows(write, context, f"{HEADINGS},RONI", f"{LINE},Amber")
    meaning = FEED.interpret(row, False, 2, context)
    assert is_listed(row)
    assert [each.message for each in meaning.problems] == ["AMBER should be Y or N."]


def test_an_empty_list_and_one_of_other_columns_are_refused(
    write: Write, context: Context
) -> None:
    with pytest.raises(Unreadable, match="has headings but no rows"):
        rows(write, context, HEADINGS)
    with pytest.raises(Unreadable, match="UPN"):
        rows(write, context, "Surname,Forename,DOB", "Holtby,Amina,03/10/2010")
    many = ",".join(f"Indicator {number}" for number in range(61))
    with pytest.raises(Unreadable, match="61 columns beside the number"):
        rows(write, context, f"{HEADINGS},{many}", LINE)


def test_it_is_recognised_by_headings_that_no_other_list_has(write: Write) -> None:
    named = write("a.csv", f"{HEADINGS},RONI score\n{LINE},5\n")
    flagged = write("b.csv", f"{HEADINGS},RONI\n{LINE},Y\n")
    assert recognise(named) == "risk-lists"
    assert recognise(flagged) != "risk-lists"


def test_a_sender_may_explain_a_heading(write: Write, context: Context) -> None:
    (row,), _ = rows(
        write,
        context,
        "Ref,Attendance",
        f"{UPN},80",
        aliases={"Ref": "upn"},
    )
    assert row == {"upn": UPN, "open_indicators": "Attendance: 80"}
