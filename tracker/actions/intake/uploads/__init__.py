"""Files uploaded on a page, and lists that institutions send themselves."""

from tracker.actions.intake.uploads import (
    file_groups,
    file_names,
    saved_files,
    sender_columns,
    sendings,
    sent_lines,
    typed_lists,
    uploaded_files,
    which_list,
)
