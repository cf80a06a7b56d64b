"""Where young people learn or work: how many each place has, for planning places."""

from tracker.reporting.reports.report import By, Everybody, Report

REPORT = Report(
    title="Destinations by provider",
    audience="The team that secures enough places (Education Act 1996, section 15ZA)",
    purpose="How many young people each school, college and provider has, and how many "
    "it has lost.",
    sections=(
        Everybody(),
        By(
            "institution",
            measures=("participating", "not_known"),
            heading="School, college or provider",
        ),
    ),
    notes=("Not known counts those whose last known place it was.",),
)
