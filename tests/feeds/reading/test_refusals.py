"""Every refusal of a file has its sentence, and gives it what the sentence names."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from tracker.feeds.reading.refusals import SENTENCES, refusal

FEEDS = Path(__file__).parents[3] / "tracker" / "feeds"


def raised() -> list[tuple[str, set[str]]]:
    """The kind of each refusal in the code, and the names of what it gives."""
    found = []
    for path in sorted(FEEDS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="refusal"),
                    args=[ast.Constant(value=str(kind)), *name],
                    keywords=keywords,
                ):
                    given = {str(each.arg) for each in keywords}
                    found.append((kind, given | {"name"} if name else given))
    return found


def test_every_sentence_is_used() -> None:
    assert {kind for kind, _ in raised()} == set(SENTENCES)


@pytest.mark.parametrize(("kind", "given"), raised())
def test_a_refusal_gives_what_its_sentence_names(kind: str, given: set[str]) -> None:
    named = {name for _, name, _, _ in Formatter().parse(SENTENCES[kind]) if name}
    assert named == given


def test_a_refusal_is_one_sentence_with_the_name_of_the_file() -> None:
    found = refusal("too many lines", "{list}.csv", most=2_000_000)
    assert str(found) == (
        "{list}.csv has more than 2,000,000 lines, which no list of young people has; "
        "send it in parts."
    )
