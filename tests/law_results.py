"""Which clauses of the law each test shows: the mark ``law`` and the results file.

@pytest.mark.law("N-13", "L-07")
def test_a_refusal_stands_at_the_other_school() -> None: ...

A whole run writes ``var/law/results.json``, which `flask law` reads. A run of some of
the tests writes nothing, so that it cannot pass for a whole one.
"""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.domain.law.clauses import CLAUSES

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "var" / "law" / "results.json"

#: What a test's report says beside its outcome.
_PROPERTY = "law"
_KNOWN = frozenset(each.id for each in CLAUSES)
#: From worst to best; a test is as good as the worst of its set-up, call and tear-down.
_WORST_FIRST = ("failed", "skipped", "passed")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "law(*ids): the clauses that the test shows")
    # The workers of a divided run hand their reports to the process that began them.
    if not hasattr(config, "workerinput") and _is_whole(config):
        config.pluginmanager.register(_Results(), "results of the law")


def _is_whole(config: pytest.Config) -> bool:
    return (
        not config.option.keyword
        and config.option.markexpr == "not long"
        and config.args == config.getini("testpaths")
        and not config.option.collectonly
        and not getattr(config.option, "lf", False)
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        ids = {each for mark in item.iter_markers("law") for each in mark.args}
        if unknown := ids - _KNOWN:
            raise pytest.UsageError(
                f"{item.nodeid} is marked with {', '.join(sorted(unknown))}, which "
                "tracker/domain/law/clauses.csv does not list."
            )
        item.user_properties += [(_PROPERTY, each) for each in sorted(ids)]


class _Results:
    """Collects the outcomes of marked tests, and writes them when the run ends."""

    def __init__(self) -> None:
        self._outcomes: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, clause in report.user_properties:
            if name == _PROPERTY:
                tests = self._outcomes.setdefault(str(clause), {})
                before = tests.get(report.nodeid, "passed")
                tests[report.nodeid] = min(
                    before, report.outcome, key=_WORST_FIRST.index
                )

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(
            json.dumps(
                {
                    "commit": _git("rev-parse", "HEAD"),
                    "changed": bool(_git("status", "--porcelain")),
                    "at": datetime.now(UTC).isoformat(timespec="seconds"),
                    "clauses": self._outcomes,
                },
                indent=1,
                sort_keys=True,
            ),
            encoding="utf-8",
        )


def _git(*words: str) -> str:
    """What git answers; empty outside a checkout."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
