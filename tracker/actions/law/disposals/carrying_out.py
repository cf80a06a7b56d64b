"""Carrying out an approved disposal, some people a transaction.

Nothing is left half of a person: a process that is stopped goes on with the next of the
list when the disposal is carried out again.
"""

from datetime import date
from itertools import chain, islice

from tracker import store
from tracker.access import Scope
from tracker.actions.act import Act
from tracker.actions.intake.questions.adults import NO_PLAN
from tracker.actions.law.disposals import falling_due
from tracker.actions.law.disposals.falling_due import CASES, LINE_RULES
from tracker.actions.law.disposals.ledger import CASE, RECORD, Ledger
from tracker.actions.work.tasks import Say, silent
from tracker.refusal import Refusal
from tracker.store.accounts.audit import Action
from tracker.store.law.disposals import old_lines
from tracker.store.law.disposals.disposal_runs import Disposal

#: So many people go in one transaction.
AT_ONCE = 500
FILES_AT_ONCE = 100


def carry_out(
    number: int, *, ledger: Ledger, within: Scope, act: Act, say: Say = silent
) -> Disposal:
    """Disposes of everything that an approved disposal lists; returns it.

    People who are no longer due, such as by a hold, are left out and counted. What goes
    is in the ledger first. Raises Refusal for a disposal that is not approved, and
    LedgerUnusable.
    """
    ledger.forget(act.at)
    disposal = _begin(number, within, act)
    say(f"Disposing of {disposal.people - disposal.people_done:,} people ...")
    while _some_people(number, ledger, within, act):
        pass
    _cases(number, ledger, within, act)
    for rule, kind in LINE_RULES.items():
        if rule.applies_to in disposal.lines:
            before = falling_due.lines_before(rule, disposal.on_day, act.authority)
            while _lines(number, rule.applies_to, kind, before, ledger, within, act):
                pass
    with store.people.records.changing(act.authority):
        disposal = _found(number, within)
        disposal.finished_at = act.at
        act.note(
            Action.DISPOSAL_CARRIED_OUT,
            f"disposal {number}",
            people=disposal.people_done,
            lines=sum(disposal.lines_done.values()),
            left_out=disposal.left_out,
        )
    return disposal


def _begin(number: int, within: Scope, act: Act) -> Disposal:
    with store.people.records.changing(act.authority):
        disposal = _found(number, within)
        if disposal.state not in ("approved", "begun"):
            raise Refusal(
                f"Disposal {number} is {disposal.state}. Only an approved one is "
                "carried out."
            )
        if disposal.begun_at is None:
            disposal.begun_by, disposal.begun_at = act.by, act.at
    return disposal


def _found(number: int, within: Scope) -> Disposal:
    found = store.law.disposals.disposal_runs.get(number, within=within)
    if found is None:
        raise Refusal(f"There is no disposal {number}.")
    return found


def _some_people(number: int, ledger: Ledger, within: Scope, act: Act) -> bool:
    """Disposes of the next people of the list; False when none is left."""
    with store.people.records.changing(act.authority):
        disposal = _found(number, within)
        runs = store.law.disposals.disposal_runs
        people = runs.next_people(number, AT_ONCE)
        if not people:
            return False
        going = falling_due.still_due(
            people, disposal.on_day, within=within, authority=act.authority
        )
        records = store.law.disposals.past_date.records_of(going)
        ledger.append(
            (
                (RECORD, record, moment)
                for record, moment in store.law.disposals.past_date.moments(
                    records, within=within
                )
            ),
            authority=act.authority,
            at=act.at,
        )
        disposal.add_done(store.law.disposals.removal.remove(records))
        # They may have led to those who live with them.
        store.casework.not_known.owed_people.note_everybody(act.authority)
        disposal.people_done += len(going)
        disposal.left_out += len(people) - len(going)
        runs.drop_people(number, people)
    return True


def _cases(number: int, ledger: Ledger, within: Scope, act: Act) -> None:
    """Disposes of the closed cases that are past their date, those too whose objection
    went with its person.
    """
    with store.people.records.changing(act.authority):
        disposal = _found(number, within)
        cases = falling_due.old_cases(
            disposal.on_day, within=within, authority=act.authority
        )
        if not cases:
            return
        ledger.append(
            (
                (CASE, case, moment)
                for case, moment in store.law.disposals.old_cases.moments(
                    cases, within=within
                )
            ),
            authority=act.authority,
            at=act.at,
        )
        done = store.law.disposals.old_cases.remove(cases)
        before = disposal.lines_done.get(CASES, 0)
        disposal.lines_done = {**disposal.lines_done, CASES: before + done}


def _lines(
    number: int,
    applies_to: str,
    kind: str,
    before: date,
    ledger: Ledger,
    within: Scope,
    act: Act,
) -> bool:
    """Empties the lines of one rule in some files, and deletes records that only they
    had named; False when no line is left.
    """
    with store.people.records.changing(act.authority):
        disposal = _found(number, within)
        found = old_lines.numbers(kind, before, adult=NO_PLAN, within=within)
        some = dict(islice(found.items(), FILES_AT_ONCE))
        ledger.append(
            (
                (kind, batch, digest)
                for batch, digest in old_lines.batches(some, within=within)
            ),
            authority=act.authority,
            at=act.at,
        )
        done = old_lines.empty(chain(*some.values()))
        left = {**disposal.lines_done}
        left[applies_to] = left.get(applies_to, 0) + done
        disposal.lines_done = left
        nameless = old_lines.people_without_evidence(within=within)
        disposal.add_done(store.law.disposals.removal.remove(nameless))
    return len(found) > FILES_AT_ONCE
