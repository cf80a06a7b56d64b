"""Processes of their own that read what strangers wrote, with nothing else in reach."""

from tracker.confinement import limits, messages, processes, readings, server, views
