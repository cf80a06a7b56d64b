"""The pages that are made from the program's own declarations, at each build.

A page has a line `<!-- made: name -->`; what the module of that name writes takes its
place. See decision 0224.
"""

import re
from collections.abc import Callable, Mapping

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from docs._ext import (
    command_pages,
    data_pages,
    feed_pages,
    figure_pages,
    flow_charts,
    module_pages,
    role_pages,
    root_pages,
    rule_pages,
    schema_pages,
    screens,
    setting_pages,
)

_MARK = re.compile(r"^<!-- made: ([\w-]+) -->$", re.MULTILINE)

#: What a mark stands for: a function that gives Markdown.
MADE: Mapping[str, Callable[[], str]] = {
    "commands": command_pages.commands,
    "settings-of-the-installation": setting_pages.of_installation,
    "settings-of-the-authority": setting_pages.of_authority,
    "permissions": role_pages.permissions,
    "roles": role_pages.roles,
    "feeds": feed_pages.feeds,
    "rules": rule_pages.rules,
    "measures": figure_pages.measures,
    "breakdowns": figure_pages.breakdowns,
    "reports": figure_pages.reports,
    "dictionary": data_pages.dictionary,
    "schema": schema_pages.schema,
    "modules": module_pages.modules,
}


def made(text: str) -> str:
    """A page with what its marks stand for. Raises KeyError for a mark without any."""
    return _MARK.sub(lambda mark: MADE[mark[1]](), text)


#: Pages for who installs a package; the others are about the checkout.
_OF_PACKAGE = ("guides/", "operations/", "reference/")
_COMMAND = re.compile(r"\bflask (?=[a-z-])")


def as_typed(text: str, name: str) -> str:
    """A page of a package's own help: its commands begin with ``tracker``."""
    return _COMMAND.sub("tracker ", text) if name.startswith(_OF_PACKAGE) else text


def add(app: Sphinx) -> None:
    """Adds the pages to a build."""
    app.connect("source-read", _read)
    app.connect("env-get-outdated", _outdated)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    text = flow_charts.drawn(made(source[0]))
    source[0] = root_pages.led_to(screens.shown(text, name), name)
    if app.tags.has("package"):
        source[0] = as_typed(source[0], name)
    if re.match(r"decisions/\d", name):
        # The index of decisions leads to them; a menu of hundreds helps no reader.
        source[0] = f"---\norphan: true\n---\n\n{source[0]}"


def _outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Pages with a mark are read again at each build: the program may have changed."""
    return [
        name
        for name in env.found_docs
        if "<!-- " in env.doc2path(name).read_text("utf-8")
    ]
