"""The September Guarantee: who in Years 11 and 12 has an offer."""

from tracker.reporting.reports.report import GuaranteeByYear, Report, guarantee_by

REPORT = Report(
    title="September Guarantee",
    audience="Headteachers, colleges and the participation board",
    purpose="Who has been offered a place to learn after the summer, and who has not.",
    sections=(
        guarantee_by("year group"),
        guarantee_by("Year 11 school", drawn="september_guarantee_offers"),
        guarantee_by("need"),
        guarantee_by("sex"),
        GuaranteeByYear(),
    ),
    notes=(
        "Everybody in Years 11 and 12 is counted. From September the same young "
        "people are in the year above.",
        "Not recorded counts those without a recorded outcome.",
    ),
)
