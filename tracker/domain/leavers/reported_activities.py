"""The activities that a school chooses from when it reports where a leaver is."""

from dataclasses import dataclass

from tracker.domain.reference import activity


@dataclass(frozen=True, slots=True)
class ReportedActivity:
    """An activity that a school can choose for a leaver, in words for schools.

    ``code`` is the activity of the return, None if the kind of place decides it.
    ``is_evidence`` is false if the data team has to read the note first.
    """

    word: str
    title: str
    hint: str
    code: str | None
    needs_place: bool = False
    is_evidence: bool = True


ACTIVITIES: dict[str, ReportedActivity] = {
    each.word: each
    for each in (
        ReportedActivity(
            "education",
            "At a school, college or other place of education",
            "Full time. How it is counted depends on the kind of place.",
            None,
            needs_place=True,
        ),
        ReportedActivity(
            "part-time",
            "In part-time education",
            "Fewer than 540 hours a year.",
            activity.PART_TIME_EDUCATION.code,
            needs_place=True,
        ),
        ReportedActivity(
            "apprenticeship",
            "In an apprenticeship",
            "Name the training provider or the employer, if you know.",
            activity.APPRENTICESHIP.code,
        ),
        ReportedActivity(
            "training",
            "In another training programme",
            "",
            activity.OTHER_TRAINING.code,
        ),
        ReportedActivity(
            "work",
            "In work without training",
            "",
            activity.JOB_WITHOUT_TRAINING.code,
        ),
        ReportedActivity(
            "not-in",
            "Not in education, work or training",
            "An adviser will get in touch. Do not give reasons here.",
            activity.SEEKING.code,
        ),
        ReportedActivity(
            "other",
            "Something else",
            "For example, moved away. Say what in the note: the data team reads it "
            "before anything changes.",
            None,
            is_evidence=False,
        ),
    )
}
