"""What a restricted school passed on to an adviser is not kept, by any way in.

Everybody is invented.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.acts import act
from tests.linkage.people import upn
from tests.web.adviser.young import HERE_ONLY, TODAY, doing, record_evidence, young
from tests.web.conftest import NOW
from tracker import actions, domain, store
from tracker.actions.casework.contacts import NewContact
from tracker.actions.casework.status import Update
from tracker.actions.casework.what_happened import Happened
from tracker.actions.history.known_person import known_person
from tracker.actions.history.passing_on import SENTENCE
from tracker.domain.casework.contact import Channel, Informant, Outcome
from tracker.domain.history.details.detail_statements import detail
from tracker.refusal import Refusal

pytestmark = pytest.mark.law("L-07")

A = domain.reference.activity
ME = act(by="me@example.org", at=NOW, on=TODAY)
STATUS = Update(A.SEEKING, TODAY, Informant.PROVIDER, starts=date(2026, 11, 16))
OWN = replace(STATUS, informant=Informant.YOUNG_PERSON)
SCHOOL = NewContact(Outcome.PROVIDER, Channel.PHONE, TODAY, note="Spoke to the tutor.")
SHE = NewContact(Outcome.YOUNG_PERSON, Channel.PHONE, TODAY)
HER_PARENT = replace(SHE, outcome=Outcome.PARENT)


@pytest.fixture
def person(inside) -> int:
    number = young(phone="07700 900388", upn=upn(1), at=NOW - timedelta(days=1))
    record_evidence(
        number,
        doing(A.TEMPORARY_JOB, review=date(2026, 12, 13)),
        as_at=date(2026, 10, 5),
    )
    return number


def say(person: int, answer: str, *, on: date = date(2026, 10, 20)) -> None:
    record_evidence(
        person,
        detail("restriction", restricted="Y" if answer == "No" else "N"),
        as_at=on,
        source="school-census",
        at=NOW - timedelta(hours=3),
    )


def save(person: int, happened: Happened):
    return actions.casework.what_happened.save(
        known_person(person, on=ME.on, within=HERE_ONLY), happened, act=ME
    )


# what is entered, and the field at which it is refused while a No stands; "" if saved
ENTERED = [
    (Happened(SCHOOL, STATUS), "outcome"),
    (Happened(SCHOOL, email="esme@example.org"), "outcome"),
    (Happened(replace(SCHOOL, number="07700 900977")), "outcome"),
    (Happened(replace(SCHOOL, confirms=True, review=date(2026, 12, 20))), "outcome"),
    (Happened(update=STATUS), "informant"),
    (Happened(SHE, STATUS), "informant"),
    (Happened(SCHOOL), ""),
    (Happened(SHE, OWN, email="esme@example.org"), ""),
    (Happened(HER_PARENT, replace(OWN, informant=Informant.PARENT)), ""),
    (Happened(update=replace(OWN, informant=Informant.OTHER)), ""),
]


@pytest.mark.parametrize(("happened", "field"), ENTERED)
def test_only_what_an_institution_may_not_pass_on_is_refused(
    person, happened, field
) -> None:
    say(person, "No")
    if not field:
        save(person, happened)
        return
    with pytest.raises(Refusal) as refused:
        save(person, happened)
    assert (field, SENTENCE) in refused.value.problems
    assert store.casework.contacts.of(person) == []


@pytest.mark.parametrize("answers", [[], ["Yes"], ["No", "Yes"]])
def test_without_a_no_that_stands_all_of_it_is_saved(person, answers) -> None:
    for place, answer in enumerate(answers):
        say(person, answer, on=date(2026, 10, 20 + place))
    assert save(person, Happened(SCHOOL, STATUS)).contact is not None


@pytest.mark.parametrize(
    ("informant", "says"), [(Informant.PROVIDER, SENTENCE), (Informant.PARENT, "")]
)
def test_a_line_of_a_list_is_refused_alike_and_the_others_are_saved(
    person, informant, says
) -> None:
    say(person, "No")
    young("Bryn", "Clegg", upn=upn(2))
    lines = actions.casework.status_list.read(
        "UPN,Activity,Start\n"
        + "\n".join(f"{upn(n)},{A.SEEKING.code},2026-11-16" for n in (1, 2)),
        learned_on=TODAY,
        informant=informant,
        within=HERE_ONLY,
        database="359",
        act=ME,
    )
    assert [line.problem for line in lines] == [says, ""]
    assert actions.casework.status_list.save(lines, act=ME)


def test_a_group_session_states_nothing_so_a_restriction_stops_none(person) -> None:
    say(person, "No")
    record = {"held_on": TODAY, "place": "The hall", "topic": "Options"}
    session = actions.casework.group_sessions.record(
        [person], **record, within=HERE_ONLY, act=ME
    )
    (made,) = store.casework.contacts.of(person)
    assert (made.session_id, made.outcome) == (session.id, Outcome.YOUNG_PERSON)
