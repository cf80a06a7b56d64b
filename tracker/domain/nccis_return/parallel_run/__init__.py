"""The parallel run: another system's file of a month against our own return."""

from tracker.domain.nccis_return.parallel_run import (
    causes,
    compared_fields,
    comparing,
)
