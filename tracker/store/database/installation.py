"""The keys and the virus scanner of the installation, for whatever keeps files."""

from flask import current_app

from tracker.config import Settings
from tracker.encryption import Keys
from tracker.virus_scanner import Scanner


def keys() -> Keys:
    """The keys that encrypt what waits and what is sealed."""
    return _settings().keys


def virus_scanner() -> Scanner | None:
    """The scanner of files that are received, None without one."""
    return _settings().virus_scanner


def database_id() -> str:
    """The three digits of the CCIS database, "" where none is set."""
    return _settings().database_id or ""


def _settings() -> Settings:
    found: Settings = current_app.config["TRACKER"]
    return found
