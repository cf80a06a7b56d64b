"""Doors for people with a browser."""

from flask import Flask

from tracker.web import health


def register(app: Flask) -> None:
    """Adds every page to the application."""
    app.register_blueprint(health.bp)
