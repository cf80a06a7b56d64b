"""The files that senders owe, who is on them, and how many there would be."""

from tracker.domain.intake import (
    coverage,
    leaver_questions,
    listed,
    living_elsewhere,
    markup,
    population,
    pupil_look_ups,
    sending_calendar,
)
