"""Education, health and care plans: the tables of SEN2, and lists of a SEND team."""

from tracker.feeds.plans import columns, feed, plan_tables, plan_words
