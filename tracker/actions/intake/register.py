"""Receiving the register of institutions, which every young person's history needs."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from tracker import feeds, store
from tracker.access import authority_scope
from tracker.actions.act import Act
from tracker.actions.intake import late_restrictions
from tracker.actions.intake.apply import NotApplicable, UnlikeLastTime
from tracker.actions.intake.effect import Effect
from tracker.actions.intake.questions import open_questions
from tracker.actions.intake.questions.answers import NO_ANSWERS
from tracker.actions.intake.questions.open_questions import Unanswered
from tracker.actions.intake.receive import AlreadyLoaded, digests_of
from tracker.confinement import readings
from tracker.domain.reference.academic_year import say_date
from tracker.domain.reference.institution import REGISTER, Institution, InstitutionRef
from tracker.extensions import db
from tracker.feeds.declaration import Feed
from tracker.feeds.file_reading import Context, Unreadable
from tracker.feeds.reading.open_files import opened
from tracker.feeds.register.feed import WITHOUT_LINKS, by_age
from tracker.feeds.registry import FEEDS
from tracker.store.accounts.audit import Action
from tracker.store.intake.import_batches import ImportBatch, Outcome, Status
from tracker.wording.counts import counted

#: A publication with less than this share of the known register may have been cut off.
CUT_OFF = 0.5


def is_of(batch: ImportBatch) -> bool:
    """Whether a batch is a publication of the register."""
    return FEEDS[batch.feed].of_institutions


def load(
    paths: Sequence[Path], *, feed: Feed = FEEDS[REGISTER], act: Act, as_at: date | None
) -> ImportBatch:
    """Receives and applies a publication of the register, in one transaction.

    Its day is the one given, or else the one in the name of its file. A publication
    older than the newest one adds what that one lacks and changes nothing. Only what
    differs from before is stored. Positions are rebuilt, because an institution may now
    be known by another number. A publication far smaller than the known register is
    received and not applied.
    Raises AlreadyLoaded, open_questions.Unanswered and feeds.file_reading.Unreadable.
    """
    paths = opened(paths)
    sha256, earlier = digests_of(paths)
    with store.database.base.transaction(), ExitStack() as at_the_end:
        for known in store.intake.import_batches.same_bytes(
            act.authority, feed.name, sha256, earlier
        ):
            raise AlreadyLoaded(known)
        store.database.base.wait_for("the register")
        before = store.institutions.register.directory()
        held = len(before)
        reading = feeds.confined.read(feed, paths)
        at_the_end.callback(readings.end, reading.rows)
        newest = store.institutions.register.as_at()
        published = reading.as_at
        names = [path.name for path in paths]
        questions = open_questions.of_file(
            names, authority=act.authority, gives_day=published is not None, sender=None
        )
        day = as_at or (min(published, act.on) if published is not None else None)
        if day is None:
            raise Unanswered(questions)
        batch = ImportBatch(
            authority=act.authority,
            feed=feed.name,
            files=names,
            sha256=sha256,
            layout=reading.layout,
            sender=None,
            as_at=day,
            complete=True,
            status=Status.APPLIED,
            received_at=act.at,
            received_by=act.by,
        )
        store.database.base.insert(batch)
        statements, bad, count = [], [], 0
        context = Context(authority=act.authority, as_at=day, complete=True)
        for row in reading.rows:
            count += 1
            meant = feed.interpret(row.values, False, row.line, context)
            institution, problems = meant.institution, meant.problems
            if institution is not None:
                if reading.layout == WITHOUT_LINKS:
                    institution = _kept_together(institution, before)
                statements.append(store.institutions.register.as_statement(institution))
            if problems:
                outcome = Outcome.INVALID.value if institution is None else None
                found = [asdict(problem) for problem in problems]
                bad.append((row.file, row.line, row.values, False, found, outcome))
        if not count and not reading.notes:
            raise Unreadable(f"{paths[0].name} has headings but no rows.")
        batch.rows = count
        batch.notes = list(reading.notes)
        store.intake.import_batches.stage(batch.id, act.authority, bad)
        entry = act.open_entry(feed.name, batch.id)
        new = store.institutions.register.record(entry, day, statements)
        batch.notes = [*batch.notes, _note_of_new(new, day, newest)]
        if _alarms(len(statements), held):
            # Kept, so that it can be applied later. Until then it does not count.
            store.history.evidence_changes.withdraw_batch(
                batch.id, by=act.by, at=act.at
            )
            batch.status = Status.MATCHED
        else:
            _make_everybody_anew(act.authority, act.on)
        act.note(
            Action.REGISTER_LOADED
            if batch.status == Status.APPLIED
            else Action.REGISTER_RECEIVED,
            f"batch {batch.id}",
            rows=count,
            new=new,
        )
        open_questions.settle(batch, questions, NO_ANSWERS, as_at=day, act=act)
    return batch


def _kept_together(
    institution: Institution, before: store.institutions.register.Directory
) -> Institution:
    """The establishment, with the key by which it was known ``before``, if it was.

    Used for a register that came without its file of links, so that a school and the
    academy that it became stay one institution.
    """
    known = before.resolve(InstitutionRef(urn=institution.urn))
    if known is None and institution.laestab is not None:
        # An academy often keeps the DfE number of the school that it was.
        known = before.resolve(InstitutionRef(laestab=institution.laestab))
    if known is None:
        return institution
    oldest = known.key.removeprefix("urn:")
    return replace(institution, key=min(institution.key, oldest, key=by_age))


def alarms(batch: ImportBatch) -> list[str]:
    """Sentences about what is unlike the known register; none once it is applied."""
    if batch.status == Status.APPLIED:
        return []
    return _alarms(
        store.institutions.register.listed_by(batch.id),
        len(store.institutions.register.directory()),
    )


def _alarms(lists: int, held: int) -> list[str]:
    if lists >= held * CUT_OFF:
        return []
    return [
        f"It lists {counted(lists, 'establishment')}, but {held:,} were known. It may "
        "have been cut short."
    ]


def _note_of_new(new: int, day: date, newest: date | None) -> str:
    if newest is not None and day < newest:
        return (
            f"This register is as at {say_date(day)}, and one as at "
            f"{say_date(newest)} is known: only what that one does not list is taken "
            "from it."
        )
    are = "is new or has" if new == 1 else "are new or have"
    return f"{counted(new, 'establishment')} {are} changed."


def apply_again(
    batch: ImportBatch,
    *,
    act: Act,
    confirmed: bool = False,
    seen: Collection[str] | None = None,
) -> Effect:
    """Applies a publication of the register that was only received, or was withdrawn.

    Raises NotApplicable, and UnlikeLastTime if it is far smaller than the known
    register and that has not been ``confirmed``, now or before; then nothing is done.
    """
    with store.database.base.transaction("the register"):
        db.session.refresh(batch)
        if batch.status == Status.APPLIED:
            raise NotApplicable(f"Batch {batch.id} has already been applied.")
        effect = Effect(alarms=alarms(batch))
        if not open_questions.confirm(
            batch,
            effect.alarms,
            confirmed=confirmed,
            seen=seen,
            again=batch.status == Status.WITHDRAWN,
            act=act,
        ):
            raise UnlikeLastTime(effect)
        first = batch.status == Status.MATCHED
        earlier = store.institutions.register.last_entry(batch.id)
        entry = act.open_entry(batch.feed, batch.id)
        if earlier is not None:
            store.institutions.register.record_again(entry, earlier)
        batch.status = Status.APPLIED
        _make_everybody_anew(batch.authority, act.on)
        act.note(
            Action.REGISTER_APPLIED if first else Action.REGISTER_APPLIED_AGAIN,
            f"batch {batch.id}",
        )
    return effect


def withdraw(batch: ImportBatch, *, act: Act) -> None:
    """Withdraws a publication of the register. Raises NotApplicable if not applied."""
    if batch.status != Status.APPLIED:
        raise NotApplicable(f"Batch {batch.id} is not applied: it is {batch.status}.")
    with store.database.base.transaction():
        store.history.evidence_changes.withdraw_batch(batch.id, by=act.by, at=act.at)
        batch.status = Status.WITHDRAWN
        _make_everybody_anew(batch.authority, act.on)
        act.note(Action.REGISTER_WITHDRAWN, f"batch {batch.id}")


def _make_everybody_anew(authority: str, on: date) -> None:
    """Rebuilds this authority's people. Other authorities of this installation share
    the register: their positions are marked stale.
    """
    store.history.derivations.forget_all()
    # Two institutions may now be known to be one: then a No to one binds the other.
    everybody = store.people.records.everybody(within=authority_scope(authority))
    late_restrictions.refold(everybody, authority, on=on)
