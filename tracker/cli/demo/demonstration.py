"""The demo: writes the invented authority's files and loads them like real ones."""

import csv
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date
from operator import attrgetter
from typing import Any

from tracker import actions, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.history.evidence import UserEvidence
from tracker.actions.intake.questions.answers import entered
from tracker.actions.leavers.destinations import YEARS_COMPARED
from tracker.cli import answer
from tracker.cli.accounts import audit_commands
from tracker.cli.demo import (
    added_people,
    agreed_sharing,
    alerts,
    identity_errors,
    moved_away,
    opened_cases,
    passed_on,
    proposed_places,
    staff_accounts,
    summary_in_words,
)
from tracker.demo.authority import write
from tracker.demo.plan import Contact, Load, Plan
from tracker.demo.truth import score
from tracker.domain.casework.contact import Channel, Outcome
from tracker.domain.figures.published import annual_periods
from tracker.domain.history.details.detail_statements import detail
from tracker.domain.history.evidence import Offer, Statement, Tier
from tracker.domain.reference.academic_year import Period, counted_on, stayed_by
from tracker.wording.counts import counted

ADVISER_CALL = "adviser's contact"
TYPED_OFFERS = "offers typed in"
#: The newest list of this feed is matched but not applied: a user is to do that.
WAITS = "provider-enrolment"

Say = Callable[[str], Any]


def run(
    *, people: int, seed: int, on: date, say: Say, replacing: bool = False
) -> dict[str, Any]:
    """Makes the demo and returns its summary.

    Raises answer.CannotBeDone where the database holds something else. Anything added
    to an earlier demo is deleted with it only with ``replacing``.
    """
    began = time.monotonic()
    settings = answer.settings()
    authority = settings.authority
    if authority is None:
        raise answer.CannotBeDone("Set TRACKER_AUTHORITY to the demo's authority.")
    held = store.reset.held()
    if held is store.reset.Held.REAL_DATA:
        raise answer.CannotBeDone(
            "The database was not made by a demo and is not empty, so the demo leaves "
            "it alone. Set TRACKER_VAR to another folder or DATABASE_URL to another "
            "database."
        )
    if held is store.reset.Held.DEMO_AND_MORE and not replacing:
        raise answer.CannotBeDone(
            "Files, users, published tables or frozen returns that are not the demo's "
            "were added to it, so the demo leaves it alone. Set TRACKER_VAR to another "
            "folder or DATABASE_URL to another database, or add --replace to "
            "delete everything in this one."
        )
    store.reset.empty(at=answer.now(), authority=authority)
    store.database.shown.show([authority])
    audit_commands.begin_again(settings, "demo")
    folder = settings.var / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    say("Everybody in this demo is invented.")
    plan = write(
        folder / "feeds",
        people=people,
        seed=seed,
        on=on,
        authority=authority,
        progress=say,
    )
    first = _act_of(plan.loads[0], authority)
    actions.figures.published.load([plan.wards], act=first)
    batches = _load(plan, authority, say, began)
    assigned = _assigned(batches)
    _record_contacts(plan, assigned, authority, on, say)
    passed_on.pass_on(authority, on=on)
    scope = authority_scope(authority)
    say(f"{_clock(began)} Working out positions for every date that is summed up.")
    actions.history.positions.refresh(_dates(on), within=scope)
    _request_comparisons(authority, on)
    members = list(store.figures.members.members(on, within=scope))
    shared = staff_accounts.employ(members, authority, on=on, seed=seed)
    alerts.enter(
        staff_accounts.needing_an_adviser(members, on), authority, on=on, seed=seed
    )
    added_people.add(members, authority, on=on, seed=seed)
    agreed_sharing.agree(members, authority, on=on)
    college = next(iter(agreed_sharing.colleges(members)), None)
    moved_away.move(members, authority, on=on, seed=seed)
    opened_cases.open_some(members, authority, on=on)
    many = counted(shared, "young person", "young people")
    say(f"{_clock(began)} {many} shared out among the advisers.")
    say(f"{_clock(began)} Making the return and the destinations.")
    summary = {
        "authority": authority,
        "on": on,
        "rows": sum(batch.rows for batch, _ in batches),
        "batches": len(batches),
        "outcomes": store.intake.import_batches.totals(within=scope),
        "linkage": score.score(plan.truth_path, assigned).as_json(),
        "identity": identity_errors.score(
            members, _true_persons(plan, assigned), plan.people_path
        ),
        "positions": summary_in_words.groups(on, authority),
        "return": summary_in_words.prepare_return(authority, on, folder / "out"),
        "destinations": summary_in_words.write_destinations(
            authority, on, folder / "out"
        ),
        "published": summary_in_words.beside_published(authority, on),
        "store_bytes": store.history.evidence_changes.size_on_disk(),
        "facts": store.history.evidence_changes.counts(),
    }
    # A demo that is not served has no worker, for its ledgers or to seal its audit.
    say(f"{_clock(began)} Working out how far each leaving year came.")
    ledgers = actions.year.cohort_ledgers
    ledgers.refresh(ledgers.all_of(on), within=scope, on=on)
    if college is not None:
        proposed_places.propose(college, ledgers.current(on)[0], authority, on=on)
        ledgers.refresh(ledgers.all_of(on), within=scope, on=on)
    audit_commands.seal(settings)
    summary["seconds"] = round(time.monotonic() - began)
    return summary


