"""The month's return: prepared from members, checked in the form that is sent, frozen.

See decisions 0009, 0010 and 0029.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from tracker import returns, store
from tracker.access import Scope, authority_scope
from tracker.actions.act import Act
from tracker.actions.history import positions
from tracker.actions.nccis_return import return_subjects
from tracker.domain.history.members import Member
from tracker.domain.history.sealed_statements import shown_position
from tracker.domain.reference.academic_year import Period
from tracker.domain.reference.activity import HIDDEN
from tracker.refusal import Refusal
from tracker.returns.check import Report, check
from tracker.returns.record import Header
from tracker.returns.rules.years import ruleset_for
from tracker.store.accounts.audit import Action
from tracker.store.nccis_return.runs import ReturnRun

VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Made:
    """A run with its file as it is sent, and the report on that file."""

    run: ReturnRun
    file: bytes
    report: Report
    again: bool = False  # a frozen return, handed out once more


def prepare(
    period: Period,
    *,
    database: str,
    supplier: str,
    act: Act,
    rerun: bool = False,
    reason: str | None = None,
    say: positions.Say | None = None,
) -> Made:
    """Prepares the return of a month, and checks the very file that would be sent.

    A frozen return is given out again as it was, byte for byte, unless ``rerun`` asks
    for a new run from today's evidence, with a ``reason``. Missing positions are made.
    Records are written one by one, so that never all of them are in memory as text.
    """
    authority = act.authority
    frozen = store.nccis_return.runs.frozen(authority, period.end)
    if frozen is not None and not rerun:
        data = store.nccis_return.runs.file_of(frozen)
        return Made(frozen, data, _judge(data), again=True)
    scope = authority_scope(authority)
    positions.refresh([period.end], within=scope, say=say)
    header = Header(
        databases=(database,),
        authorities=(authority,),
        sent=act.on,
        period_end=period.end,
        supplier=supplier,
        supplier_version=VERSION,
        schema_version=VERSION,
    )
    with store.database.base.transaction():
        everybody = return_subjects.returned_members(
            store.figures.members.members(period.end, within=scope), authority
        )
        members = return_subjects.without_restricted(everybody, act)
        run = ReturnRun(
            authority=authority,
            period_end=period.end,
            ruleset="",
            records=len(members),
            sha256="",
            header={"database": database, "sent": str(act.on), "supplier": supplier},
            issues={},
            prepared_at=act.at,
            prepared_by=act.by,
            reason=reason,
            file=b"",
        )
        store.database.base.insert(run)
        if say is not None and members:
            say(f"Writing and checking the return for {period.label} ...")
        sealed = store.history.sealed_facts.people_with(it.person for it in members)
        data = _write(run.id, header, members, database, scope, sealed)
        report = _judge(data)
        store.nccis_return.runs.keep_file(run, data)
        run.sha256 = hashlib.sha256(data).hexdigest()
        run.ruleset = report.label
        _keep_issues(run, report, members, sealed)
        act.note(
            Action.RETURN_PREPARED,
            f"run {run.id}",
            period=period.iso,
            records=run.records,
            left_out=len(everybody) - len(members),
        )
    return Made(run, data, report)


def _keep_issues(
    run: ReturnRun, report: Report, members: Sequence[Member], sealed: Set[int]
) -> None:
    """Keeps the issues of a run, those apart that could reveal what is sealed."""
    revealing = returns.build.revealing(ruleset_for(run.period_end))
    doing = store.history.sealed_facts.people_with_activity(sealed)
    apart: list[store.nccis_return.runs.Broken] = []

    def shown() -> Iterator[store.nccis_return.runs.Broken]:
        for it in report.issues:
            person = members[it.record - 1].person
            about = (person, it.rule, it.priority, it.field, it.explained)
            issue = store.nccis_return.runs.Broken(*about)
            if person in sealed and it.rule in revealing[person in doing]:
                apart.append(issue)
            else:
                yield issue

    store.nccis_return.runs.write_issues(run.id, shown())
    store.nccis_return.runs.keep_sealed_issues(run, apart)
    hidden = Counter(rule for _, rule, *_ in apart)
    counts = Counter(report.by_rule) - hidden
    run.issues = {rule: counts[rule] for rule in report.by_rule if counts[rule]}


#: A record as it is kept: person, record, group, Year 11 school, institution.
_Row = tuple[int, returns.build.Record, str, str | None, str | None]


def _write(
    run_id: int,
    header: Header,
    members: list[Member],
    database: str,
    scope: Scope,
    sealed: Set[int],
) -> bytes:
    """Writes the file and stores its records, each made once; returns its bytes.

    The file has the codes of the ``sealed`` people. Their stored records have what
    readers see, and how their activities count is kept apart.
    """
    with tempfile.TemporaryFile() as file:
        kept: list[_Row] = []
        apart: list[store.nccis_return.runs.Counted] = []

        def records() -> Iterator[returns.build.Record]:
            for subject in return_subjects.subjects(members, scope, sealed):
                who, record = subject.member, returns.build.record(subject, database)
                where, stored = shown_position(who.position), record
                group = where.group
                if who.person in sealed:
                    stored = returns.build.shown(record)
                if where is not who.position:
                    group = HIDDEN.code
                    apart.append(_as_counted(who.person, record))
                kept.append(
                    (
                        who.person,
                        stored,
                        group,
                        who.year_11_school,
                        where.institution,
                    )
                )
                if len(kept) >= 2000:
                    store.nccis_return.runs.write_records(run_id, kept)
                    kept.clear()
                yield record

        returns.nccis_xml.write(file, header, records())
        store.nccis_return.runs.write_records(run_id, kept)
        store.nccis_return.runs.keep_sealed_activities(run_id, apart)
        file.seek(0)
        return file.read()


def _as_counted(
    person: int, record: returns.build.Record
) -> store.nccis_return.runs.Counted:
    """How the sealed activity of a record counts in the figures of the return."""
    counted = returns.build.counted(record)
    code, lapsed = counted["ActivityCode"], counted.get("CurrencyLapsed") == "Y"
    assert isinstance(code, str)
    return store.nccis_return.runs.Counted(person, code, lapsed)


def _judge(data: bytes) -> Report:
    """The report on the file in the form that is sent, by the rules of its month."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(data)
        file.flush()
        return check(Path(file.name), None)


def freeze(run: ReturnRun, *, act: Act) -> ReturnRun:
    """Freezes a run: its file, positions and issues are the month's for good.

    Raises Refusal with the reason.
    """
    with store.database.base.transaction():
        freeze_now(run, act=act)
    return run


def freeze_now(run: ReturnRun, *, act: Act) -> None:
    """Freezes a run inside the open transaction. Raises Refusal with the reason."""
    if run.frozen_at is not None:
        raise Refusal(f"Run {run.id} is already frozen.")
    newest = store.nccis_return.runs.newest(run.authority, run.period_end)
    if newest is not None and newest.id != run.id:
        raise Refusal(
            f"Run {run.id} is not the newest of its month: run {newest.id} is."
        )
    run.frozen_at = act.at
    run.frozen_by = act.by
    act.note(Action.RETURN_FROZEN, f"run {run.id}", sha256=run.sha256)
