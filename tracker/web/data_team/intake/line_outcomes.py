"""The outcomes of lines and the effects of a batch, in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.reference import tables
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Outcome, Status
from tracker.wording import effects
from tracker.wording.counts import expected_wrong_matches


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its colour, and a sentence that explains it."""

    title: str
    colour: str
    about: str


#: What a label is of: its values are checked when the table is read.
_VALUES = {
    "outcome": Outcome,
    "signal": Outcome,
    "status": Status,
    "action": Action,
    "task": str,
}


def _label(row: dict[str, str]) -> tuple[str, str, Label]:
    value = _VALUES[row["of"]](row["value"])
    return row["of"], value, Label(row["title"], row["colour"], row["about"])


def _labels(of: str) -> dict[str, Label]:
    return {value: label for group, value, label in _LABELS if group == of}


_LABELS = tables.read(Path(__file__).with_name("line_outcomes.csv"), _label)
#: The most important first.
OUTCOMES = _labels("outcome")
#: Those of a list that is no evidence, where they mean something else.
SIGNALS = _labels("signal")
STATUSES = _labels("status")
#: What was done with a batch, and the work on one, in words.
DONE = {action: label.title for action, label in _labels("action").items()}
WORKING = {task: label.title for task, label in _labels("task").items()}

#: Until a batch is applied, its lines have not been compared with the record.
FOUND = Label("Found", "green", "We know who they are.")

#: Questions that a batch raises (store.people.records.identity_questions.Kind), where
#: the page has other words for one.
QUESTIONS: Mapping[str, str] = {
    "not on the complete roll": "no longer on the complete roll",
    "another name, date of birth or sex": "another surname, date of birth or sex",
}


def noun_of(feed: str) -> str:
    """The noun for a file of a kind, within a sentence: a school census."""
    return FEEDS[feed].noun


def feed_title(name: str | None) -> str:
    """The title of a kind of file."""
    if name is None or name not in FEEDS:
        return "A kind of list that is not known here now"
    return FEEDS[name].title


def outcome(name: str | None, status: str, *, signal: bool = False) -> Label:
    """An outcome in words; before a batch is applied, a match is only a match.

    ``signal``: the batch is no evidence.
    """
    if name is None:
        return Label("Not matched yet", "grey", "It has not been matched.")
    if signal and name in SIGNALS:
        return SIGNALS[name]
    if name == Outcome.NO_CHANGE and status != Status.APPLIED:
        return FOUND
    return OUTCOMES[name]


def filters(
    counts: Mapping[str, int], status: str, *, signal: bool = False
) -> list[tuple[str, str, int]]:
    """(outcome, its title, lines), the most important first."""
    return [
        (str(name), outcome(name, status, signal=signal).title, counts[name])
        for name in OUTCOMES
        if counts.get(name)
    ]


def changes(counted: Mapping[str, int], *, done: bool) -> list[tuple[str, int, str]]:
    """(word, how many young people, what happens to them), most important first."""
    return [
        (word, counted[word], effects.CHANGES[word][int(done)])
        for word in effects.CHANGES
        if counted.get(word)
    ]


def brought(effect: Mapping[str, Any], *, done: bool) -> list[str]:
    """What the lines bring, in a sentence; none in an effect stored without it."""
    return list(effects.brought(effect.get("brings", {}), done=done))


def next_step(batch: ImportBatch, doubtful: int, *, with_sender: bool) -> str:
    """The next step of the data team with a batch, or "" if there is none."""
    if batch.status == Status.WITHDRAWN:
        return ""
    if with_sender:
        return "The sender is still checking it"
    if batch.status == Status.RECEIVED:
        return "Match it"
    lines = f"{doubtful:,} doubtful {'line' if doubtful == 1 else 'lines'}"
    if batch.status == Status.MATCHED:
        return f"Decide {lines}, then apply" if doubtful else "Check it and apply"
    return f"Decide {lines}" if doubtful else ""


def wrong(expected: float, automatic: int) -> str:
    """How many matches of a file are expected to be wrong."""
    return expected_wrong_matches(expected, automatic)


def read_as(batch: ImportBatch) -> str:
    """The kind of file, and its layout where the kind has several."""
    title = feed_title(batch.feed)
    return title if batch.layout == "list" else f"{title}: {batch.layout}"
