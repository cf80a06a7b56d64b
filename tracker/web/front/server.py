"""What is added to the pages in production: proxies, and the static files."""

import gc
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask

from tracker.actions.casework.not_known import kept_list
from tracker.domain.figures.meaning import meaning
from tracker.packing.program_files import STATIC
from tracker.returns.cells import Cells
from tracker.web.front import assets, security

Answering = Callable[[Any, Any], Iterable[bytes]]

#: How often reference cycles are searched for, as ``gc.set_threshold`` counts. A search
#: through all that a worker keeps, such as the register of institutions, takes a tenth
#: of a second, in which its other pages wait; with Python's own numbers it was made
#: once in 45 pages, and found little.
SEARCHES = (10_000, 10, 100)


def front(app: Flask) -> Flask:
    """The application as it is served: everything loaded, nothing connected yet."""
    settings = app.config["TRACKER"]
    # A missing setting stops the server now, not a page later.
    _ = settings.needed_database_id
    # FLASK_DEBUG of a developer's environment has no effect on a council's pages.
    app.debug = False
    app.extensions["tracker pages"]()
    app.wsgi_app = _static_files(  # type: ignore[method-assign,assignment]
        app.wsgi_app,
        packed(settings.var / "static", app.config["STATIC_PREFIX"]),
        app.config["STATIC_PREFIX"],
    )
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        each = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=each, x_proto=each, x_host=each
        )
    for name in app.jinja_env.list_templates(filter_func=_is_page):
        app.jinja_env.get_template(name)
    # Up to half a second each: now, and not in the first page of each worker. Arrow
    # imports pandas with the first cells that it reads.
    meaning()
    kept_list.meaning_of_order()
    Cells.of(())
    # What is loaded now stays: workers share it, and the collector passes over it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHES)
    return app


def _is_page(name: str) -> bool:
    return not name.startswith("govuk_frontend") and name.endswith(".html")


def _static_files(answer: Answering, folder: Path, prefix: str) -> Answering:
    from whitenoise import WhiteNoise

    def protect(headers: Headers, path: str, url: str) -> None:
        for name, value in security.OF_FILES.items():
            headers[name] = value

    served: Answering = WhiteNoise(
        answer,
        root=folder,
        prefix=prefix,
        max_age=assets.A_YEAR,
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=protect,
    )
    return served


def packed(place: Path, prefix: str) -> Path:
    """A copy of ``static/`` with each file compressed beside it; made once a release.

    The copies of earlier releases stay until they are cleared away, because an open
    page may still request them, and they are small.
    """
    from whitenoise.compress import Compressor

    folder = place / prefix.rpartition("/")[2]
    if folder.is_dir():
        return folder
    place.mkdir(parents=True, exist_ok=True)
    # Made in another folder and renamed, so that a half-made copy is never served.
    aside = Path(tempfile.mkdtemp(prefix="making-", dir=place)) / folder.name
    shutil.copytree(STATIC, aside)
    pack = Compressor(use_brotli=False, quiet=True)
    for path in sorted(aside.rglob("*")):
        if path.is_file() and pack.should_compress(path.name):
            pack.compress(str(path))
    aside.parent.chmod(0o755)
    try:
        aside.replace(folder)
    except OSError:
        # Another server of the same release was quicker.
        if not folder.is_dir():
            raise
    shutil.rmtree(aside.parent, ignore_errors=True)
    return folder
