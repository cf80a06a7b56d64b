"""Tagged PDF by Typst: the same data gives the same bytes on any machine.

See decision 0042.
"""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: What Typst says of text for which it finds no font.
_NO_FONT = "could not be displayed with font"


def printed(template: Path, name: str, data: Any, *, on: date) -> bytes:
    """A template with its data, which it reads as the input ``name``, as a PDF.

    ``on`` is the day that the file bears. A name in a script that no font of ours has
    is shown with a font of the machine; without one each sign of it is an empty box.
    """
    import typst

    compile_: Any = typst.compile

    def made(**how: Any) -> bytes:
        return bytes(
            compile_(
                template.read_bytes(),
                sys_inputs={name: json.dumps(data)},
                font_paths=[str(_fonts())],
                timestamp=datetime.combine(on, time(), UTC),
                **how,
            )
        )

    # The fonts of one machine would make the PDF look different on another, so they are
    # for text that could not be shown at all. The standard forbids the empty box; the
    # PDF without it is tagged all the same.
    for how in (
        {"ignore_system_fonts": True, "pdf_standards": ["ua-1"]},
        {"ignore_system_fonts": False, "pdf_standards": ["ua-1"]},
    ):
        try:
            return made(**how)
        except typst.TypstError as error:
            if _NO_FONT not in str(error):
                raise
    return made(ignore_system_fonts=False)


@cache
def _fonts() -> Path:
    """The folder of the typeface, which a Python package provides."""
    package = find_spec("font_lato")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "files"
