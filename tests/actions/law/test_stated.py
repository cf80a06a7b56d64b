"""What a source reported, in the words of pages, for a young person's own copy."""

from datetime import date

import pytest

from tracker.actions.law.subject_copy.stated import source, values
from tracker.domain.history.details.changes.grounds import source_of
from tracker.domain.history.details.detail_statements import DETAIL_SUBJECTS, detail
from tracker.domain.history.details.particulars import Particulars
from tracker.domain.history.evidence import Doing, Intention, Offer, as_json
from tracker.domain.history.person import Identity
from tracker.domain.reference.institution import InstitutionRef

BORN, STARTS = date(2010, 10, 2), date(2026, 9, 1)
COLLEGE = InstitutionRef(name="Testham College")


def lines(statement, known=None) -> list[str]:
    found = values(as_json(statement), lambda ref: (ref and ref.name) or "", known)
    return [f"{it.label}: {it.text}" + (" (used)" if it.used else "") for it in found]


@pytest.mark.law("D-05")
@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (
            detail("birth", sex="F", born="2010-10-02"),
            ["Date of birth: 2 October 2010", "Sex: Female"],
        ),
        (detail("upn", upn="F1"), ["UPN: F1"]),
        (detail("phone", ended="Y"), ["Phone: none any more"]),
        (
            detail("safeguarding", alert="Speak to Priti Shah first"),
            ["Safeguarding alert: Speak to Priti Shah first"],
        ),
        (detail("lone worker", ended="Y"), ["Lone worker: none any more"]),
        (
            detail("preferred contact", how="letter", when="on Mondays"),
            ["Preferred contact: letter, on Mondays"],
        ),
        (
            detail("interpreter", language="Polish", needed_by="both"),
            ["Interpreter: Polish, both"],
        ),
        (detail("characteristic", code="180"), ["Characteristics: Pregnant"]),
        (detail("need", level="1"), ["Level of need: Intensive support"]),
        (detail("send", send="Y", support="N"), ["EHC plan: Yes", "SEN support: No"]),
        (
            detail("declined", field="born", value="2010-02-10", standing="4"),
            [
                "Date of birth that a member of staff found to be wrong: 10 "
                "February 2010"
            ],
        ),
        (
            detail("sealed", field="family", value="Hale"),
            ["Former surname, sealed: Hale"],
        ),
        (
            detail("address", line1="1 Mill Lane", town="Testham", postcode="WN1 1AA"),
            ["Address: 1 Mill Lane, Testham, WN1 1AA"],
        ),
        (
            detail("restriction", restricted="Y", provider="Testham High", by="parent"),
            [
                "What a school or college may pass on: no more than name, address, date"
                " of birth and parent, of Testham High, answered by a parent"
            ],
        ),
        (
            detail("guarantee list", september="2024"),
            ["List of the September Guarantee: September 2024, not listed"],
        ),
        (
            detail("guarantee list", september="2027", year="11", why="in Year 11"),
            ["List of the September Guarantee: September 2027, Year 11, in Year 11"],
        ),
        (
            detail("educated authority", authority="359"),
            ["Authority of education: Wigan"],
        ),
        (
            Doing("619", starts=STARTS),
            [
                "What you do: Looking for work, education or training, since"
                " 1 September 2026"
            ],
        ),
        (
            Doing(None, at=COLLEGE, starts=STARTS, part_time=True),
            [
                "What you do: On the list of a place, at Testham College, since"
                " 1 September 2026, part time"
            ],
        ),
        (
            Offer(11, status="110"),
            ["Application or offer: September Guarantee, Year 11: Offer made"],
        ),
        (
            Intention("111", at=COLLEGE),
            [
                "Plan after Year 11: Full-time education at the same school at "
                "Testham College"
            ],
        ),
    ],
)
def test_each_statement_is_in_the_words_of_pages(stated, words: list[str]) -> None:
    assert lines(stated) == words


@pytest.mark.law("D-05")
@pytest.mark.parametrize("about", sorted(DETAIL_SUBJECTS))
def test_no_subject_shows_the_name_of_a_field(about: str) -> None:
    """A subject that is declared next year too."""
    given = dict.fromkeys(DETAIL_SUBJECTS[about], "Zorb")
    if about in ("declined", "sealed"):
        given["field"] = "given"
    found = "; ".join(lines(detail(about, **given)))
    for name in ("standing", "line1", "codes", "field"):
        assert name not in found
    assert "Zorb" in found or "Yes" in found or "none" in found, found


@pytest.mark.law("D-05")
def test_the_value_that_counts_is_marked() -> None:
    known = Particulars(Identity(born=BORN), characteristics=frozenset({"180"}))
    assert lines(detail("birth", born="2010-10-02"), known) == [
        "Date of birth: 2 October 2010 (used)"
    ]
    assert lines(detail("birth", born="2010-02-10"), known) == [
        "Date of birth: 10 February 2010"
    ]
    pregnant = detail("characteristic", code="180")
    assert lines(pregnant, known) == ["Characteristics: Pregnant (used)"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("school-census", "the school census"),
        (
            source_of("born", "passport or identity card"),
            "a change by hand of date of birth (passport or identity card)",
        ),
        ("kit@example.org", "Adviser"),
        ("adviser's contact", "an adviser's contact"),
        ("September Guarantee list of 2027", "the September Guarantee list of 2027"),
    ],
)
def test_a_source_is_in_words(name: str, words: str) -> None:
    assert source(name, {"kit@example.org": "Adviser"}) == words
