"""NEET and not known by the school that young people were at in Year 11."""

from tracker.reporting.reports.report import By, Everybody, Report

REPORT = Report(
    title="NEET and not known by school",
    audience="Headteachers, and planners of support in schools",
    purpose="Which schools' leavers are not in education, employment or training, or "
    "are not known.",
    sections=(
        Everybody(),
        By("Year 11 school", drawn="neet_or_not_known"),
    ),
    notes=(
        "Leavers of two years are counted: those in their first and second year after "
        "Year 11.",
    ),
)
