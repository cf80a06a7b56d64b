"""The outcomes of lines and the effects of a batch, in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker import domain
from tracker.domain.reference.academic_year import say_date
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Outcome, Status
from tracker.wording.counts import expected_wrong_matches
from tracker.wording.effects import CHANGES


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its colour, and a sentence that explains it."""

    title: str
    colour: str
    about: str


OUTCOMES: Mapping[str, Label] = {
    Outcome.NEW: Label("New", "blue", "No person on record matched them."),
    Outcome.UPDATE: Label("Updated", "green", "They bring something new."),
    Outcome.NO_CHANGE: Label("Confirmed", "green", "We already knew this."),
    Outcome.CONFLICT: Label(
        "Conflict",
        "orange",
        "A better source has something else, so a question is raised.",
    ),
    Outcome.POSSIBLE: Label(
        "Doubtful", "yellow", "A decision is needed about who it is."
    ),
    Outcome.RESTRICTED: Label(
        "Restricted", "purple", "Only who they are and where they live is kept."
    ),
    Outcome.OUT_OF_AREA: Label(
        "Out of area", "grey", "They live in another authority and must be passed on."
    ),
    Outcome.INVALID: Label("Cannot be used", "red", "The sender has to fix it."),
}

#: Until a batch is applied, its lines have not been compared with the record.
FOUND = Label("Found", "green", "We know who they are.")

STATUSES: Mapping[str, Label] = {
    Status.RECEIVED: Label(
        "Received", "grey", "Its lines are kept but not matched yet."
    ),
    Status.MATCHED: Label(
        "Ready to apply", "yellow", "Nothing in it counts until you apply it."
    ),
    Status.APPLIED: Label("Applied", "green", "Its lines count."),
    Status.WITHDRAWN: Label("Withdrawn", "grey", "Its lines no longer count."),
}

#: Questions that a batch raises (store.people.records.identity_questions.Kind).
QUESTIONS: Mapping[str, str] = {
    "another source says otherwise": "another source says otherwise",
    "not on the complete roll": "no longer on the complete roll",
    "another name, date of birth or sex": "another surname, date of birth or sex",
}

DONE: Mapping[str, str] = {
    Action.IMPORT_RECEIVED: "Received",
    Action.IMPORT_MATCHED: "Matched",
    Action.IMPORT_APPLIED: "Applied",
    Action.IMPORT_WITHDRAWN: "Withdrawn",
    Action.IMPORT_QUESTION_ANSWERED: "Question answered",
    Action.REGISTER_LOADED: "Loaded and applied",
    Action.REGISTER_RECEIVED: "Received",
    Action.REGISTER_APPLIED: "Applied",
    Action.REGISTER_APPLIED_AGAIN: "Applied again",
    Action.REGISTER_WITHDRAWN: "Withdrawn",
    Action.PROBLEMS_DOWNLOADED: "Problems downloaded",
}

WORKING: Mapping[str, str] = {
    "take in": "Importing",
    "match": "Matching",
    "preview": "Working out what applying would do",
    "apply": "Applying",
    "withdraw": "Withdrawing",
}


def noun_of(feed: str) -> str:
    """The noun for a file of a kind, within a sentence: a school census."""
    return FEEDS[feed].noun


def feed_title(name: str | None) -> str:
    """The title of a kind of file."""
    if name is None or name not in FEEDS:
        return "Unknown file"
    return FEEDS[name].title


def outcome(name: str | None, status: str) -> Label:
    """An outcome in words; before a batch is applied, a match is only a match."""
    if name is None:
        return Label("Not matched yet", "grey", "It has not been matched.")
    if name == Outcome.NO_CHANGE and status != Status.APPLIED:
        return FOUND
    return OUTCOMES[name]


def filters(counts: Mapping[str, int], status: str) -> list[tuple[str, str, int]]:
    """(outcome, its title, lines), the most important first."""
    return [
        (str(name), outcome(name, status).title, counts[name])
        for name in OUTCOMES
        if counts.get(name)
    ]


def changes(counted: Mapping[str, int], *, done: bool) -> list[tuple[str, int, str]]:
    """(word, how many young people, what happens to them), most important first."""
    return [
        (word, counted[word], CHANGES[word][int(done)])
        for word in CHANGES
        if counted.get(word)
    ]


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


def of_field(field: str, value: str) -> str:
    """The value of a field in a record (linkage.comparing.differences), in words."""
    if not value:
        return ""
    if field == "Date of birth":
        return say_date(date.fromisoformat(value))
    if (
        field == "Sex"
        and (code := domain.reference.codes.GENDERS.get(value)) is not None
    ):
        return code.title
    return value


def wrong(expected: float, automatic: int) -> str:
    """How many matches of a file are expected to be wrong."""
    return expected_wrong_matches(expected, automatic)


def read_as(batch: ImportBatch) -> str:
    """The kind of file, and its layout where the kind has several."""
    title = feed_title(batch.feed)
    return title if batch.layout == "list" else f"{title}: {batch.layout}"
