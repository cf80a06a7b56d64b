"""What is past its date on a day, and what keeps it all the same (Law N-20, D-04).

Only rules that the asset owner has confirmed dispose of anything; a dry run shows what
each rule would do.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from tracker import store
from tracker.access import Scope
from tracker.actions.accounts import settings
from tracker.actions.act import Act
from tracker.actions.intake.questions.adults import NO_PLAN
from tracker.actions.law.two_people import actor, check_decider
from tracker.domain.history.membership import fold
from tracker.domain.law.disposal import due_days
from tracker.domain.law.disposal.due_days import Life
from tracker.domain.law.retention import (
    RULES,
    SCHEDULE,
    From,
    Numbers,
    Rule,
    State,
    Unit,
)
from tracker.domain.reference.academic_year import add_months
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals import old_lines
from tracker.store.law.disposals.disposal_runs import ConfirmedRule, terms_of
from tracker.store.law.disposals.past_date import Known

_AT_ONCE = 1000
#: How closed cases are called among what goes by a rule of its own.
CASES = "closed cases"
(_CASE_RULE,) = SCHEDULE["cases"]


class Kept(StrEnum):
    """Why the record of a person past its date is kept all the same."""

    HOLD = "legal hold"
    CASE = "open case"
    RULE = "rule not confirmed"


@dataclass(frozen=True, slots=True)
class OldLines:
    """The lines of files that are past the period of a rule of their own."""

    rule: Rule
    kind: str
    lines: int
    confirmed: bool


@dataclass(slots=True)
class Due:
    """What is past its date on a day: people to be disposed of, and those who are kept
    with the reason; for each rule, the people whose record it lets go.
    """

    on: date
    people: list[int] = field(default_factory=list)
    kept: dict[int, Kept] = field(default_factory=dict)
    rules: Counter[Rule] = field(default_factory=Counter)
    lines: list[OldLines] = field(default_factory=list)
    cases: int = 0
    cases_confirmed: bool = False

    @property
    def past(self) -> int:
        """How many young people are past their date, those who are kept included."""
        return len(self.people) + len(self.kept)

    @property
    def kept_by(self) -> dict[Kept, int]:
        """How many of them are kept, by each of the reasons."""
        counts = Counter(self.kept.values())
        return {why: counts[why] for why in Kept}

    @property
    def lines_and_cases(self) -> int:
        """How many lines and closed cases are past days of their own."""
        return sum(each.lines for each in self.lines) + self.cases

    @property
    def others(self) -> dict[str, int]:
        """The lines and cases that go by confirmed rules of their own."""
        found = {
            each.rule.applies_to: each.lines
            for each in self.lines
            if each.confirmed and each.lines
        }
        if self.cases and self.cases_confirmed:
            found[CASES] = self.cases
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A rule of the schedule with its period, and its confirmation or None."""

    rule: Rule
    period: str
    confirmation: ConfirmedRule | None

    @property
    def state(self) -> str:
        """Who stands behind it."""
        if self.rule.state is State.BUILT_IN:
            return self.rule.state.value
        return "confirmed" if self.confirmation is not None else "proposed"


def schedule(*, within: Scope, authority: str) -> list[Line]:
    """Every rule of the schedule, with its state in this authority."""
    known = store.law.disposals.disposal_runs.confirmed(within=within)
    numbers = settings.of(authority).numbers
    return [
        Line(
            rule,
            rule.period(numbers),
            known.get((rule.category, rule.applies_to, terms_of(rule))),
        )
        for rule in RULES
    ]


def confirm(categories: Collection[str], *, within: Scope, act: Act) -> list[Rule]:
    """Confirms the rules of these categories as the asset owner; returns the new ones.

    Raises Refusal for a category that is not in the schedule.
    """
    if unknown := sorted(set(categories) - set(SCHEDULE)):
        raise Refusal(
            f"{', '.join(unknown)}: not in the schedule. The categories are: "
            f"{', '.join(SCHEDULE)}.",
            "category",
        )
    check_decider(act)
    with store.database.base.transaction(f"schedule of {act.authority}"):
        new = [
            line.rule
            for line in schedule(within=within, authority=act.authority)
            if line.rule.category in categories and line.state == "proposed"
        ]
        for rule in new:
            store.database.base.insert(
                ConfirmedRule(
                    authority=act.authority,
                    category=rule.category,
                    applies_to=rule.applies_to,
                    terms=terms_of(rule),
                    confirmed_by=actor(act),
                    confirmed_at=act.at,
                )
            )
            act.note(
                Action.RETENTION_CONFIRMED,
                f"category {rule.category}",
                applies_to=rule.applies_to,
                terms=terms_of(rule),
            )
    return new


def due(on: date, *, within: Scope, authority: str) -> Due:
    """What is past its date on a day."""
    numbers = settings.of(authority).numbers
    lines = schedule(within=within, authority=authority)
    confirmed = {each.rule for each in lines if each.state != "proposed"}
    found = Due(on)
    known = store.law.disposals.past_date.everybody(within=within)
    cases = store.law.disposals.past_date.cases_of(within=within)
    held = store.law.disposals.legal_holds.held(within=within)
    for person, life in _past(known, cases, on, numbers, authority):
        if person in held:
            found.kept[person] = Kept.HOLD
        elif person in cases and cases[person] is None:
            found.kept[person] = Kept.CASE
        else:
            rules = list(due_days.rules_of(life))
            found.rules.update(rules)
            if confirmed.issuperset(rules):
                found.people.append(person)
            else:
                found.kept[person] = Kept.RULE
    found.lines = _old_lines(on, numbers, confirmed, within)
    found.cases = store.law.disposals.old_cases.count(
        _before(_CASE_RULE, on, numbers), within=within
    )
    found.cases_confirmed = _CASE_RULE in confirmed
    return found


