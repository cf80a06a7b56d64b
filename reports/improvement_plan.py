"""The six-month improvement plan: what has been reached, and what shows it."""

from tracker.reporting.reports.report import Improvement, Report

REPORT = Report(
    title="Improvement plan",
    audience="The Department for Education, and the director of children's services",
    purpose="What the council set out to reach in six months, how far it has come, and "
    "what shows it.",
    sections=(Improvement(),),
    notes=(
        "The figures and the evidence are counted by the system; aims and actions are "
        "the council's own.",
    ),
)
