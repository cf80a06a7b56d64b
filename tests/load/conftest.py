"""The load test in little is run on the pages as the tests of the web have them."""

from tests.web.conftest import pages  # noqa: F401
