"""What DfE sent back after a return: its lists, line by line, and the trend."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import store
from tracker.access import Permission
from tracker.actions.nccis_return.answers import answer_items, answer_lists, mended
from tracker.actions.nccis_return.answers.answer_lines import ReturnIndex
from tracker.domain.nccis_return.answered import Foreseen
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.codes import AUTHORITIES
from tracker.returns.rules.years import ruleset_for
from tracker.store.nccis_return.return_answers import Listed, ReturnAnswer
from tracker.store.nccis_return.runs import ReturnRun
from tracker.web import refusals
from tracker.web.acting import act
from tracker.web.adviser.by_hand.mending import Mending, mended_on
from tracker.web.data_team import bp
from tracker.web.data_team.nccis_return.issues import in_words, person_page
from tracker.web.data_team.nccis_return.months import run_of
from tracker.web.guard import found, may, requires, scope
from tracker.web.look.listing import Filter, Listing, Option

#: What a reader sees of a line: the value in an address, and the words.
TITLES: Mapping[str, str] = {
    Foreseen.PREDICTED: "We knew it",
    Foreseen.MISSED: "Our checks missed it",
    Foreseen.UNKNOWN: "No rule here",
}
OPEN, MENDED, SETTLED, NO_ONE = "open", "mended", "settled", "no-one"
STATES: Mapping[str, str] = {
    OPEN: "To mend",
    MENDED: "Mended since",
    SETTLED: "Settled by hand",
    NO_ONE: "About no one here",
}
#: So many months stand beside one another.
MONTHS = 6


def answer_of(number: int) -> ReturnAnswer:
    """A list by its number, or "not found"."""
    return found(store.nccis_return.return_answers.answer(number, within=scope()))


def lists_of(run: ReturnRun) -> Sequence[ReturnAnswer]:
    """The lists that answer a return, the newest first."""
    return store.nccis_return.return_answers.of_run(run.id)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as the page shows it: its state, what it is about, and what mends it."""

    line: Listed
    state: str
    field: str
    mend: Mending | None
    together: str | None


def _state(line: Listed) -> str:
    if line.settled_at is not None:
        return SETTLED if line.reason else MENDED
    return OPEN if line.person is not None else NO_ONE


class _Pairs:
    """The records of one list that DfE holds to be of one young person."""

    def __init__(self, run: ReturnRun, lines: Sequence[Listed]) -> None:
        self._run = run
        self._same: dict[tuple[int, str], set[int]] = defaultdict(set)
        for each in lines:
            if each.person is not None:
                self._same[each.line, each.code].add(each.person)
        answers = store.nccis_return.return_answers
        named = any(each.other_id for each in lines)
        self._index = ReturnIndex(answers.returned(run.id) if named else [])

    def page(self, line: Listed) -> str | None:
        """The page that compares the records of a line, if the user may merge them."""
        if line.person is None or not may(Permission.MERGE_PEOPLE):
            return None
        other = self._index.person_with(line.other_id) if line.other_id else None
        both = {*self._same[line.line, line.code], line.person}
        both |= {other} if other is not None else set()
        if len(both) < 2:
            return None
        return url_for("data_team.duplicate_pair", person=sorted(both))


def _shown(lines: Sequence[Listed], run: ReturnRun) -> list[Shown]:
    pairs = _Pairs(run, lines)
    return [
        Shown(
            each,
            _state(each),
            in_words(each.field) if each.field.isalnum() else each.field,
            _mend(each),
            pairs.page(each),
        )
        for each in lines
    ]


def shown_lines(numbers: Sequence[int]) -> list[Shown]:
    """These lines, each with its state and what mends it."""
    lines = store.nccis_return.return_answers.of_numbers(numbers, within=scope())
    by_answer: dict[int, list[Listed]] = defaultdict(list)
    for each in lines:
        by_answer[each.answer].append(each)
    return [
        shown
        for answer, some in by_answer.items()
        for shown in _shown(some, run_of(answer_of(answer).run_id))
    ]


