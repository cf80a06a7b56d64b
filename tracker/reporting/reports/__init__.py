"""A report as a declaration, a workbook and a PDF."""

from tracker.reporting.reports import report, report_sheets, typeset
