"""Young people of other authorities: passed on, marked, and forgotten in time."""

import csv
import io
from datetime import date

import pytest

from tests.acts import act
from tests.factories import (
    COLLEGE,
    ELSEWHERE,
    HERE,
    people,
    person,
    provider_list,
    unsure,
)
from tests.web.conftest import NOW
from tests.web.data_team.conftest import WITHIN, text
from tracker import actions, store
from tracker.domain.history.person import Identity
from tracker.extensions import db
from tracker.store.accounts.audit import AuditLine
from tracker.store.intake.tray import Elsewhere
from tracker.store.law.disclosures import Disclosure

MANCHESTER = "352"


@pytest.fixture
def held(desk, registered, tmp_path) -> list[int]:
    """Two residents of Manchester on the college's list, and two of our own."""
    rows = [*people(2), *people(2, first=4, postcode=ELSEWHERE)]
    desk.import_list(provider_list(tmp_path / "list.csv", rows))
    with desk.pages.app_context():
        return [row.id for row in store.intake.tray.lines_of(MANCHESTER, within=WITHIN)]


@pytest.mark.law("L-05", "D-08")
def test_lines_that_are_passed_on_are_a_disclosure_to_that_authority(
    desk, held
) -> None:
    desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[-1]))
    with desk.pages.app_context():
        (made,) = db.session.query(Disclosure)
        assert (made.gateway, made.party, made.people) == ("other-area", MANCHESTER, 2)
        assert made.party_name == "Manchester"
        # They have no record here.
        assert store.law.disclosures.people_of(made.id) == []


def audited(desk, action: str) -> list[AuditLine]:
    with desk.pages.app_context():
        return db.session.query(AuditLine).filter_by(action=action).all()


def test_the_tray_is_empty(desk) -> None:
    assert "Nothing is waiting to be passed on." in desk.get("/imports/out-of-area")


def test_a_council_with_notices_alone_is_offered_its_signed_file(
    desk, registered
) -> None:
    with desk.pages.app_context():
        who = Identity("Amara", "Obi-Wells", born=date(2009, 5, 6), postcode=ELSEWHERE)
        actions.leavers.notices.record_notice(
            who,
            last_day=date(2026, 11, 13),
            next_step="",
            note="",
            institution=store.institutions.institution_keys.institution_of(
                f"urn:{COLLEGE}"
            ),
            act=act(on=date(2026, 11, 16)),
        )
    page = desk.get("/imports/out-of-area")
    assert f'href="/imports/out-of-area/{MANCHESTER}/signed"' in page
    assert "Nothing is waiting" not in page


def test_lines_are_gathered_by_the_name_of_their_authority(desk, held) -> None:
    page = " ".join(desk.get("/imports/out-of-area").split())
    assert ">Manchester</a>" in page
    assert "Out of area (2)" in page
    assert "26 November 2026" in page, "two working days after it came"
    assert "8 December 2026" in page, "the last day on which it is kept"


def test_the_page_says_how_long_the_council_has_chosen_to_keep_them(desk, held) -> None:
    with desk.pages.app_context():
        actions.accounts.settings.change(
            "out_of_area_days", 1, act=act(by="x", at=NOW, authority="359")
        )
    assert "After 1 day nothing is kept here" in desk.get("/imports/out-of-area")


def test_the_young_people_are_listed(desk, held) -> None:
    page = desk.get(f"/imports/out-of-area/{MANCHESTER}")
    row = person(4)
    assert f"{row['given']} {row['family']}" in page
    assert ELSEWHERE in page
    assert "Not yet" in page
    assert HERE not in page


