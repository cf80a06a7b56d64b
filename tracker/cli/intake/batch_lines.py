"""flask imports show: a batch with its lines, all of them or some."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import actions, store
from tracker.actions.intake.questions.open_questions import Question
from tracker.actions.people.former_names import Hidden
from tracker.cli import answer
from tracker.cli.intake import batch_words
from tracker.store.intake.batch_answers import BatchAnswer
from tracker.store.intake.import_batches import ImportBatch, StagedRow, Status
from tracker.wording.counts import expected_wrong_matches


@dataclass(frozen=True, slots=True)
class Shown:
    """A batch, the lines requested, and the number of further lines of that kind."""

    batch: ImportBatch
    lines: Sequence[StagedRow]
    more: int
    automatic: int
    expected_wrong: float
    raised: Sequence[tuple[int, str]]
    questions: Sequence[Question]
    answers: Sequence[BatchAnswer]

    def as_json(self) -> dict[str, Any]:
        hidden = actions.people.former_names.hidden_in(self.lines)
        return {
            **batch_words.summary(self.batch),
            "outcomes": store.intake.import_batches.outcomes(self.batch.id),
            "automatic": self.automatic,
            "expected_wrong": round(self.expected_wrong, 4),
            "questions": [each.as_json() for each in self.questions],
            "answers": [each.as_json() for each in self.answers],
            "raised": [
                {"person": person, "question": kind} for person, kind in self.raised
            ],
            "lines": [
                {
                    "row": row.id,
                    **answer.fields(row, "file", "line", "outcome"),
                    "person": row.person_id,
                    "reasons": hidden[row.id].redacted(row.reasons),
                    "problems": hidden[row.id].redacted(row.problems),
                }
                for row in self.lines
            ],
            "more_lines": self.more,
        }


def read(
    batch: ImportBatch, *, outcome: str | None, only_problems: bool, limit: int | None
) -> Shown:
    """Reads everything about a batch that is to be shown."""
    lines = store.intake.batch_pages.lines(
        batch.id, outcome, only_problems=only_problems, limit=limit
    )
    more = 0
    if limit is not None and len(lines) == limit:
        there = store.intake.batch_pages.count_lines(
            batch.id, outcome, only_problems=only_problems
        )
        more = there - limit
    automatic, wrong = store.intake.import_batches.expected_wrong(batch.id)
    return Shown(
        batch,
        lines,
        more,
        automatic,
        wrong,
        raised=store.people.identity_questions.raised_by(batch.id),
        questions=(
            ()
            if batch.status == Status.APPLIED
            else actions.intake.questions.open_questions.of_batch(batch)
        ),
        answers=store.intake.batch_answers.of(batch.id),
    )


def in_words(shown: Shown, *, only_problems: bool) -> Iterator[str]:
    """A batch and its lines; ``only_problems`` leaves out everything but problems."""
    batch = shown.batch
    yield f"Batch {batch.id}: {batch.feed}, {', '.join(batch.files)}, {batch.status}."
    yield batch_words.heading(batch)
    yield from batch.notes
    if shown.automatic:
        yield expected_wrong_matches(shown.expected_wrong, shown.automatic)
    yield from map(_answer_sentence, shown.answers)
    several = len({line.file for line in shown.lines}) > 1
    last, cells = ("person", "why"), _why
    if only_problems:
        last, cells = ("column", "problem"), _problems
    hidden = actions.people.former_names.hidden_in(shown.lines)
    yield from answer.table(
        ("row", *(("file",) if several else ()), "line", "outcome", *last),
        (
            (
                *(str(line.id), *((line.file,) if several else ())),
                *(str(line.line), line.outcome, *more),
            )
            for line in shown.lines
            for more in cells(line, hidden[line.id])
        ),
    )
    if shown.more:
        yield f"and {shown.more:,} more"
    yield from batch_words.raised_questions(shown.raised)
    for question in shown.questions:
        yield question.sentence


def _answer_sentence(given: BatchAnswer) -> str:
    text = "yes" if given.answer is True else given.answer
    when = answer.local(given.answered_at)
    return f"{given.question} Answered by {given.answered_by} on {when}: {text}."


def _why(line: StagedRow, hidden: Hidden) -> Iterator[tuple[str, str]]:
    sentences = [*line.reasons, *(p["message"] for p in line.problems)]
    yield str(line.person_id or ""), " ".join(hidden.redacted(sentences))


def _problems(line: StagedRow, hidden: Hidden) -> Iterator[tuple[str, str]]:
    for problem in hidden.redacted(line.problems):
        yield problem.get("column") or "", problem["message"]
