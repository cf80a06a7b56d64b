"""Records of one person: merged, reported to DfE once, and separated again whole."""

from datetime import UTC, date, datetime

import pytest

from tests.acts import act
from tests.factories import COLLEGE, OTHER_COLLEGE, person, provider_list, register
from tracker import actions
from tracker.access import authority_scope
from tracker.refusal import Refusal
from tracker.store.accounts.audit import AuditLine

OCTOBER = date(2026, 10, 9)


@pytest.fixture
def three(tmp_path, load, as_json):
    """Three records that are one person, each from a list of its own."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    rows = [
        person(1),
        {**person(2), "start": "14/09/2026"},
        {**person(3), "start": "01/10/2026"},
    ]
    for place, row in enumerate(rows):
        file = provider_list(tmp_path / f"list{place}.csv", [row])
        sender = OTHER_COLLEGE if place == 2 else COLLEGE
        load("provider-enrolment", file, institution=sender, as_at=OCTOBER)
    numbers = [as_json("people", "find", row["upn"])[0]["person"] for row in rows]
    assert len(set(numbers)) == 3
    return numbers


def histories(as_json, numbers):
    return [
        as_json("people", "show", number, "--on", "2026-11-30") for number in numbers
    ]


def stored(everything):
    """The stored details and positions of people."""
    held = everything()
    return held["people"], held["positions"], held["facts"], held["evidence"]


def test_three_become_one(three, as_json) -> None:
    first, second, third = three
    done = as_json("people", "merge", "--yes", first, second, third)
    assert done == {"person": first, "merged": [second, third]}
    whole = as_json("people", "show", first)
    assert len(whole["identity"]["former_upns"]) == 2
    assert [spell["institution"] for spell in whole["spells"]] == [
        f"urn:{COLLEGE}",
        f"urn:{OTHER_COLLEGE}",
    ]
    for number in (second, third):
        shown = as_json("people", "show", number)
        assert shown["person"] == first
        assert shown["merged_into"] == first
        assert shown["spells"] == whole["spells"]


def test_a_merged_person_is_found_by_the_names_of_every_record(three, as_json) -> None:
    as_json("people", "merge", "--yes", *three)
    for number in (1, 2, 3):
        (found,) = as_json("people", "find", person(number)["upn"])
        assert found["person"] == three[0]


def test_separating_restores_every_record_exactly(three, as_json, everything) -> None:
    before_rows, before = stored(everything), histories(as_json, three)
    as_json("people", "merge", "--yes", *three)
    assert stored(everything) != before_rows
    assert as_json("people", "unmerge", three[0])["restored"] == three[1:]
    assert histories(as_json, three) == before
    assert stored(everything) == before_rows


def test_two_merges_are_undone_one_after_the_other(three, as_json, everything) -> None:
    first, second, third = three
    start = stored(everything)
    as_json("people", "merge", "--yes", second, third)
    between = stored(everything)
    as_json("people", "merge", "--yes", first, second)
    assert as_json("people", "show", third)["person"] == first
    assert as_json("people", "unmerge", first)["restored"] == [second]
    assert as_json("people", "show", third)["person"] == second
    assert stored(everything) == between
    as_json("people", "unmerge", second)
    assert stored(everything) == start


def test_a_batch_applied_again_is_evidence_of_the_merged_person(three, as_json) -> None:
    """It was matched with a record that has since been merged into another."""
    first, second, third = three
    as_json("people", "merge", "--yes", first, second, third)
    whole_before = as_json("people", "show", first)
    batch = as_json("imports", "list")[0]["batch"]
    as_json("imports", "withdraw", batch)
    assert len(as_json("people", "show", first)["spells"]) == 1
    as_json("imports", "apply", batch)
    whole = as_json("people", "show", first)
    assert whole["position"] == whole_before["position"]
    assert [s["starts"] for s in whole["spells"]] == [
        s["starts"] for s in whole_before["spells"]
    ]


def test_a_line_matched_before_a_merge_is_applied_after_it(
    three, as_json, tmp_path, inside
) -> None:
    from datetime import UTC, datetime

    from tracker import actions
    from tracker.domain.reference.institution import InstitutionRef
    from tracker.feeds.registry import FEEDS

    first, second, _ = three
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    file = provider_list(tmp_path / "next.csv", [{**person(2), "start": "02/11/2026"}])
    batch = actions.intake.receive.receive(
        FEEDS["provider-enrolment"],
        [file],
        act=act(by="test", at=at, authority="359"),
        institution=InstitutionRef(urn=OTHER_COLLEGE),
        as_at=date(2026, 11, 20),
        complete=False,
    )
    actions.intake.matching.match.match(batch, act=act(by="test", at=at))
    as_json("people", "merge", "--yes", first, second)
    actions.intake.apply.apply(batch, act=act(by="test", at=at, on=at.date()))
    shown = as_json("people", "show", first)
    assert shown["position"]["institution"] == f"urn:{OTHER_COLLEGE}"


def test_questions_of_every_record_are_shown(three, as_json, tmp_path, load) -> None:
    first, second, _ = three
    file = provider_list(tmp_path / "complete.csv", [person(1)])
    load(
        "provider-enrolment",
        file,
        institution=COLLEGE,
        as_at=date(2026, 11, 6),
        complete=True,
    )
    assert as_json("people", "show", second)["questions"]
    as_json("people", "merge", "--yes", first, second)
    assert as_json("people", "show", first)["questions"]


def test_the_loser_is_returned_once_with_the_status_of_a_duplicate(
    three, as_json, tmp_path, clock
) -> None:
    from xml.etree import ElementTree as ET

    clock.set(date(2026, 11, 24))
    as_json("people", "merge", "--yes", *three)
    clock.set(date(2026, 12, 1))

    def statuses(period: str) -> list[str]:
        made = as_json(
            "returns", "prepare", "--period", period, "--out", tmp_path / period
        )
        tree = ET.parse(made["file"])
        return sorted(each.text or "" for each in tree.iter("CohortStatus"))

    assert statuses("2026-11") == ["M", "M", "P"]
    assert statuses("2026-12") == ["P"]
    assert statuses("2026-10") == ["P"]


def test_a_merge_undone_leaves_no_duplicate_in_the_return(
    three, as_json, tmp_path
) -> None:
    as_json("people", "merge", "--yes", *three)
    as_json("returns", "prepare", "--period", "2026-11", "--out", tmp_path)
    as_json("people", "unmerge", three[0])
    made = as_json("returns", "prepare", "--period", "2026-11", "--out", tmp_path)
    assert made["records"] == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("merge", 1, 1), "A record cannot be merged with itself."),
        (("merge", 1, 999), "There is no young person 999."),
        (("merge", 999, 1), "There is no young person 999."),
        (("unmerge", 1), "No record was merged into young person 1."),
        (("unmerge", 999), "There is no young person 999."),
    ],
)
def test_records_that_cannot_be_merged_are_refused(
    three, flask, everything, words, says
) -> None:
    before = everything()
    assert flask("people", *words, code=2).err.strip() == says
    assert everything() == before


def test_a_record_that_was_merged_is_not_merged_again(three, as_json, flask) -> None:
    first, second, third = three
    as_json("people", "merge", "--yes", first, second)
    assert (
        flask("people", "merge", third, second, code=2).err.strip()
        == f"Record {second} has already been merged into young person {first}."
    )


def test_a_question_raised_later_was_not_known_before(
    three, as_json, tmp_path, load, clock
) -> None:
    """It is raised on 27 November, as at the 6th, about a record merged since."""
    first, second, _ = three
    clock.set(date(2026, 11, 27))
    load(
        *("provider-enrolment", provider_list(tmp_path / "all.csv", [person(1)])),
        institution=COLLEGE,
        as_at=date(2026, 11, 6),
        complete=True,
    )
    as_json("people", "merge", "--yes", first, second)
    answers = {
        moment: len(as_json("people", "show", first, *moment)["questions"])
        for moment in (
            (),
            ("--known-at", "2026-11-27"),
            ("--known-at", "2026-11-26"),
            ("--known-at", "2026-11-06"),
        )
    }
    assert list(answers.values()) == [1, 1, 0, 0]


def test_questions_of_a_moment_are_those_of_batches_that_counted_then(
    three, as_json, app, tmp_path, load, clock
) -> None:
    from datetime import UTC, datetime

    from tracker import store

    clock.set(date(2026, 11, 27))
    load(
        *("provider-enrolment", provider_list(tmp_path / "all.csv", [person(1)])),
        institution=COLLEGE,
        as_at=date(2026, 11, 6),
        complete=True,
    )
    with app.app_context():
        open_ = [
            len(store.people.identity_questions.of(three[1], known_at=moment))
            for moment in (
                None,
                datetime(2026, 11, 28, tzinfo=UTC),
                datetime(2026, 11, 27, tzinfo=UTC),
            )
        ]
    assert open_ == [1, 1, 0]


WITHIN, NOW = authority_scope("359"), datetime(2026, 11, 24, 9, tzinfo=UTC)
BY = {"within": WITHIN, "act": act("me", NOW)}


def test_two_merges_at_once_do_not_merge_each_into_the_other(three, at_once) -> None:
    a, b, _ = three
    came = at_once(
        lambda: actions.people.merging.merge(a, [b], **BY),
        lambda: actions.people.merging.merge(b, [a], **BY),
    )
    assert sum(isinstance(each, Refusal) for each in came) == 1, came


def test_a_merge_is_undone_once_however_often_it_is_clicked(
    three, as_json, at_once
) -> None:
    as_json("people", "merge", "--yes", *three)
    came = at_once(*[lambda: actions.people.merging.unmerge(three[0], **BY)] * 3)
    assert [each for each in came if isinstance(each, list)] == [sorted(three[1:])]
    assert sum(isinstance(each, Refusal) for each in came) == 2, came


def test_records_that_contradict_are_not_merged_without_a_reason(
    three, everything, app
) -> None:
    before = everything()
    with (
        app.app_context(),
        pytest.raises(actions.people.merging.Contradicting, match="birth"),
    ):
        actions.people.merging.merge(three[0], three[1:2], **BY, because="  ")
    assert everything() == before


def test_the_reason_is_kept_with_the_merge_and_not_in_the_audit(three, app) -> None:
    reason = "Their mother says so."
    with app.app_context():
        merge = actions.people.merging.merge(three[0], three[1:2], **BY, because=reason)
        assert merge.because == reason
        assert all(
            reason not in str(line.detail)
            for line in actions.people.merging.db.session.query(AuditLine)
        )


def identity(as_json, number):
    return as_json("people", "show", number)["identity"]


def test_an_officer_chooses_the_names_and_the_date_of_birth_to_keep(
    three, as_json
) -> None:
    first, second, third = three
    before = [identity(as_json, each) for each in three]
    as_json(
        *("people", "merge", "--yes", first, second, third),
        *("--names-of", second, "--born-of", third),
    )
    now = identity(as_json, first)
    assert (now["given"], now["family"]) == (before[1]["given"], before[1]["family"])
    assert now["born"] == before[2]["born"]
    assert as_json("identity", "list") == [], "what was chosen raises no question"
    assert {f"{each['given']} {each['family']}" for each in before} <= {
        f"{now['given']} {now['family']}",
        *now["other_names"],
    }


def test_separating_withdraws_the_choice(three, as_json, everything) -> None:
    before = stored(everything)[:2]
    as_json(
        *("people", "merge", "--yes", *three),
        *("--names-of", three[2], "--born-of", three[1]),
    )
    as_json("people", "unmerge", three[0])
    assert stored(everything)[:2] == before


def test_a_record_that_is_not_merged_cannot_be_chosen(three, flask) -> None:
    refused = flask(
        *("people", "merge", "--yes", *three[:2], "--names-of", three[2]), code=2
    )
    assert "must be those of a record that is merged" in refused.err
