"""Whether the audit is as it was written: lines, seals, and heads outside."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from tracker import store
from tracker.actions.accounts.audit import deleted_months, not_sealed, sealing_order
from tracker.actions.accounts.audit.heads import Head, Heads, of_month, read
from tracker.keeping import AuditKeys
from tracker.store.accounts.audit_checks import Finding
from tracker.store.accounts.audit_seals import AuditDropped


@dataclass(slots=True)
class Verified:
    """What was read, what is not sound, and what is only to be known."""

    findings: list[Finding] = field(default_factory=list)
    information: list[str] = field(default_factory=list)
    months: int = 0
    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify(
    *,
    keys: AuditKeys,
    file: Path,
    authority: str | None = None,
    month: date | None = None,
    at: datetime,
    say: Callable[[str], object],
) -> Verified:
    """Checks every line, or those of one month or authority, and changes nothing.

    ``file`` holds the heads outside, or the auditor's copy of them. Work that is shown
    every authority's lines may call it. Raises AuditKeyUnusable and HeadsUnreadable.
    """
    secrets = keys.all()
    # Before the file is read: the worker writes more heads into it meanwhile.
    state = store.accounts.audit_seals.sealing()
    filed = state.filed if state is not None else 0
    heads = read(file, secrets)
    result = Verified()
    _about_heads(heads, file, filed, result)
    dropped = [
        each
        for each in store.accounts.audit_checks.dropped()
        if authority in (None, each.authority) and month in (None, each.month)
    ]
    for each in dropped:
        result.findings += deleted_months.faults(each, heads, secrets, at)
    months = {each for _, each in heads.chains} if heads else set()
    for one in sorted(months | store.accounts.audit_checks.months()):
        if month not in (None, one):
            continue
        say(f"Comparing the lines of {one:%B %Y} with their seals.")
        checked = store.accounts.audit_checks.check(
            one, authority=authority, keys=secrets, found=result.findings
        )
        result.months += 1 if checked.lines or checked.seals else 0
        result.lines += checked.lines
        result.seals += checked.seals
        result.unsealed += checked.tail
        if checked.tail_since is not None:
            since = result.unsealed_since or checked.tail_since
            result.unsealed_since = min(since, checked.tail_since)
        if heads is not None:
            result.findings += _differences(
                heads, one, authority, dropped, filed, result
            )
    order = sealing_order.read(heads, authority=authority, month=month)
    result.information += order.steps_back
    result.findings += sealing_order.faults(
        order, heads, secrets, _unknown(heads, dropped)
    )
    held_up = not_sealed.faults(result.unsealed, result.unsealed_since, at)
    result.findings += held_up
    if authority is None and month is None:
        findings, information = not_sealed.numbers(is_held_up=bool(held_up))
        result.findings += findings
        result.information += information
    return result


def _unknown(heads: Heads | None, dropped: list[AuditDropped]) -> dict[str, int]:
    """The last seal of each authority whose month was deleted without all its heads."""
    found: dict[str, int] = {}
    for each in dropped:
        chain = heads.chains.get((each.authority, each.month), {}) if heads else {}
        if not chain.keys() >= set(range(1, each.number)):
            found[each.authority] = max(found.get(each.authority, 0), each.id)
    return found


def _about_heads(heads: Heads | None, file: Path, filed: int, result: Verified) -> None:
    if heads is not None:
        result.information += heads.restored + heads.cut_short
        nowhere = date.min
        result.findings += [
            Finding("heads changed", "", nowhere, fault) for fault in heads.faults
        ]
        return
    if filed:
        sentence = f"The heads outside the database are gone: there is no {file}."
        result.findings.append(Finding("heads missing", "", date.min, sentence))


def _differences(
    heads: Heads,
    month: date,
    authority: str | None,
    dropped: list[AuditDropped],
    filed: int,
    result: Verified,
) -> Iterator[Finding]:
    """The differences between the seals of a month and their heads outside."""
    held = store.accounts.audit_checks.heads(month)
    ended = {
        each.authority: each for each in dropped if each.month == month
    }  # the newest of each chain comes last
    for code, outside in of_month(heads, month):
        if authority in (None, code):
            here = {number: h for (each, number), h in held.items() if each == code}
            for kind, sentence in _of_chain(here, outside, ended.get(code)):
                yield Finding(kind, code, month, sentence)
    lacking: dict[str, list[int]] = {}
    waiting = 0
    for code, number, made in store.accounts.audit_checks.numbers(month):
        seals = heads.chains.get((code, month), {})
        if authority in (None, code) and number not in seals:
            if made <= filed:
                lacking.setdefault(code, []).append(number)
            else:
                waiting += 1
    for code, numbers in lacking.items():
        sentence = (
            f"The heads outside lack seals {_span(numbers)}, which were written there: "
            "they were cut off or are of another place."
        )
        yield Finding("heads missing", code, month, sentence)
    if waiting:
        result.information.append(
            f"Seals of {month:%B %Y} that are not outside the database yet: {waiting}."
        )


def _of_chain(
    here: Mapping[int, bytes],
    outside: Mapping[int, Head],
    ended: AuditDropped | None,
) -> Iterator[tuple[str, str]]:
    """The differences of one chain, as kind and sentence."""
    last = outside.get(ended.number) if ended is not None else None
    if ended is not None and last is not None and last.hash != ended.hash:
        yield (
            "chain rewritten",
            "The last seal of the deleted month is not the one outside.",
        )
    until = ended.number if ended is not None else 0
    gone = [n for n in sorted(outside) if n > until and n not in here]
    other = [n for n in sorted(outside) if n in here and here[n] != outside[n].hash]
    if other:
        yield (
            "chain rewritten",
            f"Seals {_span(other)} are not those whose heads are outside: the chain "
            "was rewritten.",
        )
    if gone:
        lines = " ".join(outside[number].ids for number in gone[:20])
        whole = "The whole month is cut off: seals" if not here and not until else None
        yield (
            "cut off",
            f"{whole or 'Seals'} {_span(gone)}, over the lines {lines[:200]}, are "
            "outside but not in the database: they were deleted, or an older copy of "
            "the database was put in its place.",
        )


def _span(numbers: list[int]) -> str:
    return store.accounts.audit_digests.in_words(sorted(numbers)).replace(" ", ", ")
