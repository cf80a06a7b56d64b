"""Many statuses from one list: each line checked by itself, the usable ones saved."""

from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.factories import AUTHORITY, COLLEGE, register
from tests.linkage.people import uln, upn
from tests.web.adviser.young import (
    HERE_ONLY,
    THERE,
    TODAY,
    doing,
    record_evidence,
    young,
)
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.domain.casework.contact import Informant
from tracker.refusal import Refusal

HEADINGS = "UPN,Forename,Surname,DOB,Activity,Start,Provider,Review"


def read(*lines: str, headings: str = HEADINGS):
    return actions.casework.status_list.read(
        "\n".join([headings, *lines]),
        learned_on=TODAY,
        informant=Informant.PROVIDER,
        within=HERE_ONLY,
        database="359",
        act=act(at=NOW, on=TODAY),
    )


@pytest.fixture
def two(app, tmp_path, load) -> list[int]:
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    with app.app_context():
        found = [
            young("Amina", "Holtby", upn=upn(1)),
            young("Bryn", "Clegg", uln=uln(2)),
        ]
        for each in found:
            record_evidence(
                each, doing(domain.reference.activity.SEEKING), as_at=date(2026, 10, 1)
            )
        yield found


GOOD = [
    f"{upn(1)},,,,Apprenticeship,16/11/2026,Testham College (invented),",
    f",Bryn,Clegg,3/12/2009,{domain.reference.activity.TEMPORARY_JOB.code},"
    "2026-11-16,Any Shop,",
]


def test_each_line_gives_its_person_and_its_effect(two) -> None:
    first, second = read(*GOOD)
    assert (first.person.id, second.person.id) == (two[0], two[1])
    position = first.foreseen.after.position
    assert position.activity is domain.reference.activity.APPRENTICESHIP
    assert position.institution == f"urn:{COLLEGE}"
    assert first.foreseen.before.position.activity is domain.reference.activity.SEEKING
    assert "262" in {each.rule for each in second.foreseen.checked.broken}
    assert second.foreseen.after.position.institution_name == "Any Shop"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "A000000000000,,,,Apprenticeship,16/11/2026,,",
            "No young person matches this",
        ),
        (",Amina,Holtby,,Apprenticeship,16/11/2026,,", "It does not say who"),
        (",Amina,Holtby,31/02/2009,Apprenticeship,16/11/2026,,", "is not a real date"),
        (f"{upn(1)},,,,Juggling,16/11/2026,,", "is not an activity"),
        (f"{upn(1)},,,,Not available,16/11/2026,,", "could be several"),
        (f"{upn(1)},,,,,16/11/2026,,", "The activity is missing"),
        (f"{upn(1)},,,,Apprenticeship,soon,,", "Enter a date, for example"),
        (f"{upn(1)},,,,Apprenticeship,,,", "Enter when it started"),
        (f"{upn(1)},,,,Traineeship,16/11/2026,Nowhere Hall,", "is called"),
        (f"{upn(1)},,,,Traineeship,16/11/2026,college,", "More than one provider"),
        (f"{upn(1)},,,,Special post-16 institution,16/11/2026,,", "cannot be chosen"),
        (
            ",Carys,Elsewhere,3/12/2009,Traineeship,16/11/2026,,",
            "No young person matches",
        ),
    ],
)
def test_a_line_that_cannot_be_used_says_why(two, line, says) -> None:
    young("Carys", "Elsewhere", authority=THERE)
    found, other = read(line, GOOD[1])
    assert says in found.problem
    assert not found.good
    assert other.good


def test_a_person_in_two_lines_is_refused(two) -> None:
    first, second = read(GOOD[0], GOOD[0])
    assert first.good
    assert second.problem == "They are already in an earlier line."


@pytest.mark.parametrize(
    ("headings", "lines", "says"),
    [
        ("Forename,Surname", ["Amina,Holtby"], "headings"),
        (HEADINGS, [], "nothing below"),
        (HEADINGS, [GOOD[0]] * 201, "200 lines or fewer"),
        (HEADINGS, ['"open'], "quotation mark is missing"),
        ("", [], "Paste a list"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(two, headings, lines, says) -> None:
    with pytest.raises(Refusal, match=says):
        read(*lines, headings=headings)


def test_a_list_from_a_spreadsheet_comes_with_tabs(two) -> None:
    headings = HEADINGS.replace(",", "\t")
    (line,) = read(GOOD[0].replace(",", "\t"), headings=headings)
    assert line.good


def test_the_right_lines_are_saved_in_one_entry_and_taken_back(two) -> None:
    lines = read(*GOOD, "A000000000000,,,,Apprenticeship,16/11/2026,,")
    entry = actions.casework.status_list.save(
        lines, act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
    )

    def now() -> list[domain.reference.activity.Activity]:
        known = actions.history.folding.folded_on(two, AUTHORITY, [TODAY])
        now_of = {each.person: each.members[0].position.activity for each in known}
        return [now_of[each] for each in two]

    assert now() == [
        domain.reference.activity.APPRENTICESHIP,
        domain.reference.activity.TEMPORARY_JOB,
    ]
    soon = NOW + timedelta(seconds=30)
    assert entry == actions.casework.status_list.save(
        lines, act=act(by="me", at=soon, on=TODAY, authority=AUTHORITY)
    )
    actions.history.evidence.withdraw(
        entry, within=HERE_ONLY, act=act(by="me", at=NOW, on=TODAY)
    )
    assert now() == [
        domain.reference.activity.SEEKING,
        domain.reference.activity.SEEKING,
    ]
    with pytest.raises(Refusal, match="None of the lines"):
        actions.casework.status_list.save(
            [], act=act(by="me", at=NOW, on=TODAY, authority=AUTHORITY)
        )


def test_a_training_provider_that_sends_lists_is_found(two) -> None:
    store.intake.new_senders.remember(
        AUTHORITY, "ukprn:10098801", "Northgate Apprenticeships Ltd", by="us", at=NOW
    )
    (line,) = read(f"{upn(1)},,,,Apprenticeship,16/11/2026,Northgate Apprenticeships,")
    assert line.update.at.ukprn == "10098801"
