"""The small load test uses the pages of the web tests."""

from tests.web.conftest import pages  # noqa: F401
