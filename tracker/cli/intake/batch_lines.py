"""flask imports show: a batch with its lines, all of them or some."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click

from tracker import actions, store
from tracker.actions.intake.questions.open_questions import Question
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
                    "file": row.file,
                    "line": row.line,
                    "outcome": row.outcome,
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
        more = there - len(lines)
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


def show(shown: Shown, *, only_problems: bool) -> None:
    """Prints a batch and its lines; ``only_problems`` prints nothing but problems."""
    batch = shown.batch
    click.echo(
        f"Batch {batch.id}: {batch.feed}, {', '.join(batch.files)}, {batch.status}."
    )
    click.echo(batch_words.heading(batch))
    for note in batch.notes:
        click.echo(note)
    if shown.automatic:
        click.echo(expected_wrong_matches(shown.expected_wrong, shown.automatic))
    for each in shown.answers:
        click.echo(_answer_sentence(each))
    several = len({line.file for line in shown.lines}) > 1
    if only_problems:
        answer.table(
            ("row", *_file_heading(several), "line", "outcome", "column", "problem"),
            _problems(shown.lines, several=several),
        )
    else:
        answer.table(
            ("row", *_file_heading(several), "line", "outcome", "person", "why"),
            _outcomes(shown.lines, several=several),
        )
    if shown.more:
        click.echo(f"and {shown.more:,} more")
    batch_words.print_raised(shown.raised)
    for question in shown.questions:
        click.echo(question.sentence)


def _answer_sentence(given: BatchAnswer) -> str:
    text = "yes" if given.answer is True else given.answer
    when = answer.local(given.answered_at)
    return f"{given.question} Answered by {given.answered_by} on {when}: {text}."


def _file_heading(several: bool) -> tuple[str, ...]:
    return ("file",) if several else ()


def _outcomes(
    lines: Sequence[StagedRow], *, several: bool
) -> Iterator[tuple[str | None, ...]]:
    hidden = actions.people.former_names.hidden_in(lines)
    for line in lines:
        sentences = [*line.reasons, *(p["message"] for p in line.problems)]
        why = " ".join(hidden[line.id].redacted(sentences))
        yield (
            str(line.id),
            *((line.file,) if several else ()),
            str(line.line),
            line.outcome,
            str(line.person_id or ""),
            why,
        )


def _problems(
    lines: Sequence[StagedRow], *, several: bool
) -> Iterator[tuple[str | None, ...]]:
    hidden = actions.people.former_names.hidden_in(lines)
    for line in lines:
        for problem in hidden[line.id].redacted(line.problems):
            yield (
                str(line.id),
                *((line.file,) if several else ()),
                str(line.line),
                line.outcome,
                problem.get("column") or "",
                problem["message"],
            )
