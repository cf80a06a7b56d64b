"""Workbooks about the monthly return."""

from tracker.reporting.nccis_return import parallel_workbook
