"""Documents about the handling of data, as files."""

from tracker.reporting.documents import printed