@pytest.mark.law("L-09")
def test_nothing_is_passed_on_while_its_gateway_is_suspended(desk, held) -> None:
    with desk.pages.app_context():
        owner = act(by="asset-owner@example.org", at=NOW)
        actions.law.suspending.suspend(
            "other-area", on=owner.on, reason="Wrong addresses", act=owner
        )
    lines = f"/imports/out-of-area/{MANCHESTER}"
    answer = desk.client.get(f"{lines}/forward.csv")
    assert (answer.status_code, answer.mimetype) == (302, "text/html")
    assert "is suspended since 24 November 2026" in desk.get(answer.location)
    page = text(desk.post(f"{lines}/forwarded", up_to=str(held[-1])))
    assert "is suspended since 24 November 2026" in page
    assert audited(desk, "out of area downloaded") == []
    assert audited(desk, "out of area passed on") == []
    assert len(audited(desk, "disclosure refused")) == 2


def test_the_file_for_the_other_authority_is_noted(desk, held) -> None:
    answer = desk.client.get(f"/imports/out-of-area/{MANCHESTER}/forward.csv")
    rows = list(csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    assert [row["Surname"] for row in rows] == [person(n)["family"] for n in (4, 5)]
    assert {row["Sender"] for row in rows} == {"Testham College (invented)"}
    (noted,) = audited(desk, "out of area downloaded")
    assert (noted.subject, noted.detail) == ("authority 352", {"lines": 2})


def test_lines_marked_as_passed_on_leave_nothing_to_do(desk, held) -> None:
    page = text(
        desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[-1]))
    )
    assert "2 lines are marked as passed on to Manchester." in page
    assert "Passed on" in page
    assert len(audited(desk, "out of area passed on")) == 1
    page = desk.get(f"/imports/out-of-area/{MANCHESTER}")
    assert "All of them have been passed on." in page
    file = f"/imports/out-of-area/{MANCHESTER}/forward.csv"
    assert desk.client.get(file).status_code == 404


def test_lines_received_after_the_file_still_wait(desk, held) -> None:
    desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[0]))
    page = desk.get(f"/imports/out-of-area/{MANCHESTER}")
    assert "1 line is still to be passed on." in page


@pytest.mark.parametrize("lead", ["350", "nonsense"])
def test_an_unknown_pile_is_not_found(desk, held, lead) -> None:
    for page in ("", "/forward.csv"):
        assert desk.client.get(f"/imports/out-of-area/{lead}{page}").status_code == 404
    marked = desk.post(f"/imports/out-of-area/{lead}/forwarded", up_to="9")
    assert marked.status_code == 404


def test_the_tray_of_another_authority_is_not_shown(desk, held) -> None:
    with desk.pages.app_context():
        db.session.query(Elsewhere).update({"authority": "350"})
        db.session.commit()
    assert "Nothing is waiting" in desk.get("/imports/out-of-area")
    lines = f"/imports/out-of-area/{MANCHESTER}"
    assert desk.client.get(lines).status_code == 404
    assert desk.client.get(lines + "/forward.csv").status_code == 404


def test_a_withdrawn_batch_leaves_nothing_to_pass_on(desk, held) -> None:
    desk.post("/imports/2/apply")
    desk.work()
    desk.post("/imports/2/withdraw", sure="yes")
    desk.work()
    assert "Nothing is waiting" in desk.get("/imports/out-of-area")


FOURTEENTH, DAY_AFTER = date(2026, 12, 8), date(2026, 12, 9)


def purged(desk, on: date) -> int:
    return actions.intake.out_of_area.purge(
        act=act(by="the clock", at=NOW, on=on, authority="359")
    )


@pytest.mark.parametrize(
    ("on", "left"),
    [(FOURTEENTH, 2), (DAY_AFTER, 0)],
    ids=["the fourteenth day", "the day after"],
)
def test_lines_passed_on_are_deleted_after_fourteen_days(desk, held, on, left) -> None:
    desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[-1]))
    with desk.pages.app_context():
        assert purged(desk, on) == 2 - left
        rows = [
            store.intake.import_batches.row(number, within=WITHIN) for number in held
        ]
        assert sum(bool(row.raw) for row in rows if row) == left
        assert all(row.outcome == "out-of-area" for row in rows if row)
        assert store.intake.import_batches.outcomes(2) == {
            "new-in-area": 2,
            "out-of-area": 2,
        }
        db.session.rollback()
    assert len(audited(desk, "out of area forgotten")) == (0 if left else 1)
    if not left:
        page = desk.get("/imports/2/lines?outcome=out-of-area")
        assert "No longer kept" in page
        assert person(4)["family"] not in page


