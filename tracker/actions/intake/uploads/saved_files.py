"""Files that a form sends, saved encrypted in folders of their own."""

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from tracker.actions.intake import waiting_files
from tracker.actions.intake.uploads import file_names
from tracker.refusal import Refusal
from tracker.wording.quotations import clipped


class NotTaken(Refusal):
    """The files cannot be received like this; the text is one sentence."""


def all_saved(sent: Sequence[tuple[str, BinaryIO]], folder: Path) -> list[Path]:
    """Saves several files; none of them stays where one is refused.

    Raises NotTaken, virus_scanner.NotClean and ScannerSilent.
    """
    if not sent:
        raise NotTaken("Select at least one file.", "files")
    kept: list[Path] = []
    try:
        for name, contents in sent:
            kept.append(saved(name, contents, folder))
    except BaseException:
        waiting_files.forget(kept)
        raise
    return kept


def saved(name: str, contents: BinaryIO, folder: Path) -> Path:
    """Saves a file in a folder of its own, so that it keeps its sender's name."""
    own = folder / secrets.token_hex(8)
    own.mkdir(parents=True, mode=0o700)
    file = own / file_names.kept(name)
    try:
        if not waiting_files.keep(contents, file):
            raise NotTaken(f"{clipped(file.name)} is empty.", "files")
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    return file
