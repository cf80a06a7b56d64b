"""flask assets: the styles, scripts and typefaces of the pages, in static/vendor."""

from pathlib import Path

import click

from tracker.cli import answer
from tracker.packing import page_packages
from tracker.packing.program_files import FOLDER, IS_INSTALLED
from tracker.wording.counts import counted


@answer.COMMANDS.group("assets", cls=click.Group)
def group() -> None:
    """Third-party style sheets and scripts of the pages."""


@answer.command(group, "install", database=False)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where packages are unpacked. [default: var]",
)
def install(work: Path | None) -> None:
    """Install the packages of the pages in static/vendor.

    They are those that package-lock.json names. An installed package has them.
    """
    if IS_INSTALLED:
        raise answer.CannotBeDone("The installed package has these files already.")
    try:
        files = page_packages.take(FOLDER, work or answer.settings().var)
    except page_packages.NotInstalled as reason:
        raise answer.CannotBeDone(str(reason)) from reason
    vendor = FOLDER / "static" / "vendor"
    answer.give(
        {"files": files, "folder": str(vendor)},
        f"{vendor} holds {counted(files, 'file')}.",
    )
