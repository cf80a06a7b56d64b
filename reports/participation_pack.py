"""The monthly pack: participation, NEET and not known, for the improvement plan."""

from tracker.reporting.reports.report import (
    By,
    ByMonth,
    Everybody,
    Published,
    Report,
    Winter,
)

REPORT = Report(
    title="Participation: monthly pack",
    audience="The director of children's services and the participation board",
    purpose="How many take part, how many do not, and how that compares, each month.",
    sections=(
        Everybody(),
        Published(),
        ByMonth("neet_or_not_known"),
        ByMonth("participating"),
        Winter(),
        By("year group", drawn="neet_or_not_known"),
        By("need", drawn="neet_or_not_known"),
        By("characteristic"),
    ),
)
