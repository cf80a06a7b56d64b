"""The documentation at /help: built by `make docs`, and in every package.

It is public and has no personal data, so it needs no sign-in. See decision 0223.
"""

from flask import Flask, current_app, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from tracker.packing.program_files import HELP
from tracker.web.front import assets, errors
from tracker.web.guard import public

FIRST = "index.html"
_NOT_BUILT = errors.ErrorPage(
    "The help has not been built yet",
    "This is a checkout of the program. Run “make docs” in its folder, then open this "
    "page again. An installed package brings its help along.",
)


@public
def start() -> ResponseReturnValue:
    return redirect(url_for("help_page", name=FIRST))


@public
def page(name: str) -> ResponseReturnValue:
    folder = current_app.config["HELP"]
    if name.endswith(".html") and not (folder / FIRST).is_file():
        return errors.shown(_NOT_BUILT), 200, {"Cache-Control": "no-store"}
    answer = send_from_directory(folder, name)
    # Sphinx gives the address of a style or script a digest of its content. Anything
    # else may be kept too, but is compared each time: an upgrade shows at once.
    return assets.kept(answer) if "v" in request.args else answer


def init_app(app: Flask) -> None:
    """Serves the documentation that is built in ``HELP``."""
    app.config["HELP"] = HELP
    app.add_url_rule("/help", "help", start)
    app.add_url_rule("/help/", "help", start)
    app.add_url_rule("/help/<path:name>", "help_page", page)
