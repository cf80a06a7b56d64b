"""Extracts: rows under pseudonyms, by agreement alone. Everybody here is invented."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.actions.law import released_people
from tests.actions.law.released_people import DAY, HERE, Some
from tests.acts import act
from tracker import actions, store
from tracker.actions.law import agreements, parties
from tracker.actions.law.disclosing import DisclosureRefused
from tracker.actions.law.statistics import extracts, release_files, releases
from tracker.actions.law.statistics.releases import NotReleased
from tracker.domain.figures.releases import Content, Recipient
from tracker.domain.law.gateways import PartyKind
from tracker.refusal import Refusal
from tracker.store.law.disclosures import Criteria, State

OFFICER, OWNER = act("officer@example.org"), act("owner@example.org")
BY_SEX = Content("neet", ("sex",), DAY, rows=True)
ORDINARY = (Some(400, 30, "F"), Some(420, 41, "M"))
UNIVERSITY, BOARD = "University of Northbury", "The integrated care board"


def agree(name: str, reference: str, *, fields: str = "age sex status") -> None:
    made = agreements.propose(
        parties.named(PartyKind.BODY, name, by="359"),
        "research",
        reference=reference,
        fields=fields.split(),
        starts=date(2026, 9, 1),
        ends=date(2027, 7, 31),
        review_on=date(2027, 6, 1),
        act=OFFICER,
    )
    agreements.sign(made.id, act=OWNER)


@pytest.fixture
def agreed(inside: None) -> None:
    released_people.add(released_people.of(*ORDINARY))
    agree(UNIVERSITY, "R-1")
    agree(BOARD, "R-2")


def prepared(content: Content = BY_SEX, **more: Any) -> Any:
    given = {
        "kind": Recipient.RESEARCH,
        "recipient": UNIVERSITY,
        "purpose": "Who is helped",
        **more,
    }
    return extracts.prepare(content, act=OFFICER, within=HERE, **given)


def left(content: Content = BY_SEX, **more: Any) -> list[list[str]]:
    """The lines of the file of an extract that was prepared and approved."""
    release = prepared(content, **more)
    releases.approve(release.id, act=OWNER, within=HERE)
    return file_of(release.id)


def file_of(number: int) -> list[list[str]]:
    _, content = release_files.download(
        number, "csv", organisation="Northbury", act=OFFICER, within=HERE
    )
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def pseudonyms(lines: list[list[str]]) -> set[str]:
    return {line[0] for line in lines if len(line) == 3 and len(line[0]) == 20}


@pytest.mark.law("O10", "N-15", "L-09")
def test_a_row_has_a_pseudonym_and_the_agreed_groups_and_nothing_else(agreed):
    lines = left(replace(BY_SEX, breakdowns=("sex",)))
    assert ["Pseudonym", "Sex", "NEET"] in lines
    rows = lines[lines.index(["Pseudonym", "Sex", "NEET"]) + 1 :]
    assert len(rows) == 820
    assert {tuple(row[1:]) for row in rows} == {
        *(("Female", "Yes"), ("Female", "No"), ("Male", "Yes"), ("Male", "No"))
    }
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    above = {line[0]: line[1] for line in lines if len(line) == 2}
    assert above["Disclosure"] == "D-2026-1"
    assert above["Agreement"] == "R-1"
    assert above["Delete by"] == "24/11/2027"
    assert "opted out of research are not in this extract" in above["Note"]
    assert not any("Holtby" in cell for line in lines for cell in line)


@pytest.mark.law("O10", "D-08")
def test_an_extract_is_a_disclosure_with_its_people(agreed):
    left()
    (made,) = store.law.disclosures.every(Criteria(), within=HERE)
    assert (made.gateway, made.state, made.people) == ("research", State.MADE, 820)
    assert made.fields == ["sex", "status"]
    assert (made.requested_by, made.decided_by) == (OFFICER.by, OWNER.by)
    assert len(store.law.disclosures.people_of(made.id)) == 820


@pytest.mark.law("N-15")
def test_two_recipients_cannot_put_their_extracts_together(agreed):
    first = pseudonyms(left())
    second = pseudonyms(left(recipient=BOARD, kind=Recipient.HEALTH))
    again = pseudonyms(left())
    assert len(first) == len(second) == len(again) == 820
    assert not first & second
    # Nor can one put together two extracts, which would single out their people.
    assert not first & again


def test_the_same_extract_is_the_same_file_twice_and_one_disclosure(agreed):
    release = prepared()
    releases.approve(release.id, act=OWNER, within=HERE)
    assert file_of(release.id) == file_of(release.id)
    assert len(list(store.law.disclosures.every(Criteria(), within=HERE))) == 1


@pytest.mark.law("L-09", "D-16", "N-17")
@pytest.mark.parametrize(
    ("content", "recipient", "sentence"),
    [
        (BY_SEX, "Another university", "No agreement with Another university"),
        (replace(BY_SEX, breakdowns=("ethnicity",)), UNIVERSITY, "cover Ethnicity"),
        (replace(BY_SEX, breakdowns=("institution",)), UNIVERSITY, "no institution"),
        (replace(BY_SEX, measure="vulnerable_neet"), UNIVERSITY, "shows one of"),
        (replace(BY_SEX, rows=False), UNIVERSITY, "for research or for health"),
        (Content("cohort_16_17", (), DAY, rows=True), UNIVERSITY, "rows are empty"),
    ],
)
def test_what_no_agreement_covers_is_not_prepared(agreed, content, recipient, sentence):
    with pytest.raises(Refusal, match=sentence):
        prepared(content, recipient=recipient)
    assert store.law.releases.every(within=HERE) == []


def test_members_and_the_public_get_no_rows(agreed):
    with pytest.raises(NotReleased, match="for research or for health"):
        prepared(kind=Recipient.OPEN_DATA)


@pytest.mark.law("D-16")
def test_an_extract_leaves_only_when_another_user_has_approved_it(agreed):
    release = prepared()
    with pytest.raises(NotReleased, match="not approved"):
        file_of(release.id)
    with pytest.raises(NotReleased, match="Another user has to approve it"):
        releases.approve(release.id, act=OFFICER, within=HERE)
    with pytest.raises(Refusal, match="under Releases"):
        actions.law.disclosing.decide(release.disclosure_id, approve=True, act=OWNER)


@pytest.mark.law("L-09")
def test_an_agreement_that_ends_before_it_leaves_stops_it(agreed):
    release = prepared()
    releases.approve(release.id, act=OWNER, within=HERE)
    agreement = store.law.agreements.by_reference("R-1", within=HERE)
    assert agreement is not None
    agreements.end(agreement.id, on=OWNER.on, reason="The study is over.", act=OWNER)
    with pytest.raises(DisclosureRefused, match="ended on 24 November 2026"):
        file_of(release.id)
    assert list(store.law.disclosures.every(Criteria(), within=HERE)) == []


@pytest.mark.law("N-05", "D-10")
def test_who_opts_out_after_the_approval_is_in_no_file(agreed):
    """The letter arrives between the asset owner's click and the download."""
    release = prepared()
    releases.approve(release.id, act=OWNER, within=HERE)
    released_people.opt_out([17])
    with pytest.raises(NotReleased, match="prepare the extract again"):
        file_of(release.id)
    taken_back = releases.decline(release.id, act=OWNER, within=HERE)
    assert taken_back.state == "declined"
    # No reader has the first one, so the second one is compared with nothing.
    again = prepared()
    assert 17 not in dict(store.law.releases.rows_of(again))
    assert len(store.law.releases.rows_of(again)) == 819


