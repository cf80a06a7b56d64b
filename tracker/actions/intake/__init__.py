"""A file on its way to evidence: received, matched, decided, applied, withdrawn."""

from tracker.actions.intake import (
    apply,
    consequences,
    decide_together,
    effect,
    file_tasks,
    interpret,
    late_restrictions,
    load,
    matching,
    moving_in,
    out_of_area,
    questions,
    receive,
    register,
    resolve,
    signals,
    unusual,
    uploads,
    waiting_files,
    way_in,
)
