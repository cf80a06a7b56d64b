"""flask law: each clause of notice and law, with the tests that show it."""

import json
from pathlib import Path
from typing import Any

import click

from tracker.cli import answer
from tracker.domain.law.clauses import CLAUSES, Run, State, read_run
from tracker.refusal import Refusal

#: The file that `make test` writes, in the folder of an installation.
RESULTS = Path("law", "results.json")


@answer.command(None, "law", database=False)
@click.option(
    "--results",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The results file of a run of the tests; by default that of `make test`.",
)
def law(results: Path | None) -> int:
    """List the clauses of the law and their tests.

    Each clause of notice and law is shown with whether its tests passed.
    A clause without a test shows the decision that postpones it. Ends with 1 where a
    clause has failed or is not shown.
    """
    run = _read(results or answer.settings().var / RESULTS)
    rows: list[dict[str, Any]] = []
    for clause in CLAUSES:
        tests = run.outcomes.get(clause.id, {})
        postponed = clause.postponed_on
        rows.append(
            {
                "id": clause.id,
                "clause": clause.title,
                "state": clause.state(list(tests.values())).value,
                "tests": [
                    {"test": name, "outcome": tests[name]} for name in sorted(tests)
                ],
                "postponed_on": postponed.isoformat() if postponed else None,
                "decision": clause.decision or None,
            }
        )
    counts = {state: sum(r["state"] == state for r in rows) for state in State}
    if answer.in_json():
        answer.show(
            {
                "commit": run.commit,
                "changed": run.changed,
                "at": run.at,
                "counts": {state.value: many for state, many in counts.items()},
                "clauses": rows,
            }
        )
    else:
        changed = ", with changes that are not committed" if run.changed else ""
        click.echo(f"The tests of {run.at}, commit {run.commit[:12]}{changed}.")
        for row in rows:
            click.echo(_in_words(row))
        click.echo(", ".join(f"{many} {state}" for state, many in counts.items()) + ".")
    open_ones = counts[State.FAILED] + counts[State.NOT_SHOWN]
    return answer.DONE_WITH_ISSUES if open_ones else answer.DONE


def _in_words(row: dict[str, Any]) -> str:
    tests = row["tests"]
    state = {
        State.SHOWN: f"shown by {len(tests)} test{'s' if len(tests) > 1 else ''}",
        State.FAILED: "failed: "
        + ", ".join(
            f"{each['test']} {each['outcome']}"
            for each in tests
            if each["outcome"] != "passed"
        ),
        State.POSTPONED: f"postponed on {row['postponed_on']} by decision "
        f"{row['decision']}",
        State.NOT_SHOWN: "not shown",
    }[State(row["state"])]
    return f"{row['id']:5} {row['clause']}: {state}"


def _read(path: Path) -> Run:
    try:
        return read_run(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Refusal(
            f"There is no results file {path}. Run `make test`, or name the file with "
            "--results."
        ) from None
    except (OSError, ValueError):
        raise Refusal(
            f"{path} is not a results file of the tests. Run `make test` again."
        ) from None
