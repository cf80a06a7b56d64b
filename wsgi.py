"""Where a server finds the application."""

from tracker.app import create_app

app = create_app()
