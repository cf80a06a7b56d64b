"""Files that are safe to open and are whole or not there."""

from tracker.reporting.files import safe_text, whole_files
