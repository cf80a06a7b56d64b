"""The results of a demo: its figures, return and destinations, as data and in words.

See decision 0069.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from tracker import actions, reporting, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.cli import answer
from tracker.cli.figures import figures_shown
from tracker.cli.leavers import leaver_list
from tracker.cli.nccis_return import broken_rules, returns
from tracker.demo.truth.identity_score import FIELDS
from tracker.domain.figures.published import ENGLAND, SEPTEMBER_MEASURES
from tracker.domain.reference.academic_year import Period, say_date
from tracker.domain.reference.institution import InstitutionKind
from tracker.returns.rules.years import ruleset_for
from tracker.wording.counts import counted


def newest_published_year(on: date) -> int:
    """The newest year of DfE's published figures, or an earlier one of the demo's."""
    newest = max(
        row.year for row in reporting.published.loaded.kept() if "neet" in row.percents
    )
    return min(on.year if on.month > 3 else on.year - 1, newest)


def groups(on: date, authority: str) -> dict[str, int]:
    """The number of people in the return on a day, by group of activities."""
    members = store.figures.members.members(on, within=authority_scope(authority))
    counted = Counter(m.position.group for m in members if m.status is not None)
    return dict(sorted(counted.items()))


def prepare_return(authority: str, on: date, out: Path) -> dict[str, Any]:
    """The return of the last whole month."""
    period = Period.of(on).previous
    settings = answer.settings()
    made = actions.nccis_return.prepare.prepare(
        period,
        database=settings.needed_database_id,
        supplier=settings.supplier,
        act=Act(store.reset.DEMO, answer.now(), on, authority),
    )
    file, _ = returns.write(made, out)
    return {
        "period": period.iso,
        **answer.fields(made.run, "records", "issues", "ruleset"),
        "file": str(file),
    }


def write_destinations(authority: str, on: date, out: Path) -> dict[str, Any]:
    """The workbook of the first school with leavers in the newest leaving year."""
    left = actions.leavers.own_leavers.newest_year(on)
    schools = sorted(
        (
            each
            for each in store.institutions.register.directory()
            if each.kind is InstitutionKind.SCHOOL and each.authority == authority
        ),
        key=lambda each: each.name,
    )
    for school in schools:
        found = leaver_list.find(school.urn or "", authority, left=left, as_of=on)
        if found.destinations.leavers:
            file = out / f"destinations-{school.urn}-{left}.xlsx"
            leaver_list.give(found, authority, file)
            return {"school": school.name, "left": left, "file": str(file)}
    return {}


def beside_published(authority: str, on: date) -> dict[str, Any]:
    """The demo's annual figures beside DfE's for the authority and for England."""
    rows = reporting.published.loaded.kept()
    compared = newest_published_year(on)
    ours = {
        each.name: each.as_json()["percent"]
        for each in figures_shown.of_year(authority, compared)
    }
    area = reporting.published.loaded.find(rows, compared, authority)
    england = reporting.published.loaded.find(rows, compared, ENGLAND)
    names = ("neet", "not_known", "neet_or_not_known", "participating")
    return {
        "year": compared,
        "figures": [
            {
                "name": name,
                "demo": ours.get(name),
                "authority": area.percents.get(name) if area else None,
                "england": england.percents.get(name) if england else None,
            }
            for name in (*names, *SEPTEMBER_MEASURES)
        ],
    }


def in_words(summary: dict[str, Any]) -> Iterator[str]:
    """The summary in words, one paragraph for each of its parts."""
    yield ""
    yield (
        f"{counted(summary['rows'], 'line')} in "
        f"{counted(summary['batches'], 'batch', 'batches')}, not counting the register "
        "of institutions"
    )
    yield from answer.table(("outcome", "lines"), summary["outcomes"].items())
    linkage = summary["linkage"]
    all_ = f"{counted(linkage['lines'], 'line')} about a person"
    yield ""
    yield "Linkage, against the truth:"
    yield from answer.table(
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
    yield ""
    counts = itemgetter("wrong", "known", "capitals")
    yield "Names and dates in the return, where a register had them right:"
    yield from answer.table(
        ("", "right", "wrong", "of", "in capitals"),
        (
            (FIELDS[field], _share(each["right"]), *counts(each))
            for field, each in summary["identity"].items()
        ),
    )
    yield ""
    yield f"In the return on {say_date(summary['on'])}, invented people:"
    yield from answer.table(("group", "young people"), summary["positions"].items())
    made = summary["return"]
    yield ""
    yield (
        f"Return of {made['period']}: {counted(made['records'], 'record')}, checked "
        f"against {made['ruleset']}"
    )
    period = Period.parse(made["period"])
    yield from broken_rules.in_words(
        made["issues"], ruleset_for(period.end), short=True
    )
    yield ""
    percents = itemgetter("demo", "authority", "england")
    yield f"DfE's annual set, {summary['published']['year']}, percent:"
    yield from answer.table(
        ("measure", "this demo", f"authority {summary['authority']}", "England"),
        (
            (each["name"].replace("_", " "), *percents(each))
            for each in summary["published"]["figures"]
        ),
    )
    yield ""
    facts = summary["facts"]
    size = sum(summary["store_bytes"].values()) / 1_000_000
    yield (
        f"The store holds {facts['facts']:,} facts and {facts['evidence']:,} pieces of "
        f"evidence about {facts['people']:,} young people in {size:,.0f} MB."
    )
    yield f"The return is in {made['file']}."
    if summary["destinations"]:
        yield (
            f"The destinations of {summary['destinations']['school']} are in "
            f"{summary['destinations']['file']}."
        )
    yield f"Done in {summary['seconds']} seconds."


def _share(share: float) -> str:
    return f"{share:.2%}"
