"""The details that the return adds to a position."""

from tracker.domain.nccis_return import return_details, sealed_columns
