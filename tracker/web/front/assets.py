"""Static files with an address that changes with their content: browsers keep them."""

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory
from flask.typing import ResponseReturnValue

from tracker.packing.program_files import STATIC
from tracker.web.guard import public

A_YEAR = 365 * 24 * 60 * 60


def digest(folder: Path = STATIC) -> str:
    """A digest of every file's name and bytes: the same on each worker of a release."""
    seen = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            seen.update(str(path.relative_to(folder)).encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()


def kept(answer: Response) -> Response:
    """An answer that browsers and proxies may keep for a year, without asking again."""
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR
    answer.cache_control.immutable = True
    return answer


def init_app(app: Flask) -> None:
    """Serves ``static/``; in production WhiteNoise answers before this route."""
    prefix = f"/static/{digest()}"
    app.config["STATIC_PREFIX"] = prefix

    @public
    def static(filename: str) -> ResponseReturnValue:
        return kept(send_from_directory(STATIC, filename, max_age=A_YEAR))

    app.add_url_rule(f"{prefix}/<path:filename>", "static", static)
