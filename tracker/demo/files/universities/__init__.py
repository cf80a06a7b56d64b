"""The lists of applications to universities that schools send."""

from tracker.demo.files.universities import ucas_lists
