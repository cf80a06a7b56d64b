"""What lists of pupils and students have in common: being on roll, or not."""

from tracker.feeds.rolls import blank_status, columns_by_cells, enrolment_status
