"""The colour and shape of a position, the same on every page."""

from flask import Flask

from tracker import domain
from tracker.domain.history.position import Position
from tracker.domain.reference.activity import Activity

_BY_GROUP = {
    domain.reference.activity.COMPULSORY: "learn",
    domain.reference.activity.EDUCATION: "learn",
    domain.reference.activity.TRAINING: "train",
    domain.reference.activity.RE_ENGAGED: "train",
    domain.reference.activity.EMPLOYMENT: "work",
}


#: The word of each state.
WORDS = {
    "learn": "Learning",
    "train": "Training",
    "work": "Work",
    "neet": "NEET",
    "unknown": "Not known",
}


def state_of(position: Position | None) -> str:
    """Learn, train, work, neet or unknown; "" for a position drawn without colour."""
    if position is None:
        return ""
    return "unknown" if position.is_not_known else state_of_activity(position.activity)


def state_of_activity(doing: Activity) -> str:
    """The state of an activity by itself, whether it has lapsed or not."""
    if doing.is_not_known:
        return "unknown"
    if doing.participation_type == domain.reference.activity.APPRENTICE:
        return "train"
    return "neet" if doing.is_neet else _BY_GROUP.get(doing.group, "")


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        state_of=state_of, state_of_activity=state_of_activity, state_words=WORDS
    )
