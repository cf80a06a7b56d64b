"""Files that come by a page, and lists that institutions send."""

from tracker.actions.intake.uploads import (
    file_names,
    sender_columns,
    sendings,
    sent_lines,
    uploaded_files,
)
