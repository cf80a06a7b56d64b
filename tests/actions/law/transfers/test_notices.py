"""Notices about residents go to their council as a signed file, and are answered.

Everybody is invented.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.actions.law.transfers.conftest import DAY, Installation
from tests.actions.law.transfers.moving import folded, load, people
from tests.factories import COLLEGE, census, person, provider_list, pupil, register
from tracker import actions, store
from tracker.actions.law.transfers import awaited
from tracker.domain.history.person import Identity
from tracker.refusal import Refusal
from tracker.store.institutions.institution_keys import institution_of
from tracker.store.law.transfers.exchanged import Answer

pytestmark = [pytest.mark.law("L-05", "O7"), pytest.mark.usefixtures("agreed")]

THERE = "BL1 1RU"
#: Those of the college's list who live in Bolton; the first is on record there.
RESIDENTS = range(1, 4)


@pytest.fixture
def tray(tmp_path: Path, wigan: Installation) -> None:
    """A college's list: three of its learners live in Bolton, two in Wigan."""
    load(wigan, "establishments", register(tmp_path / "edubasealldata.csv"), DAY)
    rows = [
        person(n, date(2009, 10, n), **({"postcode": THERE} if n in RESIDENTS else {}))
        for n in range(1, 6)
    ]
    file = provider_list(tmp_path / "list.csv", rows)
    load(wigan, "provider-enrolment", file, date(2026, 11, 2), institution=COLLEGE)


@pytest.fixture
def left(wigan: Installation, tray: None) -> int:
    """A notice of the college: a fourth resident of Bolton has left."""
    return notice_of(wigan, "Obi-Wells")


def notice_of(at: Installation, family: str) -> int:
    """The number of a notice of the college that a resident of Bolton has left."""
    with at.inside():
        notice = actions.leavers.notices.record_notice(
            Identity("Amara", family, born=date(2009, 5, 6), postcode=THERE),
            last_day=date(2026, 11, 13),
            next_step="",
            note="",
            institution=institution_of(f"urn:{COLLEGE}"),
            act=at.act(),
        )
        assert notice.lives_in == "350"
        return notice.id


def waiting(at: Installation) -> int:
    with at.inside():
        return store.intake.tray.waiting(within=at.scope)


def awaits(at: Installation) -> list[bool]:
    """Whether the receipt of each file is still to come."""
    with at.inside():
        found = store.work.items.of_kind(awaited.KIND, within=at.scope)
        return [each.done_at is None for each in found]


def send(at: Installation, to: str) -> bytes:
    with at.inside():
        notices_out, act = actions.law.transfers.notices_out, at.act()
        prepared = notices_out.prepare(
            actions.law.parties.authority(to), within=at.scope, act=act
        )
        files: list[bytes] = []
        notices_out.send(
            prepared, lambda name, file: files.append(file), within=at.scope, act=act
        )
        return files[0]


def test_they_are_found_there_and_the_file_is_answered(
    tmp_path: Path, wigan: Installation, bolton: Installation, left: int
) -> None:
    row = pupil(1, date(2009, 10, 1), postcode=THERE)
    load(bolton, "school-census", census(tmp_path / "c.csv", [row]), date(2026, 5, 21))
    assert waiting(wigan) == len(RESIDENTS)
    came = bolton.take(send(wigan, bolton.authority))
    assert waiting(wigan) == 0 and awaits(wigan) == [True]
    with bolton.inside():
        lines = list(store.intake.import_batches.lines(came.batch))
        assert len(lines) == len(RESIDENTS) + 1
        outcomes = sorted(str(it.outcome) for it in lines)
        assert outcomes == ["matched-update", *["new-in-area"] * len(RESIDENTS)]
        # Of the four, the one who was on record is that one still.
        assert len(people(bolton)) == len(RESIDENTS) + 1
    known = next(
        each
        for each in (folded(bolton, one) for one in _numbers(bolton))
        if each.known.identity.family == row["family"]
    )
    assert known.position is not None
    assert known.position.institution == f"urn:{COLLEGE}"
    wigan.take(bolton.answer(came.id, Answer.RECEIVED))
    assert awaits(wigan) == [False]
    with wigan.inside():
        notice = store.leavers.notices.get(left, within=wigan.scope)
        assert notice is not None
        assert (notice.state, notice.answer) == ("settled", "Passed on to Bolton.")


