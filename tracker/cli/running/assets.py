"""flask assets: the styles, scripts and typefaces of the pages, in static/vendor.

See decision 0033.
"""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import click

from tracker.cli import answer
from tracker.cli.running import node
from tracker.config import PROJECT, Settings
from tracker.wording.counts import counted

VENDOR = PROJECT / "static" / "vendor"
#: What npm reads.
LOCK = ("package.json", "package-lock.json", ".npmrc")

_FACE = "@fontsource-variable/atkinson-hyperlegible-next"

#: From the packages to static/vendor: a file, or every file below a folder.
_TAKEN = {
    f"{_FACE}/LICENSE": "face/LICENSE.txt",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk/govuk-frontend.min.js",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "moj/moj-frontend.min.js",
    "@ministryofjustice/frontend/moj/assets/images": "moj/assets/images",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js": (
        "autocomplete/accessible-autocomplete.min.js"
    ),
    "accessible-autocomplete/dist/accessible-autocomplete.min.css": (
        "autocomplete/accessible-autocomplete.css"
    ),
    "plotly.js-cartesian-dist-min/plotly-cartesian.min.js": "plotly/cartesian.min.js",
}
_STYLES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk/govuk-frontend.css",
    "@ministryofjustice/frontend/moj/moj-frontend.min.css": "moj/moj-frontend.css",
}
#: The pages' typeface: the basic Latin letters, and those of other European languages.
_FONTS = {
    f"{_FACE}/files/atkinson-hyperlegible-next-{part}-wght-normal.woff2": (
        f"face/{part}.woff2"
    )
    for part in ("latin", "latin-ext")
}
_FONT_FACE = re.compile(r"@font-face\{.*?\}")
_MAP_STYLES = re.compile(r'if\(!document\.getElementById\("[0-9a-f]{64}"\)\)')
_CREST = re.compile(r"url\(/assets/images/govuk-crest\.svg\)")


@answer.COMMANDS.group("assets", cls=click.Group)
def group() -> None:
    """Third-party style sheets and scripts of the pages."""


@answer.command(group, "install", database=False)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where packages are unpacked. [default: node below var]",
)
def install(work: Path | None) -> None:
    """Install the packages of the pages in static/vendor.

    They are those that package-lock.json names.
    """
    work = work or answer.settings().var / "node"
    install_packages(work, "--omit=dev", own=node_of(answer.settings()))
    packages = work / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in _TAKEN.items():
        _take(packages / source, VENDOR / target)
    for source, target in _FONTS.items():
        _write(VENDOR / target, (packages / source).read_bytes())
    for source, target in _STYLES.items():
        styles = _plain((packages / source).read_text("utf-8"))
        _write(VENDOR / target, styles.encode())
    _flows()
    count = sum(path.is_file() for path in VENDOR.rglob("*"))
    answer.give(
        {"files": count, "folder": str(VENDOR)},
        f"{VENDOR} holds {counted(count, 'file')}.",
    )


def install_packages(folder: Path, *words: str, own: Path) -> None:
    """Installs the packages of the lock file in a folder, with more words for npm.

    ``own`` is where node is installed if the machine has none. Raises
    answer.CannotBeDone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOCK:
        shutil.copyfile(PROJECT / name, folder / name)
    words = ("ci", *words, "--no-audit", "--no-fund", "--ignore-scripts")
    ended = node.run("npm", words, within=folder, own=own)
    if ended.returncode:
        # The last line of npm is where its log is.
        lines = (ended.stderr or ended.stdout).strip().splitlines()
        message = [each for each in lines if "complete log" not in each]
        raise answer.CannotBeDone(
            "The packages of package-lock.json could not be installed: "
            f"{message[-1] if message else 'npm gave no reason'}"
        )


def node_of(settings: Settings) -> Path:
    """Where node is installed, if the machine has none."""
    return settings.var / "nodejs"


def _take(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        # The source map is not installed, so browsers must not request it.
        text = re.sub(r"\n?//# sourceMappingURL=.*", "", source.read_text("utf-8"))
        _write(target, text.encode())


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _plain(styles: str) -> str:
    """Styles without gov.uk's typeface and crest, with ours and relative paths."""
    styles = _FONT_FACE.sub("", styles)
    styles = styles.replace("GDS Transport,arial", "Atkinson Next,arial")
    styles = styles.replace("GDS Transport,", "")
    styles = _CREST.sub("none", styles)
    styles = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", styles)
    return styles.replace("url(/assets/", "url(assets/")


def _flows() -> None:
    """The whole of Plotly, for the one page whose chart the small bundle lacks."""
    package = find_spec("plotly")
    assert package is not None
    assert package.origin is not None
    whole = Path(package.origin).parent / "package_data" / "plotly.min.js"
    # Plotly writes its maps' styles into every page, and our pages refuse that.
    text = _MAP_STYLES.sub("if(!1)", whole.read_text("utf-8"))
    _write(VENDOR / "plotly" / "whole.min.js", text.encode())
