"""A list that DfE sent back: looked at, mapped, loaded, taken back.

See decision 0247.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from tracker import feeds, returns, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.intake import receive, waiting_files
from tracker.actions.intake.uploads import sender_columns
from tracker.actions.intake.way_in import DEPARTMENT
from tracker.actions.nccis_return import steps
from tracker.actions.nccis_return.answers import answer_items, mended
from tracker.actions.nccis_return.answers.answer_lines import (
    LONGEST_MESSAGE,
    SEALED,
    Joined,
    ReturnIndex,
    about_sealed,
    field_of,
    foreseen,
    joined,
    month_of,
    priority_of,
)
from tracker.actions.work.tasks import Say, silent
from tracker.confinement import readings
from tracker.domain.nccis_return.answered import Foreseen
from tracker.domain.reference.codes import AUTHORITIES
from tracker.feeds.file_reading import Context, RawRow, Unreadable
from tracker.feeds.registry import FEEDS
from tracker.feeds.return_answers.answer_columns import NAME
from tracker.feeds.seen_headings import Seen
from tracker.refusal import Refusal
from tracker.returns.rules.years import ruleset_for
from tracker.returns.ruleset import Rule
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.return_answers import ReturnAnswer
from tracker.store.nccis_return.run_steps import Step
from tracker.store.nccis_return.runs import ReturnRun
from tracker.wording.counts import counted

#: A list whose columns are not explained is deleted after so long.
WAITS = timedelta(days=1)
NO_MONTH = "{} does not name its month here, so choose the return that it answers."
GONE = "The list is no longer here. Load it again."
NOT_SENT = "Mark the return as sent before you load what DfE answered."


def take(
    run: ReturnRun | None,
    file: Path,
    *,
    act: Act,
    loaded: Callable[[ReturnAnswer], None] = lambda answer: None,
    say: Say = silent,
) -> ReturnAnswer:
    """Loads the list in a waiting file; or keeps the file until its columns are
    explained.

    Without ``run`` it answers the return of the month that it names. ``loaded`` is
    called within the transaction. Raises Refusal for a return that was not sent, and as
    ``explain``; then the file is still there.
    """
    answer = ReturnAnswer(
        authority=act.authority,
        file=file.name,
        sha256="",
        lines=0,
        notes=[],
        waiting=str(file),
        loaded_at=act.at,
        loaded_by=act.by,
    )
    check_sent(run)
    answer.sha256, _ = receive.digests_of(waiting_files.opened([file]))
    found = headings(answer)
    waits = sender_columns.unexplained(act.authority, NAME, DEPARTMENT, found)
    if waits and run is None:
        raise Refusal(NO_MONTH.format(answer.file), "run")
    if run is None:
        run = _run_of(answer, act)
    answer.run_id = run.id
    if not waits:
        _load(answer, run, act=act, loaded=loaded, say=say)
        return answer
    _refuse_second(answer)
    with store.database.base.transaction():
        store.database.base.insert(answer)
        loaded(answer)
    return answer


def check_sent(run: ReturnRun | None) -> None:
    """Raises Refusal for a return that was not sent, so that nothing answers it."""
    if run is None:
        return
    if store.nccis_return.run_steps.of([run.id])[run.id].sent is None:
        raise Refusal(NOT_SENT, "run")


def sent_returns(*, within: Scope) -> list[ReturnRun]:
    """The returns that were sent, the newest first: each may have an answer."""
    frozen = [
        each
        for each in store.nccis_return.runs.runs(within=within)
        if each.frozen_at is not None
    ]
    steps = store.nccis_return.run_steps.of(each.id for each in frozen)
    found = (each for each in frozen if steps[each.id].sent is not None)
    return sorted(found, key=lambda it: (it.period_end, it.id), reverse=True)


def _run_of(answer: ReturnAnswer, act: Act) -> ReturnRun:
    """The return of the month that the file names. Raises Refusal."""
    rows, _ = _read(answer, act)
    months = {it for row in rows if (it := month_of(row.values.get("period_end", "")))}
    if len(months) != 1:
        raise Refusal(NO_MONTH.format(answer.file), "run")
    (month,) = months
    for run in sent_returns(within=authority_scope(act.authority)):
        if run.period == month:
            return run
    raise Refusal(
        f"{answer.file} is of {month.label}, and no return of that month was sent from "
        "here.",
        "run",
    )


def headings(answer: ReturnAnswer) -> list[Seen]:
    """The headings of a list that waits. Raises Unreadable."""
    files = waiting_files.opened([Path(answer.waiting or "")])
    return sender_columns.headings(answer.authority, NAME, DEPARTMENT, files)


def explain(answer: ReturnAnswer, means: Mapping[str, str], *, act: Act) -> None:
    """Records what the headings of a list mean. Raises Refusal where the meanings do
    not fit, and where the list is no longer here.
    """
    if not Path(answer.waiting or "").is_file():
        raise Refusal(GONE)
    sender_columns.record_mapping(NAME, DEPARTMENT, means, act=act)


def load_explained(
    number: int,
    *,
    act: Act,
    loaded: Callable[[ReturnAnswer], None] = lambda answer: None,
    say: Say = silent,
) -> ReturnAnswer:
    """Loads a list whose columns were explained. Raises Refusal for a list of another
    month or council or of no one here; then it still waits.
    """
    within = authority_scope(act.authority)
    answer = store.nccis_return.return_answers.answer(number, within=within)
    if answer is None or not Path(answer.waiting or "").is_file():
        raise Refusal(GONE)
    run = store.nccis_return.runs.run(answer.run_id, within=within)
    if run is None:
        raise Refusal(GONE)
    _load(answer, run, act=act, loaded=loaded, say=say)
    return answer


def throw_away(answer: ReturnAnswer) -> None:
    """Deletes a list that waits for its columns; nothing of it was loaded."""
    file = Path(answer.waiting or "")
    with store.database.base.transaction():
        store.nccis_return.return_answers.remove(answer)
    waiting_files.forget([file])


def throw_away_old(*, act: Act) -> int:
    """Deletes the lists whose columns were not explained in time; returns how many."""
    old = store.nccis_return.return_answers.unread(act.authority, before=act.at - WAITS)
    for each in old:
        throw_away(each)
    return len(old)


def take_back(answer: ReturnAnswer, *, act: Act) -> int:
    """Takes a whole list back, with the work that it gave; returns how many items."""
    if answer.withdrawn_at is not None:
        raise Refusal("This list has been taken back already.")
    within = authority_scope(act.authority)
    answers = store.nccis_return.return_answers
    with store.database.base.transaction():
        numbers = [each.id for each in answers.lines(answer.id)]
        gone = store.work.items.take_back_lines(
            answer_items.KIND, numbers, within=within
        )
        lines = answers.take_back(answer, at=act.at, by=act.by)
        act.note(
            Action.ANSWER_TAKEN_BACK,
            f"answer {answer.id}",
            run=answer.run_id,
            lines=lines,
            items=gone,
        )
    return gone


def _refuse_second(answer: ReturnAnswer) -> None:
    for each in store.nccis_return.return_answers.of_run(answer.run_id):
        if each.sha256 == answer.sha256 and each.withdrawn_at is None:
            raise Refusal(f"{answer.file} has been loaded already, as {each.file}.")


def _load(
    answer: ReturnAnswer,
    run: ReturnRun,
    *,
    act: Act,
    loaded: Callable[[ReturnAnswer], None],
    say: Say,
) -> None:
    say("Reading the list.")
    rows, notes = _read(answer, act)
    say(f"Finding the young people of {counted(len(rows), 'line')}.")
    _refuse_other_return(answer, run, rows)
    answers = store.nccis_return.return_answers
    index = ReturnIndex(answers.returned(run.id))
    lines = list(joined(rows, index, act.authority))
    _refuse_strangers(answer, run, lines)
    made = list(_made(lines, run))
    with store.database.base.transaction(f"answers to run {run.id}"):
        _refuse_second(answer)
        answer.lines, answer.notes, answer.waiting = len(made), notes, None
        store.database.base.insert(answer)
        loaded(answer)
        answers.keep(answer, made)
        kept = answers.lines(answer.id)
        opened = answer_items.open_for(kept, run.period, act=act)
        kinds = Counter(each.kind for each in kept if each.person is not None)
        steps.record(
            run, Step.ANSWERED, Action.RETURN_ANSWERED, act, note=_note(answer, kinds)
        )
        act.note(
            Action.ANSWER_LOADED,
            f"answer {answer.id}",
            run=run.id,
            lines=len(kept),
            items=opened,
        )
    mended.of_answer(answer, run, act=act)


def _note(answer: ReturnAnswer, kinds: Counter[str]) -> str:
    lines = counted(answer.lines, "line")
    missed = kinds[Foreseen.MISSED] + kinds[Foreseen.UNKNOWN]
    return f"{answer.file}: {lines}, {missed} of them not found by our own rules."


def _read(answer: ReturnAnswer, act: Act) -> tuple[list[RawRow], list[str]]:
    files = waiting_files.opened([Path(answer.waiting or "")])
    aliases = store.intake.sender_columns.aliases(act.authority, NAME, DEPARTMENT)
    context = Context(act.authority, as_at=act.on)
    with ExitStack() as at_the_end:
        reading = feeds.confined.read(FEEDS[NAME], files, context, aliases=aliases)
        at_the_end.callback(readings.end, reading.rows)
        rows = list(reading.rows)
    if not rows:
        raise Unreadable(f"{answer.file} has no line.")
    return rows, list(reading.notes)


def _refuse_other_return(
    answer: ReturnAnswer, run: ReturnRun, rows: Sequence[RawRow]
) -> None:
    """Raises Refusal for a list about another month or another council."""
    leads = Counter(
        lead for it in rows if (lead := it.values.get("LeadLEA", "")) in AUTHORITIES
    )
    if leads and leads[run.authority] * 2 < leads.total():
        (most, _), *_ = leads.most_common(1)
        raise Refusal(
            f"{answer.file} is of {AUTHORITIES[most].title} and not of "
            f"{AUTHORITIES[run.authority].title}, so it is not loaded.",
            "file",
        )
    months = {it for row in rows if (it := month_of(row.values.get("period_end", "")))}
    if months and run.period not in months:
        other = min(months, key=lambda it: it.end)
        raise Refusal(
            f"{answer.file} is of {other.label} and not of {run.period.label}. Load it "
            f"on the page of the return for {other.label}.",
            "file",
        )


def _refuse_strangers(
    answer: ReturnAnswer, run: ReturnRun, lines: Sequence[Joined]
) -> None:
    """Raises Refusal where most lines name no one of the return: it answers another."""
    strangers = sum(each.person is None for each in lines)
    if strangers * 2 > len(lines):
        raise Refusal(
            f"{strangers:,} of the {counted(len(lines), 'line')} of {answer.file} name "
            f"no young person of the return for {run.period.label} that was sent, so "
            "it answers another month or another council. Nothing was loaded.",
            "file",
        )


def _made(lines: Sequence[Joined], run: ReturnRun) -> Iterator[tuple[Any, ...]]:
    """The rows to store. What could reveal something sealed is a line number alone."""
    rules = {rule.number: rule for rule in ruleset_for(run.period_end)}
    issues = store.nccis_return.return_answers.issues_of(run.id)
    people = {each.person for each in lines if each.person is not None}
    sealed = store.history.sealed_facts.people_with(people)
    doing = store.history.sealed_facts.people_with_activity(sealed)
    revealing = returns.build.revealing(rules.values())
    for each in lines:
        values, person = each.row.values, each.person
        rule = rules.get(values.get("code", ""))
        field = field_of(values.get("field", ""), rule)
        if person in sealed and about_sealed(field, rule, revealing[person in doing]):
            yield (each.row.line, None, "", None, "", "", "", "", "unknown", SEALED)
            continue
        yield (
            each.row.line,
            person,
            values.get("code", "")[:40],
            priority_of(values.get("priority", ""), rule),
            field,
            _message(values, rule),
            values.get("other_authority", "")[:80],
            values.get("other_id", "")[:40],
            str(foreseen(person, rule, issues) if person else Foreseen.UNKNOWN),
            each.why,
        )


def _message(values: Mapping[str, str], rule: Rule | None) -> str:
    """What DfE says is wrong, else what the rule says."""
    own = " ".join(values.get("message", "").split())
    if len(own) > LONGEST_MESSAGE:
        own = f"{own[: LONGEST_MESSAGE - 4]} ..."
    return own or (rule.sentence if rule is not None else "")
