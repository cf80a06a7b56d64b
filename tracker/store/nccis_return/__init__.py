"""Runs of the return: their steps, issues and changes; and activity surveys."""

from tracker.store.nccis_return import (
    parallel_runs,
    return_answers,
    run_changes,
    run_issues,
    run_steps,
    runs,
    surveys,
)
