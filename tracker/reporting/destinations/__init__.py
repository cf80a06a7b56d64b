"""The files and charts of an institution's leavers and their destinations."""

from tracker.reporting.destinations import (
    about,
    as_json,
    bar_chart,
    leaver_table,
    leavers_charts,
    workbook,
)
