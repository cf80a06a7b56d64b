"""Tagged PDF by Typst: the same data gives the same bytes on any machine.

See decision 0042.
"""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def printed(template: Path, name: str, data: Any, *, on: date) -> bytes:
    """A template with its data, which it reads as the input ``name``, as a PDF.

    ``on`` is the day that the file bears.
    """
    import typst

    compile_: Any = typst.compile
    return bytes(
        compile_(
            template.read_bytes(),
            sys_inputs={name: json.dumps(data)},
            font_paths=[str(_fonts())],
            # The fonts of one machine would make the PDF look different on another.
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(on, time(), UTC),
        )
    )


@cache
def _fonts() -> Path:
    """The folder of the typeface, which a Python package provides."""
    package = find_spec("font_lato")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "files"
