"""Frames, charts, workbooks and PDF of figures that may be shown."""

from tracker.reporting import (
    destinations,
    documents,
    files,
    panels,
    published,
    releases,
    reports,
    year,
)
