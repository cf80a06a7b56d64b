"""The parallel run: their file of a month against the return that we would make."""

from tracker.actions.nccis_return.parallel_run import (
    as_workbook,
    compare_task,
    day_of_evidence,
    one_sided,
    own_records,
    run_comparison,
    their_records,
)
