"""Writing files that spreadsheets open safely, and that are never half-written."""

from tracker.reporting.files import safe_text, spreadsheets, whole_files
