"""The components: macros that every page calls by name, without importing them.

They are those of ``templates/components/`` and three of GOV.UK. A variable of the same
name hides a component from the page to which a view gives it.
"""

from flask import Flask
from jinja2.runtime import Macro

_OF_GOVUK = "govuk_frontend_jinja/components/{}/macro.html"
#: A component may call those before it.
_TEMPLATES = (
    _OF_GOVUK.format("button"),
    _OF_GOVUK.format("error-summary"),
    _OF_GOVUK.format("warning-text"),
    "components/parts.html",
    "components/table.html",
    "components/list.html",
    "components/columns.html",
    "components/history.html",
    "components/progress.html",
    "components/document.html",
)


def init_app(app: Flask) -> None:
    """Names the macros in every template. What they call themselves is named before."""
    for each in _TEMPLATES:
        module = app.jinja_env.get_template(each).module
        app.jinja_env.globals.update(
            {name: it for name, it in vars(module).items() if isinstance(it, Macro)}
        )
