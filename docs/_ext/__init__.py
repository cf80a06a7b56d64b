"""What the documentation is made with, besides Sphinx: pages made from declarations."""

from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from docs._ext import generated


def setup(app: Sphinx) -> dict[str, Any]:
    """Adds everything to a build of the documentation, as Sphinx requests it."""
    generated.add(app)
    app.add_lexer("csv", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
