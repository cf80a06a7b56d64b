"""Frames, charts, workbooks and PDF of figures that may be shown."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.reporting import (
        destinations,
        documents,
        files,
        nccis_return,
        panels,
        published,
        releases,
        reports,
        year,
    )
else:
    __getattr__ = by_name(__name__)
