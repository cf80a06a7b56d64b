"""The demo: writes the invented authority's files, loads them, and sums up."""

import csv
import shutil
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import Any

import click

from tracker.access import authority_scope
from tracker.actions import evidence as recording
from tracker.actions import imports as importing
from tracker.actions import loading as receiving
from tracker.actions import month_ends
from tracker.actions import positions as derive
from tracker.actions import returns as returning
from tracker.actions.destinations import YEARS_COMPARED
from tracker.cli import (
    answer,
    broken_rules,
    demo_added,
    demo_staff,
    figures,
    leaver_list,
    loading,
)
from tracker.cli import returns as writing
from tracker.demo import score
from tracker.demo.authority import write
from tracker.demo.plan import Contact, Load, Plan
from tracker.domain.academic_year import Period, say_date
from tracker.domain.evidence import Offer, Statement, Tier, detail
from tracker.domain.institution import InstitutionKind
from tracker.domain.published import ENGLAND, annual_periods
from tracker.reporting import published
from tracker.returns.rules.years import ruleset_for
from tracker.store import caseload, evidence, imports, institutions, reset
from tracker.store.leavers import counted_on, stayed_by

ADVISER_CALL = "adviser's contact"
#: The newest list of this feed is matched and not applied: somebody is to do that.
WAITS = "provider-enrolment"

Say = Callable[[str], Any]


def run(
    *, people: int, seed: int, on: date, say: Say, anew: bool = False
) -> dict[str, Any]:
    """Makes the demo and returns its summary.

    Raises answer.CannotBeDone where the database holds something else, unless it is to
    be made ``anew``.
    """
    began = time.monotonic()
    settings = answer.settings()
    authority = settings.authority
    if authority is None:
        raise answer.CannotBeDone("Set TRACKER_AUTHORITY to the demo's authority.")
    if not anew and not reset.may_be_emptied():
        raise answer.CannotBeDone(
            "The database holds files that a demo did not load, so the demo leaves it "
            "alone. Set TRACKER_VAR to another folder or DATABASE_URL to another "
            "database, or add --anew to throw everything in this one away."
        )
    reset.empty(at=answer.now(), authority=authority)
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
    batches = _load(plan, authority, say, began)
    _record_contacts(plan, batches, authority, on, say)
    scope = authority_scope(authority)
    say(f"{_clock(began)} Making positions for every date that is asked for.")
    derive.refresh(_dates(on), within=scope)
    members = list(caseload.members(on, within=scope))
    shared = demo_staff.employ(members, authority, on=on, seed=seed)
    demo_added.add(members, authority, on=on, seed=seed)
    say(f"{_clock(began)} {shared:,} young people shared out among the advisers.")
    say(f"{_clock(began)} Making the return and the destinations.")
    summary = {
        "authority": authority,
        "on": on,
        "rows": sum(batch.rows for batch, _ in batches),
        "batches": len(batches),
        "outcomes": imports.totals(within=scope),
        "linkage": score.score(plan.truth_path, _assigned(batches)).as_json(),
        "positions": _groups(on, authority),
        "return": _return(authority, on, folder / "out"),
        "destinations": _destinations(authority, on, folder / "out"),
        "published": _published(authority, on),
        "store_bytes": evidence.size_on_disk(),
        "facts": evidence.counts(),
    }
    summary["seconds"] = round(time.monotonic() - began)
    return summary


def _dates(on: date) -> list[date]:
    """Every date that anybody looks at first, so that all are made in one pass."""
    five = annual_periods(_published_year(on))
    periods = (Period.of(on).previous, five.september, *five.winter, five.march)
    left = _left(on)
    years = range(left - YEARS_COMPARED + 1, left + 1)
    return sorted(
        {
            on,
            *(period.end for period in periods),
            *(counted_on(year) for year in years),
            *(min(stayed_by(year), on) for year in years),
            *month_ends.compared(on),
        }
    )


def _left(on: date) -> int:
    """The newest leaving year on a day."""
    return on.year if counted_on(on.year) <= on else on.year - 1


def _published_year(on: date) -> int:
    """The newest year that DfE has published figures of, or ours if that is earlier."""
    newest = max(row.year for row in published.kept())
    return min(on.year if on.month > 3 else on.year - 1, newest)


