"""Files, archives, workbooks and XML as streams of rows, without trust."""

from tracker.feeds.reading import (
    archives,
    markup_tables,
    old_office,
    open_files,
    refusals,
    sources,
    spreadsheets,
    text_tables,
    workbooks,
    xml_limits,
    xml_records,
)
