"""The rules of the return, by requirement year: the first year, and what changed."""

from docs._ext import markdown
from tracker.returns.rules.years import RULESETS
from tracker.returns.ruleset import Rule, Ruleset

_HEADINGS = ("Rule", "What it finds", "Priority", "Fields")


def rules() -> str:
    """Every year with a rule set of its own, the newest first."""
    years = list(RULESETS.values())
    parts = []
    for place in reversed(range(len(years))):
        before = years[place - 1] if place else None
        parts.append(_section(years[place], before))
    return "\n".join(parts)


def _section(year: Ruleset, before: Ruleset | None) -> str:
    parts = [f"## {markdown.plain(year.label or year.year)}\n"]
    if before is not None:
        parts.append(f"{_changes(year, before)}\n")
    parts.append(markdown.table(_HEADINGS, map(_row, year.rules)))
    return "\n".join(parts)


def _changes(year: Ruleset, before: Ruleset) -> str:
    new = [each.number for each in year.rules if each.number not in before]
    dropped = [each.number for each in before.rules if each.number not in year]
    return (
        f"New since {before.year}: {', '.join(new) or 'none'}. "
        f"No longer applied: {', '.join(dropped) or 'none'}."
    )


def _row(rule: Rule) -> tuple[str, ...]:
    priority = "not known" if rule.priority is None else str(rule.priority)
    if rule.rejects_file:
        priority += "; the whole file is refused"
    return (
        rule.number,
        markdown.plain(rule.sentence),
        priority,
        markdown.codes(rule.fields),
    )
