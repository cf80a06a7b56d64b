"""The program as it stands: its folders, their picture, and the syntax of its modules.

``python -m tests.repository.folders`` writes the picture into README.md.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "tracker"
#: Migrations are a sequence and no subject: they may be as many as they like.
MIGRATIONS = TRACKER / "store" / "migrations"

BEGIN, END = "<!-- The map: written by `make map` -->", "<!-- End of the map -->"

#: Layers from the doors down; the order in which the picture shows them.
LAYERS = (
    *("web", "cli", "actions", "store", "feeds", "linkage", "returns", "reporting"),
    *(
        "sign_on",
        "wording",
        "confinement",
        "domain",
        "logs",
        "ciphers",
        "packing",
        "demo",
    ),
)
#: A layer whose folders open their modules, so that others call through them.
OPEN = (
    *("actions", "store", "feeds", "linkage", "returns", "reporting", "wording"),
    *("sign_on", "confinement", "domain", "logs", "ciphers"),
)
#: Each feed is a folder that the registry finds: the picture shows them in one line.
FEEDS = (
    "    a folder a feed   Its declaration (feed.py), its columns, what its rows mean."
)
#: Each year's rules are found by importing their modules, one by one.
OPENED_ONE_BY_ONE = {
    TRACKER / "returns" / "rules",
    TRACKER / "store" / "database" / "embedded",
    # Arrays are loaded only when a release is compared with others.
    TRACKER / "reporting" / "releases",
}


def folders(top: Path = TRACKER) -> Iterator[Path]:
    """Every folder of Python modules at or below ``top``, migrations left out."""
    if top == MIGRATIONS or not any(top.glob("*.py")):
        return
    yield top
    for each in sorted(top.iterdir()):
        if each.is_dir():
            yield from folders(each)


def modules(folder: Path) -> list[Path]:
    """The modules of one folder, without what opens it."""
    return sorted(each for each in folder.glob("*.py") if each.name[:2] != "__")


@cache
def syntax(path: Path) -> list[ast.AST]:
    """The tree of a module and every node of it, parsed once in a process."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """The imports of a module. Those of tests are kept alone, to save memory."""
    found = syntax(path) if path.is_relative_to(TRACKER) else syntax.__wrapped__(path)
    return [each for each in found if isinstance(each, ast.Import | ast.ImportFrom)]


def is_feed(folder: Path) -> bool:
    """Whether a folder declares a feed: the registry opens it, and no list names it."""
    return (folder / "feed.py").is_file()


def held(folder: Path) -> list[str]:
    """The names of the modules and folders that a folder opens."""
    inside = [each.stem for each in modules(folder)]
    inside += [
        each.name
        for each in folder.iterdir()
        if each in set(folders(each)) and not is_feed(each)
    ]
    return sorted(inside)


def sentence(folder: Path) -> str:
    """What a folder says that it is about: the first line of its docstring."""
    source = (folder / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def picture() -> str:
    """The map as README shows it: each layer, and its subjects in one line each."""
    lines: list[str] = []
    for layer in LAYERS:
        top = TRACKER / layer
        lines.append(f"{layer + '/':<22}{sentence(top)}")
        for each in sorted(top.iterdir()):
            if each in set(folders(each)) and not is_feed(each):
                lines.append(f"    {each.name + '/':<18}{sentence(each)}")
        if any(map(is_feed, top.iterdir())):
            lines.append(FEEDS)
    return "\n".join(lines)


def in_readme() -> str:
    """README.md with the map as it is now between its two marks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n```\n{picture()}\n```\n\n{END}{after}"


if __name__ == "__main__":
    (ROOT / "README.md").write_text(in_readme(), encoding="utf-8")
