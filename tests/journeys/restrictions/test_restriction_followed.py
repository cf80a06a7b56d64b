"""A No follows the pupil: through numbers, doubt, waiting batches, merges, the worker.

Everybody is invented.
"""

import io
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.acts import act
from tests.factories import (
    AUTHORITY,
    COLLEGE,
    GIVEN,
    SCHOOL,
    person,
    provider_list,
    register,
)
from tests.journeys.restrictions.restricted import Pupil, collect, flat, leaks, listed
from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.intake import waiting_files
from tracker.cli.running.worker import day_of

MAY, OCTOBER, JANUARY = date(2025, 5, 15), date(2025, 10, 2), date(2026, 1, 15)
NOVEMBER = date(2026, 10, 1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PUPIL = Pupil(1)
OTHER = Pupil(9, "Wilfred", "Osterley", date(2009, 12, 3), yssa="Yes")


@pytest.fixture
def send(tmp_path, load):
    """Sends a file of the school, in a folder of its own."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))

    def run(write, *pupils, as_at, institution=SCHOOL, estab="4034", **how):
        folder = tmp_path / f"sent{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        feed = "provider-enrolment" if write is listed else "school-census"
        files = write(folder, pupils, estab)
        return load(feed, *files, as_at=as_at, institution=institution, **how)

    return run


@pytest.fixture
def people_of(as_json):
    def find(batch):
        return [
            each["person"]
            for each in as_json("imports", "show", batch["batch"])["lines"]
        ]

    return find


def test_a_no_finds_its_pupil_by_the_number_that_is_not_kept(
    app, send, people_of, as_json
) -> None:
    """Renamed and moved since the college listed them; its own details stay."""
    there = send(
        listed, replace(PUPIL, yssa=""), as_at=MAY, institution=COLLEGE, estab="8600"
    )
    (known,) = people_of(there)
    moved = replace(PUPIL, family="Quennell-Marsh", postcode="WN7 1AB")
    # The UPN and ULN are those of the college's list, all other details differ.
    no = send(flat, moved, OTHER, as_at=OCTOBER)
    assert people_of(no)[0] == known
    line = as_json("imports", "show", no["batch"])["lines"][0]
    assert line["outcome"] == "restricted"
    assert "upn" not in as_json("matching", "show", line["row"])["raw"]
    send(flat, replace(moved, yssa="UNS"), OTHER, as_at=NOVEMBER)
    assert "ethnicity" not in {name for name, _, _ in leaks(app, moved)}
    who = as_json("people", "show", known)["identity"]
    assert who["restricted"] and who["upn"] == PUPIL.secrets["upn"]


def known_by_name(tmp_path, load):
    """Loads the college's list, in which they have no number."""
    row = person(1, PUPIL.born, given=PUPIL.given, family=PUPIL.family, upn="", uln="")
    file = provider_list(tmp_path / "college.csv", [{**row, "sex": "F"}])
    load("provider-enrolment", file, institution=COLLEGE, as_at=MAY)


def test_a_no_that_waits_for_a_decision_is_one(app, send, tmp_path, load) -> None:
    known_by_name(tmp_path, load)
    doubtful = replace(PUPIL, number=4, given="Isolda", postcode="WN7 1AB")
    no = send(flat, doubtful, OTHER, as_at=OCTOBER)
    assert no["outcomes"]["possible"] == 1, no
    later = replace(doubtful, number=5, given="Isolde", yssa="UNS")
    send(flat, later, OTHER, as_at=NOVEMBER)
    assert leaks(app, later, doubtful) == []


def test_a_no_that_waits_to_be_applied_is_one(app, send, as_json) -> None:
    many = [
        Pupil(109 + 10 * n, given, "Bystander", date(2009, 11, 1 + n), yssa="Yes")
        for n, given in enumerate(GIVEN[:24])
    ]
    send(flat, *many, as_at=OCTOBER)
    # Fewer than half of the lines before: it waits for an officer's yes.
    waits = send(flat, PUPIL, *many[:3], as_at=JANUARY, yes=False, code=1)
    assert not waits["applied"]
    send(collect, replace(PUPIL, yssa="UNS"), *many, as_at=NOVEMBER)
    assert leaks(app, PUPIL) == []
    as_json("imports", "apply", waits["batch"], "--yes")
    send(listed, PUPIL, as_at=NOVEMBER)
    assert leaks(app, PUPIL) == []


def test_lines_that_wait_are_narrowed_when_a_no_becomes_known(
    app, send, tmp_path, load
) -> None:
    """A doubtful line of the school came before its No did."""
    known_by_name(tmp_path, load)
    doubtful = replace(PUPIL, number=4, given="Isolda", postcode="WN7 1AB", yssa="UNS")
    first = send(flat, doubtful, OTHER, as_at=OCTOBER)
    assert first["outcomes"]["possible"] == 1
    assert leaks(app, doubtful)
    no = send(flat, replace(PUPIL, number=3), OTHER, as_at=JANUARY)
    assert no["outcomes"]["restricted"] == 1
    assert leaks(app, doubtful) == []


def test_a_merge_and_its_undoing_leave_the_no_standing(
    app, send, people_of, as_json
) -> None:
    no = send(flat, PUPIL, OTHER, as_at=OCTOBER)
    restricted = people_of(no)[0]
    there = replace(PUPIL, number=3, given="Isa", family="Quennell-Marsh", yssa="")
    college = send(
        listed,
        replace(there, born=date(2009, 10, 11), postcode="WN2 3AB"),
        as_at=MAY,
        institution=COLLEGE,
        estab="8600",
    )
    (survivor,) = people_of(college)
    assert survivor != restricted
    as_json("people", "merge", survivor, restricted)
    assert as_json("people", "show", survivor)["identity"]["restricted"]
    again = send(flat, replace(PUPIL, yssa="UNS"), OTHER, as_at=JANUARY)
    assert leaks(app, PUPIL) == []
    (line, _) = as_json("imports", "show", again["batch"])["lines"]
    if line["outcome"] == "possible":  # the merged record has another birthday
        as_json("matching", "resolve", line["row"], "--person", survivor)
    assert leaks(app, PUPIL) == []
    as_json("people", "unmerge", survivor)
    assert as_json("people", "show", restricted)["identity"]["restricted"]
    assert not as_json("people", "show", survivor)["identity"]["restricted"]
    send(collect, replace(PUPIL, yssa="SNR"), OTHER, as_at=NOVEMBER)
    assert leaks(app, PUPIL) == []


def test_withdrawn_with_its_batch(app, send, people_of, as_json) -> None:
    no = send(flat, PUPIL, OTHER, as_at=OCTOBER)
    as_json("imports", "withdraw", no["batch"])
    send(flat, replace(PUPIL, yssa="UNS"), OTHER, as_at=NOVEMBER)
    (found,) = as_json("people", "find", PUPIL.given, PUPIL.family)
    assert not as_json("people", "show", found["person"])["identity"]["restricted"]


@pytest.mark.parametrize("yssa", ["Withheld", "MAYBE", "Yse"])
def test_an_odd_word_without_a_no(app, send, as_json, yssa) -> None:
    """The line itself is narrowed; only a word that means No restricts the pupil."""
    batch = send(flat, replace(PUPIL, yssa=yssa), OTHER, as_at=OCTOBER)
    assert leaks(app, PUPIL) == []
    (line, _) = as_json("imports", "show", batch["batch"])["lines"]
    who = as_json("people", "show", line["person"])["identity"]
    assert who["restricted"] is (yssa == "Withheld")


def test_an_unsought_pupil_loses_nothing(app, send) -> None:
    for number, (write, yssa) in enumerate(
        ((flat, "Unsought"), (collect, "Sought, no reply"), (flat, "sought,no reply"))
    ):
        one = Pupil(
            40 + number, f"Odile{'abc'[number]}", "Varley", date(2010, 2, 3 + number)
        )
        batch = send(write, replace(one, yssa=yssa), OTHER, as_at=OCTOBER)
        assert "restricted" not in batch["outcomes"]
        assert {name for name, _, _ in leaks(app, one)} == set(one.secrets)


def test_a_twin_of_a_restricted_pupil_loses_nothing(app, send) -> None:
    twin = replace(PUPIL, number=2, given="Peregrine", yssa="Yes")
    send(flat, PUPIL, twin, as_at=OCTOBER)
    send(flat, replace(PUPIL, yssa="UNS"), replace(twin, yssa="UNS"), as_at=NOVEMBER)
    assert {name for name, _, _ in leaks(app, twin)} >= {"upn", "uln", "email"}
    assert {name for name, _, _ in leaks(app, PUPIL)} <= {"ethnicity"}


def upload(app, tmp_path, pupils):
    """Uploads a census on the council's page and hands it to a worker."""
    (tmp_path / "page").mkdir(exist_ok=True)
    (file,) = flat(tmp_path / "page", pupils)
    folder = app.config["TRACKER"].var / "uploads"
    (kept,) = actions.intake.uploads.uploaded_files.keep(
        [("census.csv", io.BytesIO(file.read_bytes()))],
        folder=folder,
        act=act(by="test", at=AT, authority=AUTHORITY),
    )
    kept.feed, kept.as_at, kept.institution = "school-census", "2026-10-01", SCHOOL
    return actions.intake.uploads.uploaded_files.hand_over(
        kept, [], act=act(by="test", at=AT)
    )


def try_again(waits) -> None:
    """Its sender has it read again."""
    again = actions.intake.uploads.uploaded_files.hand_over(
        waits, [], act=act(by="test", at=AT)
    )
    actions.work.tasks.run(again.id, clock=lambda: AT, day=day_of)
    assert again.state == "done", again.problem


def delete(waits) -> None:
    """Its sender does not want it any more."""
    actions.intake.uploads.uploaded_files.throw_away(waits)


def wait_for_days(waits) -> None:
    """Its sender does nothing."""
    old = actions.intake.uploads.uploaded_files.throw_away_old
    assert old(at=AT + timedelta(days=7)) == 0
    assert old(at=AT + timedelta(days=7, seconds=1)) == 1


@pytest.mark.parametrize("end", [try_again, delete, wait_for_days])
def test_work_that_fails_keeps_the_file_encrypted_until_its_end(
    app, send, tmp_path, monkeypatch, end
) -> None:
    send(flat, PUPIL, OTHER, as_at=OCTOBER)
    later = replace(PUPIL, yssa="UNS")
    with app.app_context():
        task = upload(app, tmp_path, [later, OTHER])
        assert leaks(app, later), "it waits for the worker"

        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("a fault of the program")

        with monkeypatch.context() as failing:
            failing.setattr(actions.intake.load, "receive_files", fail)
            actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
        assert task.state == "failed"
        (waits,) = store.intake.uploads.waiting(within=authority_scope(AUTHORITY))
        (file,) = map(Path, waits.files)
        contents = file.read_bytes()
        assert not any(word.encode() in contents for word in later.secrets.values())
        # It is in no other place.
        assert {where for _, where, _ in leaks(app, later)} == {str(file)}
        end(waits)
        assert not file.exists()
    assert leaks(app, later) == []


def test_a_file_that_is_refused_leaves_no_word_of_its_pupils(
    app, send, tmp_path
) -> None:
    """Without headings the first line is a pupil, and the task keeps a sentence."""
    send(flat, PUPIL, OTHER, as_at=OCTOBER)
    later = replace(PUPIL, yssa="UNS")
    with app.app_context():
        task = upload(app, tmp_path, [later, OTHER])
        (path,) = task.arguments["files"]
        with waiting_files.opened([Path(path)]).open(Path(path)) as contents:
            lines = contents.read().splitlines()
        waiting_files.keep(io.BytesIO(b"\n".join(lines[1:])), Path(path))
        actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
        assert "it begins with a line that has values" in task.problem
    assert leaks(app, later) == []


def test_a_file_of_a_process_that_was_killed_is_swept(app, send, tmp_path) -> None:
    send(flat, PUPIL, OTHER, as_at=OCTOBER)
    later = replace(PUPIL, yssa="UNS")
    with app.app_context():
        task = upload(app, tmp_path, [OTHER])
        folder = app.config["TRACKER"].var / "uploads"
        lost = folder / "0123456789abcdef"
        lost.mkdir()
        flat(lost, [later])
        stray = folder / "stray.csv"
        stray.write_text(later.secrets["email"], encoding="utf-8")
        assert (
            actions.intake.uploads.uploaded_files.sweep(folder, at=datetime.now(tz=UTC))
            == 0
        )
        old = AT.timestamp() - 7200
        for each in (*folder.rglob("*"), folder):
            os.utime(each, (old, old))
        # Other tests of the same process may have left files, too.
        assert actions.intake.uploads.uploaded_files.sweep(folder, at=AT) >= 2
        assert not lost.exists() and not stray.exists()
        assert leaks(app, later) == []
        actions.work.tasks.run(task.id, clock=lambda: AT, day=day_of)
        assert task.state == "done", task.problem


def test_a_list_that_names_its_place_by_words_alone(
    app, send, tmp_path, as_json
) -> None:
    """No number shows who sent the list, so it may be the school's."""
    send(flat, PUPIL, OTHER, as_at=OCTOBER)
    row = person(1, PUPIL.born, given=PUPIL.given, family=PUPIL.family)
    row |= {"provider": "Testham High School", "upn": PUPIL.secrets["upn"]}
    file = provider_list(tmp_path / "words.csv", [{**row, "sex": "F"}])
    options = ("--as-at", NOVEMBER, "--new-sender", "Testham High School")
    assert as_json("imports", "load", "provider-enrolment", file, *options)["applied"]
    assert leaks(app, PUPIL) == []


@pytest.mark.parametrize("write", [flat, collect, listed])
def test_the_order_in_which_files_come_makes_no_difference(
    app, send, as_json, people_of, write
) -> None:
    """The list of a later day came first; the details of an earlier day stay."""
    earlier = replace(PUPIL, marks=5, yssa="UNS")
    first = send(flat, earlier, OTHER, as_at=MAY)
    later = send(write, replace(PUPIL, yssa="UNS"), OTHER, as_at=NOVEMBER)
    assert {"email", "form_group"} <= {name for name, _, _ in leaks(app, PUPIL)}
    send(flat, PUPIL, OTHER, as_at=OCTOBER)
    as_in_may = {"upn", "uln", "ethnicity"}
    assert {name for name, _, _ in leaks(app, PUPIL)} == as_in_may
    kept = {name for name, _, _ in leaks(app, earlier)}
    assert kept == set(earlier.secrets)
    (person, _) = people_of(first)
    who = as_json("people", "show", person)["identity"]
    assert who["restricted"] and who["upn"] == earlier.secrets["upn"]
    # It is the same pupil, still at the school, and no removed fact is left over.
    shown = as_json("imports", "show", later["batch"])["lines"][0]
    assert (shown["outcome"], shown["person"]) == ("restricted", person)
    as_json("imports", "withdraw", later["batch"])
    as_json("imports", "apply", later["batch"], "--yes")
    assert {name for name, _, _ in leaks(app, PUPIL)} == as_in_may
