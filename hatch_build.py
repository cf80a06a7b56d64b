"""How the package of the program is built: what it needs, its pages' files, its help.

Hatch loads this file by itself, so it knows nothing of the rest of the program but what
stands beside it.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

_DIRECT = re.compile(r"^([^#\s][^#]*?)\s*(?:#.*)?$", re.MULTILINE)
#: What the program imports where its declarations are read for the help. A test
#: compares it with what a build of the help really loads.
HELP_NEEDS = (
    *("flask", "werkzeug", "jinja2", "click", "flask-sqlalchemy", "flask-login"),
    *("flask-wtf", "wtforms", "sqlalchemy", "psycopg", "cryptography", "pyrage"),
    *("orjson", "numpy", "pyarrow", "anyascii", "jellyfish"),
    *("python-dateutil", "python-dotenv"),
)


class Needs(MetadataHookInterface):
    """The packages of requirements.in, with their versions."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = needed(Path(self.root))


def needed(project: Path) -> list[str]:
    """The packages that the program needs, with their versions."""
    return _DIRECT.findall((project / "requirements.in").read_text("utf-8"))


class Pages(BuildHookInterface[Any]):
    """Installs the styles and scripts of the pages, unless they are there.

    A wheel gets the help as well, which is made from the program: see decision 0224.
    """

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What reading the program's declarations needs, for the help."""
        if not self._has_help("standard"):
            return []
        return [
            each
            for each in needed(Path(self.root))
            if re.split(r"[\[=]", each)[0] in HELP_NEEDS
        ]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        project = Path(self.root)
        if not (project / "static" / "vendor").is_dir():
            sys.path.insert(0, str(project))
            from tracker.packing import page_packages

            page_packages.take(project, project / "var")
        if self._has_help(version):
            _build_help(project)
            made = project / "var" / "packed" / "help"
            build_data["force_include"][str(made)] = "tracker/files/help"

    def _has_help(self, version: str) -> bool:
        return self.target_name == "wheel" and version == "standard"


def _build_help(project: Path) -> None:
    """Builds the documentation as `make docs` does, with the command of the package in
    its lines. Raises CalledProcessError.
    """
    # Beside what `make docs` has made, whose lines begin with the checkout's command.
    place = project / "var" / "packed"
    how = ("-W", "-q", "-b", "html", "-t", "package")
    made = ("-d", place / "doctrees", project / "docs", place / "help")
    subprocess.run(  # noqa: S603 - words of our own
        [sys.executable, "-m", "sphinx", *how, *map(str, made)],
        cwd=project,
        check=True,
    )