def test_a_line_not_passed_on_raises_an_alarm_and_stays(
    desk, held, monkeypatch
) -> None:
    """The other council has a duty to know of them, and we have to inform it."""
    desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[0]))
    with desk.pages.app_context():
        assert purged(desk, DAY_AFTER) == 1, "the one that was passed on"
        assert store.intake.tray.waiting(within=WITHIN) == 1
        assert store.intake.import_batches.row(held[1], within=WITHIN).raw
    (noted,) = audited(desk, "out of area overdue")
    assert noted.detail == {"lines": 1}
    for module in ("imports", "tray"):
        monkeypatch.setattr(
            f"tracker.web.data_team.intake.{module}.today", lambda: DAY_AFTER
        )
    warning = "not passed on in time"
    assert warning in desk.get("/imports")
    page = desk.get("/imports/out-of-area")
    assert warning in page
    assert "1 line overdue" in page
    assert warning in desk.get(f"/imports/out-of-area/{MANCHESTER}").lower()


def test_an_officer_decides_to_delete_late_lines(desk, held, monkeypatch) -> None:
    address = f"/imports/out-of-area/{MANCHESTER}/delete"
    assert "0 lines are deleted" in text(desk.post(address, reason="No need"))
    for module in ("data_team.intake.tray", "acting"):
        monkeypatch.setattr(f"tracker.web.{module}.today", lambda: DAY_AFTER)
    refused = text(desk.post(address, reason="  "))
    assert "Enter why these lines are deleted" in refused
    assert audited(desk, "out of area deleted") == []
    done = text(desk.post(address, reason="Manchester no longer answers"))
    assert "2 lines are deleted without being passed on to Manchester." in done
    (noted,) = audited(desk, "out of area deleted")
    assert noted.detail == {"lines": 2, "reason": "Manchester no longer answers"}
    with desk.pages.app_context():
        assert not any(
            store.intake.import_batches.row(each, within=WITHIN).raw for each in held
        )


def test_a_batch_is_applied_without_its_forgotten_lines(desk, held) -> None:
    desk.post(f"/imports/out-of-area/{MANCHESTER}/forwarded", up_to=str(held[-1]))
    with desk.pages.app_context():
        assert purged(desk, date(2026, 12, 20)) == 2
    desk.post("/imports/2/apply")
    desk.work()
    with desk.pages.app_context():
        assert store.intake.import_batches.batch(2, within=WITHIN).status == "applied"


def test_a_doubtful_line_about_a_new_person_elsewhere_goes_to_the_tray_and_back(
    desk, college_list
) -> None:
    known = people(2)
    college_list(known)
    again = {**unsure(known[1]), "postcode": ELSEWHERE}
    college_list([again], "second.csv", as_at=date(2026, 11, 6))
    with desk.pages.app_context():
        (row,) = [
            line.id for line in store.people.doubtful_lines.waiting(within=WITHIN)
        ]
    page = text(desk.post(f"/matching/{row}", whose="new"))
    assert "is a new person who lives in another authority." in page
    assert "Manchester" in desk.get("/imports/out-of-area")
    desk.post(f"/matching/{row}/undo")
    assert "Nothing is waiting" in desk.get("/imports/out-of-area")


def test_the_lines_cost_the_same_for_many(desk, registered, tmp_path, queries) -> None:
    address = f"/imports/out-of-area/{MANCHESTER}"
    desk.import_list(
        provider_list(tmp_path / "one.csv", people(1, first=4, postcode=ELSEWHERE))
    )
    desk.get(address)
    with queries() as few:
        desk.get(address)
    desk.import_list(
        provider_list(tmp_path / "many.csv", people(9, first=5, postcode=ELSEWHERE))
    )
    with queries() as many:
        desk.get(address)
    assert len(many) == len(few)