@pytest.mark.law("N-05", "D-10", "O10")
def test_an_extract_after_a_total_exposes_nobody_who_opted_out(agreed):
    total = releases.prepare(
        replace(BY_SEX, rows=False),
        kind=Recipient.HEALTH,
        recipient=BOARD,
        purpose="Planning",
        agreement="",
        act=OFFICER,
        within=HERE,
    )
    released_people.opt_out([17, 600])
    try:
        rows = store.law.releases.rows_of(prepared())
    except NotReleased as refused:
        assert "would give away a group" in str(refused)
        return
    # What is left out is more than those who opted out, in each group of the total.
    given = dict(store.law.releases.places_of([total])[total.id])
    for sex in ("F", "M"):
        absent = [
            p for p, place in given.items() if place[0] == sex and p not in dict(rows)
        ]
        assert len(absent) > 5 or len(absent) == 0


@pytest.mark.law("N-05", "D-10", "O10")
def test_a_total_after_an_extract_is_compared_with_it(agreed):
    """The other order: what was stored of the extract counts as shown."""
    released_people.opt_out([17])
    extract = prepared()
    made = releases.draft(replace(BY_SEX, rows=False), act=OFFICER, within=HERE)
    because = {why.release for why in made.reasons.values()}
    assert made.refused or extract.id in because


def test_a_small_group_that_is_all_alike_loses_its_group(inside):
    """Seven boys, all of them NEET: a row would show it of each of them."""
    released_people.add(released_people.of(Some(400, 30, "F"), Some(7, 7, "M")))
    agree(UNIVERSITY, "R-1")
    release = prepared()
    places = {place for _, place in store.law.releases.rows_of(release)}
    assert not any(place[0] == "M" for place in places)


def test_records_merged_after_an_extract_left_stay_two_rows(agreed):
    release = prepared()
    releases.approve(release.id, act=OWNER, within=HERE)
    before = file_of(release.id)
    with store.database.base.transaction():
        store.database.base.run(
            "UPDATE people SET merged_into = 1, merged_on = '2026-11-01' WHERE id = 2"
        )
    assert file_of(release.id) == before


def test_a_list_for_research_is_not_made_by_the_way_of_lists(agreed):
    permitted = actions.law.permits.Permit(
        actions.law.agreements.outward("research"),
        parties.named(PartyKind.BODY, UNIVERSITY, by="359"),
        ("sex",),
        None,
        None,
    )
    with pytest.raises(Refusal, match="an extract is prepared"):
        actions.law.shared_lists.prepare(permitted, [1], act=OFFICER)


@pytest.mark.law("N-15", "D-12")
def test_the_notice_names_health_and_research_and_no_private_person(agreed):
    """A resident who requests figures under the Act is not in the public notice."""
    released = [
        prepared(recipient=BOARD, kind=Recipient.HEALTH),
        releases.prepare(
            replace(BY_SEX, rows=False),
            kind=Recipient.FREEDOM_OF_INFORMATION,
            recipient="Mx Ottoline Brandreth",
            purpose="Request 12",
            agreement="",
            act=OFFICER,
            within=HERE,
        ),
    ]
    for each in released:
        releases.approve(each.id, act=OWNER, within=HERE)
    notice = actions.law.documents.configured("359", council="Northbury", on=OWNER.on)
    assert notice.released == [f"{BOARD} (health)"]
    later = date(2027, 11, 26)
    assert not actions.law.documents.configured(
        "359", council="Northbury", on=later
    ).released
