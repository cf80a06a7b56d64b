"""The folders of the program: their layers as a picture, and what each is about."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from docs._ext import drawing, markdown

_ROOT = Path(__file__).parents[2]
_WIDTH = 720


def layers() -> list[list[str]]:
    """The layers from the top down, as the import contract has them, in dotted words.

    What stands side by side may not import one another.
    """
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
    first = settings["tool"]["importlinter"]["contracts"][0]
    return [
        [each.strip(" ()") for each in layer.split("|")] for layer in first["layers"]
    ]


def folders(layer: str) -> Iterator[tuple[str, str]]:
    """The folders directly within a layer, and what each says that it is about."""
    top = _ROOT.joinpath(*layer.split("."))
    for each in sorted(top.glob("*/__init__.py")):
        if about := _about(each):
            yield each.parent.name, about


def _about(file: Path) -> str:
    words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return words.partition("\n")[0]


def modules() -> str:
    """The picture of the layers, then a table of the folders of each."""
    rows = [[_box(each) for each in layer] for layer in layers()]
    label = "The layers of the program from the top down: " + "; ".join(
        " beside ".join(layer) for layer in layers()
    )
    parts = [drawing.bands(label, rows, _WIDTH)]
    for layer in (each for row in layers() for each in row):
        if found := list(folders(layer)):
            parts.append(f"## {layer}\n")
            about = _about(_ROOT.joinpath(*layer.split("."), "__init__.py"))
            parts.append(f"{markdown.plain(about)}\n")
            parts.append(
                markdown.table(
                    ("Folder", "What it is about"),
                    ((markdown.code(name), markdown.plain(it)) for name, it in found),
                )
            )
    return "\n".join(parts)


def _box(layer: str) -> list[str]:
    """A layer with its folders, a few on a line."""
    names = [name for name, _ in folders(layer)]
    text = [layer]
    while names:
        text.append(", ".join(names[:4]) + ("," if len(names) > 4 else ""))
        names = names[4:]
    return text
