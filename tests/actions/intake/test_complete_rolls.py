"""A complete roll raises questions about those who are not on it, and ends nothing."""

from datetime import date

import pytest

from tests.factories import (
    COLLEGE,
    OTHER_COLLEGE,
    people,
    person,
    provider_list,
    register,
)

ABSENT = "not on the complete roll"


@pytest.fixture
def college(tmp_path, load, clock):
    """Sends the college's list of a day, loaded on that day or another."""
    load("establishments", register(tmp_path / "edubasealldata.csv"))
    sent = []

    def send(rows, as_at: date, *, complete=True, on=None, institution=COLLEGE, **how):
        sent.append(rows)
        clock.set(on or as_at)
        file = provider_list(tmp_path / f"list{len(sent)}.csv", rows)
        return load(
            "provider-enrolment",
            file,
            institution=institution,
            as_at=as_at,
            complete=complete,
            **how,
        )

    return send


@pytest.fixture
def questions_about(as_json):
    """The numbers of the invented people whose absence from a roll is a question."""

    def ask(rows) -> set[str]:
        found = set()
        for row in rows:
            (one,) = as_json("people", "find", row["upn"])
            shown = as_json("people", "show", one["person"])
            if any(each["kind"] == ABSENT for each in shown["questions"]):
                found.add(row["upn"])
        return found

    return ask


def test_a_missing_name_raises_a_question(college, questions_about) -> None:
    rows = people(4)
    college(rows, date(2026, 10, 9))
    college(rows[1:], date(2026, 11, 6))
    assert questions_about(rows) == {rows[0]["upn"]}


def test_the_batch_lists_the_missing_people(college, as_json, flask) -> None:
    rows = people(4)
    college(rows, date(2026, 10, 9))
    batch = college(rows[1:], date(2026, 11, 6))["batch"]
    (one,) = as_json("people", "find", rows[0]["upn"])
    missing = as_json("imports", "show", batch)["raised"]
    assert missing == [{"person": one["person"], "question": ABSENT}]
    shown = flask("imports", "show", batch).out
    assert f"1 question: {ABSENT}: young people {one['person']}" in shown


def test_no_activity_is_ended(college, as_json) -> None:
    rows = people(2)
    college(rows, date(2026, 10, 9))
    (one,) = as_json("people", "find", rows[0]["upn"])
    before = as_json("people", "show", one["person"], "--on", "2026-11-20")
    college(rows[1:], date(2026, 11, 6))
    after = as_json("people", "show", one["person"], "--on", "2026-11-20")
    assert after["position"] == before["position"]
    assert after["spells"] == before["spells"]


def test_an_incomplete_list_raises_no_question(college, questions_about) -> None:
    rows = people(4)
    college(rows, date(2026, 10, 9))
    college(rows[1:], date(2026, 11, 6), complete=False)
    assert questions_about(rows) == set()


def test_a_question_is_as_at_the_day_of_the_list(college, questions_about) -> None:
    """A student who came after that day cannot be on it."""
    early, late = person(1), person(2, start="02/11/2026")
    college([early], date(2026, 10, 9))
    college([late], date(2026, 11, 6), complete=False)
    college([early], date(2026, 10, 23), on=date(2026, 11, 10), yes=True)
    assert questions_about([early, late]) == set()


def test_an_early_enrolment_missing_later_raises_a_question(college, questions_about):
    """The student enrolled in July for September, and is not on the roll of October."""
    rows = people(3)
    college(rows, date(2026, 7, 10), complete=False)
    college(rows[:2], date(2026, 10, 9))
    assert questions_about(rows) == {rows[2]["upn"]}


def test_a_person_who_has_left_raises_no_question(college, questions_about) -> None:
    rows = people(2)
    college(rows, date(2026, 10, 9))
    college([{**rows[0], "end": "30/10/2026"}], date(2026, 11, 2), complete=False)
    college(rows[1:], date(2026, 11, 6))
    assert questions_about(rows) == set()


def test_a_newer_place_elsewhere_raises_no_question(college, questions_about) -> None:
    rows = people(2)
    college(rows, date(2026, 10, 9))
    moved = {**rows[0], "start": "02/11/2026"}
    college([moved], date(2026, 11, 4), institution=OTHER_COLLEGE, complete=False)
    college(rows[1:], date(2026, 11, 6))
    assert questions_about(rows) == set()