def _mend(line: Listed) -> Mending | None:
    """The link to the field that mends a line: as an issue of the return has it."""
    if line.person is None:
        return None
    if line.other_authority and may(Permission.IMPORT_FILES):
        code = line.other_authority
        whose = AUTHORITIES[code].title if code in AUTHORITIES else code
        return Mending(
            url_for("data_team.transfer_new", number=line.person),
            f"Settle with {whose} who leads them",
        )
    try:
        return mended_on(line.person, line.code, line.field)
    except KeyError:
        # Neither its number nor its field is one of ours.
        return mended_on(line.person, "", "YoungPersonsID")


@bp.get("/returns/answers/<int:number>")
@requires(Permission.SEE_RETURN)
def return_answer_list(number: int) -> ResponseReturnValue:
    answer = answer_of(number)
    run = run_of(answer.run_id)
    lines = store.nccis_return.return_answers.lines(answer.id)
    shown = _shown(lines, run)
    items = {
        number: item.id
        for item in store.work.items.of_kind(answer_items.KIND, within=scope())
        for number in item.lines
    }
    return render_template(
        "data_team/nccis_return/answer_list.html",
        run=run,
        answer=answer,
        listing=_listing(shown),
        rules={each.number: each.sentence for each in ruleset_for(run.period_end)},
        items=items,
        kinds=TITLES,
        states=STATES,
        person_page=person_page,
        authorities=AUTHORITIES,
        names=store.accounts.users.names(within=scope()),
    )


def _listing(shown: Sequence[Shown]) -> Listing[Shown]:
    return Listing(
        shown,
        keys={
            "name": lambda it: (it.line.family or "", it.line.given or ""),
            "code": lambda it: (it.line.code.zfill(8), it.line.line),
            "priority": lambda it: it.line.priority,
        },
        filters=(
            Filter(
                "state",
                "State",
                lambda it: [Option(it.state, STATES[it.state])],
                ordered=tuple(STATES),
            ),
            Filter(
                "kind",
                "Our checks",
                lambda it: (
                    [Option(it.line.kind, TITLES[it.line.kind])]
                    if it.line.person is not None
                    else []
                ),
                ordered=tuple(TITLES),
            ),
            Filter(
                "code",
                "Rule",
                lambda it: [Option(it.line.code, it.line.code)] if it.line.code else [],
            ),
        ),
    )


@bp.post("/returns/answers/<int:number>/check")
@requires(Permission.PREPARE_RETURN)
def return_answer_check(number: int) -> ResponseReturnValue:
    """Settles what has been mended since, as each night does."""
    answer = answer_of(number)
    settled = mended.of_answer(answer, run_of(answer.run_id), act=act())
    flash(f"Found mended since the last look: {settled:,}.")
    return redirect(url_for("data_team.return_answer_list", number=answer.id))


@bp.post("/returns/answers/<int:number>/take-back")
@requires(Permission.PREPARE_RETURN)
def return_answer_take_back(number: int) -> ResponseReturnValue:
    """Takes a whole list back, with the work that it gave."""
    answer = answer_of(number)
    with refusals.flashed():
        gone = answer_lists.take_back(answer, act=act())
        flash(f"{answer.file} is taken back. Work items that went with it: {gone:,}.")
    return redirect(url_for("data_team.return_answer_load", run=answer.run_id))


@bp.get("/returns/answers")
@requires(Permission.SEE_RETURN)
def return_answers() -> ResponseReturnValue:
    """The trend: how many lines of each code DfE sent back, month by month."""
    counted: dict[str, dict[date, int]] = defaultdict(dict)
    totals: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for month, code, kind, lines, left in store.nccis_return.return_answers.by_month(
        within=scope()
    ):
        counted[code][month] = counted[code].get(month, 0) + lines
        totals[month][kind] += lines
        totals[month]["left"] += left
    months = sorted(totals, reverse=True)[:MONTHS][::-1]
    newest = months[-1] if months else None
    return render_template(
        "data_team/nccis_return/answers.html",
        months=[(each, Period.of(each).label) for each in months],
        rows=sorted(
            ((code, by) for code, by in counted.items() if set(by) & set(months)),
            key=lambda row: (-row[1].get(newest, 0) if newest else 0, row[0].zfill(8)),
        ),
        totals=totals,
        rules={each.number: each.sentence for each in ruleset_for(newest)}
        if newest
        else {},
        kinds=TITLES,
    )
