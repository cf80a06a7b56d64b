"""How a position is drawn: by colour and shape, the same on every page."""

from flask import Flask

from tracker.domain import activity
from tracker.domain.position import Position

_BY_GROUP = {
    activity.COMPULSORY: "learn",
    activity.EDUCATION: "learn",
    activity.TRAINING: "train",
    activity.RE_ENGAGED: "train",
    activity.EMPLOYMENT: "work",
}


def state_of(position: Position | None) -> str:
    """Learn, train, work, neet or unknown; empty for what is drawn without colour."""
    if position is None:
        return ""
    if position.is_not_known:
        return "unknown"
    if position.is_neet:
        return "neet"
    return _BY_GROUP.get(position.activity.group, "")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["state_of"] = state_of