def _clock(began: float) -> str:
    return f"[{time.monotonic() - began:4.0f} s]"


Batches = list[tuple[imports.ImportBatch, dict[str, str]]]


def _load(plan: Plan, authority: str, say: Say, began: float) -> Batches:
    """Loads every file as it came; gives each batch its files' names in the truth."""
    loaded: Batches = []
    for place, load in enumerate(plan.loads, 1):
        if place == len(plan.loads) and load.feed == WAITS:
            _leave_waiting(load, authority)
            say(f"{_clock(began)} {place} of {place}: {load.description}, left waiting")
            continue
        outcome = loading.load(
            load.feed,
            load.paths,
            institution=load.institution,
            as_at=load.as_at,
            complete=load.complete,
            authority=authority,
            confirm=lambda alarms: True,
            say=lambda line: None,
            by=reset.DEMO,
            at=load.recorded_at,
            on=load.recorded_at.date(),
        )
        say(
            f"{_clock(began)} {place} of {len(plan.loads)}: {load.description}, "
            f"{answer.counted(outcome.batch.rows, 'line')}"
        )
        if load.feed != "establishments":
            loaded.append((outcome.batch, score.names(plan.folder, load.paths)))
    return loaded


def _leave_waiting(load: Load, authority: str) -> None:
    """Receives and matches a file, so that somebody can look at it and apply it."""
    batch = receiving.take_in(
        load.feed,
        load.paths,
        institution=load.institution,
        as_at=load.as_at,
        complete=load.complete,
        authority=authority,
        by=reset.DEMO,
        at=load.recorded_at,
        on=load.recorded_at.date(),
    )
    importing.match(batch, by=reset.DEMO, at=load.recorded_at)


def _assigned(batches: Batches) -> list[score.Assigned]:
    """What linkage made of every line, in the order in which they were loaded."""
    return [
        score.Assigned(
            file=names.get(row.file, row.file),
            line=row.line,
            outcome=row.outcome or "",
            person=row.person,
            automatic=row.outcome != imports.Outcome.POSSIBLE,
        )
        for batch, names in batches
        for row in imports.lines(batch.id)
    ]


def _record_contacts(
    plan: Plan, batches: Batches, authority: str, on: date, say: Say
) -> None:
    """Records the advisers' contacts, those of one adviser and day together."""
    with plan.truth_path.open(encoding="utf-8", newline="") as rows:
        truth = {(r["file"], int(r["line"])): r["person"] for r in csv.DictReader(rows)}
    person_of: dict[str, int] = {}
    for each in _assigned(batches):
        key = truth.get((each.file, each.line))
        if key is not None and each.person is not None:
            person_of.setdefault(key, each.person)
    recording.record(
        [
            recording.Contact(
                person=person_of[contact.person],
                statements=_told(contact, person_of[contact.person]),
                as_at=contact.as_at,
                by=contact.adviser,
                # At five in the afternoon, unless that is still to come.
                at=min(contact.recorded_at.astimezone(UTC), answer.now()),
            )
            for contact in plan.contacts
            if contact.person in person_of
        ],
        authority=authority,
        tier=Tier.ADVISER,
        source=ADVISER_CALL,
        on=on,
    )
    say(f"{len(plan.contacts):,} contacts of advisers recorded.")


def _told(contact: Contact, person: int) -> tuple[Statement, ...]:
    """What was learned; who was rung themselves has a number."""
    if isinstance(contact.statement, Offer):
        return (contact.statement,)
    return contact.statement, _phone(person)


def _phone(person: int) -> Statement:
    """A number that the telephone companies keep for plays, so nobody is rung."""
    return detail("phone", phone=f"07700 900{person % 1000:03}")


def _groups(on: date, authority: str) -> dict[str, int]:
    members = caseload.members(on, within=authority_scope(authority))
    counted = Counter(m.position.group for m in members if m.status is not None)
    return dict(sorted(counted.items()))


