"""The pages, for people with a browser."""

from flask import Flask
from werkzeug.utils import find_modules, import_string

from tracker.packing.program_files import COMMAND
from tracker.version import VERSION
from tracker.web import (
    account,
    admin,
    adviser,
    data_team,
    filters,
    guard,
    kept_forms,
    management,
    navigation,
    officer,
    school,
)
from tracker.web.account import single_sign_on
from tracker.web.account.factors import proving
from tracker.web.front import (
    assets,
    demo_pages,
    documentation,
    errors,
    health,
    incoming,
    metrics,
    request_log,
    security,
)
from tracker.web.kept_forms import keeping
from tracker.web.look import (
    alert_marks,
    components,
    council,
    counts,
    help_links,
    states,
    tables,
)
from tracker.web.named import answer_lines, asking

#: The pages of each kind of user, in all modules of a package.
_PAGES = (
    account,
    adviser,
    school,
    management,
    data_team,
    officer,
    admin,
    kept_forms,
)
#: The packages whose templates ours extend and call.
_TEMPLATES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


def register(app: Flask) -> None:
    """Adds every page to the application, and everything that the pages share."""
    from govuk_frontend_wtf.main import WTFormsHelpers
    from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

    from tracker.extensions import csrf, login

    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader({each: PackageLoader(each) for each in _TEMPLATES}),
        ]
    )
    answer_lines.init_app(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # The checks of a request come first; sign-in is settled before a body is read.
    request_log.init_app(app)
    incoming.init_app(app)
    demo_pages.init_app(app)
    login.init_app(app)
    keeping.init_app(app)
    guard.init_app(app)
    asking.init_app(app)
    incoming.read_forms(app)
    csrf.init_app(app)
    keeping.read_forms(app)
    # Only a form that is ours is shown again with its fields, to be confirmed.
    proving.init_app(app)
    WTFormsHelpers(app)
    for shared in (
        security,
        filters,
        navigation,
        assets,
        documentation,
        errors,
        council,
        counts,
        help_links,
        states,
        tables,
    ):
        shared.init_app(app)
    app.context_processor(
        lambda: {
            "organisation": app.config["TRACKER"].organisation,
            "version": VERSION,
            "program": COMMAND,
        }
    )
    single_sign_on.init_app(app)
    for each in _PAGES:
        for name in find_modules(each.__name__, recursive=True):
            import_string(name)
    for part in (health, metrics, *_PAGES):
        app.register_blueprint(part.bp)
    # They may call what the pages name for templates.
    components.init_app(app)
    alert_marks.init_app(app)
