"""What DfE found and the next return no longer has: settled by itself.

An error that our own rules had found is mended once they find it no more. Where they
had not, or have no such rule, its field must have changed since the return was sent.
Records that a line holds to be of one young person are mended once they are merged.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker import returns, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.nccis_return import return_subjects
from tracker.actions.nccis_return.answers import answer_items
from tracker.actions.nccis_return.answers.answer_lines import ReturnIndex
from tracker.domain.nccis_return.answered import Foreseen
from tracker.returns.build import Record
from tracker.returns.record import ACTIVITIES, Header
from tracker.returns.rules.years import ruleset_for
from tracker.returns.ruleset import Rule
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.return_answers import Listed, ReturnAnswer
from tracker.store.nccis_return.runs import ReturnRun


@dataclass(frozen=True, slots=True)
class _Now:
    """The records as they would be returned today, and the rules that each breaks."""

    records: Mapping[int, Record]
    broken: frozenset[tuple[int, str]]


def refresh(authority: str, *, act: Act) -> int:
    """Settles what is mended of every list in force, and does the items that have no
    open line; returns how many lines.
    """
    within = authority_scope(authority)
    settled = 0
    for answer in store.nccis_return.return_answers.in_force(within=within):
        run = store.nccis_return.runs.run(answer.run_id, within=within)
        if run is not None:
            settled += of_answer(answer, run, act=act)
    return settled


def of_answer(answer: ReturnAnswer, run: ReturnRun, *, act: Act) -> int:
    """As ``refresh``, of one list."""
    answers = store.nccis_return.return_answers
    lines = answers.lines(answer.id)
    still = [it for it in lines if it.settled_at is None and it.person is not None]
    if not still:
        return 0
    # Each night makes the positions of its day; what was entered since is in them too.
    positions.refresh([act.on], within=authority_scope(act.authority))
    now = _now({it.person for it in still if it.person is not None}, run, act)
    found = list(_mended(still, lines, run, now))
    if not found:
        return 0
    with store.database.base.transaction():
        answers.settle(found, at=act.at, by=act.by)
        act.note(Action.ANSWER_LINES_MENDED, f"answer {answer.id}", lines=len(found))
        answer_items.finish_those_done(
            store.work.items.open_of_kind(
                answer_items.KIND, within=authority_scope(act.authority)
            ),
            act=act,
        )
    return len(found)


def _now(people: set[int], run: ReturnRun, act: Act) -> _Now:
    scope, day = authority_scope(act.authority), act.on
    everybody = store.figures.members.members(day, within=scope)
    due = return_subjects.returned_members(everybody, act.authority)
    members = [each for each in due if each.person in people]
    sealed = store.history.sealed_facts.people_with(it.person for it in members)
    database = run.header["database"]
    whole = {
        subject.member.person: returns.build.record(subject, database)
        for subject in return_subjects.subjects(members, scope, sealed)
    }
    header = Header((database,), (act.authority,), act.on, day)
    order = list(whole)
    plain = ({**whole[person], ACTIVITIES: "given"} for person in order)
    broken = frozenset(
        (order[issue.record - 1], issue.rule)
        for issue in returns.check.judge(plain, header, ruleset_for(day))
    )
    return _Now({it: returns.build.shown(whole[it]) for it in order}, broken)


def _mended(
    still: Sequence[Listed], lines: Sequence[Listed], run: ReturnRun, now: _Now
) -> Iterator[int]:
    answers = store.nccis_return.return_answers
    index = ReturnIndex(answers.returned(run.id))
    others = {it.other_id: index.person_with(it.other_id) for it in still}
    roots = store.people.records.roots(filter(None, others.values()))
    rules = {rule.number: rule for rule in ruleset_for(run.period_end)}
    people = [each.person for each in still if each.person is not None]
    before = answers.records_of(run.id, people)
    for each in still:
        other = others[each.other_id]
        if other is not None:
            mended = roots.get(other) == each.person
        else:
            mended = _are_one(each, lines) or _is_mended(
                each, rules.get(each.code), before, now
            )
        if mended:
            yield each.id


def _are_one(line: Listed, lines: Sequence[Listed]) -> bool:
    """Whether all that one line of the file is about are one young person by now."""
    same = [it for it in lines if (it.line, it.code) == (line.line, line.code)]
    return len(same) > 1 and len({it.person for it in same}) == 1


def _is_mended(
    line: Listed,
    rule: Rule | None,
    before: Mapping[int, Mapping[str, Any]],
    now: _Now,
) -> bool:
    assert line.person is not None
    record = now.records.get(line.person)
    if record is None:
        return False  # they are in no return of today, so it shows nothing
    if rule is not None and (line.person, rule.number) in now.broken:
        return False
    if line.kind == Foreseen.PREDICTED and rule is not None and not rule.whole_file:
        return True
    was = before.get(line.person, {})
    fields = [line.field, *(rule.fields if rule is not None else ())]
    return any(it in record and was.get(it) != record.get(it) for it in fields)
