"""Processes of their own that read what strangers wrote, with nothing else in reach."""

from tracker.confinement import (
    deadlines,
    limits,
    messages,
    processes,
    readings,
    server,
    views,
)
