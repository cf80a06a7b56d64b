"""The details that the return adds to a position."""

from tracker.domain.nccis_return import (
    answered,
    parallel_run,
    return_details,
    sealed_columns,
)
