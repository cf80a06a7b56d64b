"""Who takes part, by sex, ethnicity, free school meals and other characteristics."""

from tracker.reporting.reports.report import By, Everybody, Report

REPORT = Report(
    title="Participation by characteristic",
    audience="The lead for the equality duty (Equality Act 2010, section 149)",
    purpose="Whether some groups take part less than others.",
    sections=(
        Everybody(),
        By("sex", drawn="neet_or_not_known"),
        By("ethnicity", drawn="neet_or_not_known"),
        By("free school meals", drawn="neet_or_not_known"),
        By("characteristic", drawn="neet_or_not_known"),
    ),
    notes=(
        "Percentages of small groups vary by chance: compare several months before "
        "drawing conclusions.",
    ),
)
