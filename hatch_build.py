"""How the package of the program is built: what it needs, and the files of its pages.

Hatch loads this file by itself, so it knows nothing of the rest of the program but what
stands beside it.
"""

import re
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

_DIRECT = re.compile(r"^([^#\s][^#]*?)\s*(?:#.*)?$", re.MULTILINE)


class Needs(MetadataHookInterface):
    """The packages of requirements.in, with their versions."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        text = Path(self.root, "requirements.in").read_text("utf-8")
        metadata["dependencies"] = _DIRECT.findall(text)


class Pages(BuildHookInterface[Any]):
    """Installs the styles and scripts of the pages, unless they are there."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        project = Path(self.root)
        if (project / "static" / "vendor").is_dir():
            return
        sys.path.insert(0, str(project))
        from tracker.packing import page_packages

        page_packages.take(project, project / "var")