def _dates(on: date) -> list[date]:
    """Every date that the summary needs, so that one pass makes the positions."""
    five = annual_periods(summary_in_words.newest_published_year(on))
    periods = (Period.of(on).previous, five.september, *five.winter, five.march)
    left = actions.leavers.own_leavers.newest_year(on)
    years = range(left - YEARS_COMPARED + 1, left + 1)
    return sorted(
        {
            on,
            *(period.end for period in periods),
            *(counted_on(year) for year in years),
            *(min(stayed_by(year), on) for year in years),
        }
    )


def _request_comparisons(authority: str, on: date) -> None:
    """Requests the positions with which the day's figures are compared.

    The process that serves the demo makes them.
    """
    actions.history.month_ends.make_or_request(
        on,
        actions.history.month_ends.compared_days(on),
        within=authority_scope(authority),
        act=Act(store.reset.DEMO, answer.now(), on, authority),
    )


def _clock(began: float) -> str:
    return f"[{time.monotonic() - began:4.0f} s]"


Batches = list[tuple[store.intake.import_batches.ImportBatch, dict[str, str]]]


def _load(plan: Plan, authority: str, say: Say, began: float) -> Batches:
    """Loads every file in order; gives each batch its files' names in the truth."""
    loaded: Batches = []
    for place, load in enumerate(plan.loads, 1):
        if place == len(plan.loads) and load.feed == WAITS:
            _leave_waiting(load, authority)
            say(f"{_clock(began)} {place} of {place}: {load.description}, left waiting")
            continue
        outcome = actions.intake.load.load(
            load.feed,
            load.paths,
            institution=load.institution,
            as_at=load.as_at,
            complete=load.complete,
            answers=entered(load.new_sender),
            confirm=lambda alarms: True,
            act=_act_of(load, authority),
        )
        say(
            f"{_clock(began)} {place} of {len(plan.loads)}: {load.description}, "
            f"{counted(outcome.batch.rows, 'line')}"
        )
        if load.feed != "establishments":
            loaded.append((outcome.batch, score.names(plan.folder, load.paths)))
    return loaded


def _act_of(load: Load, authority: str) -> Act:
    # A file of a day to come has arrived by the clock, or what a user records now
    # would count as earlier.
    at = min(load.recorded_at, answer.now())
    return Act(store.reset.DEMO, at, load.recorded_at.date(), authority)


