"""How young people with special educational needs take part."""

from tracker.reporting.reports.report import By, Everybody, Report, guarantee_by

REPORT = Report(
    title="Special educational needs",
    audience="The SEND board",
    purpose="How young people with an EHC plan or SEN support take part, compared "
    "with others.",
    sections=(
        Everybody(),
        By("need", drawn="participating"),
        guarantee_by("need", drawn="september_guarantee_offers"),
    ),
    notes=(
        "Only ages 16 and 17 are counted: older young people with a plan are in the "
        "return but not in any published measure.",
    ),
)