def _return(authority: str, on: date, out: Path) -> dict[str, Any]:
    """The return of the last whole month."""
    period = Period.of(on).previous
    settings = answer.settings()
    made = returning.prepare(
        authority,
        period,
        database=settings.database_id,
        supplier=settings.supplier,
        sent=on,
        by=answer.who(),
        at=answer.now(),
    )
    return {
        "period": period.iso,
        "records": made.run.records,
        "issues": made.run.issues,
        "ruleset": made.run.ruleset,
        "file": str(writing.write(made, out)),
    }


def _destinations(authority: str, on: date, out: Path) -> dict[str, Any]:
    """The workbook of the first school with leavers in the newest leaving year."""
    left = _left(on)
    schools = sorted(
        (
            each
            for each in institutions.directory()
            if each.kind is InstitutionKind.SCHOOL and each.authority == authority
        ),
        key=lambda each: each.name,
    )
    for school in schools:
        told = leaver_list.told(school.urn or "", authority, left=left, as_of=on)
        if told.leavers:
            file = out / f"destinations-{school.urn}-{left}.xlsx"
            leaver_list.write(told, authority, file)
            return {"school": school.name, "left": left, "file": str(file)}
    return {}


def _published(authority: str, on: date) -> dict[str, Any]:
    """Our annual figures beside DfE's for the authority and for England."""
    rows = published.kept()
    compared = _published_year(on)
    ours = {
        each.name: each.as_json()["percent"]
        for each in figures.of_year(authority, compared)
    }
    told: dict[str, Any] = {"year": compared, "figures": []}
    area = published.find(rows, compared, authority)
    england = published.find(rows, compared, ENGLAND)
    for name in ("neet", "not_known", "neet_or_not_known", "participating"):
        told["figures"].append(
            {
                "name": name,
                "demo": ours.get(name),
                "authority": area.percents.get(name) if area else None,
                "england": england.percents.get(name) if england else None,
            }
        )
    return told


def print_summary(told: dict[str, Any]) -> None:
    """The summary in words."""
    click.echo()
    click.echo(
        f"{told['rows']:,} lines in {told['batches']} batches, the register of "
        "institutions left out"
    )
    answer.table(("outcome", "lines"), told["outcomes"].items())
    linkage = told["linkage"]
    all_ = f"{linkage['lines']:,} lines about somebody"
    click.echo()
    click.echo("Linkage, against the truth:")
    answer.table(
        ("", "share", "lines", "of"),
        (
            (
                "automatic matches that are right",
                _share(linkage["right"]),
                linkage["matched"] - linkage["wrong"],
                f"{linkage['matched']:,} matched lines",
            ),
            ("doubtful", _share(linkage["doubtful"]), linkage["doubtful_lines"], all_),
            ("people missed", _share(linkage["missed"]), linkage["missed_lines"], all_),
        ),
    )
    click.echo()
    click.echo(f"In the return on {say_date(told['on'])}, invented people:")
    answer.table(("group", "young people"), told["positions"].items())
    made = told["return"]
    click.echo()
    click.echo(
        f"Return of {made['period']}: {made['records']:,} records, judged by "
        f"{made['ruleset']}"
    )
    period = Period.parse(made["period"])
    broken_rules.show(made["issues"], ruleset_for(period.end), short=True)
    click.echo()
    year = told["published"]["year"]
    click.echo(f"DfE's annual set, {year}, percent:")
    answer.table(
        ("measure", "this demo", f"authority {told['authority']}", "England"),
        (
            (
                each["name"].replace("_", " "),
                each["demo"],
                each["authority"],
                each["england"],
            )
            for each in told["published"]["figures"]
        ),
    )
    click.echo()
    facts = told["facts"]
    size = sum(told["store_bytes"].values()) / 1_000_000
    click.echo(
        f"The store holds {facts['facts']:,} facts and {facts['evidence']:,} pieces of "
        f"evidence about {facts['people']:,} young people in {size:,.0f} MB."
    )
    click.echo(f"The return is in {made['file']}.")
    if told["destinations"]:
        click.echo(
            f"The destinations of {told['destinations']['school']} are in "
            f"{told['destinations']['file']}."
        )
    click.echo(f"Done in {told['seconds']} seconds.")


def _share(share: float) -> str:
    return f"{share:.2%}"
