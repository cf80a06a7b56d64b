"""What DfE sends back after a monthly return: errors, duplicates, claims."""

from tracker.feeds.return_answers import answer_columns, answer_records, feed
