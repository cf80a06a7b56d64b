"""Examples of commands, as their help shows them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker.domain.reference import tables


def _read() -> Mapping[str, Sequence[str]]:
    found = defaultdict[str, list[str]](list)
    file = Path(__file__).with_name("examples.csv")
    for command, words in tables.read(file, lambda row: (row["command"], row["words"])):
        found[command].append(f"{command} {words}".strip())
    return dict(found)


#: The examples of each command by its words, such as "imports load".
EXAMPLES = _read()
