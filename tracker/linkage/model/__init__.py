"""The Splink model: its weights, how they were trained, how good it is."""

from tracker.linkage.model import (
    invented_lists,
    scoring,
    second_process,
    splink_model,
    training,
)
