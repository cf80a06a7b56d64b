"""Draws the way of a row, as traced, into docs/walk.md."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.web.school.walk.tracing import STAGES

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "docs" / "walk.md"

_HEAD = """\
# The way of a row

What happens to one row of a school census, from the door to the school's page. A
module stands here if the row, or what it has become, is handed to it. `make walk`
draws this page from a real load, and a test compares it.

The file is opened once. The meaning of each line is worked out once, and looked up in
the later stages. In *Applied* no module calls back one that is waiting for it.

A *row of the file* has the cells as its sender wrote them, under our names of columns;
a *stored line* is the same in the database, and its *meaning* is the identity and the
statements in it. *Evidence* is a statement with its source and day. All evidence about
a person is folded into a *position* on a day, a *member* of the cohort, and a *leaver*.
A module in two stages is handed the row in both. The columns of a census are declared
in [columns.csv](../tracker/feeds/census/columns.csv), which sees no row.
"""


def draw(passed: Mapping[str, Mapping[str, list[str]]]) -> str:
    """The page: a picture of the stages, then the modules of each."""
    return "\n".join((_HEAD, *_stages(passed), *_tables(passed))) + "\n"


def _stages(passed: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart LR"
    before = None
    for place, (stage, modules) in enumerate(passed.items()):
        layers = list(dict.fromkeys(each.split(".")[0] for each in modules))
        yield f'  s{place}["{stage}<br>{" · ".join(layers)}"]'
        if before is not None:
            yield f"  s{before} --> s{place}"
        before = place
    yield "```"


def _tables(passed: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    begins = {stage: function for function, stage in STAGES.items()}
    for stage, modules in passed.items():
        yield f"\n## {stage}\n"
        yield f"Begins with `{begins[stage]}`.\n"
        yield "| Module | Is handed | What it is about |"
        yield "|---|---|---|"
        for module, forms in modules.items():
            path = f"tracker/{module.replace('.', '/')}.py"
            yield f"| [{module}](../{path}) | {', '.join(forms)} | {_about(path)} |"


def _about(path: str) -> str:
    text = ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ")
