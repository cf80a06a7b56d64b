"""NEET and not known by ward, or by postcode district where no wards are loaded."""

from tracker.reporting.reports.report import By, Everybody, Report

REPORT = Report(
    title="NEET and not known by area of home",
    audience="Councillors, and planners of provision by area",
    purpose="Where young people who are not in education, employment or training live.",
    sections=(
        Everybody(),
        By("area", drawn="neet_or_not_known"),
    ),
)
