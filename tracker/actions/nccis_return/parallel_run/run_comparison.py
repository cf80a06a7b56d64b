"""Compares their file of a month with the return that we would make of it.

See decisions 0226 and 0227.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from tracker import confinement, linkage, store
from tracker.actions.act import Act
from tracker.actions.intake import receive
from tracker.actions.nccis_return.parallel_run import (
    day_of_evidence,
    one_sided,
    own_records,
    their_records,
)
from tracker.actions.work.tasks import Say, silent
from tracker.domain.nccis_return.parallel_run.comparing import (
    Comparison,
    compared,
    paired,
    people_with_details,
)
from tracker.domain.reference.academic_year import Period
from tracker.feeds.reading.open_files import opened
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.parallel_runs import ParallelRun

#: The differences of a month are kept for thirteen months: until the same month is
#: compared a year later.
_KEPT = timedelta(days=396)


def compare(
    paths: Sequence[Path],
    *,
    month: Period | None,
    database: str,
    act: Act,
    say: Say = silent,
) -> ParallelRun:
    """Compares a file, and keeps the result as the newest of its month.

    ``database`` is the number of our own database. Nothing of the file becomes
    evidence. Raises feeds.file_reading.Unreadable, and Refusal where the file is not of
    one month, or not of this one.
    """
    confinement.processes.get_ready()
    linkage.model.second_process.get_ready()
    files = opened(paths)
    sha256, _ = receive.digests_of(files)
    theirs = their_records.read(files, month=month, act=act, say=say)
    period = theirs.period
    ours = own_records.of_month(period, database=database, act=act, say=say)
    say("Comparing both, person by person.")
    found = _compared(theirs, ours, period, database=database, act=act)
    run = ParallelRun(
        authority=act.authority,
        period_end=period.end,
        file=", ".join(each.name for each in files),
        sha256=sha256,
        theirs=found.theirs,
        ours=found.ours,
        in_both=found.both,
        equal=found.equal,
        left_out=theirs.left_out,
        causes={str(cause): many for cause, many in found.causes.items()},
        people={str(cause): many for cause, many in found.people.items()},
        compared_at=act.at,
        compared_by=act.by,
    )
    with store.database.base.transaction():
        store.nccis_return.parallel_runs.keep(run, found)
        act.note(
            Action.RETURNS_COMPARED,
            f"comparison {run.id}",
            period=period.iso,
            theirs=run.theirs,
            ours=run.ours,
            differences=run.differences,
        )
    return run


def forget_old(authority: str, *, on: date) -> int:
    """Deletes the differences of comparisons that are older than they are kept; their
    numbers stay. Returns how many.
    """
    return store.nccis_return.parallel_runs.forget_before(authority, on - _KEPT)


def _compared(
    theirs: their_records.TheirFile,
    ours: own_records.OwnReturn,
    period: Period,
    *,
    database: str,
    act: Act,
) -> Comparison:
    pairing = paired(ours.records, theirs.records)
    known = day_of_evidence.of(people_with_details(pairing, ours.records))
    broken = _theirs_alone(
        own_records.broken(
            ((person, it.record) for person, it in pairing.both.items()),
            period.end,
            database=theirs.database or database,
            act=act,
        ),
        own_records.broken(
            ((person, ours.records[person]) for person in pairing.both),
            period.end,
            database=database,
            act=act,
        ),
    )
    matched = (it.person for it in pairing.theirs_alone if it.person is not None)
    return compared(
        pairing,
        ours.records,
        broken=lambda person: broken.get(person, {}),
        known=lambda person: known.get(person, {}),
        not_in_ours=one_sided.not_in_ours(matched, ours, period),
        not_in_theirs=one_sided.not_in_theirs(
            pairing.ours_alone, ours, led_elsewhere=theirs.led_elsewhere
        ),
        as_of=period.end,
    )


def _theirs_alone(
    theirs: Mapping[int, Mapping[str, str]], ours: Mapping[int, Mapping[str, str]]
) -> dict[int, dict[str, str]]:
    """The rules that their records break where ours break none about that field."""
    return {
        person: {
            name: rule
            for name, rule in rules.items()
            if name not in ours.get(person, {})
        }
        for person, rules in theirs.items()
    }
