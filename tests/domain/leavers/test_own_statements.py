"""What an institution may see by its own statements. Everybody here is invented."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.history.whereabouts import position
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Doing, Evidence, Source, Statement, Tier
from tracker.domain.history.members import Member
from tracker.domain.history.spells import no_register
from tracker.domain.leavers.own_statement import (
    CORRECTION,
    FORMS,
    NOTICE,
    UNCHANGED,
    OwnStatements,
    seen,
)
from tracker.domain.reference.institution import InstitutionRef

LAKE, MOOR = InstitutionRef(urn="100001"), InstitutionRef(urn="100002")
OWN = OwnStatements({7: "urn:100001"})
UPN, ULN = "N359402219001", "1000000043"


def given(
    statement: Statement, batch: int | None, name: str = "list", line: int = 1
) -> Evidence:
    where = Source(Tier.PROVIDER_ROLL, name, "a.csv" if batch else None, line, batch)
    day = date(2026, 10, 2)
    return Evidence(statement, where, day, datetime(2026, 10, 2, 18, tzinfo=UTC))


def line(batch: int, number: int = 1, **values: str) -> list[Evidence]:
    """A line with a name, a birthday, and numbers; without those that are empty."""
    full = {"given": "Amira", "family": "Example", "born": "2009-03-04", **values}
    statements = [
        detail("name", given=full["given"] or None, family=full["family"] or None),
        detail("birth", born=full["born"] or None),
        *(
            detail(about.replace("_", " "), **{field: full[about]})
            for about, field in (("upn", "upn"), ("former_upn", "upn"), ("uln", "uln"))
            if about in full
        ),
    ]
    return [given(each, batch, line=number) for each in statements]


THERE = Doing("230", at=LAKE, starts=date(2026, 9, 5))
OTHERS = line(1, upn=UPN, uln=ULN)


def test_the_forms_of_an_institutions_user() -> None:
    assert {"leaving notice", "nothing has changed", "school's correction"} == FORMS
    assert (*("leaving notice", "nothing has changed", "school's correction"),) == (
        NOTICE,
        UNCHANGED,
        CORRECTION,
    )


@pytest.mark.parametrize(
    ("item", "own"),
    [
        (given(THERE, 7), True),
        (given(THERE, 8), False),
        (given(THERE, None, NOTICE), True),
        (given(THERE, None, UNCHANGED), True),
        (given(THERE, None, CORRECTION), True),
        (given(THERE, None, "adviser"), False),
        (given(THERE, 8, NOTICE), False),
    ],
)
def test_its_lists_and_its_forms_are_its_own(item: Evidence, own: bool) -> None:
    assert OWN.is_of(item) is own


def counted(own: list[Evidence], others: list[Evidence] = OTHERS) -> bool:
    """Whether the statement of the institution that they are there is counted."""
    here = given(THERE, 7)
    return here in OWN.proven([*others, *own, here], no_register)


@pytest.mark.parametrize(
    ("own", "identified"),
    [
        (line(7, upn=UPN), True),
        (line(7, uln=ULN), True),
        (line(7, former_upn=UPN), True),
        (line(7), False),  # a name and a birthday alone
        (line(7, upn="B801200005001"), False),
        (line(7, upn=ULN), False),  # a number of another kind
        (line(7, upn=UPN, born="2009-03-05"), False),
        (line(7, upn=UPN, born=""), False),
        (line(7, upn=UPN, given="Zoe"), False),
        (line(7, upn=UPN, family="Otherwise"), False),
        (line(7, upn=UPN, family=""), False),
        (line(7, upn=UPN, given="Amirah", family="Exampel"), True),
        (line(7, upn=UPN)[:-1] + line(7, 2, upn=UPN)[-1:], False),  # on two lines
    ],
)
def test_a_line_needs_a_number_a_name_and_the_birthday_of_others(
    own, identified
) -> None:
    assert counted(own) is identified


def test_what_others_gave_is_needed_too() -> None:
    own = line(7, upn=UPN)
    assert not counted(own, line(1))
    assert not counted(own, line(1, upn=UPN, born=""))
    assert not counted(own, line(1, upn=UPN, given=""))
    former = [
        *line(1, upn=UPN, family="Old"),
        given(detail("other name", family="Example"), 1),
    ]
    assert counted(own, former)


def test_without_its_own_statements_all_evidence_counts() -> None:
    assert OWN.proven(OTHERS, no_register) == OTHERS


def test_without_evidence_of_others_nothing_counts() -> None:
    assert OWN.proven([*line(7, upn=UPN), given(THERE, 7)], no_register) == []


LEFT = Doing("230", at=LAKE, starts=date(2026, 9, 5), ends=date(2026, 9, 20))
WILL_LEAVE = Doing("230", at=LAKE, ends=date(2026, 12, 20))


@pytest.mark.parametrize(
    ("statement", "ends"), [(LEFT, date(2026, 9, 20)), (WILL_LEAVE, date(2026, 10, 2))]
)
def test_a_report_that_they_left_counts_by_its_last_day(statement, ends) -> None:
    report = given(statement, 7)
    only = report._replace(statement=Doing(None, at=LAKE, ends=ends, gone_by=True))
    assert OWN.proven([*OTHERS, report], no_register) == [*OTHERS, only]
    assert OWN.of_others([*OTHERS, report], no_register) == [*OTHERS, only]


def test_a_report_alone_has_nothing_that_it_could_end() -> None:
    assert OWN.proven([given(LEFT, 7)], no_register) == []


def test_of_its_statements_only_a_report_of_leaving_is_left() -> None:
    own = [given(THERE, 7), *line(7, upn=UPN), given(THERE, None, UNCHANGED)]
    assert OWN.of_others([*OTHERS, *own], no_register) == OTHERS


@pytest.mark.parametrize(("at", "counts"), [(LAKE, True), (MOOR, False), (None, False)])
def test_a_form_counts_where_the_institution_has_proven_that_it_knows_them(
    at: InstitutionRef | None, counts: bool
) -> None:
    form = given(Doing("230", at=at, starts=date(2026, 9, 5)), None, CORRECTION)
    evidence = [*OTHERS, *line(7, upn=UPN), form]
    assert (form in OWN.proven(evidence, no_register)) is counts
    assert form not in OWN.proven([*OTHERS, form], no_register)


def member(code: str, at: str | None) -> Member:
    where = position(code, at=at)
    return Member(1, "359", where.day, 16, 12, "P", where)


@pytest.mark.parametrize(
    ("mine", "by_others", "is_mine"),
    [
        (member("230", "urn:1"), None, True),
        (member("230", "urn:1"), member("810", None), True),
        (member("230", "urn:1"), member("310", "urn:1"), True),
        (member("230", "urn:1"), member("230", "urn:2"), False),
        (member("230", "urn:1"), member("330", None), False),
        (member("619", None), member("230", "urn:2"), True),
    ],
)
def test_where_others_have_them_elsewhere_their_evidence_is_seen(
    mine: Member, by_others: Member | None, is_mine: bool
) -> None:
    assert seen(mine, by_others) is (mine if is_mine else by_others)
