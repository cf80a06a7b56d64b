"""Who a sender is: by the register, or by the name given when its first list came.

Where neither a command nor a file names a sender, its rows may.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from tracker.access import authority_scope
from tracker.domain.counted import counted
from tracker.domain.institution import InstitutionRef, key_of
from tracker.feeds.feed import Interpretation
from tracker.store import institutions, new_senders


def standing(sender: InstitutionRef, authority: str) -> str | None:
    """What a sender is called by the register or by us, None where neither knows it."""
    there = institutions.directory().resolve(sender)
    if there is not None:
        return there.name
    key = key_of(sender)
    if key is None:
        return None
    return new_senders.names([key], within=authority_scope(authority)).get(key)


def by_number(sender: InstitutionRef) -> str:
    """A sender by its number, as a sentence names it: UKPRN 10098845."""
    for kind in ("urn", "laestab", "ukprn"):
        if (number := getattr(sender, kind)) is not None:
            return f"{kind.upper()} {number}"
    return sender.name or "a sender without a number"


#: So many institutions are named in a note; of the rest the number is given.
_MOST_NAMED = 5


class InRows:
    """The institutions that the rows of a file name by a number, and how often.

    A list of one unknown institution is that institution's list, whoever passed it on.
    One that names several was put together by somebody else: then those that no
    register knows are noted.
    """

    def __init__(self, authority: str) -> None:
        self._authority = authority
        self._lines: Counter[InstitutionRef] = Counter()

    def see(self, said: Interpretation) -> None:
        """Counts where a row places somebody."""
        for ref in said.passed_on_by[:1]:
            if any((ref.urn, ref.laestab, ref.ukprn)):
                self._lines[replace(ref, name=None)] += 1

    def sender(self) -> InstitutionRef | None:
        """The only institution that the rows name, where no register has it."""
        named = self._by_key()
        if len(named) != 1 or not len(institutions.directory()):
            return None
        ((ref, _),) = named.values()
        return ref if institutions.directory().resolve(ref) is None else None

    def note(self) -> str | None:
        """Those of several institutions that are in no register, in a sentence."""
        if not len(institutions.directory()):
            return None
        unknown = [
            f"{by_number(ref)} ({counted(lines, 'line')})"
            for ref, lines in self._by_key().values()
            if standing(ref, self._authority) is None
        ]
        if not unknown:
            return None
        more = len(unknown) - _MOST_NAMED
        named = ", ".join(unknown[:_MOST_NAMED])
        beyond = f" and {more} more" if more > 0 else ""
        return (
            f"In no register: {named}{beyond}. Check the numbers; a training provider "
            "need not be in one."
        )

    def _by_key(self) -> dict[str, tuple[InstitutionRef, int]]:
        """One of several numbers of the same institution, with the lines of all."""
        found: dict[str, tuple[InstitutionRef, int]] = {}
        for ref, lines in self._lines.items():
            there = institutions.directory().resolve(ref)
            key = there.key if there is not None else key_of(ref) or ""
            first, before = found.get(key, (ref, 0))
            found[key] = (first, before + lines)
        return found


def in_rows(said_of: Iterable[Interpretation], authority: str) -> InRows:
    """The institutions that rows name."""
    found = InRows(authority)
    for said in said_of:
        found.see(said)
    return found
