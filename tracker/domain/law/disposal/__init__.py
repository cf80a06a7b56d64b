"""Disposal: when a record is past its date, and what becomes of each table's rows."""

from tracker.domain.law.disposal import disposed_tables, due_days
