"""A sample of a dear test's cases runs with the others; `make long` runs the rest.

    @pytest.mark.sample("adviser", "school-user", because="every page of a role")
    @pytest.mark.parametrize("role", ROLES)
    def test_…

It names cases as ``pytest --collect-only -q`` does, with ``*`` for any text. It is for
a test that takes seconds and finds with one case nearly all that it finds with eleven.
"""

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every other case as long. Raises UsageError for a sample of no case."""
    cases: dict[str, list[Any]] = defaultdict(list)
    for each in items:
        if each.get_closest_marker("sample") is not None:
            cases[each.nodeid.partition("[")[0]].append(each)
    for name, all_of_it in cases.items():
        kept = 0
        for each in all_of_it:
            sample = each.get_closest_marker("sample").args
            if any(fnmatchcase(each.callspec.id, case) for case in sample):
                kept += 1
            else:
                each.add_marker("long")
        if not kept and len(all_of_it) > 1:
            raise pytest.UsageError(f"No case of {name} is in its sample.")