def _leave_waiting(load: Load, authority: str) -> None:
    """Receives and matches a file, so that a user can check and apply it."""
    act = _act_of(load, authority)
    batch = actions.intake.load.receive_files(
        load.feed,
        load.paths,
        institution=load.institution,
        as_at=load.as_at,
        complete=load.complete,
        act=act,
        answers=entered(load.new_sender),
    )
    actions.intake.matching.match.match(batch, act=act)
    # The process that serves the demo makes the preview, as after an upload.
    actions.work.tasks.request(
        "preview",
        act=replace(act, at=answer.now()),
        subject=actions.intake.file_tasks.subject(batch.id),
        batch=batch.id,
    )


def _assigned(batches: Batches) -> list[score.Assigned]:
    """The result of matching for every line, in the order of loading."""
    return [
        score.Assigned(
            file=names.get(row.file, row.file),
            line=row.line,
            outcome=row.outcome or "",
            person=row.person,
            automatic=row.outcome != store.intake.import_batches.Outcome.POSSIBLE,
        )
        for batch, names in batches
        for row in store.intake.import_batches.lines(batch.id)
    ]


def _true_persons(plan: Plan, assigned: Sequence[score.Assigned]) -> dict[int, str]:
    """The true person of each record: that of the line that made it."""
    whose: dict[int, str] = {}
    for key, person in _matched(plan, assigned):
        whose.setdefault(person, key)
    return whose


def _matched(
    plan: Plan, assigned: Sequence[score.Assigned]
) -> Iterator[tuple[str, int]]:
    """The true person of each line, and the record to which it was matched."""
    truth = _truth(plan)
    for each in assigned:
        key = truth.get((each.file, each.line))
        if key is not None and each.person is not None:
            yield key, each.person


def _truth(plan: Plan) -> dict[tuple[str, int], str]:
    with plan.truth_path.open(encoding="utf-8", newline="") as rows:
        return {(r["file"], int(r["line"])): r["person"] for r in csv.DictReader(rows)}


def _record_contacts(
    plan: Plan,
    assigned: Sequence[score.Assigned],
    authority: str,
    on: date,
    say: Say,
) -> None:
    """Records the advisers' contacts, and the offers that were typed in from lists.

    Those of one adviser and day are recorded together. An offer is no contact.
    """
    person_of: dict[str, int] = {}
    for key, found in _matched(plan, assigned):
        person_of.setdefault(key, found)
    rung: dict[Act, list[UserEvidence]] = {}
    typed: dict[Act, list[UserEvidence]] = {}
    for contact in sorted(plan.contacts, key=attrgetter("adviser", "recorded_at")):
        if contact.person in person_of:
            person = person_of[contact.person]
            # At five in the afternoon, unless that is still to come.
            at = min(contact.recorded_at.astimezone(UTC), answer.now())
            written = typed if isinstance(contact.statement, Offer) else rung
            written.setdefault(Act(contact.adviser, at, on, authority), []).append(
                UserEvidence(person, _statements(contact, person), contact.as_at)
            )
    if typed:
        actions.history.evidence.record(typed, tier=Tier.ADVISER, source=TYPED_OFFERS)
    if rung:
        entries = actions.history.evidence.record(
            rung, tier=Tier.ADVISER, source=ADVISER_CALL
        )
        with store.database.base.transaction():
            store.casework.contacts.write_behind(
                entries, Outcome.YOUNG_PERSON, Channel.STATUS_UPDATE
            )
    made = counted(sum(map(len, rung.values())), "contact")
    say(f"{made} of advisers recorded.")


def _statements(contact: Contact, person: int) -> tuple[Statement, ...]:
    """The statements of a contact; a young person who was rung has a phone number."""
    if isinstance(contact.statement, Offer):
        return (contact.statement,)
    return contact.statement, _phone(person)


def _phone(person: int) -> Statement:
    """A number reserved by the telephone companies for drama, which reaches no one."""
    return detail("phone", phone=f"07700 900{person % 1000:03}")
