"""Statistics leave compared with all that left before. Everybody here is invented."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.actions.law import released_people
from tests.actions.law.released_people import DAY, HERE, Some
from tests.acts import act
from tracker import store
from tracker.actions.law.statistics import release_files, releases
from tracker.actions.law.statistics.releases import NotReleased
from tracker.domain.figures.releases import COUNTED, WHOLE, Content, Recipient, Why
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine

OFFICER, OWNER = act("officer@example.org"), act("owner@example.org")
BY_SEX = Content("neet", ("sex",), DAY)
ORDINARY = (Some(400, 30, "F"), Some(420, 41, "M"))


def prepared(content: Content = BY_SEX, **more: Any):
    given = {
        "kind": Recipient.HEALTH,
        "recipient": "The integrated care board",
        "purpose": "Planning",
        "agreement": "DSA 12",
        **more,
    }
    return releases.prepare(content, act=OFFICER, within=HERE, **given)


@pytest.fixture
def ordinary(inside) -> None:
    released_people.add(released_people.of(*ORDINARY))


@pytest.mark.law("O10", "N-04", "N-15")
def test_an_ordinary_table_passes_and_is_stored_as_it_is_released(ordinary):
    release = prepared()
    assert release.state == "to approve"
    assert release.reasons == []
    assert {tuple(line): cells for line, cells in release.lines} == {
        (WHOLE,): {WHOLE: 820, COUNTED: 71, "percent": 8.7},
        ("F",): {WHOLE: 400, COUNTED: 30, "percent": 7.5},
        ("M",): {WHOLE: 420, COUNTED: 41, "percent": 9.8},
    }
    again = prepared(kind=Recipient.MEMBERS, recipient="The scrutiny committee")
    assert again.lines == release.lines
    assert again.mark == release.mark


@pytest.mark.law("O10")
def test_members_are_not_shown_by_how_much_health_s_table_has_changed(ordinary):
    """After the first release a late list made one more girl NEET that day."""
    first = prepared()
    released_people.add(released_people.of(*ORDINARY, changed=1))
    second = prepared(kind=Recipient.MEMBERS, recipient="The scrutiny committee")
    hidden = releases.read_reasons(second)
    assert hidden[("F", COUNTED)].release == first.id
    sentences = dict(
        releases.reasons(hidden, second.content, authority="359", within=HERE)
    )
    assert (
        f"release {first.id} (NEET by sex, 31 October 2026; the cell “Female: NEET”)"
        in (sentences["Female: NEET"])
    )


@pytest.mark.law("O10")
def test_a_declined_release_has_not_left_and_hides_nothing(ordinary):
    first = prepared()
    releases.decline(first.id, act=OWNER, within=HERE)
    released_people.add(released_people.of(*ORDINARY, changed=1))
    assert prepared().reasons == []


@pytest.mark.law("O10", "N-05", "D-10")
def test_who_opted_out_is_in_no_extract_and_in_every_total(ordinary):
    out = (
        frozenset(range(1, 31)) | frozenset(range(401, 442)) | {31, 32, 33, 34, 35, 36}
    )
    out |= set(range(442, 450))
    total = prepared()
    released_people.opt_out(out)
    extract = prepared(replace(BY_SEX, rows=True))
    people = store.law.releases.places_of([total, extract])
    assert out <= set(people[total.id])
    assert not out & set(people[extract.id])


@pytest.mark.law("O10", "N-05")
def test_an_extract_against_its_total_exposes_nobody_who_opted_out(ordinary):
    prepared()
    released_people.opt_out([1, 700])
    made = releases.draft(replace(BY_SEX, rows=True), act=OFFICER, within=HERE)
    shown = sum(n for _, cells in made.lines for n in cells.values() if n != "c")
    assert made.refused or shown < 818


@pytest.mark.law("O10")
def test_a_closed_group_is_not_followed_from_day_to_day_by_single_people(inside):
    """Those who left Year 11 in 2026: two of them change by November."""
    later = date(2026, 11, 24)
    closed = replace(BY_SEX, leaving_year=2026)
    released_people.add(released_people.of(*ORDINARY))
    first = prepared(closed)
    released_people.add(
        released_people.of(*(replace(some, day=later) for some in ORDINARY), changed=2)
    )
    second = prepared(replace(closed, as_of=later))
    hidden = releases.read_reasons(second)
    assert hidden[("F", COUNTED)].why is Why.CHANGE
    assert hidden[("F", COUNTED)].release == first.id
    assert ("M", COUNTED) in hidden or (WHOLE, COUNTED) in hidden
    assert ("F", WHOLE) not in hidden


def test_the_one_who_prepared_a_release_does_not_approve_it(ordinary):
    release = prepared()
    with pytest.raises(NotReleased, match="Another user has to approve it"):
        releases.approve(release.id, act=OFFICER, within=HERE)
    approved = releases.approve(release.id, act=OWNER, within=HERE)
    assert (approved.state, approved.approved_by) == ("approved", OWNER.by)
    with pytest.raises(NotReleased, match="was approved already"):
        releases.decline(release.id, act=OWNER, within=HERE)


def test_a_release_leaves_only_when_approved_with_its_mark_and_recipient(ordinary):
    release = prepared()
    with pytest.raises(NotReleased, match="not approved"):
        download(release.id, "csv")
    releases.approve(release.id, act=OWNER, within=HERE)
    name, content = download(release.id, "csv")
    assert name == f"release-{release.id}-2026-10-31.csv"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert ["Mark", f"{release.mark}, release {release.id}"] in rows
    assert ["Recipient", "The integrated care board (health)"] in rows
    assert ["Female", "400", "30", "7.5"] in rows
    assert any(row and row[0] == "c" for row in rows)
    assert download(release.id, "xlsx")[1].startswith(b"PK")
    noted = [each.action for each in db.session.query(AuditLine).order_by(AuditLine.id)]
    assert noted == [
        *("release prepared", "release approved", "disclosure made"),
        *("release downloaded", "release downloaded"),
    ]


def download(number: int, kind: str) -> tuple[str, bytes]:
    return release_files.download(
        number, kind, organisation="Northbury", act=OFFICER, within=HERE
    )


@pytest.mark.sample(
    "content0*", "content2*", "content4*", because="each counts an authority"
)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (replace(BY_SEX, measure="none"), "Choose a measure"),
        (replace(BY_SEX, breakdowns=("characteristic",)), "at most 3 different"),
        (replace(BY_SEX, breakdowns=("sex", "sex")), "at most 3 different"),
        (
            replace(BY_SEX, breakdowns=("sex", "need", "area", "ethnicity")),
            "at most 3 different",
        ),
        (replace(BY_SEX, as_of=date(2027, 1, 1)), "still to come"),
    ],
)
def test_what_no_release_may_be_is_refused(ordinary, content, sentence):
    with pytest.raises(NotReleased, match=sentence):
        prepared(content)


def test_a_release_of_a_few_people_is_refused(inside):
    released_people.add(released_people.of(Some(4, 2)))
    with pytest.raises(
        NotReleased, match="Every number of this release would be hidden"
    ):
        prepared()


def test_another_authority_finds_no_release(ordinary):
    from tracker.access import authority_scope

    release = prepared()
    assert store.law.releases.get(release.id, within=authority_scope("355")) is None
