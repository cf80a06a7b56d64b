"""What an institution takes away about its leavers."""

from tracker.reporting.destinations import (
    about,
    as_json,
    bar_chart,
    leaver_table,
    leavers_charts,
    workbook,
)