def _old_lines(
    on: date, numbers: Numbers, confirmed: Collection[Rule], within: Scope
) -> list[OldLines]:
    """The lines that each rule lets go, each line once.

    A line that several rules are about counts by the first of them, confirmed ones
    before others: so it goes, and so the numbers add up.
    """
    seen: set[int] = set()
    lines: dict[Rule, int] = {}
    for rule in sorted(LINE_RULES, key=lambda each: each not in confirmed):
        before = _before(rule, on, numbers)
        by_file = old_lines.numbers(
            LINE_RULES[rule], before, adult=NO_PLAN, within=within
        )
        past = set(chain.from_iterable(by_file.values())) - seen
        lines[rule] = len(past)
        seen |= past
    return [
        OldLines(rule, kind, lines[rule], rule in confirmed)
        for rule, kind in LINE_RULES.items()
    ]


def old_cases(on: date, *, within: Scope, authority: str) -> list[int]:
    """The closed cases that are past their date; none while the rule is a proposal."""
    lines = schedule(within=within, authority=authority)
    if not any(
        each.rule is _CASE_RULE and each.confirmation is not None for each in lines
    ):
        return []
    return store.law.disposals.old_cases.numbers(
        lines_before(_CASE_RULE, on, authority), within=within
    )


def still_due(
    people: Sequence[int], on: date, *, within: Scope, authority: str
) -> list[int]:
    """Those of these people whose record is still past its date, and kept by nothing.

    A hold, a case or evidence may have come since they were approved.
    """
    numbers = settings.of(authority).numbers
    lines = schedule(within=within, authority=authority)
    confirmed = {each.rule for each in lines if each.state != "proposed"}
    known = store.law.disposals.past_date.everybody(within=within, only=people)
    cases = store.law.disposals.past_date.cases_of(within=within)
    held = store.law.disposals.legal_holds.held(people, within=within)
    return [
        person
        for person, life in _past(known, cases, on, numbers, authority)
        if person not in held
        and not (person in cases and cases[person] is None)
        and confirmed.issuperset(due_days.rules_of(life))
    ]


def lines_before(rule: Rule, on: date, authority: str) -> date:
    """The first day of receipt, or of closing, that a rule still keeps on a day."""
    return _before(rule, on, settings.of(authority).numbers)


def _before(rule: Rule, on: date, numbers: Numbers) -> date:
    """The first day of receipt that a rule still keeps on a day."""
    number = rule.number(numbers)
    day = (
        add_months(on, -12 * number)
        if rule.unit is Unit.YEARS
        else on - timedelta(days=number)
    ) - timedelta(days=2)
    while due_days.ending(rule, day, numbers) <= on:
        day += timedelta(days=1)
    return day


def _line_rules() -> Iterator[tuple[Rule, str]]:
    received = [each for each in SCHEDULE["lines"] if each.counts_from is From.RECEIPT]
    kinds = (old_lines.UNUSED, old_lines.LEFT_OVER, old_lines.ADULTS)
    yield from zip(received, kinds, strict=True)
    yield from zip(SCHEDULE["signals"], (old_lines.SIGNALS,), strict=True)


#: The kind of line that each rule about lines without a person is for.
LINE_RULES: Mapping[Rule, str] = dict(_line_rules())


def _past(
    known: Sequence[Known],
    cases: Mapping[int, date | None],
    on: date,
    numbers: Numbers,
    authority: str,
) -> Iterator[tuple[int, Life]]:
    """The people whose record is past its date, some at a time."""
    could_be = [each for each in known if _could_be(each, on, numbers)]
    for start in range(0, len(could_be), _AT_ONCE):
        some = {each.person: each for each in could_be[start : start + _AT_ONCE]}
        for person, life in _lives(some, cases, authority):
            if due_days.due_on(life, numbers) <= on:
                yield person, life


def _could_be(known: Known, on: date, numbers: Numbers) -> bool:
    """Whether a record may be past its date, before its evidence is read."""
    if known.born is None or known.gone is not None:
        return True
    life = Life(known.born, None, known.born, longer=False)
    return due_days.due_on(life, numbers) <= on


def _lives(
    some: Mapping[int, Known], cases: Mapping[int, date | None], authority: str
) -> Iterator[tuple[int, Life]]:
    newest = store.law.disposals.past_date.newest_evidence(some)
    directory = store.institutions.register.directory()
    for person, evidence in store.history.evidence.histories(
        some, live_only=False, opened=True
    ):
        known = some[person]
        departed = None
        if known.gone is not None:
            live = [each for each in evidence if each.withdrawn_at is None]
            folded = fold(person, authority, live, on=(), resolve=directory.resolve)
            gone = folded.known.departure if folded is not None else None
            departed = gone.on if gone is not None else None
        if person not in newest:
            continue  # no evidence at all: only a file that is gone had named them
        yield (
            person,
            Life(
                known.born,
                departed,
                newest[person],
                longer=due_days.is_kept_longer(evidence),
                case_closed_on=cases.get(person),
            ),
        )
