"""The council's mark and colours, served as files that browsers may keep."""

import hashlib

from flask import Flask, Response, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.council import PICTURES, Council
from tracker.web.front import assets
from tracker.web.guard import public

#: Files of this release and this council: browsers may keep them, as those of static.
COLOURS, MARK = "council_colours", "council_mark"


def sheet(council: Council) -> str:
    """The colours that a council chooses, as a style sheet of its own."""
    return (
        ":root{"
        f"--council:{council.colour};--council-act:{council.colour};"
        f"--council-mist:color-mix(in srgb,{council.colour} 12%,#fff);"
        f"--council-accent:{council.accent}"
        "}\n"
    )


def init_app(app: Flask) -> None:
    """Adds the addresses that this council needs, and names them in templates."""
    council: Council = app.config["TRACKER"].council
    prefix = app.config["STATIC_PREFIX"]
    if council.has_own_colours:
        text = sheet(council)

        @public
        def colours() -> ResponseReturnValue:
            return assets.kept(Response(text, mimetype="text/css"))

        app.add_url_rule(f"{prefix}/council-{_digest(text)}.css", COLOURS, colours)
    if council.picture is not None:
        picture = council.picture
        named = f"council-{_digest(picture.read_bytes())}{picture.suffix.lower()}"

        @public
        def mark() -> ResponseReturnValue:
            kind = PICTURES[picture.suffix.lower()]
            return assets.kept(send_file(picture, mimetype=kind))

        app.add_url_rule(f"{prefix}/{named}", MARK, mark)

    def shown() -> dict[str, object]:
        return {
            "council": council,
            "council_sheet": url_for(COLOURS) if council.has_own_colours else None,
            "council_picture": url_for(MARK) if council.picture else None,
        }

    app.context_processor(shown)


def _digest(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.blake2b(data, digest_size=8).hexdigest()
