"""Statistics that leave: tables and extracts, compared, approved, downloaded."""

from tracker.actions.law.statistics import extracts, release_files, releases
