"""flask disposals: what is past its date, and its disposal by two people."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.config import Settings
from tracker.domain.law.disposal.disposed_tables import OF_PEOPLE
from tracker.wording import disposals
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.law.disposals.ledger import Ledger
    from tracker.store.law.disposals.disposal_runs import Disposal

_LABELS = {
    **{each.table: each.label for each in OF_PEOPLE},
    "search_keys": "Search keys",
}


@answer.COMMANDS.group("disposals", cls=answer.Group)
def group() -> None:
    """Records past their date, legal holds and certificates."""


@answer.command(group, "schedule")
@options.authority_option
def schedule(authority: str) -> None:
    """Show the retention schedule and its confirmed rules."""
    from tracker import actions

    found = actions.law.disposals.falling_due.schedule(
        within=authority_scope(authority), authority=authority
    )
    rows = [
        {
            "category": each.rule.category,
            "applies_to": each.rule.applies_to,
            "period": each.period,
            "then": each.rule.then,
            "state": each.state,
            "confirmed_by": each.confirmation and each.confirmation.confirmed_by,
        }
        for each in found
    ]
    names = ("category", "applies_to", "period", "then", "state")
    answer.give(
        rows,
        answer.table(
            ("Category", "Applies to", "Kept", "Then", "State"),
            (tuple(each[name] for name in names) for each in rows),
        ),
    )


@answer.command(group, "confirm")
@click.argument("categories", nargs=-1, required=True)
@options.authority_option
def confirm(categories: tuple[str, ...], authority: str) -> None:
    """Confirm the rules of some categories, as the asset owner."""
    from tracker import actions

    new = actions.law.disposals.falling_due.confirm(
        categories, within=authority_scope(authority), act=answer.act(authority)
    )
    answer.give(
        {
            "confirmed": [
                {"category": e.category, "applies_to": e.applies_to} for e in new
            ]
        },
        [f"Confirmed: {each.title}, {each.applies_to}." for each in new]
        or ["These rules are confirmed already."],
    )


@answer.command(group, "due")
@click.option("--on", type=options.DAY, help="What is due on this day.")
@options.authority_option
def due(on: date | None, authority: str) -> None:
    """Show what is past its date, by rule; nothing is changed."""
    from tracker import actions

    disposals = actions.law.disposals
    found = disposals.falling_due.due(
        on or answer.today(), within=authority_scope(authority), authority=authority
    )
    counts = disposals.proposing.counted(found.people)
    search_keys = counts.pop("search_keys", 0)
    kept = {why.value: number for why, number in found.kept_by.items()}
    rules = [
        {"category": r.category, "applies_to": r.applies_to, "people": number}
        for r, number in found.rules.items()
    ]
    lines = [
        {
            "title": each.rule.title,
            "applies_to": each.rule.applies_to,
            "lines": each.lines,
            "confirmed": each.confirmed,
        }
        for each in found.lines
    ]
    answer.give(
        {
            "on": found.on,
            "past": found.past,
            "people": len(found.people),
            "kept": kept,
            "rules": rules,
            "rows": counts,
            "rows_together": sum(counts.values()),
            "search_keys": search_keys,
            "lines": lines,
            "cases": found.cases,
            "cases_confirmed": found.cases_confirmed,
            "lines_and_cases": found.lines_and_cases,
        },
        answer.table(
            ("Young people past their date", "Number"),
            (
                ("To be disposed of", len(found.people)),
                *((f"Kept: {why}", number) for why, number in kept.items()),
                (_TOGETHER, found.past),
            ),
        ),
        answer.table(
            ("Rows about those to be disposed of", "Rows"),
            (*_labelled(counts), (_TOGETHER, sum(counts.values()))),
        ),
        answer.table(
            ("Past days of their own", "Number", "Rule"),
            (
                *(
                    (
                        f"{each['title']}: {each['applies_to']}",
                        each["lines"],
                        _state(each["confirmed"]),
                    )
                    for each in lines
                ),
                ("Closed cases", found.cases, _state(found.cases_confirmed)),
                (_TOGETHER, found.lines_and_cases, ""),
            ),
        ),
    )


#: The last row of a table of numbers.
_TOGETHER = "Together"


def _state(confirmed: object) -> str:
    return "confirmed" if confirmed else "proposed"


@answer.command(group, "propose")
@click.option("--on", type=options.DAY, help="The day on which it is past its date.")
@options.authority_option
def propose(on: date | None, authority: str) -> None:
    """Propose the disposal of what is due, for approval."""
    from tracker import actions

    act = answer.act(authority)
    made = actions.law.disposals.proposing.propose(
        on or act.on, within=authority_scope(authority), act=act
    )
    _give(made, "is proposed. The asset owner approves it.")


@answer.command(group, "approve")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def approve(number: int, authority: str) -> None:
    """Approve a disposal, as the asset owner."""
    from tracker import actions

    made = actions.law.disposals.proposing.approve(
        number, within=authority_scope(authority), act=answer.act(authority)
    )
    _give(made, "is approved.")


@answer.command(group, "decline")
@click.argument("number", type=options.NUMBER)
@click.option("--because", required=True, metavar="REASON")
@options.authority_option
def decline(number: int, because: str, authority: str) -> None:
    """Decline a disposal, as the asset owner."""
    from tracker import actions

    made = actions.law.disposals.proposing.decline(
        number,
        reason=because,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    _give(made, "is declined.")


@answer.command(group, "carry-out")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def carry_out(number: int, authority: str) -> None:
    """Carry out an approved disposal; one that was stopped goes on."""
    from tracker import actions

    made = actions.law.disposals.carrying_out.carry_out(
        number,
        ledger=ledger(answer.settings()),
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    _give(made, "is carried out.")


@answer.command(group, "replay")
@options.authority_option
def replay(authority: str) -> None:
    """Dispose again of what a restored backup has brought back."""
    from tracker import actions

    done = actions.law.disposals.replaying.replay(
        ledger(answer.settings()),
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    answer.give(
        {
            "records": done.records,
            "lines": done.lines,
            "cases": done.cases,
            "held": done.held,
            "done": dict(done.done),
            "ledger_begun_at": done.begun_at,
            "ledger_newest_at": done.newest,
        },
        [
            f"The ledger was begun on {_moment(done.begun_at)}. Its newest disposal: "
            f"{_moment(done.newest)}.",
            f"Disposed of again: {counted(done.records, 'record')}, "
            f"{counted(done.lines, 'line')}, {counted(done.cases, 'case')}.",
        ],
        [f"Kept by a hold that was placed later: {done.held}."] if done.held else [],
    )


def _moment(at: datetime | None) -> str:
    return answer.local(at) if at is not None else "none"


@answer.command(group, "begin")
@click.option("--because", required=True, metavar="REASON")
@options.authority_option
def begin(because: str, authority: str) -> None:
    """Begin the ledger of disposals where none can be used.

    Only where nothing was disposed of, or the ledger is lost.
    """
    from tracker import actions

    found = ledger(answer.settings())
    actions.law.disposals.replaying.begin(
        found,
        reason=because,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    answer.give(
        {"ledger": str(found.file), "authority": authority},
        f"The ledger {found.file} is begun for authority {authority}.",
    )


def ledger(settings: Settings) -> "Ledger":
    """The ledger of disposals of this installation."""
    from tracker.actions.law.disposals.ledger import Ledger

    keeping = settings.keeping
    file = keeping.disposals_file(settings.var)
    return Ledger(file, settings.audit_keys, keeping.remembered_days)


@answer.command(group, "list")
@options.authority_option
def list_(authority: str) -> None:
    """List the disposals, the newest first."""
    from tracker import store

    found = store.law.disposals.disposal_runs.every(within=authority_scope(authority))
    answer.give(
        [_row(each) for each in found],
        answer.table(
            ("Disposal", "State", "Due on", "People", "Done", "Proposed by"),
            (
                (e.id, e.state, e.on_day, e.people, e.people_done, e.proposed_by)
                for e in found
            ),
        ),
    )


@answer.command(group, "certificate")
@click.argument("number", type=options.NUMBER)
@options.authority_option
def certificate(number: int, authority: str) -> None:
    """Show what was disposed of, when and by whose decision. It has no names."""
    from tracker import store

    found = answer.found(
        store.law.disposals.disposal_runs.get(
            number, within=authority_scope(authority)
        ),
        f"There is no disposal {number}.",
    )
    if found.state != "carried out":
        raise answer.CannotBeDone(
            f"Disposal {number} is {found.state}. It has no certificate yet."
        )
    answer.give(
        _row(found),
        [
            f"Certificate of disposal {found.id}",
            f"Past their date on: {found.on_day}",
            f"Proposed by {found.proposed_by}, approved by {found.approved_by}, "
            f"carried out by {found.begun_by} on {found.begun_at:%Y-%m-%d}",
            f"Young people: {found.people_done} (left out: {found.left_out})",
        ],
        answer.table(("What", "Rows"), _labelled(found.done)),
        answer.table(
            ("By a rule of its own", "Number"), sorted(found.lines_done.items())
        ),
        disposals.REMAINS,
    )


def _labelled(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(label, counts[name]) for name, label in _LABELS.items() if name in counts]


def _give(disposal: "Disposal", done: str) -> None:
    people = f"{disposal.people_done} of {disposal.people} young people"
    answer.give(
        _row(disposal), [f"Disposal {disposal.id} {done}", f"Disposed of: {people}."]
    )


def _row(each: "Disposal") -> dict[str, Any]:
    return {
        "disposal": each.id,
        "state": each.state,
        **answer.fields(
            each,
            *("on_day", "people", "counts", "lines", "proposed_by", "proposed_at"),
            *("approved_by", "approved_at", "declined_by", "reason", "begun_by"),
            *("begun_at", "finished_at", "people_done", "left_out", "done"),
            "lines_done",
        ),
    }
