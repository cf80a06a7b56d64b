"""flask cases: clocks from the command line, and what a command may not decide."""

from datetime import date

import pytest


def opened(flask, kind: str, received: str, *more: str) -> dict:
    words = ("cases", "open", kind, "All years", "--received", received, *more)
    return flask(*words, "--authority", "359", "--json").json


def event(flask, *words: object, code: int = 0):
    return flask("cases", "event", *words, "--authority", "359", "--json", code=code)


@pytest.mark.law("D-05", "D-14", "D-15")
@pytest.mark.parametrize(
    ("on", "kind", "received", "due"),
    [
        ("2027-02-01", "subject-access", "2027-01-31", "2027-03-01"),
        ("2028-02-01", "subject-access", "2028-01-31", "2028-02-29"),
        ("2028-03-01", "subject-access", "2028-02-29", "2028-03-29"),
        ("2026-11-26", "subject-access", "2026-11-25", "2026-12-29"),
        ("2026-11-24", "complaint", "2026-11-02", "2026-12-02"),
        ("2026-12-25", "breach", "2026-12-24T23:59+00:00", "2026-12-27"),
    ],
)
def test_the_clock_of_a_case(flask, clock, on, kind, received, due) -> None:
    clock.set(date.fromisoformat(on))
    case = opened(flask, kind, received)
    assert case["due_on"] == due
    shown = flask("cases", "show", case["case"], "--authority", "359", "--json").json
    assert shown["due_on"] == due and shown["labels"] == []
    assert "Information Commissioner" in shown["right_to_complain"][1]
    listed = flask("cases", "list", "--authority", "359", "--json").json
    assert [each["case"] for each in listed] == [case["case"]]


@pytest.mark.law("D-05")
def test_two_pauses_add_up_and_an_extension_is_counted_from_receipt(flask) -> None:
    opened(flask, "subject-access", "2026-11-04")
    for first, last in (("2026-11-06", "2026-11-09"), ("2026-11-20", "2026-11-24")):
        paused = event(flask, "SA-1", "pause", "--note", "Years?", "--on", first).json
        assert paused["due_on"] is None and paused["paused_since"] == first
        resumed = event(flask, "SA-1", "resume", "--on", last).json
    assert (resumed["paused_days"], resumed["due_on"]) == (7, "2026-12-11")
    longer = event(flask, "SA-1", "extend", "--months", "2", "--note", "Many").json
    assert longer["due_on"] == "2027-02-11"


@pytest.mark.law("D-05")
def test_after_the_first_month_no_extension_is_recorded(flask, clock) -> None:
    opened(flask, "subject-access", "2026-11-04")
    clock.set(date(2026, 12, 5))
    late = event(flask, "SA-1", "extend", "--note", "Many sources", code=2)
    assert "had to be informed of an extension by 4 December 2026" in late.err
    on_time = event(flask, "SA-1", "extend", "--note", "Many", "--on", "2026-12-04")
    assert on_time.json["due_on"] == "2027-02-04"


@pytest.mark.law("D-16")
def test_no_command_signs_a_decision(flask) -> None:
    request = (
        *("--organisation", "Probation", "--purpose", "Supervision", "--data", "Name"),
        *("--sensitivity", "Low", "--security", "Encrypted", "--retention", "A year"),
    )
    opened(flask, "third-party-request", "2026-11-20", *request)
    event(flask, "TP-1", "assessed", "--note", "Clear")
    for note in ("Fine", ""):
        words = ("TP-1", "decided", "--outcome", "approved", "--note", note)
        assert event(flask, *words, code=2).json["error"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("event", "SA-7", "pause", "--note", "x"), "There is no case SA-7"),
        (("show", "nonsense"), "There is no case nonsense"),
        (("open", "complaint", "x", "--received", "2026-12-24"), "after now"),
        (("open", "breach", "x", "--received", "2026-11-23"), "Enter the hour"),
        (("open", "objection", "x", "--received", "2026-11-23"), "Select what they"),
        (("open", "complaint", "x", "--received", "2011-01-01"), "too long ago"),
    ],
)
def test_a_mistake_is_one_sentence(flask, words, error) -> None:
    failed = flask("cases", *words, "--authority", "359", code=2)
    assert error in failed.err and failed.err.count("\n") == 1
