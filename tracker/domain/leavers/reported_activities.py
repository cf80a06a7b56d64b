"""The activities that a school chooses from when it reports where a leaver is."""

from dataclasses import dataclass
from pathlib import Path

from tracker.domain.reference import activity, tables


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
    needs_place: bool
    is_evidence: bool


#: The code of each activity of the return, by its title, which the table gives.
_CODES = {"": None, **{each.title: each.code for each in activity.ACTIVITIES.values()}}


def _reported(row: dict[str, str]) -> ReportedActivity:
    return ReportedActivity(
        row["word"],
        row["title"],
        row["hint"],
        _CODES[row["activity"]],
        needs_place=tables.YES_OR_NO[row["needs_place"]],
        is_evidence=tables.YES_OR_NO[row["is_evidence"]],
    )


ACTIVITIES = {
    each.word: each
    for each in tables.read(
        Path(__file__).with_name("reported_activities.csv"), _reported
    )
}
