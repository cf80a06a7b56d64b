"""Doors for people with a browser."""

from flask import Flask

from tracker.version import VERSION
from tracker.web import (
    account,
    admin,
    adviser,
    assets,
    data_team,
    errors,
    filters,
    guard,
    health,
    incoming,
    management,
    navigation,
    school,
    security,
)
from tracker.web.admin import (  # noqa: F401
    happened,
    institutions,
    roles,
    settings,
    users,
)
from tracker.web.adviser import (  # noqa: F401
    bulk,
    caseloads,
    contact,
    cover,
    death,
    find,
    my_day,
    person,
    seal,
    session,
    status,
)
from tracker.web.data_team import (  # noqa: F401  each declares its pages
    batch,
    corrections,
    duplicates,
    identities,
    import_new,
    imports,
    lines,
    match_row,
    matching,
    return_changes,
    return_issues,
    return_signing,
    returns,
    sender_columns,
    senders,
    tray,
)
from tracker.web.look import council, counts, states, tables
from tracker.web.management import (  # noqa: F401
    behind,
    breakdowns,
    caseload_list,
    dashboard,
    downloads,
    reports,
    workloads,
)
from tracker.web.school import (  # noqa: F401
    correcting,
    leavers,
    list_columns,
    lists,
    providers,
    withdrawals,
)

#: The packages whose templates ours extend and call.
_TEMPLATES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


def register(app: Flask) -> None:
    """Adds every page to the application, and what all of them share."""
    from govuk_frontend_wtf.main import WTFormsHelpers
    from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

    from tracker.extensions import csrf, login

    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader({each: PackageLoader(each) for each in _TEMPLATES}),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # Before the rest looks at what came; and who asks is known before a body is read.
    incoming.init_app(app)
    login.init_app(app)
    guard.init_app(app)
    incoming.read_forms(app)
    csrf.init_app(app)
    WTFormsHelpers(app)
    for shared in (
        security,
        filters,
        navigation,
        assets,
        errors,
        council,
        counts,
        states,
        tables,
    ):
        shared.init_app(app)
    app.context_processor(
        lambda: {
            "organisation": app.config["TRACKER"].organisation,
            "version": VERSION,
        }
    )
    for part in (health, account, adviser, school, management, data_team, admin):
        app.register_blueprint(part.bp)
