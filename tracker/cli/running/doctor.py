"""flask doctor: what is unsafe or broken in this installation."""

import os

from tracker.cli import answer
from tracker.wording.counts import counted


@answer.command(None, "doctor", database=False)
def doctor() -> int:
    """Say what is unsafe or broken here.

    Each finding says what to do, and the command then ends with 1. Run it as the
    account, and with the settings, that flask serve has. The administrator's page of
    settings shows the same.
    """
    from tracker import actions

    answer.start()
    here = actions.doctor.examination.Installation(
        settings=answer.settings(),
        environment=os.environ,
        at=answer.now(),
        on=answer.today(),
    )
    results = actions.doctor.examination.examine(here)
    found = [
        (result.title, sentence) for result in results for sentence in result.sentences
    ]
    answer.give(
        {
            "checks": len(results),
            "findings": [{"check": title, "says": says} for title, says in found],
        },
        [f"{title}: {says}" for title, says in found],
        f"{counted(len(results), 'check')}, {counted(len(found), 'finding')}.",
    )
    return answer.DONE_WITH_ISSUES if found else answer.DONE
