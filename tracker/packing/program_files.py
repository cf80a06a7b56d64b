"""Where the program's own files are: beside the code in a checkout, or in the package.

An installed package has the templates, the static files, the reports and the built help
in a folder of its own, so that nothing of ours but ``tracker`` stands among other
packages.
"""

import re
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
_PACKED = CODE / "files"
IS_INSTALLED = _PACKED.is_dir()
#: The folder that has the templates, the static files and the reports.
FOLDER = _PACKED if IS_INSTALLED else CODE.parent
TEMPLATES, STATIC, REPORTS = (
    FOLDER / each for each in ("templates", "static", "reports")
)
#: The built documentation: `make docs` makes it, and every package has it.
HELP = _PACKED / "help" if IS_INSTALLED else FOLDER / "var" / "help"
#: The form of a transfer file, which is part of the documentation.
TRANSFER_SCHEMA = (
    _PACKED if IS_INSTALLED else FOLDER / "docs" / "specification"
) / "transfer-file.schema.json"
#: Where everything goes that is made, unless a setting names another place.
VAR = (Path.cwd() if IS_INSTALLED else FOLDER) / "var"
#: The word that begins a command: an installed package has a program of its own.
COMMAND = "tracker" if IS_INSTALLED else "flask"
_COMMAND = re.compile(r"\bflask (?=[a-z-])")


def typed(text: str) -> str:
    """A text of ours with the commands in it as they are typed here.

    Every sentence of the program names `flask`, which an installed package has not.
    """
    return _COMMAND.sub(f"{COMMAND} ", text)
