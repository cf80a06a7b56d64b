"""The headers of every answer that limit what a browser does with the page."""

import secrets

from flask import Flask, Response, g, request

from tracker.web.front import incoming

#: Nothing is loaded from other websites. A script runs only from a file of ours, or
#: with the random number of this one answer.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}

#: For a year a browser opens this name, and names below it, over TLS alone.
_TLS_ONLY = "max-age=31536000; includeSubDomains"

#: Endpoints whose answers hold no personal data. A browser keeps them as they say.
_KEPT = ("static", "council_colours", "council_mark", "help_page")

#: A style sheet or a picture that is opened by itself may do nothing at all.
OF_FILES = {
    **_HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def nonce() -> str:
    """The random number that allows the inline scripts of this answer."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    drawn: str = g.nonce
    return drawn


def _protect(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce())
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = _TLS_ONLY
    if request.endpoint not in _KEPT or answer.status_code >= 400:
        # A shared computer's back button shows no record. Flask sets "no-cache" for a
        # file, with which a browser may keep it: so this replaces any other value.
        answer.headers["Cache-Control"] = "no-store"
    return answer


def init_app(app: Flask) -> None:
    over_tls = not app.config["TRACKER"].plain_http
    # A browser sends a cookie to every port of a machine: the training system beside
    # the real one has one of its own.
    cookie = "tracker-training" if app.config["TRACKER"].is_training else "tracker"
    app.after_request(_protect)
    app.context_processor(lambda: {"cspNonce": nonce()})
    app.config.update(
        # A browser takes a cookie of this name only over TLS and from this host, so
        # that no page of a neighbouring name can set one.
        SESSION_COOKIE_NAME=f"__Host-{cookie}" if over_tls else cookie,
        # A page's token lasts as long as the session in which it was opened.
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=over_tls,
        MAX_CONTENT_LENGTH=incoming.LARGEST_FILE,
        MAX_FORM_MEMORY_SIZE=incoming.LARGEST_FORM,
    )