def test_last_years_leavers_raise_no_question_each_autumn(
    college, questions_about
) -> None:
    """Their activity has lapsed: they are not known, and are contacted as such."""
    old, new = person(1, date(2008, 10, 1)), person(2)
    college([{**old, "start": "08/09/2025"}], date(2026, 6, 12))
    college([new], date(2026, 10, 9))
    assert questions_about([old, new]) == set()


def test_withdrawing_closes_the_questions(college, questions_about, as_json) -> None:
    rows = people(2)
    college(rows, date(2026, 10, 9))
    batch = college(rows[1:], date(2026, 11, 6))
    as_json("imports", "withdraw", batch["batch"])
    assert questions_about(rows) == set()
    as_json("imports", "apply", batch["batch"])
    assert questions_about(rows) == {rows[0]["upn"]}


def test_the_effect_is_compared_with_the_positions_before(college) -> None:
    """No positions were made in between, but those who stay are not new."""
    rows = people(4)
    first = college(rows, date(2026, 10, 9))
    assert first["changes"] == {"new": 4}
    left = {**rows[0], "end": "30/10/2026"}
    second = college([left, *rows[1:], person(9)], date(2026, 11, 6))
    assert second["changes"] == {"confirmed": 3, "lost": 1, "new": 1}


def test_a_lapsed_person_counts_as_found(college) -> None:
    row = person(1, date(2008, 10, 1), start="08/09/2025")
    college([row], date(2026, 6, 12))
    again = college([{**row, "start": "07/09/2026"}], date(2026, 10, 9))
    assert again["changes"] == {"found": 1}


