"""Where a server finds the application."""

from tracker.app import create_app, served

app = create_app()

__all__ = ["app", "served"]
