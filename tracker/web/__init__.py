"""The pages, for people with a browser."""

from flask import Flask

from tracker.version import VERSION
from tracker.web import (
    account,
    admin,
    adviser,
    data_team,
    filters,
    guard,
    management,
    navigation,
    school,
)
from tracker.web.admin import happened, institutions, roles, settings, users
from tracker.web.adviser import (
    bulk,
    caseloads,
    contact,
    cover,
    find,
    my_day,
    sensitive,
    session,
    status,
)
from tracker.web.adviser.person_page import person
from tracker.web.data_team import work
from tracker.web.data_team.intake import (
    batch,
    batch_lines,
    coverage,
    import_new,
    imports,
    sender_columns,
    tray,
)
from tracker.web.data_team.leavers import corrections
from tracker.web.data_team.matching import duplicates, identities, match_row, queue
from tracker.web.data_team.nccis_return import changes, issues, months, signing
from tracker.web.front import assets, errors, health, incoming, security
from tracker.web.look import components, council, counts, states, tables
from tracker.web.management import (
    breakdowns,
    caseload_list,
    dashboard,
    downloads,
    people_behind,
    reports,
    workloads,
)
from tracker.web.school import withdrawals
from tracker.web.school.corrections import correcting, providers
from tracker.web.school.leavers import leaver_pages
from tracker.web.school.lists import list_columns, lists

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
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # The checks of a request come first; sign-in is settled before a body is read.
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
        components,
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
