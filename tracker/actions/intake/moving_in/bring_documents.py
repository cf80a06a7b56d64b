"""Documents of an earlier system: the index loaded as a batch, its files kept with it.

Everything is checked first: which files the index names, their kinds, and each of them
by the virus scanner. Then the index is received, the files are kept with its lines, and
the batch is matched and applied as any other. See decision 0233.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from tracker import confinement, store
from tracker.actions.act import Act
from tracker.actions.intake import load, waiting_files
from tracker.actions.intake.load import Loaded
from tracker.actions.intake.moving_in import document_check, moved_documents
from tracker.actions.intake.moving_in.document_check import Check
from tracker.actions.intake.questions.answers import NO_ANSWERS, Answers
from tracker.actions.intake.uploads import file_names
from tracker.actions.work.tasks import Say, silent
from tracker.feeds.file_reading import Context
from tracker.feeds.moved_documents import sent_documents
from tracker.feeds.moved_documents.feed import NAME
from tracker.feeds.moved_documents.sent_documents import Files
from tracker.feeds.reading.open_files import OpenFiles, opened
from tracker.feeds.reading.refusals import refusal
from tracker.feeds.registry import FEEDS
from tracker.store.casework.kept_documents.document_files import NewFile
from tracker.store.intake.import_batches import ImportBatch, Status
from tracker.wording.counts import counted

Confirm = Callable[[list[str]], bool]


@dataclass(slots=True)
class Brought:
    """What became of an index and its files. ``loaded`` is None where what the check
    found was not confirmed. ``kept`` are the files that are new here, and ``documents``
    how many of the batch are on records now.
    """

    check: Check
    loaded: Loaded | None = None
    kept: int = 0
    documents: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.check.as_json(),
            "kept": self.kept,
            "documents": self.documents,
            **({} if self.loaded is None else self.loaded.as_json()),
        }


def bring(
    index: Path,
    given: Path,
    *,
    institution: str | None,
    as_at: date | None,
    act: Act,
    confirm: Callable[[Check], bool],
    confirm_batch: Confirm,
    answers: Answers = NO_ANSWERS,
    say: Say = silent,
    place: OpenFiles | None = None,
) -> Brought:
    """Loads an index and the files that it names, which are a ZIP or a folder.

    ``confirm`` is called with what the check found before anything is stored,
    ``confirm_batch`` with what is unusual about the batch. The same index may be sent
    again with files that were missing: they are added. ``place`` has both files where
    they wait encrypted. Raises Unreadable, NotClean, ScannerSilent, and what
    ``load.load`` raises.
    """
    confinement.processes.get_ready()
    indexes = opened([index], place.place if place else None)
    files = _files(given, place)
    waiting_files.scan(indexes)
    say("Comparing the index with its files.")
    found = document_check.check(
        indexes,
        files,
        context=Context(act.authority, as_at or act.on),
        aliases=_aliases(institution, act),
    )
    brought = Brought(found)
    if found.alarms and not confirm(found):
        return brought
    _scan(found, files, say)
    kept = list[int]()
    brought.loaded = load.load(
        NAME,
        indexes,
        institution=institution,
        as_at=as_at,
        complete=False,
        act=act,
        confirm=confirm_batch,
        answers=answers,
        received=lambda batch: kept.extend(_keep(batch, found, files, act, say)),
        say=say,
    )
    batch = brought.loaded.batch
    if brought.loaded.already and kept:
        _add(batch, kept, act)
    brought.kept = len(kept)
    brought.documents = store.casework.kept_documents.moved_documents.count_of_batch(
        batch.id
    )
    return brought


def _files(given: Path, place: OpenFiles | None) -> Files:
    if given.is_dir():
        return sent_documents.of_folder(given)
    if not given.is_file():
        raise refusal("no such file", given)
    return Files(given, opened([given], place.place if place else None))


def _aliases(institution: str | None, act: Act) -> dict[str, str]:
    """The headings that the sender's index has, where they were explained before."""
    key = load.sender_key(load.sender_of(FEEDS[NAME], institution, act.authority))
    if not key:
        return {}
    return dict(store.intake.sender_columns.aliases(act.authority, NAME, key))


def _scan(found: Check, files: Files, say: Say) -> None:
    """Has each file scanned that would be kept. Raises NotClean and ScannerSilent."""
    scanner = store.database.installation.virus_scanner()
    wanted = sorted(set(found.taken.values()))
    if scanner is None or not wanted:
        return
    lines = {at: found.lines_of([name])[0] for name, at in found.taken.items()}
    for number, (at, content) in enumerate(sent_documents.contents(files, wanted)):
        say("Looking for viruses.", number, len(wanted))
        scanner.scan(BytesIO(content), f"The file of line {lines[at]}")


def _keep(
    batch: ImportBatch, found: Check, files: Files, act: Act, say: Say
) -> Sequence[int]:
    """Keeps the files with their lines; the lines that had none before.

    One transaction for each file, so that a load that is stopped goes on there.
    """
    rows = defaultdict[int, list[int]](list)
    has = store.casework.kept_documents.document_files.of_batch(batch.id)
    for line in store.intake.import_batches.lines(batch.id):
        at = found.taken.get(document_check.file_of(line.raw))
        if at is not None and line.id not in has:
            rows[at].append(line.id)
    kept: list[int] = []
    for at, content in sent_documents.contents(files, sorted(rows)):
        sent = found.files[at]
        assert sent.type is not None, "a file that is taken has a kind"
        say("Keeping the files.", len(kept), sum(map(len, rows.values())))
        file = NewFile(
            sent.type.named(file_names.kept(sent.name, "document")),
            sent.type.media,
            sent_documents.digest(content),
            content,
        )
        with store.database.base.transaction():
            kept += store.casework.kept_documents.document_files.keep(
                batch.authority, rows[at], file, at=act.at
            )
    if kept:
        say(f"Kept {counted(len(kept), 'file')}.")
    return kept


def _add(batch: ImportBatch, rows: Sequence[int], act: Act) -> None:
    """Writes the documents of files that came after their batch was applied."""
    wanted = set(rows)
    with store.people.records.changing(batch.authority):
        if batch.status == Status.APPLIED:
            lines = store.intake.import_batches.usable_lines(batch.id)
            added = [line for line in lines if line.id in wanted]
            moved_documents.write(batch, added, act=act)
