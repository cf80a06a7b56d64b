"""Questions about a file that have to be answered before it counts."""

from tracker.actions.intake.questions import (
    adults,
    another_sender,
    answers,
    confidential_lines,
    door,
    file_date,
    lead_authority,
    left_already,
    named_sender,
    next_steps,
    open_questions,
    restricting_institution,
    row_facts,
    sixteenth_birthdays,
)
