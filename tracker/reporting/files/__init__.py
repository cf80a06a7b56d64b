"""Writing files that spreadsheets open safely, PDF, and none that is half-written."""

from tracker.reporting.files import (
    listed_table,
    safe_text,
    shared_table,
    spreadsheets,
    transfer_file,
    typst_files,
    whole_files,
)
