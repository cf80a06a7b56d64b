"""The link Help of each page, to the part of a guide that is about it.

See decision 0225.
"""

from pathlib import Path
from posixpath import normpath

from flask import Flask, request, url_for
from flask_login import current_user

from tracker.domain.reference import tables


def _row(row: dict[str, str]) -> tuple[str, str]:
    return row["page"], row["guide"]


#: The guide of a page, by the beginning of the page's name: the longest counts.
GUIDES = dict(tables.read(Path(__file__).with_name("help_pages.csv"), _row))

#: The guide of a role, where it has another name than the role.
_OF_ROLE = {
    "data-manager": "data-team",
    "asset-owner": "information-officer",
    "guardian": "information-officer",
    "school-user": "school",
    "college-user": "college",
}


def guide_of(endpoint: str, role: str | None) -> str:
    """The guide of a page with its heading, such as “adviser#make-a-plan”.

    Where no line of the table is about the page, it is the guide of the user's role,
    and before sign-in the one about signing in.
    """
    fitting = [each for each in GUIDES if endpoint.startswith(each)]
    if fitting:
        return GUIDES[max(fitting, key=len)]
    return "signing-in" if role is None else _OF_ROLE.get(role, role)


def help_link() -> str:
    """The address of the help for the page that is being made."""
    role = current_user.role if current_user.is_authenticated else None
    guide, _, heading = guide_of(request.endpoint or "", role).partition("#")
    name = normpath(f"guides/{guide}.html")
    return url_for("help_page", name=name, _anchor=heading or None)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["help_link"] = help_link
