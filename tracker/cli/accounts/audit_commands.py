"""flask audit: whether the record of what users did is as it was written."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import answer, options
from tracker.config import Settings
from tracker.domain.reference.academic_year import Period
from tracker.wording.counts import counted

if TYPE_CHECKING:
    from tracker.actions.accounts.audit.heads import HeadsPlace

#: So many findings are printed; JSON has all of them.
_PRINTED = 1000


@answer.COMMANDS.group("audit", cls=answer.Group)
def group() -> None:
    """The audit: what each user did, which is sealed each minute."""


@answer.command(group, "verify")
@click.option("--month", type=options.MONTH, help="One month only, such as 2026-11.")
@click.option("--authority", help="One authority only.")
@click.option(
    "--heads",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The auditor's own copy of the heads. [default: the file of the settings]",
)
def verify(month: Period | None, authority: str | None, heads: Path | None) -> int:
    """Check that no line of the audit was changed, deleted or put in.

    Compares each line with its seal, the seals with each other and with the key, and
    their heads with those outside the database. Ends with 1 if anything is not sound.
    """
    from tracker import actions

    settings = answer.settings()
    done = actions.accounts.audit.verification.verify(
        keys=settings.audit_keys,
        file=heads or settings.audit_heads_file,
        authority=authority,
        month=month.end.replace(day=1) if month else None,
        at=answer.now(),
        say=answer.progress() or (lambda line: None),
    )
    information = list(done.information)
    if done.unsealed and done.unsealed_since is not None:
        minutes = int((answer.now() - done.unsealed_since).total_seconds() // 60)
        information.append(
            f"Not sealed yet: {counted(done.unsealed, 'line')}, the oldest from "
            f"{answer.local(done.unsealed_since)} ({counted(minutes, 'minute')} ago)."
        )
    found = [
        {
            "kind": each.kind,
            "authority": each.authority,
            "month": f"{each.month:%Y-%m}" if each.authority else None,
            "sentence": each.sentence,
        }
        for each in done.findings
    ]
    answer.give(
        {
            "sound": done.is_sound,
            "months": done.months,
            "lines": done.lines,
            "seals": done.seals,
            "unsealed": done.unsealed,
            "unsealed_since": done.unsealed_since,
            "findings": found,
            "information": information,
        },
        [_printed(each) for each in found[:_PRINTED]],
        [f"And {len(found) - _PRINTED:,} more."] if len(found) > _PRINTED else [],
        information,
        f"{counted(done.lines, 'line')} under {counted(done.seals, 'seal')} in "
        f"{counted(done.months, 'month')}: "
        + ("sound." if done.is_sound else f"{len(found):,} not sound."),
    )
    return answer.DONE if done.is_sound else answer.DONE_WITH_ISSUES


def _printed(found: dict[str, Any]) -> str:
    where = f"{found['authority']}, {found['month']}: " if found["authority"] else ""
    return f"{where}{found['sentence']}"


@answer.command(group, "seal")
def seal_now() -> None:
    """Seal the new lines now. The worker does it each minute."""
    lines = seal(answer.settings())
    answer.give({"lines": lines}, f"{counted(lines, 'line')} sealed.")


def seal(settings: Settings) -> int:
    """Seals the new lines of the audit; returns their number."""
    from tracker import actions

    return actions.accounts.audit.sealing.seal(
        keys=settings.audit_keys, place=place(settings), at=answer.now()
    )


def begin_again(settings: Settings, because: str) -> None:
    """Writes outside the database that it starts from what it holds now."""
    from tracker import actions

    actions.accounts.audit.heads.begin_again(
        place(settings),
        because,
        secret=settings.audit_keys.newest(),
        at=answer.now(),
    )


def place(settings: Settings) -> "HeadsPlace":
    """Where the heads of the audit go outside the database."""
    from tracker.actions.accounts.audit.heads import HeadsPlace

    return HeadsPlace(settings.audit_heads_file, settings.audit_heads_address)
