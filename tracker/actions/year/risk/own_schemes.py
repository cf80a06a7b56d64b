"""The schemes that pages offer: those of the council's own folder, then published ones.

A council's own is a text ``risk/NAME.toml`` in its folder. Changing a threshold is
changing that text, which those who install the program do (decision 0250).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.year.risk.schemes import PUBLISHED, Scheme, scheme
from tracker.packing import local_folder


@dataclass(frozen=True, slots=True)
class Schemes:
    """``every`` scheme by name, the one in use first. ``own`` are the council's names,
    ``faults`` the reason for each file of theirs that cannot be used.
    """

    every: Mapping[str, Scheme]
    own: frozenset[str]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_use(self) -> Scheme:
        """The council's own; without one, the first of the published examples."""
        return next(iter(self.every.values()))


def schemes() -> Schemes:
    """Reads the folder each time: a text may have changed since."""
    own, faults = dict[str, Scheme](), dict[str, str]()
    for file in sorted(
        each for it in local_folder.risk() for each in it.glob("*.toml")
    ):
        try:
            own[file.stem] = scheme(file.stem, file.read_text("utf-8"))
        except (OSError, ValueError) as wrong:
            faults[file.name] = str(wrong)
    more = {name: each for name, each in PUBLISHED.items() if name not in own}
    return Schemes({**own, **more}, frozenset(own), faults)
