"""The Splink model: its weights, its training, and the process that runs it."""

from tracker.linkage.model import (
    invented_lists,
    scoring,
    second_process,
    splink_model,
    training,
)