def _numbers(at: Installation) -> list[int]:
    with at.inside():
        return list(people(at))


def test_a_name_that_the_form_cannot_hold_stays_and_the_others_go(
    wigan: Installation, bolton: Installation, tray: None
) -> None:
    """One line that fits no signed file keeps no other line back."""
    number = notice_of(wigan, "Obi " * 300)
    with wigan.inside():
        to, act = actions.law.parties.authority(bolton.authority), wigan.act()
        notices_out = actions.law.transfers.notices_out
        prepared = notices_out.prepare(to, within=wigan.scope, act=act)
        assert (len(prepared.lines), prepared.left_out) == (len(RESIDENTS), 1)
    bolton.take(send(wigan, bolton.authority))
    assert waiting(wigan) == 0
    with wigan.inside():
        notice = store.leavers.notices.get(number, within=wigan.scope)
        assert notice is not None
        assert notice.state == "lives elsewhere"
        with pytest.raises(Refusal, match="a name or a number is too long"):
            notices_out.prepare(to, within=wigan.scope, act=act)


def test_what_is_not_received_is_refused_as_an_answer(
    wigan: Installation, bolton: Installation, left: int
) -> None:
    came = bolton.take(send(wigan, bolton.authority))
    for given in (Answer.ACCEPTED, Answer.DECLINED):
        with pytest.raises(Refusal, match="residents of ours in any case"):
            bolton.answer(came.id, given, "No")


def test_a_file_that_is_taken_back_waits_again(
    wigan: Installation, bolton: Installation, left: int
) -> None:
    file = send(wigan, bolton.authority)
    with wigan.inside():
        actions.law.transfers.outgoing.withdraw(1, within=wigan.scope, act=wigan.act())
        notice = store.leavers.notices.get(left, within=wigan.scope)
        assert notice is not None and notice.state == "lives elsewhere"
    assert waiting(wigan) == len(RESIDENTS)
    assert awaits(wigan) == [False]
    came = bolton.take(file)
    wigan.refuses(bolton.answer(came.id, Answer.RECEIVED), "was taken back here")
    assert len(json.loads(_signed(send(wigan, bolton.authority)))["lines"]) == 4


def _signed(file: bytes) -> bytes:
    from tracker.ciphers import signed_files

    parts = signed_files.parts_of(file)
    assert parts is not None
    return parts.content


def test_a_flipped_byte_another_recipient_and_the_same_file_twice(
    wigan: Installation, bolton: Installation, left: int
) -> None:
    file = send(wigan, bolton.authority)
    at = file.index(b"Testham") if b"Testham" in file else file.index(b'"family"')
    bolton.refuses(file[:at] + b"X" + file[at + 1 :], "was changed")
    wigan.refuses(file, "was made here, for another authority")
    bolton.take(file)
    bolton.refuses(file, "was loaded already", later=timedelta(hours=1))


def test_no_one_of_another_council_is_in_it_and_nothing_but_the_agreed_is(
    wigan: Installation, bolton: Installation, left: int
) -> None:
    found = json.loads(_signed(send(wigan, bolton.authority)))
    assert {line["person"]["postcode"] for line in found["lines"]} == {THERE}
    assert {name for line in found["lines"] for name in line} == {
        *("person", "at", "as_at", "left")
    }
    assert [line["left"] for line in found["lines"] if "left" in line] == ["2026-11-13"]


def test_nothing_waits_and_no_key(wigan: Installation, bolton: Installation) -> None:
    with pytest.raises(Refusal, match="No line and no notice waits for Bolton"):
        send(wigan, bolton.authority)
    with pytest.raises(Refusal, match="No key of Bury is known here"):
        send(wigan, "351")
