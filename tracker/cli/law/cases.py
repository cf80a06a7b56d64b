"""flask cases: requests, complaints and breaches, each with its clock."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.access import authority_scope
from tracker.cli import answer, options
from tracker.domain.law.cases.case_kinds import KINDS, Step, Unit
from tracker.domain.law.cases.clock import day_of, start_of
from tracker.domain.law.cases.requesters import EVIDENCE, Requester
from tracker.domain.law.objections import To
from tracker.wording import case_words
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.act import Act
    from tracker.store.law.cases import Case, CaseEvent
    from tracker.store.law.disclosures import CorrectionNotice

_PAUSE, _RESUME, _EXTEND, _ADVISE, _CLOSE = (
    "pause",
    "resume",
    "extend",
    "advise",
    "close",
)
_EVENTS = (
    *(step.value for step in Step),
    *(_PAUSE, _RESUME, _EXTEND, _ADVISE, "affected", _CLOSE),
)


@answer.COMMANDS.group("cases", cls=answer.Group)
def group() -> None:
    """Open cases, work on them, see their clocks."""


@answer.command(group, "list")
@click.option("--closed", is_flag=True, help="Those closed this year, not the open.")
@options.authority_option
def list_(closed: bool, authority: str) -> None:
    """List the open cases, those with the least time left first."""
    from tracker import store

    within = authority_scope(authority)
    if closed:
        since = start_of(answer.today().replace(month=1, day=1))
        found = store.law.cases.closed_since(since, within=within)
    else:
        found = store.law.cases.open_ones(within=within)
    answer.give(
        [_as_json(each) for each in found],
        answer.table(
            ("case", "kind", "received", "due", "clock", "next"),
            (
                (
                    *(each.name, each.of.title, day_of(each.received_at)),
                    *(_due(each) or "", _left(each)),
                    case_words.next_step(each.of, each.next_step) if not closed else "",
                )
                for each in found
            ),
        ),
        f"{counted(len(found), 'case')}.",
    )


def _moment_or_day(text: str) -> date | datetime:
    """A day, or a moment with its hour."""
    if "T" in text or ":" in text:
        found: datetime = options.MOMENT.convert(text, None, None)
        return found
    day: date = options.DAY.convert(text, None, None)
    return day


_RECEIVED = options.Kind("date", _moment_or_day)


@answer.command(group, "open")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("title")
@click.option(
    "--received",
    type=_RECEIVED,
    required=True,
    help="The day of receipt; of a breach the moment, such as 2026-12-24T23:59.",
)
@click.option(
    "--by",
    "requester",
    type=click.Choice([each.value for each in Requester]),
    help="Who makes the request. [default: the first that may]",
)
@click.option("--name", default="", help="Their name, if not the young person's.")
@click.option(
    "--person", type=options.NUMBER, multiple=True, help="A young person it is about."
)
@click.option("--reference", default="", help="The council's own reference.")
@click.option("--ground", type=click.Choice([each.value for each in To]))
@click.option("--review-on", type=options.DAY, help="Day of the review.")
@click.option("--organisation", default="", help="Of a third-party request.")
@click.option("--purpose", default="", help="Of a third-party request.")
@click.option("--data", default="", help="Of a third-party request.")
@click.option("--sensitivity", default="", help="Of a third-party request.")
@click.option("--security", default="", help="Of a third-party request.")
@click.option("--retention", default="", help="Of a third-party request.")
@options.authority_option
def open_(
    kind: str,
    title: str,
    received: date | datetime,
    requester: str | None,
    name: str,
    person: Sequence[int],
    reference: str,
    ground: str | None,
    review_on: date | None,
    authority: str,
    **request: str,
) -> None:
    """Open a case of a KIND about TITLE, in a few words without names."""
    from tracker import actions
    from tracker.actions.law.cases.opening import Requested
    from tracker.domain.law.cases.requesters import requesters

    of = KINDS[kind]
    case = actions.law.cases.opening.open_case(
        of,
        title,
        received=received,
        requester=Requester(requester) if requester else requesters(of)[0],
        requester_name=name,
        people=person,
        reference=reference,
        ground=To(ground) if ground else None,
        requested=Requested(**request) if Step.DESTROYED in of.steps else None,
        review_on=review_on,
        within=authority_scope(authority),
        act=answer.act(authority),
    )
    due = _due(case)
    answer.give(
        _as_json(case),
        f"{case.name} is open: {_left(case)}{f', due {due}' if due else ''}.",
    )


@answer.command(group, "show")
@click.argument("case")
@options.authority_option
def show(case: str, authority: str) -> None:
    """Show a CASE, such as SA-31.

    It has its clock, its people and what happened in it.
    """
    from tracker import store

    within = authority_scope(authority)
    found = _found(case, authority)
    people = store.law.cases.people([found.id], within=within).get(found.id, [])
    answer.note_shown(authority, [each.id for each in people])
    events = store.law.cases.events([found.id])[found.id]
    shown = _with_clock(found, events)
    shown["people"] = [each.id for each in people]
    shown["events"] = [
        answer.fields(
            each, "what", "at", "evidence", "outcome", "months", "note", "made_by"
        )
        for each in events
    ]
    shown["right_to_complain"] = case_words.right_to_complain(
        answer.settings().organisation
    )
    answer.give(shown, _in_words(found, shown))


def _in_words(case: "Case", shown: dict[str, Any]) -> Iterator[str]:
    yield f"{case.name}, {case.of.title}: {case.title}. {_left(case)}."
    if (due := _due(case)) is not None:
        yield f"Received {answer.short(day_of(case.received_at))}, due {due}."
    yield from (f"Note: {label}." for label in shown["labels"])
    if shown["people"]:
        yield f"About {counted(len(shown['people']), 'young person', 'young people')}."
    yield from answer.table(
        ("when", "what", "note"),
        (
            (
                answer.local(each["at"]),
                case_words.EVENTS.get(each["what"], each["what"]),
                " ".join(filter(None, map(each.get, ("evidence", "outcome", "note")))),
            )
            for each in shown["events"]
        ),
    )
    yield f"Next: {case_words.next_step(case.of, case.next_step)}."


@answer.command(group, "event")
@click.argument("case")
@click.argument("what", type=click.Choice(_EVENTS))
@click.option("--on", type=options.DAY, help="The day on which it happened.")
@click.option("--note", default="", help="The reason, the question or the answer.")
@click.option(
    "--evidence", type=click.Choice(list(EVIDENCE)), default=None, help="What was seen."
)
@click.option("--months", type=click.IntRange(1, 2), default=2, help="Of an extension.")
@click.option("--outcome", default="", help="Of a decision.")
@click.option("--person", type=options.NUMBER, multiple=True, help="Affected people.")
@click.option("--batch", type=options.NUMBER, help="Everybody in an import.")
@click.option("--disclosure", default="", help="Everybody in it, such as D-2026-418.")
@options.authority_option
def event(
    case: str,
    what: str,
    on: date | None,
    note: str,
    evidence: str | None,
    months: int,
    outcome: str,
    person: Sequence[int],
    batch: int | None,
    disclosure: str,
    authority: str,
) -> None:
    """Record what happened in a CASE: a step, a pause, an extension.

    A decision and its approval are signed on the pages, by users who may decide.
    """
    from tracker import actions, store

    law = actions.law.cases
    found = _found(case, authority)
    given: dict[str, Any] = {
        "within": authority_scope(authority),
        "act": answer.act(authority),
    }
    steps = law.case_steps
    does: dict[str, Callable[[], Any]] = {
        _PAUSE: lambda: steps.pause(found.id, note, on=on, **given),
        _RESUME: lambda: steps.resume(found.id, note=note, on=on, **given),
        _EXTEND: lambda: steps.extend(found.id, months, note, on=on, **given),
        _ADVISE: lambda: steps.advise(found.id, note, **given),
        "affected": lambda: steps.set_affected(
            found.id, people=person, batch=batch, disclosure=disclosure, **given
        ),
        Step.DECIDED: lambda: law.deciding.decide(found.id, outcome, note, **given),
        Step.APPROVED: lambda: law.deciding.approve(found.id, note, **given),
        _CLOSE: lambda: law.closing.close(found.id, note=note, **given),
    }
    if what in does:
        does[what]()
    else:
        steps.take(
            found.id, Step(what), on=on, evidence=evidence or "", note=note, **given
        )
    now = answer.found(
        store.law.cases.get(found.id, within=authority_scope(authority)), case
    )
    events = store.law.cases.events([now.id])[now.id]
    answer.give(_with_clock(now, events), f"{now.name}: {_left(now)}.")


@answer.command(group, "notices")
@click.argument("case")
@click.option(
    "--field",
    "fields",
    multiple=True,
    help="What was corrected, such as born. [default: names, date of birth, numbers]",
)
@click.option("--sent", type=options.NUMBER, help="This notice was sent.")
@click.option("--how", default="", help="How it was sent, such as by post.")
@options.authority_option
def notices(
    case: str, fields: Sequence[str], sent: int | None, how: str, authority: str
) -> None:
    """Make the notices of a correction.

    There is one for each recipient of the old value, with its letter, also if a later
    list had the right one. Record each with --sent.
    """
    from tracker import actions, store

    law = actions.law.cases.correction_notices
    found, act = _found(case, authority), answer.act(authority)
    given: dict[str, Any] = {"within": authority_scope(authority), "act": act}
    if sent is not None:
        there = [each.id for each in store.law.disclosures.notices_of(found.id)]
        if sent not in there:
            raise answer.CannotBeDone(f"{found.name} has no notice {sent}.")
        law.dispatch(sent, how, **given)
    elif found.closed_at is None:
        law.make(found.id, fields or law.LASTING, **given)
    notices = store.law.disclosures.notices_of(found.id)
    answer.note_shown(authority, sorted({each.person_id for each in notices}))
    council = answer.settings().organisation or ""
    answer.give(
        [_notice(each, council, act) for each in notices],
        answer.table(
            ("notice", "to", "corrects", "sent"),
            (
                (
                    each.id,
                    each.party_name,
                    ", ".join(it.field for it in law.corrected(each, act=act)),
                    answer.local(each.dispatched_at) if each.dispatched_at else "",
                )
                for each in notices
            ),
        ),
        f"{counted(len(notices), 'notice')}.",
    )


def _notice(notice: "CorrectionNotice", council: str, act: "Act") -> dict[str, Any]:
    from tracker import actions

    law = actions.law.cases.correction_notices
    return {
        "notice": notice.id,
        **answer.fields(notice, "party_kind", "party", "party_name", "made_at"),
        **answer.fields(notice, "dispatched_at", "how"),
        "corrects": [
            {
                "disclosure": each.mark,
                "row": each.row,
                "field": name,
                "given": each.given,
                "now": each.now,
            }
            for (name, *_), each in zip(
                notice.lines, law.corrected(notice, act=act), strict=True
            )
        ],
        "letter": law.letter(notice, council=council, act=act).markdown(),
    }


def _found(name: str, authority: str) -> "Case":
    from tracker import store

    return answer.found(
        store.law.cases.by_name(name, within=authority_scope(authority)),
        f"There is no case {name[:40]}; a case is named like SA-31.",
    )


def _due(case: "Case") -> str | None:
    """The day on which it is due, or the hour of one that counts in hours."""
    if case.due_at is not None and case.of.unit is Unit.HOURS:
        return answer.local(case.due_at)
    return answer.short(case.due_on) if case.due_on is not None else None


def _left(case: "Case") -> str:
    if case.closed_at is not None:
        return "Closed"
    return case_words.time_left(
        case.of,
        now=answer.now_on_day(),
        today=answer.today(),
        due_at=case.due_at,
        due_on=case.due_on,
        paused_since=case.paused_since,
        met=case.clock_met_at is not None,
    )


def _as_json(case: "Case") -> dict[str, Any]:
    return {
        "case": case.name,
        **answer.fields(
            case,
            *("kind", "title", "reference", "requester", "received_at", "next_step"),
            *("outcome", "due_on", "due_at", "paused_since", "clock_met_at"),
            *("review_on", "closed_at"),
        ),
        "received_on": day_of(case.received_at),
        "clock": _left(case),
    }


def _with_clock(case: "Case", events: Sequence["CaseEvent"]) -> dict[str, Any]:
    """A case as JSON with what its clock is made of."""
    from tracker import actions

    clock = actions.law.cases.standing.standing(
        case, events, now=answer.now_on_day()
    ).clock
    return {
        **_as_json(case),
        "paused_days": clock.paused_days,
        "further_months": clock.further_months,
        "extend_by": clock.extend_by,
        "labels": clock.labels,
    }
