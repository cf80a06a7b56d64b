"""Where a server finds the application."""

from flask import Flask

from tracker.app import create_app

app = create_app()


def served() -> Flask:
    """The application with what stands in front of it in production."""
    from tracker.web.front.server import front

    return front(app)