class TestUnlikeLastTime:
    """A file that would do something unusual is not applied until a user agrees."""

    def test_half_the_lines_are_missing(self, college, as_json, everything) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        answer = college(rows[:10], date(2026, 11, 6), yes=False, code=1)
        assert not answer["applied"]
        assert as_json("imports", "show", answer["batch"])["status"] == "matched"
        (one,) = as_json("people", "find", rows[0]["upn"])
        shown = as_json("people", "show", one["person"])
        assert shown["position"]["verified"] == "2026-10-09"

    def test_it_says_why(self, college, flask, tmp_path, clock) -> None:
        rows = people(30)
        first = college(rows, date(2026, 10, 9))
        clock.set(date(2026, 11, 6))
        file = provider_list(tmp_path / "short.csv", rows[:10])
        answer = flask(
            *("imports", "load", "provider-enrolment", file),
            *("--institution", COLLEGE, "--as-at", "2026-11-06", "--complete"),
            code=1,
        )
        assert answer.err == (
            "Unusual: It has 10 lines; the last one from this "
            f"sender, batch {first['batch']}, had 30.\nUnusual: It would raise 20 "
            "questions about young people who are not on it any more.\nIt was not "
            "applied. Add --yes to apply it.\n"
        )
        assert "not applied" in answer.out

    def test_with_yes_it_is_applied(self, college) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        assert college(rows[:10], date(2026, 11, 6), yes=True)["applied"]

    def test_the_same_command_with_yes_applies_what_waits(
        self, college, as_json
    ) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        waits = college(rows[:10], date(2026, 11, 6), yes=False, code=1)
        assert (
            college(rows[:10], date(2026, 11, 6), yes=True)["batch"] == (waits["batch"])
        )
        assert as_json("imports", "show", waits["batch"])["applied"]

    def test_imports_apply_raises_the_same_question(
        self, college, as_json, flask
    ) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        waits = college(rows[:10], date(2026, 11, 6), yes=False, code=1)["batch"]
        assert flask("imports", "apply", waits, code=1).err.startswith("Unusual: ")
        assert as_json("imports", "preview", waits, code=1)["alarms"]
        assert as_json("imports", "apply", waits, "--yes")["applied"]

    def test_a_quarter_would_be_lost(self, college) -> None:
        rows = people(24)
        college(rows, date(2026, 10, 9))
        gone = [{**row, "end": "30/10/2026"} for row in rows[:8]]
        answer = college([*gone, *rows[8:]], date(2026, 11, 6), yes=False, code=1)
        assert not answer["applied"]

    def test_starters_and_leavers_are_not_compared_with_everybody(
        self, college
    ) -> None:
        rows = people(60)
        college(rows[:40], date(2026, 10, 9), complete=False)
        college(rows[40:], date(2026, 10, 16), complete=False)
        gone = [{**row, "end": "30/10/2026"} for row in rows[:9]]
        listed = [*gone, *rows[9:11]]
        assert college(listed, date(2026, 11, 6), complete=False, yes=False)["applied"]
        assert college(rows[9:], date(2026, 11, 13), yes=False)["applied"]

    def test_leavers_alone_are_lost_without_an_alarm(self, college) -> None:
        rows = people(24)
        college(rows, date(2026, 10, 9))
        gone = [{**row, "end": "30/10/2026"} for row in rows]
        assert college(gone, date(2026, 11, 6), complete=False, yes=False)["applied"]

    def test_a_few_lost_are_usual(self, college) -> None:
        rows = people(24)
        college(rows, date(2026, 10, 9))
        gone = [{**row, "end": "30/10/2026"} for row in rows[:3]]
        assert college([*gone, *rows[3:]], date(2026, 11, 6), yes=False)["applied"]

    def test_an_older_complete_list(self, college) -> None:
        rows = people(3)
        college(rows, date(2026, 11, 6))
        answer = college(
            rows, date(2026, 10, 9), on=date(2026, 11, 7), yes=False, code=1
        )
        assert not answer["applied"]

    def test_another_senders_lists_are_not_compared(self, college) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        few = people(3, first=60)
        assert college(few, date(2026, 11, 6), institution=OTHER_COLLEGE, yes=False)[
            "applied"
        ]

    def test_a_preview_keeps_nothing(self, college, as_json, everything) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        waits = college(rows[:10], date(2026, 11, 6), yes=False, code=1)["batch"]
        before = everything()
        effect = as_json("imports", "preview", waits, code=1)
        assert everything() == before
        assert effect["outcomes"] == {"matched-no-change": 10}
        assert effect["changes"] == {"confirmed": 10}
        assert effect["raised"] == {ABSENT: 20}

    def test_a_list_of_a_few_in_between_is_not_the_last_complete_one(
        self, college
    ) -> None:
        """Thirty, then three who started since, then thirty again: nothing unusual."""
        rows = people(30)
        college(rows, date(2026, 10, 9))
        college(people(3, first=60), date(2026, 10, 23), complete=False)
        every = [*rows, *people(3, first=60)]
        assert college(every, date(2026, 11, 6), yes=False)["applied"]

    def test_a_short_complete_list_is_noticed_though_a_short_one_came_between(
        self, college, as_json
    ) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9))
        starters = people(8, first=60)
        college(starters, date(2026, 10, 23), complete=False)
        answer = college(rows[:8], date(2026, 11, 6), yes=False, code=1)
        assert not answer["applied"]
        alarms = as_json("imports", "preview", answer["batch"], code=1)["alarms"]
        assert any("had 30" in alarm for alarm in alarms)


class TestTrainingProvider:
    """A provider that no register knows, and that goes by its UKPRN alone."""

    UKPRN = "10066666"

    def test_a_missing_name_raises_a_question(self, college, questions_about) -> None:
        rows = people(4)
        for day, listed in ((date(2026, 10, 9), rows), (date(2026, 11, 6), rows[1:])):
            college(listed, day, institution=self.UKPRN)
        assert questions_about(rows) == {rows[0]["upn"]}

    def test_also_where_the_rows_name_it_themselves(
        self, college, questions_about
    ) -> None:
        rows = [{**row, "ukprn": self.UKPRN} for row in people(4)]
        for day, listed in ((date(2026, 10, 9), rows), (date(2026, 11, 6), rows[1:])):
            college(listed, day, institution=self.UKPRN)
        assert questions_about(rows) == {rows[0]["upn"]}

    def test_those_of_another_provider_are_not(self, college, questions_about) -> None:
        rows = people(4)
        college(rows[:2], date(2026, 10, 9), institution=self.UKPRN)
        college(rows[2:], date(2026, 11, 6), institution="10066667")
        assert questions_about(rows) == set()

    def test_a_short_list_is_unlike_the_last(self, college) -> None:
        rows = people(30)
        college(rows, date(2026, 10, 9), institution=self.UKPRN)
        answer = college(
            rows[:10], date(2026, 11, 6), institution=self.UKPRN, yes=False, code=1
        )
        assert not answer["applied"]
