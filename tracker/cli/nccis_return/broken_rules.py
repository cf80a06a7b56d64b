"""The rules that a return breaks, in words: how often, priority and sentence."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from tracker.cli import answer
from tracker.returns.ruleset import Rule

#: A shortened sentence has this many characters.
SHORT = 72


def in_words(
    broken: Mapping[str, int], rules: Iterable[Rule], *, short: bool = False
) -> Iterator[str]:
    """The number of records that break each rule, the most frequent first."""
    if not broken:
        return
    known = {each.number: each for each in rules}
    ordered = sorted(broken.items(), key=lambda pair: (-pair[1], int(pair[0])))
    yield from answer.table(
        ("rule", "priority", "records", "what it says"),
        (
            (number, *_priority_and(known.get(number), records, short=short))
            for number, records in ordered
        ),
    )


def _priority_and(
    rule: Rule | None, records: int, *, short: bool
) -> tuple[str, int, str]:
    if rule is None:
        return "", records, ""
    sentence = rule.sentence
    if short:
        sentence = textwrap.shorten(sentence, SHORT, placeholder=" ...")
    return str(rule.priority or ""), records, sentence
